"""Node-link JSON, as networkx reads it. Values are exact; what a page could take for markup is escaped."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from fraudgraph.evidence.subgraph import EDGE_FIELDS, NODE_FIELDS, Subgraph

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
    names = [name for name, _ in NODE_FIELDS]
    yield ",\n".join(_json({"id": one.key, **dict(zip(names, one.values, strict=True))}) for one in graph.nodes)
    yield '\n],\n"edges": [\n'
    names = [name for name, _ in EDGE_FIELDS]
    yield ",\n".join(
        _json({"source": one.source, "target": one.target, **dict(zip(names, one.values, strict=True))})
        for one in graph.edges
    )
    yield "\n]}\n"


def _json(value: object) -> str:
    return _ENCODER.encode(value).translate(_MARKUP)
