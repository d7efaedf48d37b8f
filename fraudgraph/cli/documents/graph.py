"""Documents of `graph push`, `graph status` and `graph query`."""

from typing import Annotated, Any, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.words import Says


class Pushed(TypedDict):
    """What a push left in the graph; null: it did not push that part."""

    graph: str
    server_version: str
    sweep_id: w.SweepId | None
    whole: Annotated[bool, Says("Identifiers of a single account too.")]
    since: Annotated[str | None, Says("Only what was seen from then on.", format="date-time")]
    accounts: int | None
    identifiers: int | None
    sightings: int | None
    rings: int | None
    members: int | None
    members_tied: int | None
    nodes_created: int
    nodes_deleted: int
    relationships_created: int
    relationships_deleted: int
    properties_set: int


class Bulk(TypedDict):
    """Files for neo4j-admin."""

    folder: str
    accounts: int
    identifiers: int
    sightings: int
    bytes: int
    command: Annotated[str, Says("What imports them, with the server stopped.")]


class Side(TypedDict):
    """What one of the two holds."""

    accounts: int
    identifiers: int
    sightings: int
    rings: int
    members: int
    sweep_id: w.SweepId | None


class Compared(TypedDict):
    """The case and the graph."""

    graph: str
    server_version: str
    agrees: bool
    state: Annotated[str | None, Says("complete, or where a push was stopped; null: nothing of this case.")]
    same_facts: bool
    whole: bool
    as_of: w.Instant | None
    case: Side
    in_graph: Side


class CatalogueStatement(TypedDict):
    """A statement that can be asked by its name."""

    name: str
    purpose: str
    parameters: Annotated[dict[str, str], Says("What each is.")]
    returns: Annotated[list[str], Says("Columns.")]


class Catalogue(TypedDict):
    """All of them."""

    statements: list[CatalogueStatement]


class Answered(TypedDict):
    """What the graph answered."""

    statement: str
    columns: list[str]
    rows: list[dict[str, Any]]


class WrittenAnswer(TypedDict):
    """The answer in a file."""

    path: str
    bytes: int
    sha256: w.Sha256
    rows: int
