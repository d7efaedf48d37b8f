"""Judgements in the ledger: who said what, what stands, and what is taken back but not lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fraudgraph.case import Case, Hub, Load, judgements, said
from fraudgraph.case.judgements import Draft
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.model.judgement import About, Said, Subject

RING = About(Subject.RING, "R-0001")
CARD = About(Subject.IDENTIFIER, "payment_instrument:pm_test:4242")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new case with a hub that came with a mapping."""
    with Case.create_or_open(tmp_path / "case") as case:
        with case.writing("load"):
            case.commit_load(Load(1, 0, (), {}, hubs=(Hub("ip", "198.51.100.9", "gateway", "mapping"),)))
        yield case


def test_a_judgement_is_numbered_and_kept_with_who_when_and_why(case: Case) -> None:
    """J-0001 on; the custody log says that it was made, and neither its subject nor its reason."""
    (first,) = judgements.record(case, [Draft(RING, Said.CONFIRMED, "one operator", sweep_id=3)])
    assert (first.judgement_id, first.actor, first.sweep_id) == (1, case.config.actor, 3)
    assert said.find(case.ledger, 1) == first
    record = list(case.custody.records())[-1]
    assert (record.action, record.subject) == ("judge", "J-0001")
    assert "one operator" not in record.detail
    assert "R-0001" not in record.detail


def test_the_custody_log_shows_that_a_judgement_was_not_changed(case: Case) -> None:
    """With the salt of the row its hash can be made again; with another reason it cannot."""
    judgements.record(case, [Draft(RING, Said.CONFIRMED, "one operator")])
    salt = case.ledger.execute("SELECT salt FROM judgements").fetchone()[0]
    detail = list(case.custody.records())[-1].detail
    assert judgements.sealed(salt, "R-0001", "one operator") in detail
    assert judgements.sealed(salt, "R-0001", "two operators") not in detail


def test_the_latest_said_stands_not_the_latest_recorded(case: Case) -> None:
    """An old ban that is taken in later does not outrank what a person said since."""
    now, old = Draft(RING, Said.BENIGN, "a firm"), Draft(RING, Said.CONFIRMED, "an old list", at_us=1)
    judgements.record(case, [now, old])
    assert said.standing(case.ledger, Subject.RING)["R-0001"].reason == "a firm"
    assert [one.reason for one in said.history(case.ledger, RING)] == ["a firm", "an old list"]


def test_taking_back_leaves_the_history_and_what_was_said_before_stands_again(case: Case) -> None:
    """J-0003 says that J-0002 does not stand; both are still there."""
    judgements.record(case, [Draft(RING, Said.CONFIRMED, "cards"), Draft(RING, Said.BENIGN, "a firm")])
    assert judgements.retract(case, 2, "wrong firm").judgement_id == 3
    assert said.standing(case.ledger, Subject.RING)["R-0001"].reason == "cards"
    history = said.history(case.ledger, RING)
    assert [(one.verdict, one.retracted_by) for one in history] == [
        ("confirmed", None),
        ("benign", 3),
        ("retracted", None),
    ]


def test_what_does_not_stand_cannot_be_taken_back(case: Case) -> None:
    """Twice, or the taking back itself, or a number that nobody gave."""
    judgements.record(case, [Draft(RING, Said.CONFIRMED, "cards")])
    judgements.retract(case, 1, "wrong")
    for number, words in ((1, "taken back by J-0002"), (2, "J-0002 is none")):
        with pytest.raises(UsageError, match=words):
            judgements.retract(case, number, "again")
    with pytest.raises(NotFound, match="no judgement J-0009") as error:
        judgements.retract(case, 9, "why")
    assert error.value.hint == "the last one is J-0002"
    assert len(said.history(case.ledger, RING)) == 2


def test_judgements_are_kept_all_or_none(case: Case) -> None:
    """A failure in the middle of many leaves nothing, not even a custody record."""

    def drafts() -> Iterator[Draft]:
        yield Draft(RING, Said.CONFIRMED, "cards")
        raise RuntimeError

    before = case.custody.head()
    with pytest.raises(RuntimeError):
        judgements.record(case, drafts())
    assert said.history(case.ledger, RING) == ()
    assert case.custody.head() == before


def test_an_identifier_called_a_hub_is_one_until_it_is_taken_back(case: Case) -> None:
    """Beside those that came with files; its name may hold colons; who said it is the judgement."""
    judgements.record(case, [Draft(CARD, Said.HUB, "the processor's test token")])
    assert case.hubs() == (
        Hub("ip", "198.51.100.9", "gateway", "mapping"),
        Hub("payment_instrument", "pm_test:4242", "the processor's test token", "J-0001"),
    )
    judgements.retract(case, 1, "a real card")
    assert [hub.kind for hub in case.hubs()] == ["ip"]
