"""`judge` and `note`: what was said, and what every screen makes of it."""

from dataclasses import replace

import pytest

from fraudgraph.case import Case, said, sweeps
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate.judging import judge, note, retract
from fraudgraph.investigate.members import members
from fraudgraph.investigate.node import node
from fraudgraph.investigate.ring import ring
from fraudgraph.investigate.rings import rings
from fraudgraph.investigate.status import status
from fraudgraph.investigate.views.node import AccountNode, IdentifierNode
from fraudgraph.investigate.why import why
from fraudgraph.model.judgement import LONGEST, Subject
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import BIT, Band, Change, KindShare, LineageEvent, Review
from tests.contract.facts import Facts, fill
from tests.contract.worlds import exchange

from .conftest import a_ring, members_of, write_sweep


def reviews(case: Case) -> dict[int, tuple[Review, Band]]:
    """How the list shows each ring."""
    return {row.ring.ring_id: (row.ring.review, row.ring.band) for row in rings(case).rows}


def sweep_again(case: Case, **now: object) -> None:
    """A sweep in which ring 1 is other than it was."""
    second = replace(a_ring(2, 2, 2), review=Review.TO_DO)
    events = now.pop("events", ())
    first = replace(a_ring(1, 1, 3), review=Review.TO_DO, **now)  # type: ignore[arg-type]  # fields of Ring
    write_sweep(case, [first, second], members_of(), events)  # type: ignore[arg-type]  # events of a ring


def test_a_judged_ring_waits_no_more_at_once(case: Case) -> None:
    """Set apart in the list, counted out of what needs a person, shown with reason and name on its own screen."""
    answer = judge(case, "r1", "confirmed", "cards of one reseller")
    assert (answer.need_person, answer.reach.accounts, answer.made.sweep_id) == (1, 3, 1)
    assert reviews(case) == {1: (Review.CONFIRMED, Band.JUDGED), 2: (Review.NEW, Band.FIND_MORE)}
    view = ring(case, 1)
    assert view.judged is not None
    assert (view.ring.review, view.judged.verdict, view.ring.rank) == (Review.CONFIRMED, "confirmed", 2)
    assert [one.reason for one in view.words.judgements] == ["cards of one reseller"]
    assert status(case).need_person == 1


def test_a_ring_that_was_judged_as_it_is_stays_closed_in_later_sweeps(case: Case) -> None:
    """Growth of less than a fifth and other rings' fates do not open it."""
    judge(case, "R-0001", "benign", "a firm")
    sweep_again(case, events=[LineageEvent(2, Change.MERGED, None, 2)])
    assert reviews(case)[1] == (Review.BENIGN, Band.JUDGED)
    assert rings(case).changed == 0


@pytest.mark.parametrize(
    ("now", "why_changed"),
    [
        ({"accounts": 4}, "accounts grew from 3 to 4"),
        ({"ring_bits": 72 * BIT}, "the bits that link it grew by a fifth or more"),
        (
            {"kinds": (*a_ring(1, 1, 3).kinds, KindShare("prompt_fingerprint", BIT, 1, 3, 0))},
            "content links it too now",
        ),
        ({"events": [LineageEvent(1, Change.SPLIT, None, 3)]}, "split"),
        ({"events": [LineageEvent(1, Change.MERGED, None, 3)]}, "merged"),
        ({"events": [LineageEvent(1, Change.RETURNED, None, 3)]}, "returned"),
    ],
)
def test_a_ring_that_changed_since_waits_again(case: Case, now: dict[str, object], why_changed: str) -> None:
    """Where the sweep put it, as changed, with the reason; judged anew it is closed."""
    judge(case, "R-0001", "confirmed", "cards")
    sweep_again(case, **now)
    assert reviews(case)[1] == (Review.CHANGED, Band.LOOK_FIRST)
    assert ring(case, 1).words.changed == (why_changed,)
    assert rings(case).need_person == 2
    judge(case, "R-0001", "confirmed", "still")
    assert reviews(case)[1] == (Review.CONFIRMED, Band.JUDGED)
    assert ring(case, 1).words.changed == ()


def queued(case: Case) -> set[str]:
    """Accounts of ring 1 in the queue."""
    return {row.member.account_id for row in members(case, 1).rows if row.member.in_queue}


def test_the_queue_follows_what_people_said(case: Case) -> None:
    """Of a benign ring nobody; of a confirmed one its core but who was cleared; in the list and beside an account."""
    assert queued(case) == {"acct_a", "acct_b"}
    judge(case, "R-0001", "benign", "a firm")
    assert queued(case) == set()
    judge(case, "R-0001", "confirmed", "no firm")
    assert judge(case, "acct_b", "benign", "a victim").reach.queued == 0
    assert queued(case) == {"acct_a"}
    assert not sweeps.memberships(case, 1, ["acct_b"])["acct_b"].in_queue


def test_members_show_what_was_said_of_each(case: Case) -> None:
    """In a column of their own once anybody was judged."""
    assert {row.verdict for row in members(case, 1).rows} == {""}
    judge(case, "acct_b", "benign", "a victim")
    assert {row.member.account_id: row.verdict for row in members(case, 1).rows}["acct_b"] == "benign"


def test_a_judged_account_says_so_wherever_it_stands(case: Case) -> None:
    """On its own screen, and at its end of a link."""
    judge(case, "acct_b", "benign", "a victim")
    view = node(case, "acct_b")
    assert isinstance(view, AccountNode)
    assert view.judged is not None
    assert view.judged.verdict == "benign"
    link = why(case, "acct_a", "acct_b")
    assert link.first_judged is None
    assert link.second_judged == view.judged


def test_an_identifier_that_a_person_calls_a_hub_is_one(case: Case) -> None:
    """Its reason is shown; the answer says whose links end; taken back it is none."""
    answer = judge(case, "ip:203.0.113.7", "hub", "an office")
    assert (answer.reach.accounts, answer.reach.rings) == (3, (1,))
    view = node(case, "203.0.113.7")
    assert isinstance(view, IdentifierNode)
    assert (view.hub, view.judged is not None) == ("an office", True)
    back = retract(case, 1, "no office")
    assert back.stands is None
    view = node(case, "203.0.113.7")
    assert isinstance(view, IdentifierNode)
    assert (view.hub, view.judged) == ("", None)
    assert [one.verdict for one in view.words.judgements] == ["hub", "retracted"]


def test_notes_are_shown_and_decide_nothing(case: Case) -> None:
    """On ring, account and identifier; the ring still waits."""
    for text, on in (("R-0002", "R-0002"), ("acct_d", "acct_d"), ("203.0.113.8", "ip:203.0.113.8")):
        assert note(case, text, f"look at {on}").notes == 1
    assert note(case, "2", "again").notes == 2
    assert [one.text for one in ring(case, 2).words.notes] == ["look at R-0002", "again"]
    assert [one.text for one in node(case, "acct_d").words.notes] == ["look at acct_d"]
    assert [one.text for one in node(case, "ip:203.0.113.8").words.notes] == ["look at ip:203.0.113.8"]
    assert reviews(case)[2][0] is Review.NEW


@pytest.mark.parametrize(
    ("subject", "verdict", "reason", "hint"),
    [
        ("R-0099", "confirmed", "x", "did you mean R-0002?"),
        ("acct_aa", "confirmed", "x", "did you mean acct_a?"),
        ("R-0001", "confirm", "x", "did you mean confirmed?"),
        ("R-0001", "hub", "x", "of a ring say confirmed, rejected, benign or unsure"),
        ("ip:203.0.113.7", "confirmed", "x", "of an identifier say hub"),
        ("R-0001", "benign", "  ", "say in a sentence or two why"),
        ("R-0001", "benign", "x" * (LONGEST + 1), "say in a sentence or two why"),
        ("R-0001", "benign", "card 4111 1111 1111 1111", "say in a sentence or two why"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_kept(
    case: Case, subject: str, verdict: str, reason: str, hint: str
) -> None:
    """Unknown names with the nearest one, other verdicts, reasons that are none or hold a card number."""
    before = case.custody.head()
    with pytest.raises((NotFound, UsageError)) as error:
        judge(case, subject, verdict, reason)
    assert error.value.hint == hint
    assert "4111" not in error.value.message
    assert case.custody.head() == before


def test_a_ring_that_merged_away_is_not_judged_any_more(case: Case) -> None:
    """The error says under which id it lives on; a dormant ring can be judged."""
    write_sweep(case, [a_ring(3, 1, 3)], [], [LineageEvent(2, Change.MERGED, 3, 2)])
    with pytest.raises(UsageError, match="R-0002 merged into R-0003"):
        judge(case, "R-0002", "confirmed", "x")
    answer = judge(case, "R-0001", "confirmed", "x")
    assert answer.made.sweep_id == 1
    assert (rings(case).dormant, rings(case).dormant_to_do) == (1, 0)


def test_a_number_that_is_ring_and_account_is_asked_about(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Both are named; each can be said."""
    facts = Facts(exchanges=[exchange(name, 1, ip="203.0.113.7") for name in ("1", "2", "R-0001")])
    with fill(tmp_path_factory.mktemp("numbers") / "case", [facts]) as case:
        assert judge(case, "1", "benign", "no ring yet").made.about.type is Subject.MEMBER
        write_sweep(case, [a_ring(1, 1, 3)], [])
        for text in ("1", "R-0001"):
            with pytest.raises(UsageError, match="is a ring and an account"):
                judge(case, text, "benign", "x")
        assert judge(case, "account:R-0001", "benign", "x").made.about.name == "R-0001"
        assert judge(case, "r1", "benign", "x").made.about.type is Subject.RING


def test_kinds_that_a_mapping_declared_are_subjects_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Under their short word as well; the value may hold anything."""
    facts = Facts(
        exchanges=[exchange(name, 1, kind_badge="a:b\x1b[2J") for name in ("x", "y")], kinds=[Kind("badge", show="b")]
    )
    with fill(tmp_path_factory.mktemp("kinds") / "case", [facts]) as case:
        judge(case, "b:a:b\x1b[2J", "hub", "a test badge")
        assert [(hub.kind, hub.value) for hub in case.hubs()] == [("badge", "a:b\x1b[2J")]
        assert list(said.standing(case.ledger, Subject.IDENTIFIER)) == ["badge:a:b\x1b[2J"]
