"""The first rows of a file as columns of text, whatever its form, with objects taken apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa

from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.batches import Batch
from fraudgraph.ingest.csv_rows import CsvRows
from fraudgraph.ingest.json_rows import JsonRows, first_objects
from fraudgraph.ingest.parquet_rows import ParquetRows
from fraudgraph.ingest.paths import Paths
from fraudgraph.ingest.recognise.looks import Column, Look, column_of
from fraudgraph.ingest.sources import Format, Source
from fraudgraph.ingest.streams import TextStream, open_text

ROWS = 10_000
_KEPT = 100
_MOST_COLUMNS = 2_000
_NO_NAMES = (Look.TIMES, Look.LOCAL_TIMES, Look.ADDRESSES, Look.EMAILS, Look.COUNTS, Look.SINCE_1970, Look.CARDS)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was looked at of a file. objects: of NDJSON, the first ones as they are."""

    source: Source
    rows: int
    columns: tuple[Column, ...]
    objects: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    def names(self, paths: Paths) -> tuple[str, ...]:
        """The columns, if the file is taken apart in that way."""
        if not self.objects:
            return tuple(column.name for column in self.columns)
        rows = (row for found in self.objects for row in paths.rows_in(found) if isinstance(row, dict))
        return tuple(dict.fromkeys(name for row in rows for name in row))


def sample_of(source: Source, stdin: BinaryIO | None = None) -> Sample:
    """Look at the first 10,000 rows. FraudgraphError where there is none, or where a header is missing."""
    if source.format is Format.PARQUET:
        return _sampled(source, *_parquet(source))
    with open_text(source, stdin) as stream:
        if stream.source.format is Format.NDJSON:
            seen = [one for one in islice(first_objects(stream.peek()), ROWS) if isinstance(one, dict)]
            return replace(_sampled(stream.source, *_json(stream, seen)), objects=tuple(seen[:_KEPT]))
        rows = CsvRows(stream)
        _refuse_no_header(source.given, rows.columns)
        return _sampled(stream.source, rows.columns, _first(rows.batches(rows.columns)))


def _first(batches: Iterator[Batch]) -> pa.Table | None:
    """The first rows, of as many batches as that takes."""
    tables: list[pa.Table] = []
    for batch in batches:
        tables.append(batch.rows)
        if sum(table.num_rows for table in tables) >= ROWS:
            break
    return pa.concat_tables(tables).slice(0, ROWS) if tables else None


def _json(stream: TextStream, seen: list[dict[str, Any]]) -> tuple[tuple[str, ...], pa.Table | None]:
    rows = JsonRows(stream, Paths.everything(seen))
    rows.nested = frozenset(rows.columns)
    return rows.columns, _first(rows.batches(rows.columns))


def _parquet(source: Source) -> tuple[tuple[str, ...], pa.Table]:
    with duckdb.connect() as con:
        rows = ParquetRows(con, source, None)
        return rows.columns, rows.head(ROWS)


def _sampled(source: Source, names: tuple[str, ...], table: pa.Table | None) -> Sample:
    if table is None or not table.num_rows:
        raise FraudgraphError(f"{source.given}: there is no row to look at", hint="export some rows, and try again")
    if len(names) > _MOST_COLUMNS:
        raise FraudgraphError(f"{source.given}: {len(names):,} columns; at most {_MOST_COLUMNS:,} are looked at")
    columns = (column_of(name, table[f"c{at}"].to_pylist()) for at, name in enumerate(names))
    return Sample(source, table.num_rows, tuple(columns))


def _refuse_no_header(given: str, names: tuple[str, ...]) -> None:
    """Names that are values: the file has no header, and its first row must not be shown as names."""
    looks = [column_of("", [name]).look for name in names]
    if any(look in _NO_NAMES for look in looks):
        raise FraudgraphError(
            f"{given}: its first line seems to be a row, not the names of the columns",
            hint="export it with a header",
        )
