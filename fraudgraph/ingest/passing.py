"""Rows on their way out of a filter, in the form in which they came: values exactly as they were, text as UTF-8."""

import csv
import io
import json
from collections.abc import Sequence
from typing import BinaryIO, Protocol

import pyarrow as pa
import pyarrow.parquet as parquet


class Out(Protocol):
    """Where rows go."""

    def write(self, rows: pa.Table) -> None:
        """Some rows, whose columns stand in the order of the names."""

    def close(self) -> None:
        """Finish; a file without rows has its names all the same."""


class CsvOut:
    """CSV with a header; bytes as hexadecimal, nothing as an empty cell."""

    def __init__(self, out: BinaryIO, names: Sequence[str], delimiter: str) -> None:
        self._out = out
        self._delimiter = delimiter
        self._write([names])

    def write(self, rows: pa.Table) -> None:
        """Some rows."""
        self._write(zip(*(map(_text, column.to_pylist()) for column in rows.columns), strict=True))

    def _write(self, rows: "Sequence[Sequence[str]] | zip[tuple[str, ...]]") -> None:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self._delimiter, lineterminator="\n").writerows(rows)
        self._out.write(text.getvalue().encode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """Nothing is left to do."""


class JsonOut:
    """One object a line, of texts; what is not there is left out."""

    def __init__(self, out: BinaryIO, names: Sequence[str]) -> None:
        self._out = out
        self._names = names

    def write(self, rows: pa.Table) -> None:
        """Some rows."""
        for cells in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            pairs = zip(self._names, cells, strict=True)
            row = {name: _text(cell) for name, cell in pairs if cell is not None}
            self._out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")

    def close(self) -> None:
        """Nothing is left to do."""


class ParquetOut:
    """Parquet with the types that came."""

    def __init__(self, out: BinaryIO, names: Sequence[str]) -> None:
        self._out = out
        self._names = list(names)
        self._writer: parquet.ParquetWriter | None = None

    def write(self, rows: pa.Table) -> None:
        """Some rows."""
        rows = rows.rename_columns(self._names)
        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._out, rows.schema, compression="zstd")
        self._writer.write_table(rows)

    def close(self) -> None:
        """Write the end of the file."""
        if self._writer is not None:
            self._writer.close()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return cell.hex() if isinstance(cell, bytes) else str(cell)
