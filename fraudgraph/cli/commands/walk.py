"""`expand`, `path`: from one account to others, over what they share."""

from typing import Annotated

import typer

from fraudgraph.cli import given, options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME", help="Accounts or identifiers, together one start; -: a line of stdin each.", show_default=False
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
    with desk.case() as case:
        found = view(case, given.several(names), walk)
    return only.ids([row.account_id for row in found.rows or ()]) if ids else screen(found, everything)
