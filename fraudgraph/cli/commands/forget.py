"""`forget`: an account, an identifier or a load leaves the case for good."""

from typing import Annotated

import typer

from fraudgraph.cli import completion, given
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT",
        help="An account, KIND:VALUE of an identifier, or a load (L-0002).",
        show_default=False,
        autocompletion=completion.accounts,
    ),
]
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help="Why, without the name: it is kept.", show_default=False),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be touched; change nothing.", show_default=False)
]


@command(
    "forget",
    "fraudgraph forget acct_7f3a91c2 --dry-run",
    'fraudgraph forget acct_7f3a91c2 --reason "erasure request 2026-114"',
)
def forget(desk: Desk, what: What, reason: Reason = None, dry_run: DryRun = False) -> Screen:
    """Remove an account, identifier or load for good.

    The facts that hold it are written anew, their old and new hashes stand in the custody log, and no byte of the
    case holds it afterwards. Earlier sweeps stay on record but cannot be made again. If it is stopped, the next
    command finishes it.
    """
    from fraudgraph.cli.screens.forgotten import forgotten
    from fraudgraph.investigate import forgetting

    if dry_run:
        with desk.case() as case:
            return forgotten(forgetting.plan(case, given.value(what)))
    if reason is None:
        raise UsageError("forgetting needs its reason", kept="Nothing was changed.", hint="say it with --reason TEXT")
    narrator = desk.narrator()
    kept = "If it was begun, the next command finishes it: fraudgraph doctor"
    with desk.case() as case, stoppable(kept, narrator):
        return forgotten(forgetting.forget(case, given.value(what), reason, narrator))
