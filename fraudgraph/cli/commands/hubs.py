"""`hubs`: what is excluded."""

from fraudgraph.cli import options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen


@command("hubs", "fraudgraph hubs", "fraudgraph hubs --all --json")
def hubs(desk: Desk, everything: options.All = False) -> Screen:
    """List excluded identifiers, why, and by whom.

    And of each kind those of most holders that are not excluded and that no ring rests on.
    """
    from fraudgraph.cli.screens.hubs import hubs as screen
    from fraudgraph.investigate.hubs import hubs as view

    with desk.case() as case:
        return screen(view(case), everything)
