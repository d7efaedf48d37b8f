"""CSV and TSV as Arrow tables of text, with the exact line on which each row starts. Broken rows come with a reason."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.batches import Batch, Broken
from fraudgraph.ingest.sources import Format
from fraudgraph.ingest.streams import CHUNK_BYTES, LONGEST_ROW, TextStream

_NEWLINE, _QUOTE, _RETURN = 10, 34, 13
_DELIMITERS = ",;\t|"
_NOTHING = "Nothing was loaded."
NOT_UTF8 = "not UTF-8 text"
Lines = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Records:
    """Whole records. data: their bytes; ends: offset after each one's line end; lines: on which line each starts."""

    data: bytes
    ends: Lines
    lines: Lines

    def each(self) -> Iterator[tuple[int, bytes]]:
        """(line, bytes) of each record."""
        start = 0
        for line, end in zip(self.lines.tolist(), self.ends.tolist(), strict=True):
            yield line, self.data[start:end]
            start = end


class CsvRows:
    """The rows of one CSV or TSV file. columns: its header; delimiter: what stands between its cells."""

    def __init__(self, stream: TextStream) -> None:
        self._stream = stream
        self._given = stream.source.given
        head = stream.peek()
        self._old_mac = b"\r" in head and b"\n" not in head
        self.delimiter = "\t" if stream.source.format is Format.TSV else _sniff(head)
        self._records = self._split()
        first = next(self._records, None)
        self._rest, self.columns = self._header(first)

    def _header(self, first: Records | None) -> tuple[Records | None, tuple[str, ...]]:
        if first is None:
            return None, ()
        end = int(first.ends[0])
        try:
            text = first.data[:end].decode("utf-8")
        except UnicodeDecodeError:
            raise FraudgraphError(
                f"{self._given}:1: is {NOT_UTF8}", kept=_NOTHING, hint="save it as UTF-8: iconv -t UTF-8"
            ) from None
        names = [name.strip() for name in next(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter))]
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise FraudgraphError(f'{self._given}:1: two columns are called "{twice[0]}"', kept=_NOTHING)
        columns = tuple(name or f"column {number}" for number, name in enumerate(names, 1))
        return Records(first.data[end:], first.ends[1:] - end, first.lines[1:]), columns

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """Tables with the columns `line` and c0, c1, ... in the order of `wanted`."""
        if self._rest is not None and len(self._rest.ends):
            yield self._parse(self._rest, wanted)
        for records in self._records:
            yield self._parse(records, wanted)

    # ------------------------------------------------------------------------------------------ records

    def _split(self) -> Iterator[Records]:
        """Whole records, chunk by chunk; blank lines are no records."""
        held, line, at_end = b"", 1, False
        while not at_end:
            more = self._stream.read(CHUNK_BYTES)
            at_end = not more
            data = held + (more.replace(b"\r", b"\n") if self._old_mac else more)
            if at_end and data and not data.endswith(b"\n"):
                data += b"\n"
            ends, newlines = self._record_ends(data)
            used = int(ends[-1]) if len(ends) else 0
            held = data[used:]
            if len(held) > LONGEST_ROW or (at_end and held):
                self._refuse_endless(line + int(np.searchsorted(newlines, used)), at_end)
            if used:
                starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
                yield from self._not_blank(data[:used], starts, ends, line + np.searchsorted(newlines, starts))
            line += int(np.searchsorted(newlines, used))

    def _refuse_endless(self, line: int, at_end: bool) -> None:
        what = "a quote that is never closed" if at_end else f"a row of more than {LONGEST_ROW >> 20} MB"
        hint = "is a quote missing its partner on this line or near it?"
        raise FraudgraphError(f"{self._given}:{line}: {what}", kept=_NOTHING, hint=hint)

    def _not_blank(self, data: bytes, starts: Lines, ends: Lines, lines: Lines) -> Iterator[Records]:
        bytes_ = np.frombuffer(data, np.uint8)
        length = ends - starts
        blank = (length == 1) | ((length == 2) & (bytes_[starts] == _RETURN))
        if blank.any():
            data = b"".join(data[s:e] for s, e in zip(starts[~blank].tolist(), ends[~blank].tolist(), strict=True))
            ends, lines = np.cumsum(length[~blank]), lines[~blank]
        if len(ends):
            yield Records(data, ends, lines)

    def _record_ends(self, data: bytes) -> tuple[Lines, Lines]:
        """(offset after each record's line end, offsets of all line ends)."""
        bytes_ = np.frombuffer(data, np.uint8)
        newlines = np.flatnonzero(bytes_ == _NEWLINE)
        quotes = np.flatnonzero(bytes_ == _QUOTE) if b'"' in data else newlines[:0]
        if not len(quotes):
            return newlines + 1, newlines
        if self._well_placed(bytes_, quotes):
            return newlines[np.searchsorted(quotes, newlines) % 2 == 0] + 1, newlines
        return np.array(list(self._ends_one_by_one(data)), np.int64), newlines

    def _well_placed(self, bytes_: NDArray[np.uint8], quotes: Lines) -> bool:
        """Whether each quote opens a cell, closes one, or stands doubled: then counting tells inside from outside."""
        edges = np.array([_NEWLINE, _RETURN, _QUOTE, ord(self.delimiter)], np.uint8)
        opening, closing = quotes[0::2], quotes[1::2]
        before = np.where(opening > 0, bytes_[opening - 1], _NEWLINE)
        after = bytes_[np.minimum(closing + 1, len(bytes_) - 1)]
        return bool(np.isin(before, edges).all() and np.isin(after, edges).all())

    def _ends_one_by_one(self, data: bytes) -> Iterator[int]:
        """The same by walking: a quote opens only at the start of a cell."""
        inside, offset = False, 0
        for line in data.splitlines(keepends=True) if b"\r" not in data else _lines(data):
            offset += len(line)
            if b'"' in line:
                inside = self._inside_after(line, inside)
            if not inside and line.endswith(b"\n"):
                yield offset

    def _inside_after(self, line: bytes, inside: bool) -> bool:
        delimiter, at_start = ord(self.delimiter), not inside
        for at, byte in enumerate(line):
            if inside:
                if byte == _QUOTE:
                    inside = False
                    doubled = line[at + 1 : at + 2] == b'"'
                    at_start = doubled
                continue
            if byte == _QUOTE and at_start:
                inside = True
            at_start = byte == delimiter
        return inside

    # -------------------------------------------------------------------------------------------- cells

    def _parse(self, records: Records, wanted: Sequence[str]) -> Batch:
        places = [self.columns.index(name) for name in wanted]
        bad: list[int] = []

        def on_bad(row: arrow_csv.InvalidRow) -> str:
            bad.append(-1 if row.number is None else row.number)
            return "skip"

        names = [f"f{number}" for number in range(len(self.columns))]
        try:
            table = arrow_csv.read_csv(
                io.BytesIO(records.data),
                arrow_csv.ReadOptions(column_names=names, block_size=len(records.data) + 16, use_threads=False),
                arrow_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=on_bad),
                arrow_csv.ConvertOptions(
                    include_columns=[names[place] for place in places] or names[:1],
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid:
            return self._parse_one_by_one(records, places)
        if table.num_rows + len(bad) != len(records.lines):
            return self._parse_one_by_one(records, places)
        return self._batch(records, table, np.array(bad, np.int64) - 1)

    def _batch(self, records: Records, table: pa.Table, bad: Lines) -> Batch:
        good = np.ones(len(records.lines), bool)
        good[bad] = False
        columns = {"line": pa.array(records.lines[good])}
        columns |= {f"c{number}": column for number, column in enumerate(table.columns)}
        broken = tuple(Broken(int(line), self._ragged()) for line in records.lines[~good])
        return Batch(pa.table(columns), broken, self._stream.raw.count)

    def _ragged(self) -> str:
        return f"has not {len(self.columns)} columns as the header"

    def _parse_one_by_one(self, records: Records, places: Sequence[int]) -> Batch:
        rows: list[list[str]] = []
        lines: list[int] = []
        broken: list[Broken] = []
        for line, record in records.each():
            cells = self._cells(record)
            if isinstance(cells, str):
                broken.append(Broken(line, cells))
            else:
                rows.append([cells[place] for place in places])
                lines.append(line)
        columns = {"line": pa.array(lines, pa.int64())}
        for number in range(len(places)):
            columns[f"c{number}"] = pa.array([row[number] for row in rows], pa.string())
        return Batch(pa.table(columns), tuple(broken), self._stream.raw.count)

    def _cells(self, record: bytes) -> list[str] | str:
        """The cells of one record, or why it has none."""
        try:
            rows = list(csv.reader(io.StringIO(record.decode("utf-8"), newline=""), delimiter=self.delimiter))
        except UnicodeDecodeError:
            return f"is {NOT_UTF8}"
        except csv.Error:
            return "is not CSV: a line break or a quote stands where none can"
        if len(rows) != 1 or len(rows[0]) != len(self.columns):
            return self._ragged()
        return rows[0]


csv.field_size_limit(LONGEST_ROW)


def _lines(data: bytes) -> Iterator[bytes]:
    """Lines with their ends; only a line feed ends one."""
    yield from (line + b"\n" for line in data.split(b"\n")[:-1])
    yield data[data.rfind(b"\n") + 1 :]


def _sniff(head: bytes) -> str:
    """The delimiter that splits the header into most cells; a comma if none does."""
    first = head.split(b"\n", 1)[0][:65_536].decode("utf-8", "replace").rstrip("\r")

    def cells(delimiter: str) -> int:
        try:
            return max((len(row) for row in csv.reader([first], delimiter=delimiter)), default=0)
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=cells)
