"""`expand`, `path`: from one account to others, over what they share."""

from typing import Annotated

import typer

from fraudgraph.cli import completion, door, given, options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME",
        help="Accounts or identifiers, together one start; -: a line of stdin each.",
        show_default=False,
        autocompletion=completion.accounts,
    ),
]
Steps = Annotated[int, typer.Option("--steps", metavar="N", help="How many steps to take, up to 6.")]
MostHolders = Annotated[
    int, typer.Option("--most-holders", metavar="N", help="Not over identifiers of more holders; 0: over any.")
]
ThroughHubs = Annotated[bool, typer.Option("--through-hubs", help="Over hubs too.", show_default=False)]
Over = Annotated[
    str | None,
    typer.Option("--over", metavar="KIND,...", help="Over identifiers of these kinds alone.", show_default=False),
]
Listed = Annotated[bool, typer.Option("--list", help="Name the accounts that are reached.", show_default=False)]


@command(
    "expand",
    "fraudgraph expand acct_7f3a91c2",
    "fraudgraph expand payment:pm_8Qd2Lk4fZr --over payment --steps 3",
    "fraudgraph members R-0007 --ids | fraudgraph expand - --list",
)
def expand(
    desk: Desk,
    names: Names,
    steps: Steps = 1,
    over: Over = None,
    most_holders: MostHolders = 10_000,
    through_hubs: ThroughHubs = False,
    listed: Listed = False,
    ids: options.Ids = False,
    everything: options.All = False,
    graph: door.Asked = None,
    database: door.Database = None,
) -> Screen:
    """Count whom accounts or identifiers lead to.

    A step goes from accounts over their identifiers to all holders of these. Counts come before names, and what was
    not followed is said.
    """
    from fraudgraph.cli.screens import ids as only
    from fraudgraph.cli.screens.expand import expand as screen
    from fraudgraph.investigate.expand import Walk
    from fraudgraph.investigate.expand import expand as view

    if most_holders < 0:
        raise UsageError("--most-holders takes 0 or more", hint="0 follows identifiers of any number of holders")
    kinds = None if over is None else tuple(over.split(","))
    walk = Walk(steps, most_holders or None, through_hubs, kinds, listed or ids)
    with door.case(desk, graph, database) as case:
        found = view(case, given.several(names), walk)
    return only.ids([row.account_id for row in found.rows or ()]) if ids else screen(found, everything)


First = Annotated[
    str,
    typer.Argument(
        metavar="ACCOUNT", help="From this account.", show_default=False, autocompletion=completion.accounts
    ),
]
Second = Annotated[
    str, typer.Argument(metavar="ACCOUNT", help="To this one.", show_default=False, autocompletion=completion.accounts)
]
Within = Annotated[int, typer.Option("--steps", metavar="N", help="Within so many steps, up to 6.")]
Popular = Annotated[
    int | None,
    typer.Option(
        "--most-holders",
        metavar="N",
        help="Not over identifiers of more holders (else 10,000, or 1 account in 16).",
        show_default=False,
    ),
]
Paths = Annotated[int, typer.Option("--paths", metavar="N", help="Tell so many, that have nothing in common.")]
Longer = Annotated[
    bool, typer.Option("--longer", help="Not over what both have: for a second opinion.", show_default=False)
]


@command("path", "fraudgraph path acct_7f3a91c2 acct_aa20c9e1", "fraudgraph path acct_7f3a91c2 acct_aa20c9e1 --paths 3")
def path(
    desk: Desk,
    first: First,
    second: Second,
    steps: Within = 6,
    most_holders: Popular = None,
    paths: Paths = 1,
    longer: Longer = False,
    graph: door.Asked = None,
    database: door.Database = None,
) -> Screen:
    """Find how one account leads to another.

    The shortest paths over identifiers that are neither hubs nor everybody's; of these the one whose weakest link is
    strongest. A path is a lead: its bits are not added.
    """
    from fraudgraph.cli.screens.path import path as screen
    from fraudgraph.investigate.path import Search
    from fraudgraph.investigate.path import path as view

    if paths < 1 or (most_holders is not None and most_holders < 2):
        raise UsageError("--paths takes 1 or more, --most-holders 2 or more", hint="fraudgraph path --help")
    with door.case(desk, graph, database) as case:
        return screen(view(case, given.value(first), given.value(second), Search(steps, most_holders, paths, longer)))
