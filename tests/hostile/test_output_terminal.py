"""Hostile names on every screen: nothing of them reaches the terminal raw, and no screen breaks."""

import json
import unicodedata
from dataclasses import replace

import pytest

from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens.account import account
from fraudgraph.cli.screens.expand import expand
from fraudgraph.cli.screens.ids import ids
from fraudgraph.cli.screens.members import members
from fraudgraph.cli.screens.node import identifier
from fraudgraph.cli.screens.nodes import nodes
from fraudgraph.cli.screens.path import path
from fraudgraph.cli.screens.ring import ring
from fraudgraph.cli.screens.search import search
from fraudgraph.cli.screens.why import why
from fraudgraph.cli.screens.whys import whys
from fraudgraph.cli.show import Output, show
from fraudgraph.graph.base import AccountFacts
from fraudgraph.investigate.views.expand import Closed, ExpandView, Reached, Step, Way
from fraudgraph.investigate.views.node import AccountNode, HolderRow, IdentifierNode, Known
from fraudgraph.investigate.views.nodes import AccountRow, IdentifierRow, NodesView
from fraudgraph.investigate.views.path import PathStep, PathView, Stop
from fraudgraph.investigate.views.reach import Reach, RingReach, Spread
from fraudgraph.investigate.views.ring import MemberRow, MembersView, MixRow, MixTable
from fraudgraph.investigate.views.search import Found, SearchView, Sort
from fraudgraph.investigate.views.why import Standing
from fraudgraph.investigate.views.whys import LinkRow, SharedOne, WhysView
from fraudgraph.model.rings import Tier
from tests.hostile.test_output_text import HOSTILE
from tests.unit.cli.made_up import IP, PAYMENT, RING, SWEEP, WHY

NAMES = [value for value in HOSTILE.values() if value] + [
    "[red]x[/red]",
    "[/]",
    "[link=https://x.example]y[/link]",
    "日本" * 20,
]

SPREAD = Spread(2, 7, 1, 0, 0, 1)
REACH = Reach(SPREAD, (RingReach(RING.ring, 1, 1),))


def screens(name: str) -> list[Screen]:
    """Every screen that shows text from the data, with that text in every place."""
    assert WHY.first_member is not None
    member = replace(WHY.first_member, account_id=name, role=name)
    facts = AccountFacts(name, 0, name, name, name, name, name, name, 0, 3, 2, 0, 86_400_000_000, ((0, 1), (1, 2)))
    known = Known(IP, name, 2, 1, 1, 0, 1, 0, 1, (name,))
    node = AccountNode(facts, name, member, None, (known,), ((PAYMENT, name, 9, name),), (known,), 2, SWEEP)
    held = HolderRow(name, 7, Tier.CORE, None, name, 1, 0, 1, name)
    said = ((name, name),)
    one = IdentifierNode(
        PAYMENT, name, 1, 7, 1, 0, name, None, 0, 1, None, None, 1, ((name, 1),), None, None, said, (held,), SWEEP
    )
    mixes = (MixTable("model", (MixRow(name, 1, 1),), 1, 1),)
    rows = (MemberRow(member, name, 1, 0),)
    near, far = (Stop(one, ring_id, None) for one, ring_id in ((name, None), ("far", 7)))
    way, shut = Way(IP, name, 1, 2, SPREAD), Closed(IP, name, 9, False)
    reached = Reached(name, 1, PAYMENT, name, 7, Tier.CORE)
    shared = SharedOne(IP, name, 2, 1)
    hop = PathStep(near, far, IP, name, 2, 0)
    step = Step(1, REACH, (way,), (way,), 0, (shut,))
    kind, domain = (Sort(one, of, 1, (Found(name, SPREAD),)) for one, of in (("ip", IP), ("email_domain", None)))
    searched = SearchView(name, None, 1, (kind, domain), REACH, (name,), (name,), 9, SWEEP)
    link = replace(WHY, first=name, reasons=tuple(replace(reason, value=name) for reason in WHY.reasons))
    return [
        account(node, everything=True),
        identifier(one),
        members(MembersView(RING.ring, SWEEP, None, rows, RING.tiers, (PAYMENT, IP))),
        ring(replace(RING, mixes=mixes)),
        search((searched, replace(searched, sorts=(), account_ids=()))),
        expand(ExpandView((name,), REACH, 1, (name,), (step,), REACH, (reached,), 1, 9, 50, False, None, SWEEP)),
        path(PathView(near, far, ((hop,),), 1, 1, 6, None, (1, 1), 9, None, (shut,), SWEEP)),
        nodes(
            NodesView(
                (AccountRow(name, name, member, 1, 0, 1),),
                (IdentifierRow(IP, name, SPREAD, False),),
                (name,),
                REACH,
                REACH,
                ((name, 1),),
                SWEEP,
            )
        ),
        ids((name,)),
        whys(WhysView(name, member, (LinkRow(name, 1, 1, Standing.FALLS, shared, 1, member),), (name,), SWEEP)),
        why(replace(link, against=replace(link.against, countries=(name, name)))),
    ]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_screen_passes_a_hostile_name_raw(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every line is printable, in a pipe and in ASCII, and markup is text."""
    for screen in screens(name):
        for output in (Output(), Output(ascii=True)):
            show(replace(screen, listing=None), output)
            shown = capsys.readouterr().out
            assert all(line.isprintable() for line in shown.split("\n"))
            assert shown.isascii() or not output.ascii


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_list_in_a_pipe_keeps_its_columns(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A tab or a newline in a name does not make a cell or a row."""
    for screen in screens(name):
        if screen.listing is not None:
            show(screen, Output())
            lines = capsys.readouterr().out.removesuffix("\n").split("\n")
            told = screen.listing()
            cells = list(told.rows)
            assert len(lines) == len(cells) + bool(told.columns)
            assert {line.count("\t") for line in lines} == {len(cells[0]) - 1}


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_json_is_exact_and_ascii(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON carries the value itself, and no byte of it acts on a terminal."""
    show(screens(name)[0], Output(json=True))
    shown = capsys.readouterr().out
    assert shown.isascii()
    assert shown.replace("\n", "").isprintable()
    assert json.loads(shown)["account_id"] == name


def test_the_last_guard_escapes_what_a_screen_forgot(capsys: pytest.CaptureFixture[str]) -> None:
    """A screen with a defect still cannot send a control sequence."""
    from fraudgraph.cli.lines import line

    show(Screen(lambda canvas: [line("\x1b[2J\u202ex")], dict), Output())
    assert capsys.readouterr().out == "\\u001b[2J\\u202ex\n"


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_styled_terminal_gets_no_other_sequences_than_ours(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a terminal receives is colours and text; rich interprets nothing of a name."""
    import io
    import re
    import sys

    class Terminal(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    for screen in screens(name):
        show(screen, Output())
    text = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue())
    assert {unicodedata.category(char) for char in text if char != "\n"} & {"Cc", "Cf", "Cs"} == set()


def test_ids_are_not_taken_apart_by_the_canvas() -> None:
    """The name that a screen shows is the name that a command takes."""
    from fraudgraph.model.safe_text import read_back

    for name in NAMES:
        assert read_back(Canvas().safe(name)) == name
