"""`judge`, `note`: what a person says of a ring, an account or an identifier."""

import sys
from typing import Annotated

import typer

from fraudgraph.cli import completion, given, options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError
from fraudgraph.model.ids import Minted, read_id

Subject = Annotated[
    str | None,
    typer.Argument(
        metavar="SUBJECT",
        help="A ring, an account, or KIND:VALUE of an identifier.",
        show_default=False,
        autocompletion=completion.subjects,
    ),
]
Verdict = Annotated[
    str | None,
    typer.Argument(
        metavar="VERDICT",
        help="confirmed, rejected, benign or unsure; of an identifier: hub.",
        show_default=False,
        autocompletion=completion.verdicts,
    ),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why: kept beside the verdict.", show_default=False)
]
Retract = Annotated[
    str | None,
    typer.Option("--retract", metavar="J-ID", help="Take a judgement back; both stay on record.", show_default=False),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FILE", help="Bans and labels: CSV, TSV, NDJSON, Parquet; - is stdin.", show_default=False
    ),
]
Otherwise = Annotated[
    str | None,
    typer.Option("--verdict", metavar="VERDICT", help="For rows of FILE that say none.", show_default=False),
]
Thing = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT",
        help="A ring, an account, or KIND:VALUE of an identifier.",
        show_default=False,
        autocompletion=completion.subjects,
    ),
]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="What to remember.", show_default=False)]


@command(
    "judge",
    'fraudgraph judge R-0007 confirmed --reason "cards of one reseller"',
    'fraudgraph judge payment:pm_test_4242 hub --reason "a test token"',
    'fraudgraph judge --retract J-0007 --reason "wrong ring"',
    "fraudgraph judge --from bans.csv --verdict confirmed",
)
def judge(
    desk: Desk,
    subject: Subject = None,
    verdict: Verdict = None,
    reason: Reason = None,
    retract: Retract = None,
    file: From = None,
    otherwise: Otherwise = None,
    everything: options.All = False,
) -> Screen:
    """Say what a ring, an account or an identifier is, and why.

    Nothing is overwritten: the latest verdict stands, the others stay on record, each in the custody log. A verdict on
    a ring holds until the ring changes; an identifier called a hub links nobody from the next sweep on. A FILE has a
    column account_id, ring or identifier, and may have verdict or label, reason, and at (with zone).
    """
    if sum((subject is not None, retract is not None, file is not None)) != 1:
        raise UsageError(
            "name a subject and a verdict, or --from FILE, or --retract J-ID",
            hint="fraudgraph judge R-0007 confirmed --reason TEXT",
        )
    if file is not None:
        return _take_in(desk, file, (otherwise, reason), everything)
    if reason is None:
        raise UsageError("a judgement needs its reason", kept="Nothing was changed.", hint="say it with --reason TEXT")
    from fraudgraph.cli.screens.judged import judged
    from fraudgraph.investigate import judging

    if retract is not None:
        number = read_id(Minted.JUDGEMENT, retract)
        with desk.case() as case:
            return judged(judging.retract(case, number, reason))
    if subject is None or verdict is None:
        raise UsageError("say what it is", hint="fraudgraph judge R-0007 confirmed --reason TEXT")
    with desk.case() as case:
        return judged(judging.judge(case, given.value(subject), verdict, reason))


def _take_in(desk: Desk, file: str, otherwise: tuple[str | None, str | None], everything: bool) -> Screen:
    from fraudgraph.cli.screens.labelled import labelled
    from fraudgraph.investigate.labelling import Otherwise, take_in

    with desk.case() as case:
        return labelled(take_in(case, file, Otherwise(*otherwise), sys.stdin.buffer), everything)


@command("note", 'fraudgraph note R-0007 "asked the processor for the names on these cards"')
def note(desk: Desk, subject: Thing, text: Text) -> Screen:
    """Write a note beside a ring, an account or an identifier.

    It is shown on its screen and decides nothing. Notes are added, never changed.
    """
    from fraudgraph.cli.screens.judged import noted
    from fraudgraph.investigate.judging import note as write

    with desk.case() as case:
        return noted(write(case, given.value(subject), text))
