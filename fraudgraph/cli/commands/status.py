"""`status`: what the case holds."""

from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen


@command("status", "fraudgraph status", "fraudgraph status --case june --json")
def status(desk: Desk) -> Screen:
    """Say what the case holds and how far the last sweep reaches."""
    from fraudgraph.cli.screens import status as screen
    from fraudgraph.investigate.status import status as view

    with desk.case() as case:
        return screen.status(view(case))
