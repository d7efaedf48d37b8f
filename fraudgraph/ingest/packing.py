"""Drafts become segments: copies left out, small ones put together, each adopted by the case."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from fraudgraph.case import Case, Segment
from fraudgraph.case.facts import SUPERSEDED, exact_path
from fraudgraph.case.segments import span_of, write_parquet
from fraudgraph.ingest.identity import Rows, Verdict
from fraudgraph.ingest.staging import Part, metadata

SMALL = 500_000
"""A draft with fewer rows is put together with others."""
FULL = 4_000_000
_NO_ROWS: Rows = np.empty(0, np.int64)


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
            dropped = verdict.duplicates.get(part.name, _NO_ROWS)
            replaced = verdict.superseded.get(part.name, _NO_ROWS)
            if len(dropped) == part.rows:
                part.path.unlink()
                continue
            kept, replaced = self._without(part, dropped, replaced) if len(dropped) else (part, replaced)
            if len(replaced):
                segment = self._adopt(kept)
                self._gone.append((segment.sha256, replaced))
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
        parquet.write_table(table.replace_schema_metadata(metadata(self._load_id, SUPERSEDED, path.stem)), path)
        path.chmod(0o600)
        yield self._adopt(Part(path, SUPERSEDED, table.num_rows, ("segment", "row")))

    def _without(self, part: Part, dropped: Rows, followed: Rows) -> tuple[Part, Rows]:
        """The draft without some rows, and where the rows that are `followed` stand in it."""
        path = self._next_path()
        self._con.register("dropped", pa.table({"row": dropped}))
        self._con.register("followed", pa.table({"row": followed}))
        rows = f"(SELECT * FROM read_parquet({exact_path(str(part.path))}, file_row_number = true))"
        left = f"SELECT * EXCLUDE (file_row_number) FROM {rows} WHERE file_row_number NOT IN (SELECT row FROM dropped)"
        kept = write_parquet(self._con, left, path, metadata(self._load_id, part.table, path.stem))
        now = self._con.sql(
            f"SELECT n.file_row_number AS row FROM read_parquet({exact_path(str(path))}, file_row_number = true) AS n"
            f" JOIN {rows} AS o USING (source_file, source_line)"
            " WHERE o.file_row_number IN (SELECT row FROM followed) ORDER BY 1"
        ).to_arrow_table()
        part.path.unlink()
        return Part(path, part.table, kept, part.columns), now["row"].to_numpy()

    def _together(self, group: Sequence[Part]) -> Part:
        if len(group) == 1:
            return group[0]
        path = self._next_path()
        files = ", ".join(exact_path(str(part.path)) for part in group)
        table = group[0].table
        select = f"SELECT * FROM read_parquet([{files}], union_by_name = true)"
        rows = write_parquet(self._con, select, path, metadata(self._load_id, table, path.stem))
        for part in group:
            part.path.unlink()
        return Part(path, table, rows, tuple(dict.fromkeys(name for part in group for name in part.columns)))

    def _next_path(self) -> Path:
        self._made += 1
        return self._folder / f"packed-{self._made:06d}.parquet"

    def _adopt(self, part: Part) -> Segment:
        first, last = span_of(self._con, part.path, part.table, part.columns)
        size = part.path.stat().st_size
        sha256 = self._case.adopt(part.table, part.path)
        return Segment(sha256, part.table, self._load_id, part.rows, size, first, last, part.columns)


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
