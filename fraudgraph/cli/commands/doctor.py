"""`doctor`: whether everything is as it should be."""

from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen


@command("doctor", "fraudgraph doctor", "fraudgraph doctor --json")
def doctor(desk: Desk) -> Screen:
    """Check the case: failures first, each with its remedy.

    Reads every fact again and holds it against its hash; checks ledger, custody log, judgements, lock, clock,
    permissions, space, keys and leftovers. Nothing is changed, but forgetting that was cut off is finished. Exit 1 if
    anything failed.
    """
    from fraudgraph.cli.screens.doctor import doctor as screen
    from fraudgraph.investigate.doctor import doctor as view

    return screen(view(desk.settings.case, desk.settings))
