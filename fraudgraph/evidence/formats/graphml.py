"""GraphML, written as a stream: XML that networkx, igraph and Gephi read, whatever the names hold."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from fraudgraph.evidence.subgraph import EDGE_FIELDS, NODE_FIELDS, Subgraph, Value
from fraudgraph.model.safe_text import inert

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(graph: Subgraph, paths: Sequence[Path]) -> None:
    """One file."""
    (path,) = paths
    with path.open("w", encoding="utf-8", newline="\n") as file:
        _write(graph, file)


def _write(graph: Subgraph, file: TextIO) -> None:
    file.write(_HEAD)
    file.writelines(_keys("node", "n", NODE_FIELDS))
    file.writelines(_keys("edge", "e", EDGE_FIELDS))
    file.write(f'<graph id="{graph.ring_id} in {graph.sweep_id}" edgedefault="undirected">\n')
    for node in graph.nodes:
        file.write(f'<node id="{xml(node.key)}">{"".join(_data("n", node.values))}</node>\n')
    for edge in graph.edges:
        ends = f'source="{xml(edge.source)}" target="{xml(edge.target)}"'
        file.write(f"<edge {ends}>{''.join(_data('e', edge.values))}</edge>\n")
    file.write("</graph>\n</graphml>\n")


def _keys(owner: str, prefix: str, fields: Sequence[tuple[str, str]]) -> Iterator[str]:
    for place, (name, kind) in enumerate(fields):
        yield f'<key id="{prefix}{place}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'


def _data(prefix: str, values: Sequence[Value]) -> Iterator[str]:
    for place, value in enumerate(values):
        if value is not None:
            yield f'<data key="{prefix}{place}">{_text(value)}</data>'


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return xml(value) if isinstance(value, str) else str(value)


def xml(text: str) -> str:
    """Text for an element or an attribute: no character that XML forbids, none that it reads as markup."""
    safe = inert(text) if text else ""
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
