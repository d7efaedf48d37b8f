"""Loads and segments as values, and how they enter and leave the ledger."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from fraudgraph.case.custody import sha256_of_json
from fraudgraph.case.disk import real_folders
from fraudgraph.case.ledger import storable
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.kinds import Family, Forgeability, Kind

REJECTS_FOLDER = "rejects"
"""Where loads keep their rejected rows, in the case."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What became of a table's rows: read = used + duplicate + superseded + rejected."""

    read: int
    used: int
    duplicate: int = 0
    superseded: int = 0
    rejected: int = 0

    @property
    def closes(self) -> bool:
        """Whether every row read is accounted for."""
        parts = (self.used, self.duplicate, self.superseded, self.rejected)
        return min(parts) >= 0 and self.read == sum(parts)


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One input file: path as given, SHA-256 of its bytes as they lay on disk, rows read from it."""

    path: str
    sha256: str
    bytes: int
    format: str
    table: str
    rows: int


class LoadedColumn(NamedTuple):
    """What became of a source column: `mapped` to a target, `ignored` on purpose, or `unknown`."""

    table: str
    source: str
    disposition: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One immutable Parquet file of facts. min_us, max_us: event times, UTC microseconds, None where no row has one."""

    sha256: str
    table: str
    load_id: int
    rows: int
    bytes: int
    min_us: int | None
    max_us: int | None
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hub:
    """An identifier that means nothing, and who said so."""

    kind: str
    value: str
    reason: str
    set_by: str


@dataclass(frozen=True, slots=True)
class Load:
    """One load, all of its files together. at_us: when it was stored; notes: what a reader of its figures must know."""

    load_id: int
    at_us: int
    files: tuple[LoadedFile, ...]
    tables: Mapping[str, Reconciliation]
    columns: tuple[LoadedColumn, ...] = ()
    mapping_sha256: str | None = None
    key_id: str | None = None
    reject_file: str | None = None
    segments: tuple[Segment, ...] = ()
    kinds: tuple[Kind, ...] = ()
    hubs: tuple[Hub, ...] = ()
    notes: tuple[str, ...] = ()


def check_load(load: Load) -> None:
    """FraudgraphError where the rows of a table are not all accounted for: such a load is not stored."""
    for table, rows in load.tables.items():
        if not rows.closes:
            raise FraudgraphError(
                f"{table}: the rows do not add up: {rows.read:,} read, but {rows.used:,} used"
                f" + {rows.duplicate:,} duplicate + {rows.superseded:,} superseded + {rows.rejected:,} rejected",
                kept="Nothing was stored.",
                hint="this is a mistake in fraudgraph: please report it",
            )


def custody_detail(load: Load) -> dict[str, Any]:
    """What the custody log says of a load."""
    return {
        "files": [[storable(file.path), file.sha256, file.bytes, file.table, file.rows] for file in load.files],
        "tables": {
            name: [rows.read, rows.used, rows.duplicate, rows.superseded, rows.rejected]
            for name, rows in load.tables.items()
        },
        "segments": [[segment.table, segment.sha256, segment.rows] for segment in load.segments],
        "kinds": [kind.name for kind in load.kinds],
        # The log can never forget, so it holds no identifier of a person: hubs are counted and hashed.
        "hubs": len(load.hubs),
        "hubs_sha256": sha256_of_json([[hub.kind, hub.value, hub.reason, hub.set_by] for hub in load.hubs]),
        "mapping_sha256": load.mapping_sha256,
        "key_id": load.key_id,
        "notes": list(load.notes),
    }


def insert_load(ledger: sqlite3.Connection, load: Load, superseded: Mapping[str, int]) -> None:
    """Write a load and everything that came with it. superseded: rows of an older segment that this load replaces."""
    number = load.load_id
    notes = json.dumps(load.notes)
    row = (number, load.at_us, load.mapping_sha256, load.key_id, _text(load.reject_file), notes)
    ledger.execute("INSERT INTO loads VALUES (?, ?, ?, ?, ?, ?)", row)
    ledger.executemany(
        "INSERT INTO load_tables VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((number, name, r.read, r.used, r.duplicate, r.superseded, r.rejected) for name, r in load.tables.items()),
    )
    ledger.executemany(
        "INSERT INTO load_files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (number, at, storable(file.path), file.sha256, file.bytes, file.format, file.table, file.rows)
            for at, file in enumerate(load.files)
        ),
    )
    ledger.executemany(
        "INSERT INTO load_columns VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, at, table, storable(source), word, _text(target))
            for at, (table, source, word, target) in enumerate(load.columns)
        ),
    )
    _insert_segments(ledger, load, superseded)
    _insert_meanings(ledger, load)


_SEGMENT_COLUMNS = "sha256, table_name, load_id, rows, bytes, min_us, max_us, columns"


def insert_segments(ledger: sqlite3.Connection, segments: Iterable[Segment]) -> None:
    """Write segments as live ones."""
    ledger.executemany(
        f"INSERT INTO segments ({_SEGMENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        ((s.sha256, s.table, s.load_id, s.rows, s.bytes, s.min_us, s.max_us, json.dumps(s.columns)) for s in segments),
    )


def _insert_segments(ledger: sqlite3.Connection, load: Load, superseded: Mapping[str, int]) -> None:
    insert_segments(ledger, [replace(segment, load_id=load.load_id) for segment in load.segments])
    ledger.executemany(
        "INSERT INTO superseded VALUES (?, ?, ?)",
        ((load.load_id, sha256, rows) for sha256, rows in sorted(superseded.items())),
    )


def _insert_meanings(ledger: sqlite3.Connection, load: Load) -> None:
    ledger.executemany(
        "INSERT OR REPLACE INTO kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                k.name,
                k.family.value,
                k.show,
                k.hard_to_fake,
                k.derived_from,
                k.lifetime_days,
                k.hub,
                k.causes,
                load.load_id,
                k.forgeability.value,
            )
            for k in load.kinds
        ),
    )
    ledger.executemany(
        "INSERT OR REPLACE INTO hubs VALUES (?, ?, ?, ?, ?)",
        ((hub.kind, hub.value, hub.reason, hub.set_by, load.at_us) for hub in load.hubs),
    )


def _text(value: str | None) -> str | None:
    return None if value is None else storable(value)


def read_segments(ledger: sqlite3.Connection, where: str, *values: object) -> tuple[Segment, ...]:
    """Segments in the order in which they were loaded. where: a condition on the table, from our own code only."""
    rows = ledger.execute(f"SELECT {_SEGMENT_COLUMNS} FROM segments WHERE {where} ORDER BY segment_id", values)
    return tuple(_segment(*row) for row in rows)


def _segment(*row: Any) -> Segment:
    sha256, table, load_id, rows, size, min_us, max_us, columns = row
    return Segment(sha256, table, load_id, rows, size, min_us, max_us, tuple(json.loads(columns)))


def read_loads(ledger: sqlite3.Connection) -> Iterator[Load]:
    """All loads in order. Kinds: those that no later load declared again; hubs belong to the case, not to a load."""
    columns = "load_id, at_us, mapping_sha256, key_id, reject_file, notes"
    for number, at_us, mapping, key_id, rejects, notes in ledger.execute(
        f"SELECT {columns} FROM loads ORDER BY load_id"
    ).fetchall():
        yield Load(
            load_id=number,
            at_us=at_us,
            files=tuple(LoadedFile(*row) for row in ledger.execute(_FILES, (number,))),
            tables={row[0]: Reconciliation(*row[1:]) for row in ledger.execute(_TABLES, (number,))},
            columns=tuple(LoadedColumn(*row) for row in ledger.execute(_COLUMNS, (number,))),
            mapping_sha256=mapping,
            key_id=key_id,
            reject_file=rejects,
            segments=read_segments(ledger, "load_id = ?", number),
            kinds=tuple(read_kinds(ledger, "WHERE load_id = ?", number)),
            hubs=(),
            notes=tuple(json.loads(notes)),
        )


_FILES = "SELECT path, sha256, bytes, format, table_name, rows FROM load_files WHERE load_id = ? ORDER BY position"
_TABLES = """SELECT table_name, read, used, duplicate, superseded, rejected
FROM load_tables WHERE load_id = ? ORDER BY table_name"""
_COLUMNS = "SELECT table_name, source_column, disposition, target FROM load_columns WHERE load_id = ? ORDER BY position"
_KINDS = "SELECT kind, family, show, forgeability, derived_from, lifetime_days, hub, causes FROM kinds"


def read_kinds(ledger: sqlite3.Connection, where: str = "", *values: object) -> Iterator[Kind]:
    """The kinds that mapping files declared, by name. where: as in `read_segments`."""
    for row in ledger.execute(f"{_KINDS} {where} ORDER BY kind", values):
        name, family, show, forgeability, derived, days, hub, causes = row
        yield Kind(name, Family(family), show, Forgeability(forgeability), derived, days, bool(hub), causes)


def remove_unnamed_rejects(path: Path, ledger: sqlite3.Connection) -> None:
    """Remove reject files of loads that were killed before they were stored: a later load takes over their number."""
    named = {row[0] for row in ledger.execute("SELECT reject_file FROM loads")}
    for folder in real_folders(path):
        for file in folder.glob("rejects-*.csv") if folder.name == REJECTS_FOLDER else ():
            if str(file.relative_to(path)) not in named:
                file.unlink(missing_ok=True)
