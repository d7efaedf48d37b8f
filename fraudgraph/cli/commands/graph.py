"""`graph push`, `graph pull`, `graph status`, `graph query`: the case in Neo4j, and a graph there in the case."""

from pathlib import Path
from typing import Annotated

import typer

from fraudgraph.cli import door, given, options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

_KEPT = "What was written stays; the next push carries on."

Whole = Annotated[
    bool, typer.Option("--all", help="Identifiers of a single account too, not only shared ones.", show_default=False)
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help="Only what was seen from this time on; removes nothing."),
]
RingsOnly = Annotated[
    bool, typer.Option("--rings-only", help="Rings and who is in them; no facts.", show_default=False)
]
Bulk = Annotated[
    Path | None,
    typer.Option("--bulk", metavar="DIR", help="Write files for neo4j-admin instead; no server.", show_default=False),
]
Mapping = Annotated[
    Path, typer.Option("--mapping", metavar="FILE", help="What their names mean (TOML).", show_default=False)
]
Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME|FILE", help="A statement of the catalogue, or a .cypher file.", show_default=False),
]
Param = Annotated[
    list[str],
    typer.Option("--param", metavar="K=V", help="A parameter: K=text, or K:=number, list, true.", show_default=False),
]


@command(
    "graph push", "fraudgraph graph push --graph neo4j://localhost:7687", "fraudgraph graph push --since 2026-06-05"
)
def push(
    desk: Desk,
    graph: door.Url = None,
    database: door.Database = None,
    whole: Whole = False,
    since: Since = None,
    rings_only: RingsOnly = False,
    bulk: Bulk = None,
) -> Screen:
    """Show the facts and rings of the latest sweep in Neo4j.

    Only what differs is written, and what the facts no longer hold is removed. A push that was stopped is carried on by
    the next one. Every node has the case's id and a label that begins with Fraudgraph; nothing else is touched.
    User and password: FRAUDGRAPH_NEO4J_USER and FRAUDGRAPH_NEO4J_PASSWORD, or a prompt.
    """
    from fraudgraph.cli.screens.graph import bulk_written, pushed
    from fraudgraph.graph.neo4j.tables import Chosen
    from fraudgraph.investigate import projection

    if sum((rings_only, bulk is not None, whole or since is not None)) > 1 and not (whole and bulk and not rings_only):
        raise UsageError("--rings-only, --bulk and --since exclude each other", hint="fraudgraph graph push --help")
    chosen, narrator = Chosen(whole, given.instant(since)), desk.narrator()
    with stoppable(_KEPT, narrator), desk.case() as case:
        if bulk is not None:
            return bulk_written(projection.write_bulk(case, bulk, chosen, narrator))
        with door.opened(desk, graph, database) as to:
            if rings_only:
                return pushed(projection.push_rings_only(case, to, narrator))
            return pushed(projection.push(case, to, chosen, narrator))


@command("graph pull", "fraudgraph graph pull --mapping theirs.toml --graph neo4j://localhost:7687")
def pull(desk: Desk, mapping: Mapping, graph: door.Url = None, database: door.Database = None) -> Screen:
    """Read accounts and identifiers of a graph that somebody else made.

    The section [graph] of the mapping file names their labels, relationship types and properties. All is read once into
    the facts of the case, or nothing. Then: fraudgraph sweep, and fraudgraph graph push --rings-only.
    """
    from fraudgraph.case import Case
    from fraudgraph.cli.screens.loaded import loaded
    from fraudgraph.ingest.foreign import pull as read

    settings, narrator = desk.settings, desk.narrator(stages=False)
    with (
        stoppable("Nothing was loaded.", narrator),
        door.opened(desk, graph, database) as to,
        Case.create_or_open(settings.case, settings) as case,
    ):
        return loaded(read(case, to, mapping, narrator), str(mapping))


@command("graph status", "fraudgraph graph status --graph neo4j://localhost:7687")
def status(desk: Desk, graph: door.Url = None, database: door.Database = None) -> Screen:
    """Count the case and the graph, and say what differs."""
    from fraudgraph.cli.screens.graph import compared
    from fraudgraph.investigate.projection import status as view

    with desk.case() as case, door.opened(desk, graph, database) as to:
        return compared(view(case, to))


@command(
    "graph query",
    "fraudgraph graph query ring --param ring=R-0007",
    "fraudgraph graph query own.cypher --param most:=20 -o answer.csv",
)
def query(
    desk: Desk,
    name: Name = None,
    param: Param = [],  # noqa: B006  # typer reads it, nobody changes it
    graph: door.Url = None,
    database: door.Database = None,
    output: options.OutFile = None,
    everything: options.All = False,
    force: options.Force = False,
) -> Screen:
    """Ask the graph: a statement of the catalogue, or one of your own, that only reads.

    Without a name: the catalogue. $case_id is the case's; TSV in a pipe, CSV with -o.
    """
    from fraudgraph.cli.screens import graph as screens
    from fraudgraph.graph.neo4j import query as asking
    from fraudgraph.graph.neo4j.catalogue import statements

    if name is None:
        return screens.catalogue(statements("ask"))
    asked, values = asking.named(name), given.parameters(param)
    with desk.case() as case, door.opened(desk, graph, database) as to:
        found = asking.ask(to, asked, asking.values_of(asked, values, case.case_id))
    if output is not None:
        from fraudgraph.evidence.answers import write_answer

        return screens.written(write_answer(found, output, force))
    return screens.answered(found, everything)
