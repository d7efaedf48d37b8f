"""A pair of CSV files, nodes and edges, that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from fraudgraph.evidence.subgraph import EDGE_FIELDS, NODE_FIELDS, Subgraph, Value
from fraudgraph.model.safe_text import spreadsheet


def paths_of(path: Path) -> tuple[Path, Path]:
    """`r0007-nodes.csv` and `r0007-edges.csv` for `r0007.csv`."""
    return path.with_name(f"{path.stem}-nodes.csv"), path.with_name(f"{path.stem}-edges.csv")


def write(graph: Subgraph, paths: Sequence[Path]) -> None:
    """Two files, nodes first."""
    nodes, edges = paths
    write_rows(nodes, ("id", *(name for name, _ in NODE_FIELDS)), ((one.key, *one.values) for one in graph.nodes))
    header = ("source", "target", *(name for name, _ in EDGE_FIELDS))
    write_rows(edges, header, ((one.source, one.target, *one.values) for one in graph.edges))


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """One CSV file; text guarded, unknown empty, booleans `true` and `false`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return spreadsheet(value) if isinstance(value, str) and value else value
