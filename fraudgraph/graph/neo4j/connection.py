"""One connection to a database: statements of the catalogue in transactions, and what goes wrong in plain words."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from fraudgraph.errors import FraudgraphError, StoreVersion
from fraudgraph.graph.neo4j.address import PASSWORD, USER, Address
from fraudgraph.graph.neo4j.catalogue import Statement, statement, statements

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Record, Session

OLDEST = (5, 26)
"""The first line with labels as parameters and `CALL (variables) { }`."""
_RETRY_S, _CONNECT_S = 6.0, 10.0
_FETCH = 10_000
Step = tuple[str, Mapping[str, object]]
"""(statement of the catalogue, its parameters)"""


@dataclass
class Written:
    """What transactions changed."""

    nodes_created: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_deleted: int = 0
    properties_set: int = 0

    @property
    def nothing(self) -> bool:
        """Whether the database is as it was."""
        return not any((self.nodes_created, self.nodes_deleted, self.relationships_created,
                        self.relationships_deleted, self.properties_set))  # fmt: skip

    def add(self, counters: Any) -> None:
        """Count one more summary in."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(counters, name))


@dataclass
class Connection:
    """An open driver. Close it, or use it as a context manager. version: of the server."""

    address: Address
    driver: "Driver"
    version: str = ""
    written: Written = field(default_factory=Written)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.driver.close()

    def read(self, name: str, **parameters: object) -> list["Record"]:
        """All records of a statement of the catalogue, in a read transaction."""
        return self.ask(statement(name), parameters)

    def ask(self, asked: Statement, parameters: Mapping[str, object]) -> list["Record"]:
        """All records of a statement, in a read transaction: one that writes is refused by the server."""

        def work(tx: "ManagedTransaction") -> list["Record"]:
            return list(tx.run(_text(asked), dict(parameters)))

        with plainly(self.address), self._session() as session:
            return session.execute_read(work)

    def stream(self, name: str, **parameters: object) -> Iterator["Record"]:
        """The records one by one; the connection must not break before the end."""
        yield from self.stream_of(statement(name), parameters)

    def stream_of(self, asked: Statement, parameters: Mapping[str, object]) -> Iterator["Record"]:
        """The same of any statement."""
        from neo4j import READ_ACCESS

        with plainly(self.address), self._session(default_access_mode=READ_ACCESS) as session:
            yield from session.run(_text(asked), dict(parameters))

    def write(self, *steps: Step) -> None:
        """These statements in one transaction: all or nothing, and the same if the driver runs it twice."""

        def work(tx: "ManagedTransaction") -> list[Any]:
            return [tx.run(_text(statement(name)), dict(values)).consume().counters for name, values in steps]

        with plainly(self.address), self._session() as session:
            for counters in session.execute_write(work):
                self.written.add(counters)

    def write_text(self, text: str, parameters: Mapping[str, object]) -> None:
        """One statement whose names came from a mapping file and were found in the database (see `quoted`)."""
        asked = Statement.of_text(text)

        def work(tx: "ManagedTransaction") -> Any:
            return tx.run(_text(asked), dict(parameters)).consume().counters

        with plainly(self.address), self._session() as session:
            self.written.add(session.execute_write(work))

    def prepare(self) -> None:
        """Constraints and indexes of our own labels; those that are there stay."""
        with plainly(self.address), self._session() as session:
            for one in statements("schema"):
                session.run(_text(one)).consume()
            session.run("CALL db.awaitIndexes(300)").consume()

    def columns(self, asked: Statement) -> tuple[str, ...]:
        """The columns that a statement gives; FraudgraphError if the server does not understand it."""
        explained = Statement.of_text(f"EXPLAIN\n{asked.text}")
        with plainly(self.address), self._session() as session:
            return tuple(session.run(_text(explained), dict.fromkeys(asked.used)).keys())

    def _session(self, **options: Any) -> "Session":
        return self.driver.session(database=self.address.database, fetch_size=_FETCH, **options)


def connect(to: Address) -> Connection:
    """A connection to a server that answers, lets us in, has the database and is new enough."""
    try:
        from neo4j import GraphDatabase, NotificationMinimumSeverity
    except ImportError as problem:
        raise FraudgraphError(
            "the Neo4j driver is not installed", hint="python -m pip install 'fraudgraph-rings[neo4j]'"
        ) from problem
    logging.getLogger("neo4j").addHandler(logging.NullHandler())  # else its warnings go to stderr, values and all
    with plainly(to):
        driver = GraphDatabase.driver(
            to.url,
            auth=(to.user, to.password),
            connection_timeout=_CONNECT_S,
            connection_acquisition_timeout=_CONNECT_S * 2,
            max_transaction_retry_time=_RETRY_S,
            warn_notification_severity=NotificationMinimumSeverity.OFF,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            user_agent="fraudgraph",
        )
        try:
            driver.verify_connectivity()
            found = Connection(to, driver, _version(driver, to))
        except BaseException:
            driver.close()
            raise
    return found


def _version(driver: "Driver", to: Address) -> str:
    records, _, _ = driver.execute_query(
        "CALL dbms.components() YIELD versions RETURN versions[0] AS version", database_=to.database, routing_="r"
    )
    version = str(records[0]["version"])
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2] if part.isdigit())
    if numbers < OLDEST:
        least = ".".join(map(str, OLDEST))
        raise StoreVersion(
            f"{to.shown} is Neo4j {version}", kept="Nothing was read or written.", hint=f"use Neo4j {least} or newer"
        )
    return version


def quoted(name: str) -> str:
    """A label, type or property of somebody else's schema in back quotes."""
    return "`" + name.replace("\\", "\\u005C").replace("`", "``") + "`"


def _text(asked: Statement) -> Any:
    """The driver wants literal strings, so that nobody glues values in; ours come from the catalogue."""
    return asked.text


def batches(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The rows, so many at a time."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


_WORDS = {
    "Neo.ClientError.Security.Unauthorized": (
        "{where} refuses this user and password", f"set {USER} and {PASSWORD}, or answer the prompt"
    ),
    "Neo.ClientError.Security.AuthenticationRateLimit": (
        "{where} refuses this user for a while: too many wrong passwords", "wait a minute, then mend the password"
    ),
    "Neo.ClientError.Security.CredentialsExpired": (
        "{where} wants this user to choose a new password first", "ALTER CURRENT USER SET PASSWORD in cypher-shell"
    ),
    "Neo.ClientError.Security.Forbidden": ("{where} does not allow this user to do that", "ask for the role"),
    "Neo.ClientError.Database.DatabaseNotFound": ("{where} is not there", "SHOW DATABASES in cypher-shell lists them"),
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": (
        "{where} is read-only", "write to another database, or have server.databases.read_only changed"
    ),
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": (
        "{where} is read-only", "write to another database, or have server.databases.read_only changed"
    ),
    "Neo.ClientError.Statement.AccessMode": (
        "the statement writes, and this command only reads", "write in Neo4j Browser or cypher-shell"
    ),
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError": (
        "{where} has too little memory for this", "raise dbms.memory.transaction.total.max or the heap of the server"
    ),
    "Neo.ClientError.Cluster.NotALeader": ("{where} is not the server that writes", "use a neo4j:// URL"),
}  # fmt: skip


@contextmanager
def plainly(to: Address) -> Iterator[None]:
    """What the driver or the server cannot do, as a sentence. Neither password nor values of the data are quoted."""
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        yield
    except Neo4jError as error:
        raise _said(error.code or "", str(error.message or ""), to) from error
    except (DriverError, OSError) as error:
        raise FraudgraphError(
            f"no Neo4j answers at {to.url}, or it stopped answering",
            kept="What was written before stays; nothing is half written.",
            hint="is the server up, and are host and port right? then run the command again",
        ) from error


def _said(code: str, message: str, to: Address) -> FraudgraphError:
    if code in _WORDS:
        what, hint = _WORDS[code]
        return FraudgraphError(what.format(where=to.shown), hint=hint)
    if code.startswith(("Neo.ClientError.Statement", "Neo.ClientError.Procedure")):
        shown = message[:600].partition("\n")[0].replace("line 2", "line 1")
        return FraudgraphError(f"the server does not take the statement: {shown}", hint="mend the statement")
    short = code.removeprefix("Neo.") or "an error without a name"
    return FraudgraphError(f"{to.shown} could not do it ({short})", hint="its log says more: logs/debug.log")
