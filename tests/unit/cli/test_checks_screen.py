"""The lines `checks` and `framing`: what was asked again, what was not, and what a framer would have had to do."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from fraudgraph.cli.screen import Canvas
from fraudgraph.cli.screens import checks, framing
from fraudgraph.cli.screens.ring import ring
from fraudgraph.investigate.views.checks import ChecksView, FramingView, Grade, Least, Needed
from fraudgraph.model.checks import Standing, SweepChecks
from fraudgraph.model.kinds import BUILT_IN, Forgeability, Kind
from tests.unit.cli.made_up import CHECKED, CHECKS, FRAMING, IP, PAYMENT, PROMPT, RING, UNCHECKED


def text(view: ChecksView, how: FramingView = FRAMING) -> str:
    """The screen `ring` with these checks, as one line."""
    shown = [line.plain for line in ring(replace(RING, checks=view, framing=how)).draw(Canvas(100))]
    return " ".join(" ".join(shown).split())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            replace(CHECKS, leave_one_out=None),
            "0 rings in 20 shuffled copies; 0 of 44 fragile over 10 resamples; 41 s + 13 min 10 s",
        ),
        (CHECKS, "4 runs without a kind; 41 s + 13 min 10 s + 1 min 1 s"),
        (SweepChecks(), "null copies and resampling: not run"),
        (replace(CHECKS, null=None, leave_one_out=None), "0 of 44 fragile over 10 resamples; null copies: not run;"),
        (
            replace(CHECKS, resampling=None),
            "0 rings in 20 shuffled copies; 4 runs without a kind; resampling: not run;",
        ),
    ],
)
def test_sweep_says_what_was_run_and_what_was_not(found: SweepChecks, said: str) -> None:
    """Counts, then what is missing, then how long each took."""
    assert said in checks.of_sweep(found, 44)


def test_a_ring_in_a_shuffled_copy_is_a_reason_to_doubt_every_ring() -> None:
    """None should pass: one that does is said with what it means."""
    assert CHECKS.null is not None
    passed = replace(CHECKS, null=replace(CHECKS.null, rings=1, copies=1))
    said = "1 ring in 1 shuffled copy (none should pass: doubt every ring)"
    assert said in checks.of_sweep(passed, 44)
    assert "1 ring in 1 shuffled copy of the facts (none should" in checks.of_ring(replace(CHECKED, sweep=passed))


def test_ring_says_its_own_stability() -> None:
    """As the standard words it."""
    said = checks.of_ring(CHECKED)
    assert said.startswith("0 rings in 20 shuffled copies of the facts; stability 0.97 over 10 resamples;")
    assert said.endswith("ring without a kind: measured, by detection without it")


@pytest.mark.parametrize(("value", "shown"), [(1.0, "1.00"), (0.9999, "0.99"), (0.6, "0.60"), (0.599, "0.60")])
def test_stability_is_never_rounded_up_to_perfect(value: float, shown: str) -> None:
    """1.00 is said of the same ring every time; and what is under the limit is marked whatever it rounds to."""
    said = checks.of_ring(replace(CHECKED, stability=value))
    assert f"stability {shown} over" in said
    assert ("fragile (under 0.6)" in said) == (value < 0.6)


def test_what_was_not_run_is_said_in_ring() -> None:
    """And that the figures without a kind are estimated, with the option that measures them."""
    said = checks.of_ring(UNCHECKED)
    assert said == (
        "null copies and resampling: not run in this sweep; ring without a kind: estimated from bits "
        "(sweep --leave-one-out)"
    )


def test_ring_without_a_kind_is_the_measured_figure_where_there_is_one() -> None:
    """Else the estimate."""
    measured = replace(CHECKED, together=(("payment_instrument", 3),))
    assert "6,204 23,871 3 (<0.1 %)" in text(measured)
    assert "6,204 23,871 22,905 (91.7 %)" in text(UNCHECKED)


def test_framing_says_what_rests_on_forgeable_links_and_what_it_would_take() -> None:
    """Share by kind, who is left, then the least for each standing."""
    shown = text(CHECKED)
    assert (
        "framing 59.6 % of the bits are easy to forge (ip 7.1, prompt 11.2 an account); without them 21,002 accounts "
        "(84.1 %) stay together"
    ) in shown
    assert "to be linked at all: send 2 of its 318 templates, or pay with 1 of its 6,204 instruments" in shown
    assert "to be core: come from 1 of its 1,912 addresses and send 1 of its 318 templates" in shown
    assert "to be core and class A: carry more than 4 of its identifiers" in shown


def test_framing_without_the_check_is_an_estimate() -> None:
    """Members whose bits hold without what is easy to forge."""
    assert "without them 19,480 accounts (78.0 %) have 7 bits or more" in text(UNCHECKED)


def test_a_ring_on_hard_links_alone_says_so() -> None:
    """Nothing easy among its kinds."""
    alone = replace(FRAMING, grades=FRAMING.grades[:1], least=())
    shown = text(UNCHECKED, alone)
    assert "framing all of it rests on what is hard to forge" in shown
    assert "an outsider would" not in shown


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ((Needed(BUILT_IN["phone"], 1, 2),), "answer on 1 of its 2 phones"),
        ((Needed(BUILT_IN["device"], 1, 2), Needed(IP, 2, 9)), "use 1 of its 2 devices and come from 2 of its 9"),
        ((Needed(Kind("rhythm", forgeability=Forgeability.TIMING), 3, 7),), "keep time with 3 of its 7 rhythm ident"),
        ((Needed(Kind("nick", show="name"), 1, 2),), "share 1 of its 2 name identifiers"),
    ],
)
def test_every_grade_has_its_act(way: Sequence[Needed], said: str) -> None:
    """In words, for declared kinds too."""
    assert said in text(CHECKED, replace(FRAMING, least=(Least(Standing.CORE, (tuple(way),)),)))


def test_kinds_of_one_grade_stand_together() -> None:
    """Two kinds that nobody graded: one share."""
    other = (Kind("nick"), Kind("badge"))
    view = replace(FRAMING, grades=(*FRAMING.grades[:1], Grade(Forgeability.UNKNOWN, other, 24_975 << 20)))
    assert "7.5 % of the bits are easy to forge (nick and badge 1.0 an account)" in text(CHECKED, view)


def test_json_has_units_and_null_where_nothing_was_run() -> None:
    """Every key is there either way."""
    ran, not_run = checks.data(CHECKED), checks.data(UNCHECKED)
    assert ran == {
        "null_copies": 20,
        "null_rings": 0,
        "resamples": 10,
        "stability_mean_jaccard": 0.9712,
        "fragile": False,
        "accounts_together_without": {"ip": 24_411, "payment_instrument": 22_905, "prompt_fingerprint": 21_640},
        "accounts_together_hard_to_forge_only": 21_002,
    }
    assert not_run == dict.fromkeys(ran)
    assert checks.sweep_data(SweepChecks()) == {"null": None, "resampling": None, "leave_one_out": None}
    assert framing.data(FRAMING)["accounts_hard_to_forge_only"] == 19_480
    assert [PAYMENT.name, IP.name, PROMPT.name] == [one.kinds[0].name for one in FRAMING.grades]
