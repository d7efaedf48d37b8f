"""Files of bans and labels that exist already, as rows: who or what, which word, why, when. Nothing is judged here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.batches import Rows
from fraudgraph.ingest.csv_rows import CsvRows
from fraudgraph.ingest.json_rows import JsonRows
from fraudgraph.ingest.parquet_rows import ParquetRows
from fraudgraph.ingest.sources import Format, Source, find_sources
from fraudgraph.ingest.streams import open_text

if TYPE_CHECKING:
    import duckdb

NAMES = {
    "account_id": ("account", "account_id", "user_id"),
    "ring": ("ring", "ring_id"),
    "identifier": ("identifier",),
    "kind": ("kind",),
    "value": ("value",),
    "verdict": ("verdict", "label"),
    "reason": ("reason",),
    "at": ("at", "judged_at", "labelled_at", "banned_at"),
}
"""What a row may say, and the columns that say it; their case, blanks and dashes do not matter."""
SUBJECTS = ("account_id", "ring", "identifier", "value")
_NOTHING = "Nothing was recorded."


@dataclass(frozen=True, slots=True)
class Label:
    """One row. values: name of NAMES -> text, of the cells that are not empty; broken: why it could not be read."""

    place: str
    values: dict[str, str]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class LabelFile:
    """A file that was read. ignored: columns that say nothing here; sha256: of its bytes as they lay on disk."""

    given: str
    sha256: str
    bytes: int
    rows: int
    ignored: tuple[str, ...]


def read_labels(
    given: str, connect: "Callable[[], duckdb.DuckDBPyConnection]", stdin: BinaryIO | None = None
) -> tuple[tuple[Label, ...], tuple[LabelFile, ...]]:
    """Every row of a file, a folder, a glob, or `-`. FraudgraphError where no column names a subject."""
    labels: list[Label] = []
    files = []
    for source in find_sources([given]).sources:
        read = _parquet(source, connect) if source.format is Format.PARQUET else _text(source, stdin)
        rows, file = read
        labels += rows
        files.append(file)
    return tuple(labels), tuple(files)


def _text(source: Source, stdin: BinaryIO | None) -> tuple[list[Label], LabelFile]:
    with open_text(source, stdin) as stream:
        rows: Rows = JsonRows(stream) if stream.source.format is Format.NDJSON else CsvRows(stream)
        found = _columns(source.given, rows.columns)
        labels = list(_labels(source.given, rows, found))
        stream.drain()
        raw = stream.raw
        file = LabelFile(source.given, raw.sha256.hexdigest(), raw.count, len(labels), _ignored(rows, found))
    return labels, file


def _parquet(source: Source, connect: "Callable[[], duckdb.DuckDBPyConnection]") -> tuple[list[Label], LabelFile]:
    with connect() as con:
        rows = ParquetRows(con, source)
        found = _columns(source.given, rows.columns)
        rows.refuse_nested(list(found.values()))
        labels = list(_labels(source.given, rows, found))
        return labels, LabelFile(source.given, rows.sha256(), source.bytes, len(labels), _ignored(rows, found))


def _columns(given: str, present: Sequence[str]) -> dict[str, str]:
    """Name of NAMES -> column of the file; the first name of each that is there."""
    plain = {column.strip().lower().replace(" ", "_").replace("-", "_"): column for column in reversed(present)}
    found = {name: plain[word] for name, words in NAMES.items() for word in reversed(words) if word in plain}
    if not found.keys() & set(SUBJECTS):
        near = [match for column in plain for match in get_close_matches(column, SUBJECTS, 1, 0.7)]
        hint = f"did you mean {near[0]}?" if near else "name a column account_id, ring or identifier"
        shown = ", ".join(map(ascii, present[:6])) or "none"
        raise FraudgraphError(f"{given}: no column says who is judged, only {shown}", kept=_NOTHING, hint=hint)
    return found


def _ignored(rows: Rows, found: dict[str, str]) -> tuple[str, ...]:
    return tuple(column for column in rows.columns if column not in found.values())


def _labels(given: str, rows: Rows, found: dict[str, str]) -> Iterator[Label]:
    for batch in rows.batches(list(found.values())):
        yield from (Label(f"{given}:{row.line}", {}, row.reason) for row in batch.broken)
        columns = {name: _cells(batch.rows[f"c{at}"]) for at, name in enumerate(found)}
        for at, line in enumerate(batch.rows["line"].to_pylist()):
            yield Label(f"{given}:{line}", {name: cells[at] for name, cells in columns.items() if cells[at]})


def _cells(column: pa.ChunkedArray) -> list[str]:
    """Exact texts, '' for none; a time of Parquet as RFC 3339, with a zone only if it has one."""
    if pa.types.is_timestamp(column.type):
        zone = "Z" if column.type.tz else ""
        column = pc.strftime(column.cast(pa.timestamp("us", column.type.tz and "UTC")), f"%Y-%m-%dT%H:%M:%S{zone}")
    return [text.strip() for text in pc.fill_null(column.cast(pa.string()), "").to_pylist()]
