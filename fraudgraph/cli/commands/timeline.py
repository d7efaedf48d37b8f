"""`timeline`: when a ring, an account or an identifier was active."""

from typing import TYPE_CHECKING, Annotated

import typer

from fraudgraph.cli import completion, given, options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

if TYPE_CHECKING:
    from fraudgraph.investigate.calendar import Unit

Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A ring (R-0007), an account, or an identifier, as node takes them.",
        show_default=False,
        autocompletion=completion.subjects,
    ),
]
ByOption = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="UNIT", help="A row for each day, week or month (else what fits).", show_default=False
    ),
]


@command("timeline", "fraudgraph timeline R-0007", "fraudgraph timeline ip:203.0.113.77 --by week")
def timeline(desk: Desk, name: Name, by: ByOption = None, everything: options.All = False) -> Screen:
    """Show when a ring, an account or an identifier was active.

    Days, hours of the week, who joined, what was done, and what came after.
    """
    unit, narrator = _unit(by), desk.narrator(stages=False)
    from fraudgraph.cli.screens.timeline import timeline as screen
    from fraudgraph.investigate.timeline import timeline as view

    with desk.case() as case, stoppable("Nothing was changed.", narrator):
        narrator.stage("reading", None, "exchanges")  # seconds at the first look at a ring, nothing at the next
        return screen(view(case, given.value(name)), unit, everything)


def _unit(word: str | None) -> "Unit | None":
    from fraudgraph.investigate.calendar import Unit

    if word is None or word in set(Unit):
        return word if word is None else Unit(word)
    raise UsageError(f"--by takes {', '.join(Unit)}, not {word!r}")
