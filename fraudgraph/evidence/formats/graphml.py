"""GraphML, written as a stream: XML that networkx, igraph and Gephi read, whatever the names hold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from fraudgraph.evidence.subgraph import EDGE_FIELDS, NODE_FIELDS, Subgraph
from fraudgraph.evidence.table import Value
from fraudgraph.model.safe_text import inert

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_NODE_KEYS = {name: f"n{place}" for place, (name, _) in enumerate(NODE_FIELDS)}
_EDGE_KEYS = {name: f"e{place}" for place, (name, _) in enumerate(EDGE_FIELDS)}


def write(graph: Subgraph, paths: Sequence[Path]) -> None:
    """One file."""
    (path,) = paths
    with path.open("w", encoding="utf-8", newline="\n") as file:
        _write(graph, file)


def _write(graph: Subgraph, file: TextIO) -> None:
    file.write(_HEAD)
    file.writelines(_keys("node", _NODE_KEYS, NODE_FIELDS))
    file.writelines(_keys("edge", _EDGE_KEYS, EDGE_FIELDS))
    file.write(f'<graph id="{graph.ring_id} in {graph.sweep_id}" edgedefault="undirected">\n')
    for table in graph.nodes:
        file.writelines("".join((*row, "</node>\n")) for row in table.shown(_node))
    file.writelines("".join((*row, "</edge>\n")) for row in graph.edges.shown(_edge))
    file.write("</graph>\n</graphml>\n")


def _keys(owner: str, keys: Mapping[str, str], fields: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, kind in fields:
        yield f'<key id="{keys[name]}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'


def _node(name: str) -> Callable[[Value], str]:
    """How values of a column stand in a node's line."""
    return (lambda value: f'<node id="{_text(value)}">') if name == "id" else _data(_NODE_KEYS[name])


def _edge(name: str) -> Callable[[Value], str]:
    """How values of a column stand in an edge's line."""
    if name == "source":
        return lambda value: f'<edge source="{_text(value)}"'
    return (lambda value: f' target="{_text(value)}">') if name == "target" else _data(_EDGE_KEYS[name])


def _data(key: str) -> Callable[[Value], str]:
    return lambda value: "" if value is None else f'<data key="{key}">{_text(value)}</data>'


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return xml(value) if isinstance(value, str) else str(value)


def xml(text: str) -> str:
    """Text for an element or an attribute: no character that XML forbids, none that it reads as markup."""
    safe = inert(text) if text else ""
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
