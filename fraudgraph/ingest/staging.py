"""Files become drafts of segments: normalised Parquet in the case's tmp/. What all kinds of files share.

Every draft row carries `source_file` (the position of its file in the load) and `source_line` (its line; Parquet: its
row), so that each fact can be traced to where it came from, and so that row identity does not hang on physical order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from fraudgraph.case import LoadedColumn
from fraudgraph.ingest.lookups import Noticed
from fraudgraph.ingest.normalise import Normaliser
from fraudgraph.ingest.options import LoadOptions
from fraudgraph.ingest.prompts import Fingerprinter
from fraudgraph.ingest.rejects import Reject, Rejects
from fraudgraph.ingest.sections import MappingFile
from fraudgraph.ingest.sources import Source
from fraudgraph.model.kinds import Kind

SOURCE_FILE, SOURCE_LINE = "source_file", "source_line"
ROWS_A_GROUP = 122_880


@dataclass(frozen=True, slots=True)
class Part:
    """A draft of a segment. columns: of the facts in it."""

    path: Path
    table: str
    rows: int
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """How verdicts speak of it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Staged:
    """One source, read. number: its position in the load; rejected, replayed (read by an earlier load): of the rows;
    left_out: rows beside them that are of something else.
    """

    number: int
    source: Source
    table: str
    sha256: str
    bytes: int
    read: int
    rejected: int
    columns: tuple[LoadedColumn, ...]
    replayed: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What staging works with. fingerprinter: made when the first prompt comes; tick: hears what is done of a file."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    load_id: int
    options: LoadOptions
    mapping: MappingFile
    kinds: Mapping[str, Kind]
    rejects: Rejects
    noticed: Noticed
    fingerprinter: Callable[[], Fingerprinter]
    tick: Callable[[int], None] = field(default=lambda done: None)


def metadata(load_id: int, table: str, part: str) -> dict[str, str]:
    """What a segment says of itself; it also keeps two segments with equal rows apart."""
    return {"fraudgraph.load": str(load_id), "fraudgraph.table": table, "fraudgraph.part": part}


def rejected_rows(con: duckdb.DuckDBPyConnection, normaliser: Normaliser, relation: str) -> dict[int, list[Reject]]:
    """The rows of a relation that have a fault, by the number of their file and by line."""
    reasons = [fault.reason for fault in normaliser.faults()]
    rows: dict[int, list[Reject]] = {}
    for file, line, fault, account, shown in con.execute(normaliser.rejects(relation)).fetchall():
        rows.setdefault(file, []).append(Reject(line, reasons[fault], account or "", shown or ""))
    return rows
