"""Parquet files as relations of DuckDB, and as batches where cells must pass through Python."""

import hashlib
import os
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from fraudgraph.case.facts import exact_path, quoted
from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.batches import Batch
from fraudgraph.ingest.sources import Packing, Source

_BATCH_ROWS = 100_000
_NOTHING = "Nothing was loaded."
_NESTED = ("STRUCT", "MAP", "UNION")


class ParquetRows:
    """One Parquet file. columns: of its schema; types: DuckDB's for each; count: its rows; place: its absolute path.

    inner: structures whose fields are columns too, called by their path with dots (None: all); left_out: rows that
    are of something else, and not counted.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, source: Source, inner: frozenset[str] | None = frozenset()
    ) -> None:
        if source.packing is not Packing.PLAIN or source.path is None:
            hint = "unpack it, or save it to a file first"
            raise FraudgraphError(f"{source.given}: Parquet must be a plain file", kept=_NOTHING, hint=hint)
        self._con = con
        self._source = source
        self._path = source.path
        self._before = os.stat(self._path)
        self.place = str(self._path.absolute())
        file = exact_path(self.place)
        try:
            described = con.execute(f"DESCRIBE SELECT * FROM read_parquet({file})").fetchall()
            counted = con.execute(f"SELECT num_rows FROM parquet_file_metadata({file})").fetchall()
        except duckdb.Error:
            hint = "was it written to its end?"
            raise FraudgraphError(f"{source.given}: cannot be read as Parquet", kept=_NOTHING, hint=hint) from None
        self.types = {name: str(type_).upper() for name, type_, *_ in described}
        self.fields = self._fields(inner)
        self.columns = tuple(self.types)
        self.count = int(counted[0][0])
        self.left_out = 0

    def _fields(self, inner: frozenset[str] | None) -> dict[str, str]:
        """SQL of the fields of structures by their path; `types` learns of them, and loses what was taken apart."""
        found: dict[str, str] = {}
        for name in [name for name, type_ in self.types.items() if _is_opened(name, type_, inner)]:
            self._take_apart(name, quoted(name), inner, found)
        return found

    def _take_apart(self, path: str, sql: str, inner: frozenset[str] | None, found: dict[str, str]) -> None:
        rows = f"SELECT unnest({sql}) FROM read_parquet({exact_path(self.place)})"
        del self.types[path]
        for name, type_, *_ in self._con.execute(f"DESCRIBE {rows}").fetchall():
            field, kind = f"{path}.{name}", str(type_).upper()
            found[field], self.types[field] = f"{sql}.{quoted(name)}", kind
            if _is_opened(field, kind, inner):
                self._take_apart(field, found.pop(field), inner, found)

    def keep_only(self, condition: str) -> None:
        """Count the rows where the SQL condition holds, instead of all."""
        whole, relation = self.count, relation_of([self])
        self.count = int(self._con.execute(f"SELECT count(*) FROM {relation} AS r WHERE {condition}").fetchall()[0][0])
        self.left_out = whole - self.count

    def refuse_nested(self, used: Sequence[str]) -> None:
        """FraudgraphError where a column that is used holds lists or structures."""
        for name in used:
            if self.types[name].endswith("]") or self.types[name].startswith(_NESTED):
                what = f'column "{name}" holds lists or structures, not one value a row'
                raise FraudgraphError(f"{self._source.given}: {what}", kept=_NOTHING)

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows with `line` (the row, from 1) and c0, c1, ..."""
        cells = ", ".join(f"{quoted(name)} AS c{at}" for at, name in enumerate(wanted))
        cursor = self._con.cursor()
        cursor.execute("SET TimeZone = 'UTC'")
        select = f"SELECT file_row_number + 1 AS line, {cells} FROM {relation_of([self])} AS r"
        reader: pa.RecordBatchReader = cursor.sql(select).to_arrow_reader(_BATCH_ROWS)
        done = 0
        for batch in reader:
            done += batch.num_rows
            yield Batch(pa.Table.from_batches([batch]), (), done)
        cursor.close()

    def head(self, rows: int) -> pa.Table:
        """The first rows as text, c0, c1, ..."""
        cells = ", ".join(f"CAST({quoted(name)} AS VARCHAR) AS c{at}" for at, name in enumerate(self.columns))
        return self._con.sql(f"SELECT {cells} FROM {relation_of([self])} AS r LIMIT {rows}").to_arrow_table()

    def sha256(self) -> str:
        """Of the bytes on disk; FraudgraphError if they changed while they were read."""
        digest = hashlib.sha256()
        with self._path.open("rb") as file:
            while data := file.read(1 << 22):
                digest.update(data)
        after = os.stat(self._path)
        if (after.st_size, after.st_mtime_ns) != (self._before.st_size, self._before.st_mtime_ns):
            raise FraudgraphError(
                f"{self._source.given}: changed while it was read", kept=_NOTHING, hint="load it again"
            )
        return digest.hexdigest()


def _is_opened(path: str, type_: str, inner: frozenset[str] | None) -> bool:
    return type_.startswith("STRUCT") and not type_.endswith("]") and (inner is None or path in inner)


def relation_of(files: Sequence[ParquetRows]) -> str:
    """SQL for FROM: the rows of files of one schema, with file_row_number and, where there are several, filename."""
    paths = ", ".join(exact_path(file.place) for file in files)
    named = ", filename = true" if len(files) > 1 else ""
    rows = f"read_parquet([{paths}], file_row_number = true{named})"
    fields = "".join(f", {sql} AS {quoted(name)}" for name, sql in files[0].fields.items())
    return f"(SELECT *{fields} FROM {rows})" if fields else rows
