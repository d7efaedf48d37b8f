"""Where a database is and who asks: a URL without a password in it, a name, a user."""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from fraudgraph.errors import FraudgraphError, UsageError

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
USER, PASSWORD = "FRAUDGRAPH_NEO4J_USER", "FRAUDGRAPH_NEO4J_PASSWORD"
_DATABASE = re.compile(r"[A-Za-z][A-Za-z0-9.\-]{2,62}")


@dataclass(frozen=True, slots=True)
class Address:
    """url: without user or password; database: None for the user's own; user and password stay out of every repr."""

    url: str
    database: str | None = None
    user: str = field(default="neo4j", repr=False)
    password: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """As messages and custody log name it."""
        return self.url if self.database is None else f"{self.url} (database {self.database})"


def address(url: str, database: str | None, user: str | None, password: str | None) -> Address:
    """A checked address. UsageError for a URL that is none, or has a user or password in it; FraudgraphError where no
    password is known.
    """
    parts = _split(url)
    if parts.username is not None or parts.password is not None or "@" in url:
        raise UsageError(
            "the URL of the graph holds a user or password",
            kept="It was not used: a command line is seen by others and kept in histories.",
            hint=f"take it out of the URL and set {USER} and {PASSWORD}, or answer the prompt",
        )
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise UsageError(f"{url[:80]!r} is not the URL of a graph", hint=f"write it like {SCHEMES[0]}://host:7687")
    if database is not None and not _DATABASE.fullmatch(database):
        raise UsageError(f"{database[:80]!r} is not the name of a database", hint="--database neo4j")
    if not password:
        raise FraudgraphError("no password for the graph", hint=f"set {USER} and {PASSWORD}")
    return Address(url, database, user or "neo4j", password)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as problem:
        raise UsageError("the URL of the graph cannot be read", hint="write it like neo4j://host:7687") from problem
    return parts
