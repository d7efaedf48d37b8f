"""`judge`, `note`: what a person says of a ring, an account or an identifier."""

from typing import Annotated

import typer

from fraudgraph.cli import given
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError
from fraudgraph.model.ids import Minted, read_id

Subject = Annotated[
    str | None,
    typer.Argument(metavar="SUBJECT", help="A ring, an account, or KIND:VALUE of an identifier.", show_default=False),
]
Verdict = Annotated[
    str | None,
    typer.Argument(
        metavar="VERDICT", help="confirmed, rejected, benign or unsure; of an identifier: hub.", show_default=False
    ),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why: kept beside the verdict.", show_default=False)
]
Retract = Annotated[
    str | None,
    typer.Option("--retract", metavar="J-ID", help="Take a judgement back; both stay on record.", show_default=False),
]
Thing = Annotated[
    str,
    typer.Argument(metavar="SUBJECT", help="A ring, an account, or KIND:VALUE of an identifier.", show_default=False),
]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="What to remember.", show_default=False)]


@command(
    "judge",
    'fraudgraph judge R-0007 confirmed --reason "cards of one reseller"',
    'fraudgraph judge payment:pm_test_4242 hub --reason "a test token"',
    'fraudgraph judge --retract J-0007 --reason "wrong ring"',
)
def judge(
    desk: Desk, subject: Subject = None, verdict: Verdict = None, reason: Reason = None, retract: Retract = None
) -> Screen:
    """Say what a ring, an account or an identifier is, and why.

    Nothing is overwritten: the latest verdict stands, the others stay on record, each in the custody log. A verdict on
    a ring holds until the ring changes; an identifier called a hub links nobody from the next sweep on.
    """
    from fraudgraph.cli.screens.judged import judged
    from fraudgraph.investigate.judging import judge as say
    from fraudgraph.investigate.judging import retract as take_back

    if retract is not None:
        if subject is not None or verdict is not None:
            raise UsageError("--retract stands alone", hint="fraudgraph judge --retract J-0007 --reason TEXT")
        number = read_id(Minted.JUDGEMENT, retract)
        with desk.case() as case:
            return judged(take_back(case, number, _reason(reason)))
    if subject is None or verdict is None:
        raise UsageError("name a subject and a verdict", hint="fraudgraph judge R-0007 confirmed --reason TEXT")
    with desk.case() as case:
        return judged(say(case, given.value(subject), verdict, _reason(reason)))


def _reason(text: str | None) -> str:
    if text is None:
        raise UsageError("a judgement needs its reason", kept="Nothing was changed.", hint="say it with --reason TEXT")
    return text


@command("note", 'fraudgraph note R-0007 "asked the processor for the names on these cards"')
def note(desk: Desk, subject: Thing, text: Text) -> Screen:
    """Write a note beside a ring, an account or an identifier.

    It is shown on its screen and decides nothing. Notes are added, never changed.
    """
    from fraudgraph.cli.screens.judged import noted
    from fraudgraph.investigate.judging import note as write

    with desk.case() as case:
        return noted(write(case, given.value(subject), text))
