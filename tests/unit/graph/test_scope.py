"""Which segments a view sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded.account_sums import SUSPENDED_WORDS
from fraudgraph.graph.embedded.activity import status_of
from fraudgraph.graph.embedded.scope import scope_of
from tests.contract.facts import Facts, fill
from tests.contract.oracle import DAY_US
from tests.contract.worlds import at, exchange


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """One segment of exchanges a day, 0 to 9; a payment that has no time; a sighting that has none."""
    days = [Facts(exchanges=[exchange("a", day + 0.25), exchange("b", day + 0.75)]) for day in range(10)]
    other = Facts(
        payments=[{"account_id": "a", "payment_instrument": "pm"}],
        sightings=[{"account_id": "a", "kind": "device", "value": "d"}],
    )
    with fill(tmp_path / "case", [*days, other]) as case:
        yield case


def counts(case: Case, view: View) -> tuple[int, int]:
    """Segments inside, segments cut."""
    scope = scope_of(case, view)
    return len(scope.inside), len(scope.cut)


def test_segments_inside_cut_and_outside(case: Case) -> None:
    """Only segments that a bound goes through are read row by row."""
    assert counts(case, View(at(10))) == (12, 0)
    assert counts(case, View(at(5))) == (7, 0)
    assert counts(case, View(at(5.5))) == (7, 1)
    assert counts(case, View(at(-1))) == (2, 0)


def test_window_cuts_what_may_be_older(case: Case) -> None:
    """A sighting may have a last_seen alone, so a window always looks; exchanges before it are left out."""
    assert counts(case, View(at(10), 3 * DAY_US)) == (3 + 1, 1)
    assert counts(case, View(at(10), 3 * DAY_US + DAY_US // 2)) == (3 + 1, 2)


def test_as_of_is_exclusive_and_the_window_inclusive(case: Case) -> None:
    """An exchange at as_of is not seen, one at the window's first instant is."""
    assert counts(case, View(at(0.75))) == (2, 1)
    assert counts(case, View(at(0.75) + 1)) == (3, 0)
    assert counts(case, View(at(1), at(1) - at(0.25)))[0] == 2
    assert counts(case, View(at(1), at(1) - at(0.25) - 1)) == (1, 2)


def test_later_loads_are_not_seen(case: Case) -> None:
    """A sweep is explained from the loads that it saw."""
    assert counts(case, View(at(10), last_load=4)) == (4, 0)
    assert scope_of(case, View(at(10), last_load=11)).key != scope_of(case, View(at(10), last_load=10)).key
    assert scope_of(case, View(at(10), last_load=11)).key == scope_of(case, View(at(12))).key


@pytest.mark.parametrize("word", ["", "active", "Open", " ENABLED "])
def test_words_of_an_open_account(word: str) -> None:
    """Whatever the case."""
    assert status_of(None, word, None, 0) == "open"


@pytest.mark.parametrize("word", SUSPENDED_WORDS)
def test_words_of_a_suspended_account(word: str) -> None:
    """Every one of them, whatever the case."""
    assert status_of(None, word.upper(), None, 0) == "suspended"


def test_what_says_most_decides_the_status() -> None:
    """The last action over the date, the date over the word; a word we do not know is kept, silence is unknown."""
    assert status_of(False, "suspended", 1, 5) == "open"
    assert status_of(True, "open", 9, 5) == "suspended"
    assert status_of(None, "suspended", 5, 5) == "open"
    assert status_of(None, "open", 4, 5) == "suspended"
    assert status_of(None, "on hold", None, 5) == "on hold"
    assert status_of(None, None, None, 5) == ""
