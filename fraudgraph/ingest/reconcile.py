"""The rows of one table of a load, compared with each other and with what the case holds."""

from collections.abc import Iterator, Sequence

import duckdb

from fraudgraph.case import Case, Reconciliation, Segment, fact_columns
from fraudgraph.case.facts import SUPERSEDED, exact_path, quoted
from fraudgraph.ingest.identity import STORED, Identity, Piece, Unit, Verdict, settle
from fraudgraph.ingest.staging import SOURCE_FILE, Part, Staged
from fraudgraph.model.tables import EXTRA_PREFIX, TABLES


def judge(con: duckdb.DuckDBPyConnection, case: Case, table: str, parts: Sequence[Part]) -> Verdict:
    """Which rows of a table's drafts are duplicates or superseded, and which stored rows they replace."""
    verdict = Verdict()
    if not parts:
        return verdict
    pieces = [*_stored(con, case, table), *(_piece(con, table, part) for part in parts)]
    for identity in _identities(table, pieces):
        settle(con, identity, pieces, _gone(case), verdict)
    return verdict


def reconciled(files: Sequence[Staged], parts: Sequence[Part], verdict: Verdict) -> Reconciliation:
    """The account of a table's rows; used rows are counted in the drafts, not derived from the rest."""
    copies = sum(map(len, verdict.duplicates.values()))
    superseded = sum(map(len, verdict.superseded.values()))
    used = sum(part.rows for part in parts) - copies - superseded
    read, rejected = sum(file.read for file in files), sum(file.rejected for file in files)
    return Reconciliation(read, used, copies + sum(file.replayed for file in files), superseded, rejected)


def _identities(table: str, pieces: Sequence[Piece]) -> Iterator[Identity]:
    """How rows of the table are told apart: exchanges by request_id where a row has one."""
    present = {name for piece in pieces for name in piece.columns}
    extra = sorted(name for name in present if name.startswith(EXTRA_PREFIX))
    columns = {name: type_ for name, type_ in fact_columns(table).items() if name in present}
    columns |= dict.fromkeys(extra, "VARCHAR")
    time = TABLES[table].time if TABLES[table].time in columns else None
    if table == "exchanges" and "request_id" in columns:
        yield Identity(columns, ("request_id",), '"request_id" IS NOT NULL')
        yield Identity(columns, (), '"request_id" IS NULL', time)
    else:
        yield Identity(columns, tuple(name for name in TABLES[table].key if name in columns), time=time)


def _stored(con: duckdb.DuckDBPyConnection, case: Case, table: str) -> Iterator[Piece]:
    for segment in case.segments(table):
        path = str(case.segment_path(segment))
        unit = Unit(STORED, segment.min_us, segment.max_us, _is_timeless(con, table, segment, path))
        yield Piece(segment.sha256, path, (unit,), frozenset(segment.columns))


def _is_timeless(con: duckdb.DuckDBPyConnection, table: str, segment: Segment, path: str) -> bool:
    """Whether some row of a segment has no event time, by the file's own statistics."""
    time = TABLES[table].time
    if time is None or time not in segment.columns:
        return True
    found = con.execute(
        "SELECT coalesce(sum(coalesce(stats_null_count, 1)), 1) FROM parquet_metadata(?)"
        " WHERE path_in_schema IN (?, ?)",
        [path, time, quoted(time)],
    ).fetchall()
    return bool(found[0][0])


def _piece(con: duckdb.DuckDBPyConnection, table: str, part: Part) -> Piece:
    time = TABLES[table].time
    shown = quoted(time) if time is not None and time in part.columns else "NULL::TIMESTAMPTZ"
    rows = con.execute(
        f"SELECT {SOURCE_FILE}, epoch_us(min({shown})), epoch_us(max({shown})), count(*) > count({shown})"
        f" FROM read_parquet({exact_path(str(part.path))}) GROUP BY 1 ORDER BY 1"
    ).fetchall()
    return Piece(part.name, str(part.path), tuple(Unit(*row) for row in rows), frozenset(part.columns))


def _gone(case: Case) -> str | None:
    files = [exact_path(str(case.segment_path(segment))) for segment in case.segments(SUPERSEDED)]
    return f"(SELECT segment, row FROM read_parquet([{', '.join(files)}]))" if files else None
