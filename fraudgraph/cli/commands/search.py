"""`search`: from whatever an investigation starts with."""

from typing import Annotated

import typer

from fraudgraph.cli import door, given, options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

Terms = Annotated[
    list[str],
    typer.Argument(
        metavar="TERM",
        help="An id or a part of one, an address, a network (CIDR), a domain; -: a line of stdin each.",
        show_default=False,
    ),
]


@command(
    "search",
    "fraudgraph search pm_8Qd2",
    "fraudgraph search 203.0.113.0/24",
    "fraudgraph search mail.example --ids | fraudgraph node -",
)
def search(
    desk: Desk,
    terms: Terms,
    ids: options.Ids = False,
    everything: options.All = False,
    graph: door.Asked = None,
    database: door.Database = None,
) -> Screen:
    """Find accounts and identifiers by any part.

    Counts first, then the rings behind what was found, then names. Letters match whatever their case.
    """
    from fraudgraph.cli.screens import ids as only
    from fraudgraph.cli.screens.search import search as screen
    from fraudgraph.investigate.search import search as view

    with door.case(desk, graph, database, whole=True) as case:
        found = view(case, given.several(terms))
    wide = [one for one in found if ids and one.reach is None]
    if wide:
        raise UsageError(f"more than {wide[0].most:,} names hold {wide[0].term!r}", hint="name more of it")
    return only.ids(sorted({one for view in found for one in view.account_ids})) if ids else screen(found, everything)
