"""`graph push`, `graph status`, `graph query`: the case in Neo4j."""

from typing import Annotated

import typer

from fraudgraph.cli import door, given, options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen

Whole = Annotated[
    bool, typer.Option("--all", help="Identifiers of a single account too, not only shared ones.", show_default=False)
]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help="Only what was seen from this time on; removes nothing."),
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
    desk: Desk, graph: door.Url = None, database: door.Database = None, whole: Whole = False, since: Since = None
) -> Screen:
    """Show the facts and rings of the latest sweep in Neo4j.

    Only what differs is written, and what the facts no longer hold is removed. A push that was stopped is carried on by
    the next one. Every node has the case's id and a label that begins with Fraudgraph; nothing else is touched.
    User and password: FRAUDGRAPH_NEO4J_USER and FRAUDGRAPH_NEO4J_PASSWORD, or a prompt.
    """
    from fraudgraph.cli.screens.graph import pushed
    from fraudgraph.graph.neo4j.tables import Chosen
    from fraudgraph.investigate.projection import push as run

    chosen = Chosen(whole, given.instant(since))
    narrator = desk.narrator()
    kept = "What was written stays; the next push carries on."
    with desk.case() as case, door.opened(desk, graph, database) as to, stoppable(kept, narrator):
        return pushed(run(case, to, chosen, narrator))


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
