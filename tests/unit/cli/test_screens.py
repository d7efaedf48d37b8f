"""Screens of the made-up case, against the standard: wording, columns and sums, at every width."""

import json
import re
from dataclasses import replace

import pytest

from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens.ring import ring
from fraudgraph.cli.screens.rings import rings
from fraudgraph.cli.screens.roles import word
from fraudgraph.cli.screens.why import why
from fraudgraph.model.rings import Role
from tests.unit.cli.made_up import RING, RINGS, WHY

SCREENS = {"rings": rings(RINGS), "ring": ring(RING), "why": why(WHY)}
WIDTHS = (60, 80, 100, 140)


def text(screen: Screen, canvas: Canvas | None = None) -> list[str]:
    """The lines of a screen."""
    return [line.plain for line in screen.draw(canvas or Canvas())]


RINGS_AT_100 = """\
19 rings need a person: 8 to do from before, 7 new, 3 changed, 1 dormant
S-0012, facts before 2026-06-06 00:00 UTC: 10 rings link 34,786 accounts. Linked is not abusive.

ring    review   class   signs  against  exch. 7 d    open  accounts  change  linked by
LOOK FIRST  class A, more for than against: 6 rings, 31,012 accounts
R-0007  to do    A      7 of 8        3  6,278,493  22,641    24,975  +3,112  payment prompt ip
R-0049  new      A      6 of 8        0    188,204     412       412     new  payment prompt
R-0012  changed  A      6 of 8        1     96,310   1,311     1,806   split  payment ip
R-0055  new      A      5 of 8        1     71,092     377       391   split  payment ip
R-0021  changed  A      5 of 8        2     64,417   2,918     3,340  merged  payment prompt ip
R-0050  new      A      5 of 7        1     40,118      88        88     new  payment ip
FIND MORE  class B or C or signs even, not enough to act on: 2 rings, 2,337 accounts
R-0031  to do    B      5 of 8        1    311,940   2,207     2,207     +64  prompt ip
R-0044  to do    C      4 of 6        2     22,871     130       130       0  payment
MORE AGAINST THAN FOR  often firms, campuses, events: 2 rings, 1,437 accounts
R-0015  to do    A      1 of 8        5    402,117   1,204     1,204     +11  payment prompt ip
R-0052  new      A      2 of 8        4      9,480     233       233     new  payment ip
10 of 10 shown. Not in the 10: 10 dormant (1 to do), 1 merged away.
not shown at this width: bits/account, first seen, last seen (--wide, --json)"""

WHY_AT_100 = """\
acct_7f3a91c2 and acct_d018be44  linked, 39.1 bits over 3 kinds; no judgement
Holds without any one kind, but only 1 of the 3 reasons is hard to fake. Both core in R-0007.

#  kind     identifier     holders  bits  both seen with it, UTC    who else could cause it
1  payment  pm_8Qd2Lk4fZr        5  16.4  2026-05-03 to 2026-05-29  hard: card thief, reseller
2  ip       203.0.113.77        11  15.1  2026-05-04 to 2026-06-02  easy: VPN exit, office, NAT
3  prompt   tpl_9c41e07b     2,304   7.6  2026-04-30 to 2026-06-05  easy: prompts are copied
   total                            39.1  the best of each family

if we drop                bits left  kinds  the link
payment                        22.7      2  holds, on what is easy to fake
ip                             24.0      2  holds
prompt                         31.5      2  holds
all that is easy to fake       16.4      1  weakens: one kind only
holds: 12 bits or more over 2 kinds or more.  weakens: 7 bits or more.  falls: under 7.
what speaks against it
  - countries differ (BR, ID), e-mail domains differ, signed up 31 days apart
  - 6 of 2,304 prompt holders are in no ring
what this does not show
  - who holds either account, that it is one person, or that anything was abused
  - a probability: bits measure surprise against chance, not guilt
  - anything about device, phone, email: no facts loaded
  - 2 longer paths over other accounts: found, not added (path --longer)"""


def test_rings_at_100_columns_is_the_standard() -> None:
    """Line 1 answers, line 2 says how far; bands, harm first inside them; what is not shown is said."""
    assert text(SCREENS["rings"]) == RINGS_AT_100.split("\n")


def test_why_at_100_columns_is_the_standard() -> None:
    """The weakest point stands on line 2; reasons, then what is left without each, then doubts."""
    assert text(SCREENS["why"]) == WHY_AT_100.split("\n")


def test_ring_says_what_the_standard_says() -> None:
    """State, reach, figures, signs beside innocent ways, tiers, proof: each as the standard words it."""
    shown = text(SCREENS["ring"])
    for expected in (
        "R-0007  not reviewed; class A (payment and more); still active when facts end",
        "24,975 accounts linked, 711 of them weakly. Indicators consistent with one operator: a lead only.",
        "exchanges  28,795,104 (rows after de-duplication, every outcome); 27,918,220 of them served",
        "window     2026-04-22 00:03:11 to 2026-06-05 23:58:40 UTC: 45 days, cut by the end of facts",
        "accounts   22,641 open, 2,334 suspended; 25.6 exchanges a day over 45 days each, 27.9 on active days",
        "claims     coordinated: indicated; commonly controlled: indicated; both unjudged. Actor: not entered",
        "others: the 554,163 accounts in no ring. No facts loaded for device, phone, email.",
        "core         22,318  89.4 %  26,204,118  20,417  12 bits or more, 4 or more from each of 2 families",
        "periphery       711   2.8 %     579,113     613  under 7 bits: never enforce on these alone",
        "payment    ████████████████████  12.4        6,204    23,871  22,905 (91.7 %)",
        "ip         ███████████▍           7.1        1,912    19,204  24,411 (97.7 %)",
        "net        30.7 less 6.0 naming  24.7",
        "history    born S-0004; S-0011 21,863, +3,201 joined, -89 left = 24,975",
    ):
        assert expected in shown


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_the_screen(name: str, width: int) -> None:
    """From 80 columns on everything fits; under that, only tables whose every column must stay may not."""
    widths = [line.width for line in SCREENS[name].draw(Canvas(width))]
    assert max(widths) <= max(width, 80)


@pytest.mark.parametrize("name", SCREENS)
def test_no_number_is_lost_between_widths(name: str) -> None:
    """Each number that stands at 140 columns stands at 80, or its column is named as not shown."""
    wide, narrow = (" ".join(text(SCREENS[name], Canvas(width))) for width in (140, 80))
    numbers = re.compile(r"\d[\d,.]*\d")
    lost = set(numbers.findall(wide)) - set(numbers.findall(narrow))
    if name == "rings":
        assert "not shown at this width: open, change, bits/account, first seen, last seen" in narrow
    else:
        # The tier rules go, and `in ring`: of the holders, those in no ring stand among the doubts.
        assert lost <= {"12", "10", "2,298"}


def test_at_80_columns_open_and_change_go_and_at_140_everything_stands() -> None:
    """What goes first is what the other columns say in part."""
    assert "  open  " not in text(SCREENS["rings"], Canvas(80))[4]
    assert not any(line.startswith("not shown") for line in text(SCREENS["rings"], Canvas(140)))


def test_at_80_columns_causes_and_innocent_ways_are_told_below() -> None:
    """They are reasons to doubt: they move, but never vanish."""
    causes = " ".join(text(SCREENS["why"], Canvas(80)))
    innocent = " ".join(text(SCREENS["ring"], Canvas(80)))
    assert "who else could cause it: payment hard: card thief, reseller; ip easy: VPN exit," in causes
    assert "exchanges on a template of 50+ accounts 94.1 % 3.2 % or: a popular starter kit" in " ".join(
        innocent.split()
    )


def test_a_screenful_keeps_every_band_in_sight_and_counts_what_it_hides() -> None:
    """Ten rings on five rows: each band that waits keeps its best, and says how many it hides."""
    shown = text(SCREENS["rings"], Canvas(100, limit=6))
    assert sum(line.startswith("R-") for line in shown) == 6
    assert "LOOK FIRST  class A, more for than against: 6 rings, 31,012 accounts (2 shown)" in shown
    assert "6 of 10 shown; --all for the rest. Not in the 10: 10 dormant (1 to do), 1 merged away." in shown


def test_bits_of_the_reasons_add_up_to_the_total() -> None:
    """What a reader adds up by eye is what stands below."""
    reasons = [float(line.split()[4]) for line in text(SCREENS["why"])[4:7]]
    assert round(sum(reasons), 1) == 39.1


@pytest.mark.parametrize("name", SCREENS)
def test_ascii_screens_hold_nothing_else(name: str) -> None:
    """For a terminal, a log or a ticket that takes no more."""
    assert all(line.isascii() for line in text(SCREENS[name], Canvas(glyphs=Glyphs(ascii=True))))


@pytest.mark.parametrize("name", SCREENS)
def test_the_json_of_a_screen_is_json(name: str) -> None:
    """Plain values, snake_case names, no null left out by accident."""
    data = json.loads(json.dumps(SCREENS[name].data(), allow_nan=False))
    assert all(re.fullmatch(r"[a-z0-9_]+", key) for key in data)


def test_json_of_rings_keeps_what_the_screen_rounds() -> None:
    """Counts are numbers, times RFC 3339, bits to six decimals, unknown null."""
    first = json.loads(json.dumps(SCREENS["rings"].data()))["rings"][0]
    assert first["ring_id"] == "R-0007"
    assert first["exchanges_7d"] == 6_278_493
    assert first["ring_bits"] == pytest.approx(24.7 * 24_975, abs=1e-6)
    assert first["first_exchange"] == "2026-04-22T00:03:11.000000Z"
    assert first["association_id"] is None


def test_a_pipe_gets_every_ring_and_every_column() -> None:
    """No screenful, no width: a header and a row a ring."""
    listing = SCREENS["rings"].listing
    assert listing is not None
    rows = list(listing().rows)
    assert len(rows) == 10
    assert {len(row) for row in rows} == {len(listing().columns)}
    assert {"first_exchange", "last_exchange", "ring_bits", "open_accounts"} <= set(listing().columns)


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ((0, 1, 2), "Holds without any one kind, but only 1 of the 3 reasons is hard to fake. Both core in R-0007."),
        ((1, 2), "Holds without any one kind, but none of the 2 reasons is hard to fake. Both core in R-0007."),
        ((1,), "Holds without any one kind, but its one reason is not hard to fake. Both core in R-0007."),
        ((0,), "Holds without any one kind. Both core in R-0007."),
    ],
)
def test_line_2_of_why_says_how_many_reasons_are_hard_to_fake(reasons: tuple[int, ...], said: str) -> None:
    """In words that fit their number."""
    some = tuple(WHY.reasons[place] for place in reasons)
    view = replace(WHY, reasons=some, hard=sum(one.kind.hard_to_fake for one in some))
    assert text(why(view))[1] == said


def test_reasons_that_do_not_count_stand_in_brackets_and_few_of_them_on_a_screen() -> None:
    """Nobody adds up what is not added, and what is hidden is counted."""
    weaker = tuple(replace(WHY.reasons[1], counted=False, value=f"198.51.100.{n}") for n in range(20))
    screen = why(replace(WHY, reasons=(*WHY.reasons, *weaker)))
    shown = text(screen, Canvas(limit=30))
    assert sum("(15.1)" in line for line in shown) == 5
    assert "20 reasons in brackets not added: a stronger one of the family stands above (15 not shown: --all)" in shown
    assert sum("(15.1)" in line for line in text(screen)) == 20


def test_the_balance_says_what_it_rests_on() -> None:
    """Uncalibrated until people have judged enough; then on how many rings it was calibrated, and what it means."""
    shown = " ".join(text(ring(RING)))
    assert "one sign of a group a side (indicator bits, uncalibrated)" in shown
    judged = replace(RING, ring=replace(RING.ring, calibrated=-1.25, judged_rings=140))
    assert "calibrated on 140 judged rings: -1.3)" in " ".join(text(ring(judged)))
    assert json.loads(json.dumps(ring(judged).data()))["calibrated_abuse_bits"] == -1.25


def test_signs_compared_with_other_rings_say_so() -> None:
    """Which ones, and with how many; the others are the accounts in no ring."""
    first = replace(RING.ring.signs[0], reference="12 rings of similar size and shape", others=0.5)
    beside = replace(RING, ring=replace(RING.ring, signs=(first, *RING.ring.signs[1:])))
    assert "12 rings of similar size and shape that otherwise look honest" in " ".join(text(ring(beside)))
    assert "similar size" not in " ".join(text(ring(RING)))


def test_roles_are_counted_in_a_line_and_doubts_carry_a_question_mark() -> None:
    """A line by role; none where a sweep knew no roles."""
    some = replace(RING, ring=replace(RING.ring, roles=(("pool", 24_900), ("mixed", 63), ("possible_victim", 12))))
    (line,) = [one for one in text(ring(some)) if one.startswith("roles")]
    assert "24,900 in the pool only, 63 mixed (live apart too), 12 victim?" in line
    assert not [one for one in text(ring(RING)) if one.startswith("roles")]
    assert [word(role.value) for role in Role] == ["", "mixed", "bridge", "bystander?", "victim?"]
