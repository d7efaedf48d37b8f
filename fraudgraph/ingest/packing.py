"""Drafts become segments: copies left out, small ones put together, each adopted by the case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from fraudgraph.case import Case, Segment
from fraudgraph.case.facts import SUPERSEDED, exact_path, literal, quoted
from fraudgraph.ingest.identity import Rows, Verdict
from fraudgraph.ingest.staging import COMPRESSION, Part, metadata
from fraudgraph.model.tables import TABLES

SMALL = 500_000
"""A draft with fewer rows is put together with others."""
FULL = 4_000_000
_NO_ROWS: Rows = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Span:
    """Event times of a draft, UTC microseconds; timeless: some row has none."""

    min_us: int | None
    max_us: int | None
    timeless: bool


def span_of(con: duckdb.DuckDBPyConnection, table: str, path: Path, columns: Sequence[str]) -> Span:
    """The event times in a Parquet file of facts."""
    time = TABLES[table].time
    if time is None or time not in columns:
        return Span(None, None, True)
    last = "last_seen" if table == "sightings" and "last_seen" in columns else time
    first, end, without = con.execute(
        f"SELECT epoch_us(min({quoted(time)})), epoch_us(greatest(max({quoted(time)}), max({quoted(last)}))),"
        f" count(*) - count({quoted(time)}) FROM read_parquet({exact_path(str(path))})"
    ).fetchall()[0]
    return Span(first, end, without > 0)


class Packer:
    """Makes the segments of one load. con must keep the order of rows."""

    def __init__(self, con: duckdb.DuckDBPyConnection, case: Case, folder: Path, load_id: int) -> None:
        self._con = con
        self._case = case
        self._folder = folder
        self._load_id = load_id
        self._made = 0
        self._gone: list[tuple[str, Rows]] = []

    def pack(self, parts: Sequence[Part], verdict: Verdict) -> Iterator[Segment]:
        """Segments of one table, and what they supersede is remembered for `superseded`."""
        for sha256, rows in verdict.replaced.items():
            self._gone.append((sha256, rows))
        small: list[Part] = []
        for part in parts:
            dropped = verdict.duplicates.get(part.path.name, _NO_ROWS)
            replaced = verdict.superseded.get(part.path.name, _NO_ROWS)
            if len(dropped) == part.rows:
                part.path.unlink()
                continue
            kept = self._without(part, dropped) if len(dropped) else part
            if len(replaced):
                segment = self._adopt(kept)
                self._gone.append((segment.sha256, replaced - np.searchsorted(dropped, replaced)))
                yield segment
            elif kept.rows < SMALL:
                small.append(kept)
            else:
                yield self._adopt(kept)
        for group in _groups(small):
            yield self._adopt(self._together(group))

    def superseded(self) -> Iterator[Segment]:
        """The segment that names the rows which are replaced, if there are any."""
        if not self._gone:
            return
        path = self._next_path()
        segments = [sha256 for sha256, rows in self._gone for _ in rows]
        table = pa.table(
            {"segment": pa.array(segments), "row": pa.array(np.concatenate([rows for _, rows in self._gone]))}
        )
        parquet.write_table(table.replace_schema_metadata(metadata(self._load_id, SUPERSEDED, 0)), path)
        path.chmod(0o600)
        yield self._adopt(Part(path, SUPERSEDED, 0, table.num_rows, ("segment", "row")))

    def _without(self, part: Part, dropped: Rows) -> Part:
        path = self._next_path()
        self._con.register("dropped", pa.table({"row": dropped}))
        source = f"read_parquet({exact_path(str(part.path))}, file_row_number = true)"
        kept = (
            f"SELECT * EXCLUDE (file_row_number) FROM {source} WHERE file_row_number NOT IN (SELECT row FROM dropped)"
        )
        self._copy(kept, path, part.table)
        part.path.unlink()
        return Part(path, part.table, part.file, part.rows - len(dropped), part.columns)

    def _together(self, group: Sequence[Part]) -> Part:
        if len(group) == 1:
            return group[0]
        path = self._next_path()
        files = ", ".join(exact_path(str(part.path)) for part in group)
        self._copy(f"SELECT * FROM read_parquet([{files}], union_by_name = true)", path, group[0].table)
        for part in group:
            part.path.unlink()
        columns = tuple(dict.fromkeys(name for part in group for name in part.columns))
        return Part(path, group[0].table, group[0].file, sum(part.rows for part in group), columns)

    def _copy(self, select: str, path: Path, table: str) -> None:
        said = ", ".join(f"{literal(k)}: {literal(v)}" for k, v in metadata(self._load_id, table, self._made).items())
        self._con.execute(
            f"COPY ({select}) TO {literal(str(path))}"
            f" (FORMAT parquet, COMPRESSION {COMPRESSION}, COMPRESSION_LEVEL 1, KV_METADATA {{{said}}})"
        )
        path.chmod(0o600)

    def _next_path(self) -> Path:
        self._made += 1
        return self._folder / f"packed-{self._made:06d}.parquet"

    def _adopt(self, part: Part) -> Segment:
        span = Span(None, None, True)
        if part.table in TABLES:
            span = span_of(self._con, part.table, part.path, part.columns)
        size = part.path.stat().st_size
        sha256 = self._case.adopt(part.table, part.path)
        return Segment(sha256, part.table, self._load_id, part.rows, size, span.min_us, span.max_us, part.columns)


def _groups(parts: Sequence[Part]) -> Iterator[list[Part]]:
    group: list[Part] = []
    rows = 0
    for part in parts:
        if group and rows + part.rows > FULL:
            yield group
            group, rows = [], 0
        group.append(part)
        rows += part.rows
    if group:
        yield group


def replaced_rows(verdicts: Mapping[str, Verdict]) -> int:
    """Stored rows that the load replaces, over all tables."""
    return sum(len(rows) for verdict in verdicts.values() for rows in verdict.replaced.values())
