"""Facts by hand, and how they become a case: what every store of the conformance suite is filled with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fraudgraph.case import Case, Hub, Load, Reconciliation, Segment, fact_columns
from fraudgraph.model.kinds import Kind
from fraudgraph.model.tables import EXTRA_PREFIX, TABLES

Row = Mapping[str, Any]
_ARROW = {"TIMESTAMPTZ": pa.timestamp("us", tz="UTC"), "BIGINT": pa.int64(), "BOOLEAN": pa.bool_(), "BLOB": pa.binary()}


@dataclass(frozen=True)
class Facts:
    """One load. Rows by table; times are UTC microseconds. replaced: (table, load from 0, row from 0) that it
    replaces.
    """

    accounts: Sequence[Row] = ()
    exchanges: Sequence[Row] = ()
    payments: Sequence[Row] = ()
    sightings: Sequence[Row] = ()
    actions: Sequence[Row] = ()
    identifiers: Sequence[Row] = ()
    kinds: Sequence[Kind] = ()
    hubs: Sequence[Hub] = ()
    replaced: Sequence[tuple[str, int, int]] = field(default=())

    def rows(self, table: str) -> Sequence[Row]:
        """Rows of a table."""
        found: Sequence[Row] = getattr(self, table)
        return found


def fill(path: Path, loads: Sequence[Facts]) -> Case:
    """A case with these loads."""
    case = Case.create_or_open(path)
    for facts in loads:
        add(case, facts)
    return case


def add(case: Case, facts: Facts) -> None:
    """One more load; a segment for each table that has rows."""
    with case.writing("load"):
        segments = [_segment(case, table, facts.rows(table)) for table in TABLES if facts.rows(table)]
        if facts.replaced:
            segments.append(_replaced(case, facts.replaced))
        tables = {s.table: Reconciliation(s.rows, s.rows) for s in segments if s.table in TABLES}
        case.commit_load(
            Load(
                case.next_load_id(),
                case.next_load_id(),
                (),
                tables,
                segments=tuple(segments),
                kinds=tuple(facts.kinds),
                hubs=tuple(facts.hubs),
            )
        )


def _segment(case: Case, table: str, rows: Sequence[Row]) -> Segment:
    types = fact_columns(table)
    names = list(dict.fromkeys(name for row in rows for name in row))
    known = {name: types.get(name, "VARCHAR") for name in names}
    assert all(name in types or name.startswith(EXTRA_PREFIX) for name in names)
    columns = {
        name: pa.array(
            [row.get(name) for row in rows], pa.int64() if kind == "TIMESTAMPTZ" else _ARROW.get(kind, pa.string())
        )
        for name, kind in known.items()
    }
    arrays = {name: a.cast(_ARROW["TIMESTAMPTZ"]) if known[name] == "TIMESTAMPTZ" else a for name, a in columns.items()}
    time = TABLES[table].time
    assert time is not None
    times = [row[time] for row in rows if row.get(time) is not None]
    return _adopt(case, table, pa.table(arrays), (min(times, default=None), max(times, default=None)))


def _replaced(case: Case, replaced: Sequence[tuple[str, int, int]]) -> Segment:
    by_load = {(s.table, s.load_id): s.sha256 for s in case.segments()}
    rows = [(by_load[table, load + 1], row) for table, load, row in replaced]
    content = pa.table(
        {"segment": [sha256 for sha256, _ in rows], "row": pa.array([row for _, row in rows], pa.int64())}
    )
    return _adopt(case, "superseded", content, (None, None))


def _adopt(case: Case, table: str, content: pa.Table, span: tuple[int | None, int | None]) -> Segment:
    draft = case.temporary / "draft.parquet"
    # Two loads of equal rows must not be one segment: a load's number makes the bytes its own.
    pq.write_table(content.replace_schema_metadata({"load": str(case.next_load_id())}), draft)
    size = draft.stat().st_size
    sha256 = case.adopt(table, draft)
    return Segment(sha256, table, case.next_load_id(), content.num_rows, size, *span, tuple(content.column_names))
