"""The case: one folder with facts, ledger, sweeps, judgements and custody log, and the promises that it keeps."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from fraudgraph import config
from fraudgraph.case import facts, ledger, segments
from fraudgraph.case.create import FOLDERS, create
from fraudgraph.case.custody import Custody
from fraudgraph.case.disk import make_folder, plain_disk_errors, refuse_link
from fraudgraph.case.hubs import read_hubs
from fraudgraph.case.keys import KeyStore
from fraudgraph.case.loads import (
    Hub,
    Load,
    Segment,
    check_load,
    custody_detail,
    insert_load,
    read_kinds,
    read_loads,
    read_segments,
    remove_unnamed_rejects,
)
from fraudgraph.case.lock import Lock
from fraudgraph.case.segments import SegmentFault
from fraudgraph.case.spill import SpillFolder, clean_temporary
from fraudgraph.errors import FraudgraphError, NotFound
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.kinds import Kind, declare

if TYPE_CHECKING:
    import duckdb

    from fraudgraph.case.forgetting import Done

_KEY_IN_USE = "prompt_key_id"


class Case:
    """An open case, from `Case.open` or `Case.create_or_open`: close it, or use it as a context manager. One thread.

    path: absolute; cache: may be deleted at any time; temporary: drafts on the same disk, swept when the next writer
    begins; ledger: a connection that reads, writes go through `transaction`; finished: forgetting that was cut off and
    that this opening did.
    """

    def __init__(self, path: Path, settings: config.Settings) -> None:
        self.path = path
        self.config = settings
        self.facts = path / "facts"
        self.cache = path / "cache"
        self.temporary = path / "tmp"
        self._ledger_path = path / ledger.NAME
        self._lock = Lock(path / "lock")
        self._depth = 0
        self._spill: SpillFolder | None = None
        self.finished: tuple[Done, ...] = ()
        self.ledger = ledger.connect(self._ledger_path)
        self.custody = Custody(self.ledger, settings.actor)
        self.keys = KeyStore(path / "keys", lambda: self.settings(_KEY_IN_USE))

    @classmethod
    def open(cls, path: Path | str, settings: config.Settings | None = None) -> Self:
        """An existing case. NotFound if there is none; StoreVersion, nothing touched, if it is foreign or too new."""
        path = Path(path).absolute()
        if not os.path.lexists(path / ledger.NAME):
            raise NotFound(
                f"there is no case at {path}", hint=f"make one by loading files: fraudgraph load FILES --case {path}"
            )
        path = path.resolve()
        for name in (*FOLDERS, "lock", ledger.NAME, f"{ledger.NAME}-wal", f"{ledger.NAME}-shm"):
            refuse_link(path / name)
        case = cls(path, settings or config.settings())
        with ledger.plain_errors(case._ledger_path):
            case.finished = _finish_what_was_cut_off(case)
        return case

    @classmethod
    def create_or_open(cls, path: Path | str, settings: config.Settings | None = None) -> Self:
        """The case at `path`, made if there is none: folder 0700, files 0600. UsageError if other things lie there."""
        path = Path(path).absolute()
        settings = settings or config.settings()
        if not os.path.lexists(path / ledger.NAME):
            create(path, settings.actor)
        return cls.open(path, settings)

    def close(self) -> None:
        """Give the lock back and close the ledger; connections made by `duckdb` must be closed before."""
        self._lock.release()
        if self._spill is not None:
            self._spill.close()
            self._spill = None
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            with ledger.plain_errors(self._ledger_path):  # a damaged page shows only when it is read
                raise error

    @contextmanager
    def writing(self, what: str) -> Iterator[Self]:
        """Hold the exclusive lock; CaseLocked says who has it. May be nested.

        A killed writer's leftovers go first, and those of a failure inside at its end.
        """
        if self._depth == 0:
            with plain_disk_errors("Nothing was changed."):
                self._lock.acquire(what)
        self._depth += 1
        try:
            if self._depth == 1:
                self._sweep_leftovers()
            yield self
        except BaseException:
            if self._depth == 1:
                with suppress(Exception):  # what failed is worth more; the next writer tries again
                    self._sweep_leftovers()
            raise
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._lock.release()

    def _sweep_leftovers(self) -> None:
        with plain_disk_errors("Nothing was changed."):
            for name in FOLDERS:
                make_folder(self.path / name)
            clean_temporary(self.temporary)
            segments.remove_unreferenced(self.facts, frozenset(segment.sha256 for segment in self.segments()))
            remove_unnamed_rejects(self.path, self.ledger)

    def _require_lock(self) -> None:
        if not self._lock.held:
            raise RuntimeError("facts are written under `with case.writing(...)`")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the ledger: all of it is kept, durably, or nothing of it."""
        with ledger.transaction(self.ledger, self._ledger_path) as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read from the ledger inside is of one moment, whatever others write meanwhile. Not nested."""
        self.ledger.execute("BEGIN")
        try:
            self.ledger.execute("SELECT count(*) FROM settings").fetchone()  # the moment is that of the first look
            yield
        finally:
            self.ledger.execute("ROLLBACK")  # nothing was written

    def compact(self) -> bool:
        """Write the ledger anew without what was deleted; False where a reader keeps it from being whole."""
        return ledger.compact(self.ledger, self._ledger_path)

    def segments(self, table: str | None = None) -> tuple[Segment, ...]:
        """The live segments, of one table or of all, in the order in which they were loaded."""
        if table is None:
            return read_segments(self.ledger, "live = 1")
        return read_segments(self.ledger, "live = 1 AND table_name = ?", table)

    def segment_path(self, segment: Segment) -> Path:
        """Where a segment lies."""
        return segments.path_of(self.facts, segment.table, segment.sha256)

    def adopt(self, table: str, temporary: Path) -> str:
        """Move a finished Parquet file into facts/ and return its SHA-256. Not visible until `commit_load`."""
        self._require_lock()
        return segments.adopt(self.facts, table, temporary)

    def next_load_id(self) -> int:
        """The id that the next load gets; holds only under the lock."""
        return int(self.ledger.execute("SELECT coalesce(max(load_id), 0) + 1 FROM loads").fetchone()[0])

    def commit_load(self, load: Load) -> int:
        """Store a load and make its facts visible, in one transaction with its custody record; the load's id."""
        self._require_lock()
        check_load(load)
        segments.check_sizes(self.facts, load.segments)
        replaced = self._replaced_by(load)
        with self.transaction() as connection:
            if load.load_id != self.next_load_id():
                raise RuntimeError(f"load {load.load_id} is not the next one")
            _refuse_known(connection, load)
            insert_load(connection, load, replaced)
            if load.key_id is not None:
                self.set_setting(_KEY_IN_USE, load.key_id)
            self.custody.append(connection, "load", show_id(Minted.LOAD, load.load_id), custody_detail(load))
        return load.load_id

    def _replaced_by(self, load: Load) -> dict[str, int]:
        paths = [self.segment_path(segment) for segment in load.segments if segment.table == facts.SUPERSEDED]
        if not paths:
            return {}
        with self.duckdb() as connection:
            return dict(segments.count_superseded(connection, paths))

    def loads(self) -> tuple[Load, ...]:
        """All loads, in order."""
        return tuple(read_loads(self.ledger))

    def check_segments(self) -> tuple[SegmentFault, ...]:
        """Every segment that is missing, altered or extra; reads all facts."""
        return segments.check_segments(self.facts, self.segments())

    def relation(self, table: str) -> str:
        """SQL for `FROM`: a parenthesised SELECT over all live facts of the table, with every column of the contract.

        Columns that no file had are typed NULLs; `kind_*` columns of any load are there; replaced rows are left out.
        """
        replaced = {row[0] for row in self.ledger.execute("SELECT sha256 FROM superseded")}
        files = [(segment, str(self.segment_path(segment))) for segment in self.segments(table)]
        whole = [pair for pair in files if pair[0].sha256 not in replaced]
        thinned = [pair for pair in files if pair[0].sha256 in replaced]
        gone = [str(self.segment_path(segment)) for segment in self.segments(facts.SUPERSEDED)] if thinned else []
        return facts.relation_sql(table, whole, thinned, gone)

    def duckdb(self) -> "duckdb.DuckDBPyConnection":
        """DuckDB in memory, in UTC, with the settings' threads and memory; it spills into the case's tmp/ only."""
        return facts.connect(self.config, self._pages())

    def _pages(self) -> str:
        if self._spill is None:
            try:
                make_folder(self.temporary)
                self._spill = SpillFolder(self.temporary)
            except OSError:
                return ""  # a case on a read-only disk can be read, within memory
        return str(self._spill.pages())

    def kinds(self) -> dict[str, Kind]:
        """The built-in kinds with those that mapping files declared over them."""
        return declare(read_kinds(self.ledger))

    def hubs(self) -> tuple[Hub, ...]:
        """Identifiers that mean nothing, by list, mapping or person, ordered by kind and value."""
        return read_hubs(self.ledger)

    def settings(self, name: str, default: Any = None) -> Any:
        """A setting of the case (any JSON value), or the default."""
        row = self.ledger.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a setting; joins a transaction that is open."""
        if not self.ledger.in_transaction:
            with self.transaction():
                self.set_setting(name, value)
            return
        self.ledger.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))

    @property
    def case_id(self) -> str:
        """A random name given when the case was made; 32 hex digits."""
        return str(self.settings("case_id"))


def _finish_what_was_cut_off(case: Case) -> "tuple[Done, ...]":
    """Forgetting that a kill or a full disk stopped. Here for the imports: forgetting needs the case."""
    if not case.ledger.execute("SELECT 1 FROM forgotten WHERE done_us IS NULL").fetchone():
        return ()
    from fraudgraph.case.forgetting import finish_all

    return finish_all(case)


def _refuse_known(connection: sqlite3.Connection, load: Load) -> None:
    """Two loads never share a segment: a row that one of them replaces would be gone from the other too."""
    for segment in load.segments:
        if connection.execute("SELECT 1 FROM segments WHERE sha256 = ?", (segment.sha256,)).fetchone():
            raise FraudgraphError(f"the segment {segment.sha256} is already in the case", kept="Nothing was stored.")
