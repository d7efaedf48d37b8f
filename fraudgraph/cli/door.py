"""The way to a graph in Neo4j: where it is said to be, and a password that never stands on a command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from fraudgraph.cli.answer import Desk
from fraudgraph.errors import UsageError

if TYPE_CHECKING:
    from fraudgraph.case import Case
    from fraudgraph.graph.neo4j.connection import Connection

Url = Annotated[
    str | None,
    typer.Option("--graph", metavar="URL", help="neo4j://host:7687 (else FRAUDGRAPH_GRAPH).", show_default=False),
]
Asked = Annotated[
    str | None,
    typer.Option("--graph", metavar="URL", help="Let a graph in Neo4j answer instead of the case.", show_default=False),
]
Database = Annotated[
    str | None,
    typer.Option("--database", metavar="NAME", help="Of the server (else the user's own).", show_default=False),
]


def opened(desk: Desk, url: str | None, database: str | None) -> "Connection":
    """A connection, to be closed: user and password from the environment, or asked for on the terminal."""
    from fraudgraph import config
    from fraudgraph.graph.neo4j.address import address
    from fraudgraph.graph.neo4j.connection import connect

    found = config.settings({"case": desk.path, "graph": url, "database": database})
    if found.graph is None:
        raise UsageError("no graph is named", hint="--graph neo4j://host:7687, or set FRAUDGRAPH_GRAPH")
    user, password = found.neo4j_user, found.neo4j_password
    address(found.graph, found.database, user, password or "unknown yet")  # a wrong URL is said before a prompt
    if not password and sys.stdin.isatty():
        user, password = _ask(user, found.graph)
    return connect(address(found.graph, found.database, user, password))


@contextmanager
def case(desk: Desk, url: str | None, database: str | None, whole: bool = False) -> "Iterator[Case]":
    """The case, for which a graph in Neo4j answers where --graph names one. whole: it must show all identifiers."""
    with desk.case() as opened_case:
        if url is None:
            yield opened_case
            return
        from fraudgraph.graph.answering import answered_by
        from fraudgraph.graph.neo4j import Neo4jGraph

        with opened(desk, url, database) as to, answered_by(opened_case, Neo4jGraph(to, opened_case, whole)):
            yield opened_case


def _ask(user: str | None, url: str) -> tuple[str, str]:
    """User and password from the terminal; what is typed for the password is not shown."""
    import getpass

    if user is None:
        sys.stderr.write(f"user of {url} [neo4j]: ")
        sys.stderr.flush()
        user = sys.stdin.readline().strip() or "neo4j"
    return user, getpass.getpass(f"password of {user}: ")
