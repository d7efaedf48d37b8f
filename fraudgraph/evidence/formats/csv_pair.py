"""A pair of CSV files, nodes and edges, that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from fraudgraph.evidence.subgraph import Subgraph
from fraudgraph.evidence.table import Table, Value
from fraudgraph.model.safe_text import spreadsheet

Cell = str | int | float


def paths_of(path: Path) -> tuple[Path, Path]:
    """`r0007-nodes.csv` and `r0007-edges.csv` for `r0007.csv`."""
    return path.with_name(f"{path.stem}-nodes.csv"), path.with_name(f"{path.stem}-edges.csv")


def write(graph: Subgraph, paths: Sequence[Path]) -> None:
    """Two files, nodes first."""
    nodes, edges = paths
    _write(nodes, graph.accounts.names, chain(*(_cells(table) for table in graph.nodes)))
    _write(edges, graph.edges.names, _cells(graph.edges))


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """One CSV file; text guarded, unknown empty, booleans `true` and `false`."""
    _write(path, header, ([_cell(value) for value in row] for row in rows))


def _cells(table: Table) -> Iterable[Sequence[Cell]]:
    return table.shown(lambda _: _cell)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _cell(value: Value) -> Cell:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return spreadsheet(value) if isinstance(value, str) and value else value
