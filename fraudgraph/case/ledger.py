"""The ledger file: made whole or not at all, refused untouched when foreign or too new, opened with safe settings."""

import os
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fraudgraph.case.disk import fsync_file, fsync_folder
from fraudgraph.case.schema import APPLICATION_ID, STEPS, VERSION, ddl
from fraudgraph.errors import CaseLocked, FraudgraphError, StoreVersion

NAME = "ledger.sqlite"
DRAFT = "new-ledger.sqlite"
_BUSY_MS = 10_000


def storable(text: str) -> str:
    """The text as SQLite can keep it: a byte of a file name that is not UTF-8 becomes `\\udcXX`, spelled out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def create_ledger(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Write a new ledger at `path`; `fill` adds the first rows. A crash leaves none or a whole one.

    Only under the case's lock: a draft that lies there is of a killed process, and its log must not enter the new one.
    """
    draft = path.with_name(DRAFT)
    for leftover in path.parent.glob(f"{DRAFT}*"):
        leftover.unlink()
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with plain_errors(path), _closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(f"BEGIN IMMEDIATE; {ddl()}")
        fill(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    fsync_file(draft)
    os.rename(draft, path)
    fsync_folder(path.parent)


def check_header(path: Path) -> None:
    """StoreVersion unless the file's first 100 bytes are of a ledger that this version can read.

    Offsets 60 and 68 hold user_version and application_id: https://www.sqlite.org/fileformat2.html#the_database_header
    """
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise StoreVersion(
            f"{path} is not a ledger", kept="The file was not touched.", hint="name another folder with --case"
        )
    version, application = struct.unpack(">I4xI", header[60:72])
    _check_version(path, version, application)


def _check_version(path: Path, version: int, application: int) -> None:
    if application != APPLICATION_ID:
        raise StoreVersion(
            f"{path} is a database of another program",
            kept="The file was not touched.",
            hint="name another folder with --case",
        )
    if version > VERSION:
        raise StoreVersion(
            f"{path} has version {version}; this fraudgraph reads up to version {VERSION}",
            kept="The file was not touched.",
            hint="install the newer fraudgraph that wrote it: pip install --upgrade fraudgraph-rings",
        )
    if version < 1:
        raise StoreVersion(
            f"{path} has no version", kept="The file was not touched.", hint="restore the case from a backup"
        )


def connect(path: Path) -> sqlite3.Connection:
    """A connection that refuses writes until `transaction` lets them; readers and one writer do not block each other.

    An older ledger gets the tables that it lacks; on a read-only disk they read as empty. StoreVersion for a foreign,
    newer or altered schema; FraudgraphError for a damaged file.
    """
    check_header(path)
    with plain_errors(path):
        _check_log(path)
        connection = _open(path)
        try:
            _check_schema(path, connection)
            if _version(connection) < VERSION:
                _upgrade(path, connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(path: Path, connection: sqlite3.Connection) -> None:
    """Run the steps that an older ledger lacks, all of them or none."""
    if not _writable(path):
        _stand_in(connection)
        return
    with transaction(connection, path):
        for version in range(_version(connection), VERSION):  # another command may have done it since
            for statement in _statements(STEPS[version]):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    _check_schema(path, connection)


def _stand_in(connection: sqlite3.Connection) -> None:
    """Temporary tables over an older ledger that cannot be written, so that it is read as one of this version: its
    own tables that a step changes are copied, new ones are empty.
    """
    connection.execute("PRAGMA query_only = OFF")
    for version in range(_version(connection), VERSION):
        for statement in _statements(STEPS[version]):
            words = statement.split()
            if words[:2] == ["ALTER", "TABLE"]:
                connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {words[2]} AS SELECT * FROM main.{words[2]}")
            connection.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE"))
    connection.execute("PRAGMA query_only = ON")


def _statements(script: str) -> list[str]:
    """The statements of a step; none of ours after version 1 holds a semicolon inside."""
    return [one.strip() for one in script.split(";") if one.strip()]


def _open(path: Path) -> sqlite3.Connection:
    if _writable(path):
        return _set_up(sqlite3.connect(path, isolation_level=None), True)
    try:
        return _set_up(sqlite3.connect(_uri(path, "mode=ro"), uri=True, isolation_level=None), False)
    except sqlite3.OperationalError:
        if _log_size(path):
            raise
        # On a read-only disk nothing can change under us, and the -shm file that WAL wants cannot be made.
        return _set_up(sqlite3.connect(_uri(path, "immutable=1"), uri=True, isolation_level=None), False)


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _set_up(connection: sqlite3.Connection, writable: bool) -> sqlite3.Connection:
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "foreign_keys = ON", "query_only = ON"):
            connection.execute(f"PRAGMA {pragma}")
        if writable:
            connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _uri(path: Path, query: str) -> str:
    return f"{path.absolute().as_uri()}?{query}"


def _log_size(path: Path) -> int:
    try:
        return path.with_name(f"{NAME}-wal").stat().st_size
    except FileNotFoundError:
        return 0


def _check_log(path: Path) -> None:
    """A newer program may have left its version in the write-ahead log only; a read-only look leaves it there."""
    if not _log_size(path):
        return
    try:
        with _closing(sqlite3.connect(_uri(path, "mode=ro"), uri=True, isolation_level=None)) as look:
            version = look.execute("PRAGMA user_version").fetchone()[0]
            application = look.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.OperationalError:
        return  # the real opening below says what is wrong
    _check_version(path, version, application)


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()


def _schema_of(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    )
    return {(row[0], row[1], row[2]) for row in rows}


def _check_schema(path: Path, connection: sqlite3.Connection) -> None:
    """Foreign triggers, views or half-migrated tables are refused: they could run as our own statements."""
    connection.execute("BEGIN")  # version and tables of one moment: another command may be upgrading it
    version, tables = _version(connection), _schema_of(connection)
    connection.execute("COMMIT")
    with _closing(sqlite3.connect(":memory:")) as ours:
        ours.executescript(ddl(version))
        differing = {name for _, name, _ in _schema_of(ours) ^ tables}
    if differing:
        raise StoreVersion(
            f"{path} does not have the tables of version {version}: {', '.join(sorted(differing)[:5])}",
            kept="Nothing was changed.",
            hint="restore the case from a backup, or load the files into a new one",
        )


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """BEGIN IMMEDIATE ... COMMIT, or ROLLBACK when anything is raised. Not nested."""
    with plain_errors(path):
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk may have rolled back already
                    connection.execute("ROLLBACK")
                raise
        finally:
            connection.execute("PRAGMA query_only = ON")


def compact(connection: sqlite3.Connection, path: Path) -> bool:
    """Write the whole file anew and empty its log, so that nothing deleted is left in either. False where a reader
    holds the log; CaseLocked where somebody writes.
    """
    with plain_errors(path):
        connection.execute("PRAGMA query_only = OFF")
        try:
            connection.execute("PRAGMA temp_store = MEMORY")  # its copy on the way must not leave the case
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.execute("PRAGMA query_only = ON")
    return not busy


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """What SQLite says, as an error that a person can mend."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise CaseLocked(
                f"{path} is being written by another command", hint="wait for it, then try again"
            ) from problem
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise FraudgraphError(
                f"{path}: {problem}",
                kept="Nothing was stored.",
                hint="free some disk space, then run the command again",
            ) from problem
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise FraudgraphError(
                f"{path} cannot be written: {problem}",
                kept="Nothing was stored.",
                hint="check the permissions of the case folder",
            ) from problem
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise FraudgraphError(f"{path} is damaged: {problem}", hint="restore the case from a backup") from problem
        raise
