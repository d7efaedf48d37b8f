"""Read an export as strangers will: with networkx and with igraph. Counts that differ are our defect, and said."""

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader found."""

    nodes: int
    edges: int


def by_networkx(format: str, paths: Sequence[Path]) -> Counts:
    """Counts by networkx."""
    import networkx

    graph = networkx.read_graphml(paths[0]) if format == "graphml" else networkx.Graph()
    if format != "graphml":
        nodes, edges = _ROWS[format](paths)
        graph.add_nodes_from((row["id"], row) for row in nodes)
        graph.add_edges_from((row["source"], row["target"], row) for row in edges)
    return Counts(graph.number_of_nodes(), graph.number_of_edges())


def by_igraph(format: str, paths: Sequence[Path]) -> Counts:
    """Counts by igraph."""
    import igraph

    if format == "graphml":
        graph = igraph.Graph.Read_GraphML(str(paths[0]))
    else:
        nodes, edges = _ROWS[format](paths)
        graph = igraph.Graph.DictList(nodes, edges, vertex_name_attr="id")
    return Counts(graph.vcount(), graph.ecount())


Rows = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _from_json(paths: Sequence[Path]) -> Rows:
    document = json.loads(paths[0].read_text(encoding="utf-8"))
    return document["nodes"], document["edges"]


def _from_csv(paths: Sequence[Path]) -> Rows:
    nodes, edges = (_csv_rows(path) for path in paths)
    return nodes, edges


def _csv_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_ROWS: dict[str, Callable[[Sequence[Path]], Rows]] = {"json": _from_json, "csv": _from_csv}
