"""Node-link JSON, as networkx reads it. Values are exact; what a page could take for markup is escaped."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from fraudgraph.evidence.subgraph import Subgraph
from fraudgraph.evidence.table import Table

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
    rows = table.shown(lambda name, value: f'"{name}": {_ENCODER.encode(value)}')
    return ",\n".join(f"{{{', '.join(row)}}}" for row in rows).translate(_MARKUP)


def _json(value: object) -> str:
    return _ENCODER.encode(value).translate(_MARKUP)
