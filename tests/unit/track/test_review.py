"""When a verdict on a ring does not hold any more."""

import pytest

from fraudgraph.model.rings import Change
from fraudgraph.track.review import REOPENING, Look, reopened

THEN = Look(100, 1000, frozenset({"ownership", "network"}))


def test_a_ring_that_is_as_it_was_stays_closed() -> None:
    """So does one that shrank, lost a family, or grew by less than a fifth."""
    assert reopened(THEN, THEN, ()) == ()
    assert reopened(THEN, Look(119, 1199, frozenset({"ownership"})), [Change.GREW]) == ()
    assert reopened(THEN, Look(10, 10, frozenset()), [Change.SHRANK, Change.SAME, Change.DORMANT]) == ()


def test_a_fifth_more_accounts_or_bits_reopen_it() -> None:
    """Exactly a fifth is enough; the reason says from where to where."""
    assert reopened(THEN, Look(120, 1000, THEN.families), ()) == ("accounts grew from 100 to 120",)
    assert reopened(THEN, Look(100, 1200, THEN.families), ()) == ("the bits that link it grew by a fifth or more",)


def test_growth_is_measured_from_what_was_judged_even_from_nothing() -> None:
    """A ring of 4 grows by one; bits that were not above zero grow by any."""
    assert reopened(Look(4, 0, frozenset()), Look(5, 0, frozenset()), ()) != ()
    assert reopened(Look(4, -7, frozenset()), Look(4, -6, frozenset()), ()) != ()


def test_a_family_that_was_not_there_reopens_it() -> None:
    """What links it now was not before the person who judged."""
    now = Look(100, 1000, THEN.families | {"content"})
    assert reopened(THEN, now, ()) == ("content links it too now",)


@pytest.mark.parametrize("event", REOPENING)
def test_split_merger_and_return_reopen_it(event: Change) -> None:
    """Whatever its size."""
    assert reopened(THEN, THEN, [Change.SAME, event]) == (event.value,)
