"""`rings`, `ring`, `members`: from the list to the accounts."""

from pathlib import Path
from typing import Annotated

import typer

from fraudgraph.cli import completion, options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError
from fraudgraph.model.ids import Minted, read_id
from fraudgraph.model.rings import Tier, read_tier

Wide = Annotated[bool, typer.Option("--wide", help="Every column, however wide.", show_default=False)]
TierOption = Annotated[
    str | None,
    typer.Option(
        "--tier",
        metavar="TIER",
        help="Only core, probable or periphery.",
        show_default=False,
        autocompletion=completion.tiers,
    ),
]
RingOrAll = Annotated[
    str | None,
    typer.Argument(
        metavar="RING",
        help="A ring: R-0007, r7 or 7; left out with --all and -o.",
        show_default=False,
        autocompletion=completion.rings,
    ),
]


@command("rings", "fraudgraph rings", "fraudgraph rings --all --json")
def rings(desk: Desk, everything: options.All = False, wide: Wide = False) -> Screen:
    """List the rings, where to look first on top.

    Of the latest sweep. Linked is not abusive.
    """
    from fraudgraph.cli.screens.rings import rings as screen
    from fraudgraph.investigate.rings import rings as view

    with desk.case() as case:
        return screen(view(case), everything, wide)


@command("ring", "fraudgraph ring R-0007", "fraudgraph ring 7 --json")
def ring(desk: Desk, ring: options.RingId) -> Screen:
    """Show one ring: figures, signs, doubts, proof.

    Signs of abuse stand beside the innocent ways to get there, and beside what speaks against them.
    """
    number = read_id(Minted.RING, ring)
    from fraudgraph.cli.screens.ring import ring as screen
    from fraudgraph.investigate.ring import ring as view

    with desk.case() as case:
        return screen(view(case, number))


@command(
    "members",
    "fraudgraph members R-0007 --tier periphery",
    "fraudgraph members R-0007 --ids | fraudgraph node -",
    "fraudgraph members --all -o memberships.parquet",
)
def members(
    desk: Desk,
    ring: RingOrAll = None,
    tier: TierOption = None,
    everything: options.All = False,
    ids: options.Ids = False,
    output: options.OutFile = None,
    force: options.Force = False,
) -> Screen:
    """List the members of a ring, or write memberships to a file.

    Most bits first. -o takes .csv or .parquet; with --all and -o but no ring: every membership of the latest sweep.
    """
    number = None if ring is None else read_id(Minted.RING, ring)
    only = None if tier is None else read_tier(tier)
    if output is not None and (number is not None or everything):
        return _write(desk, number, only, output, force)
    if number is None:
        raise UsageError(
            "name a ring", hint="fraudgraph members R-0007, or all of them: fraudgraph members --all -o FILE.csv"
        )
    from fraudgraph.cli.screens import ids as only_ids
    from fraudgraph.cli.screens.members import members as screen
    from fraudgraph.investigate.members import member_ids
    from fraudgraph.investigate.members import members as view

    with desk.case() as case:
        if ids:
            return only_ids.ids(member_ids(case, number, only))
        return screen(view(case, number, only), everything)


def _write(desk: Desk, number: int | None, tier: Tier | None, output: Path, force: bool) -> Screen:
    from fraudgraph.cli.screens.exported import memberships
    from fraudgraph.evidence.memberships import Selection, write_memberships

    with desk.case() as case:
        return memberships(write_memberships(case, Selection(number, tier), output, force))
