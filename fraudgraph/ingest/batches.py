"""Rows on their way in: Arrow tables of raw cells with lines, and the rows that could not even be split into cells."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import pyarrow as pa


class Broken(NamedTuple):
    """A row that has no cells, and why; its text is not kept, because nobody knows what is in it."""

    line: int
    reason: str


class Batch(NamedTuple):
    """A part of a file. rows: `line` (int64) and c0, c1, ... as wanted; done: bytes (Parquet: rows) read so far."""

    rows: pa.Table
    broken: tuple[Broken, ...]
    done: int


class Rows(Protocol):
    """The rows of one file, read once from start to end."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the file, in its order; of NDJSON those seen so far."""

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """All rows, a part at a time."""
