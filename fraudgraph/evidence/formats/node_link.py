"""Node-link JSON, as networkx reads it. Values are exact; what a page could take for markup is escaped."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fraudgraph.evidence.subgraph import Subgraph
from fraudgraph.evidence.table import Table, Value

_ENCODER = json.JSONEncoder(allow_nan=False)
_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\x7f": "\\u007f"})


def write(graph: Subgraph, paths: Sequence[Path]) -> None:
    """One file; a node or an edge a line."""
    (path,) = paths
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines(graph))


def digest(graph: Subgraph) -> str:
    """SHA-256, in hex, of what `write` would write."""
    whole = hashlib.sha256()
    for line in lines(graph):
        whole.update(line.encode())
    return whole.hexdigest()


def lines(graph: Subgraph) -> Iterator[str]:
    """The text of the file, piece by piece."""
    about = _json({"ring_id": graph.ring_id, "sweep_id": graph.sweep_id})
    yield f'{{"directed": false, "multigraph": false, "graph": {about},\n"nodes": [\n'
    yield ",\n".join(_rows(table) for table in graph.nodes if len(table))
    yield '\n],\n"edges": [\n'
    yield _rows(graph.edges)
    yield "\n]}\n"


def _rows(table: Table) -> str:
    """A row a line. What a page could take for markup is escaped in all of them at once."""
    return ",\n".join(f"{{{', '.join(row)}}}" for row in table.shown(_pair)).translate(_MARKUP)


def _pair(name: str) -> Callable[[Value], str]:
    start, encode = f'"{name}": ', _ENCODER.encode
    return lambda value: start + encode(value)


def _json(value: object) -> str:
    return _ENCODER.encode(value).translate(_MARKUP)
