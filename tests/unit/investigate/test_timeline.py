"""`timeline`: what is counted of a ring, an account and an identifier, and what is said of actions."""

from itertools import pairwise
from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.graph.clock import QUARTER_US, Action
from fraudgraph.investigate.calendar import Calendar, Unit
from fraudgraph.investigate.timeline import shut_of, timeline
from fraudgraph.investigate.views.timeline import Shut, Subject, TimelineView
from fraudgraph.model.rings import Tier
from tests.contract.facts import Facts, add, fill
from tests.contract.worlds import at, exchange
from tests.unit.investigate.conftest import RING_1, a_member, a_ring, write_sweep

HOUR = 1 / 24


def action(account: str, day: float, word: str, reason: str = "") -> dict[str, object]:
    """One action."""
    return {"account_id": account, "action": word, "at": at(day), "reason": reason}


def test_ring(case: Case) -> None:
    """Exchanges of all members by quarter, the first exchange of each, sign-ups, and the date of a suspension."""
    view = timeline(case, "R-0001")
    assert (view.subject, view.name, view.accounts, view.counted) == (Subject.RING, "R-0001", 3, "exchanges")
    assert (view.events, sum(many for _, many in view.quarters)) == (12, 12)
    assert view.firsts == tuple(at(n / 100) for n in range(3))
    assert view.sign_ups == (at(-31), at(-1), at(-1))
    assert [(one.account_id, one.action, one.at_us) for one in view.actions] == [("acct_c", "suspended", at(8))]
    assert view.shut == Shut(1, 0, 0)
    assert (view.first_us, view.last_us) == (at(0), at(9))
    assert (view.begins_with_facts, view.cut_by_end) == (True, True)


@pytest.mark.parametrize("text", ["R-0001", "r1", "1", "ring:1", "ring:R-0001", "R-1"])
def test_ring_however_it_is_written(case: Case, text: str) -> None:
    """As every command takes it."""
    assert timeline(case, text).name == "R-0001"


def test_account_that_is_called_like_a_ring(case: Case) -> None:
    """Is not guessed: both spellings are offered, and both work."""
    add(case, Facts(exchanges=[exchange("R-0001", 1)]))
    write_sweep(case, [a_ring(1, 1, 1)], [a_member("acct_a", 1, Tier.CORE, 9)])
    with pytest.raises(UsageError, match="a ring and an account"):
        timeline(case, "R-0001")
    assert timeline(case, "ring:R-0001").subject is Subject.RING
    assert timeline(case, "account:R-0001").subject is Subject.ACCOUNT


def test_what_nobody_knows_is_refused(case: Case) -> None:
    """A ring that is not there, and a name that is nowhere, with a near one."""
    with pytest.raises(NotFound, match="R-0099"):
        timeline(case, "R-0099")
    with pytest.raises(NotFound, match="acct_aa"):
        timeline(case, "acct_aa")


def test_account(case: Case) -> None:
    """Its own exchanges."""
    view = timeline(case, "acct_a")
    assert (view.subject, view.events, view.accounts) == (Subject.ACCOUNT, 5, 1)
    assert [many for _, many in Calendar().daily(view.quarters)] == [1] * 5


def test_identifier_counts_payments_of_what_is_paid_with(case: Case) -> None:
    """Payments first, and how many exchanges show it beside; new holders by their first sighting."""
    view = timeline(case, "payment:pm_1")
    assert (view.counted, view.events, view.beside, view.accounts) == ("payments", 3, (("exchanges", 9),), 3)
    assert view.firsts == tuple(at(n / 100) for n in range(3))
    address = timeline(case, "2001:db8::1")
    assert (address.counted, address.events, address.name, address.accounts) == ("exchanges", 4, "2001:db8::/64", 4)


def test_identifier_without_a_clock_says_so(tmp_path: Path) -> None:
    """A table of sightings has spans alone: nothing is counted, first and last times are told."""
    rows = [{"account_id": n, "kind": "device", "value": "d", "first_seen": at(1), "last_seen": at(2)} for n in "ab"]
    with fill(tmp_path / "case", [Facts(sightings=rows)]) as case:
        view = timeline(case, "device:d")
    assert (view.counted, view.quarters, view.firsts) == ("", (), (at(1), at(1)))
    assert (view.first_us, view.last_us) == (at(1), at(2))


def test_what_a_sweep_did_not_see_is_not_counted(case: Case) -> None:
    """Facts loaded after the sweep are not in the timeline of its ring."""
    add(case, Facts(exchanges=[exchange("acct_a", 10)], actions=[action("acct_a", 9.5, "blocked")]))
    view = timeline(case, "R-0001")
    assert (view.events, len(view.actions)) == (12, 1)


@pytest.mark.parametrize(
    ("actions", "shut"),
    [
        ([], Shut(0, 0, 0)),
        ([("a", 1, "warned")], Shut(0, 0, 0)),
        ([("a", 1, "Blocked")], Shut(1, 0, 1)),
        ([("a", 5, "blocked")], Shut(1, 0, 0)),
        ([("a", 1, "blocked"), ("a", 2, "reinstated")], Shut(1, 1, 0)),
        ([("a", 1, "reinstated")], Shut(0, 0, 0)),
        ([("a", 1, "suspended"), ("a", 2, "reinstated"), ("a", 3, "blocked")], Shut(1, 0, 1)),
        ([("a", 1, "suspended"), ("b", 2, "blocked")], Shut(2, 0, 1)),
    ],
)
def test_what_became_of_accounts_that_were_shut(actions: list[tuple[str, int, str]], shut: Shut) -> None:
    """The last action of each decides; an exchange after it is told. a acts last on day 4, b never."""
    given = [Action(account, at(day), word) for account, day, word in actions]
    assert shut_of(given, {"a": at(4), "b": -1}) == shut


def acted(folder: Path) -> TimelineView:
    """Three members: two are blocked on day 4, and a third begins a day later."""
    busy = [exchange(a, n / 4, ip="192.0.2.1") for a in RING_1[:2] for n in range(16)]
    late = [exchange(RING_1[2], 5 + n / 4, ip="192.0.2.1") for n in range(20)]
    other = [exchange("other", 0.1), exchange("other", 12)]
    done = [
        action(RING_1[0], 4, "blocked"),
        action(RING_1[1], 4 + HOUR, "suspended", "card"),
        action("other", 6, "warned"),
    ]
    with fill(folder / "case", [Facts(exchanges=busy + late + other, actions=done)]) as case:
        write_sweep(case, [a_ring(1, 1, 3)], [a_member(a, 1, Tier.CORE, 20) for a in RING_1])
        return timeline(case, "R-0001")


def test_what_came_after_actions(tmp_path: Path) -> None:
    """Exchanges and newcomers in the 72 h before the first and after the last action of a day."""
    (wave,) = Calendar().waves(acted(tmp_path))
    assert (wave.accounts, wave.actions) == (2, (("blocked", 1), ("suspended", 1)))
    assert (wave.first_us, wave.last_us) == (at(4), at(4 + HOUR))
    assert (wave.events_before, wave.events_after) == (24, 9)
    assert (wave.firsts_before, wave.firsts_after) == (0, 1)


def test_what_the_facts_do_not_reach_is_unknown(tmp_path: Path) -> None:
    """Not zero: 72 h after an action near the end of facts nobody knows."""
    rows = [exchange("a", day) for day in (0, 9)]
    with fill(tmp_path / "case", [Facts(exchanges=rows, actions=[action("a", 8, "blocked")])]) as case:
        (wave,) = Calendar().waves(timeline(case, "a"))
    assert (wave.events_before, wave.events_after) == (0, None)


def test_days_without_any_are_told(tmp_path: Path) -> None:
    """Runs of days between the first and the last exchange, longest first."""
    rows = [exchange("a", day) for day in (0, 1, 5, 6, 8)]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = timeline(case, "a")
    first = view.quarters[0][0] // 96
    assert [(gap.first_day - first, gap.days) for gap in Calendar().silences(view)] == [(2, 3), (7, 1)]


def test_spans_add_up_however_they_are_cut(tmp_path: Path) -> None:
    """Days, weeks and months hold the same exchanges, newcomers and actions, and leave no day out."""
    view = acted(tmp_path)
    for unit in Unit:
        spans = Calendar().spans(view, unit)
        assert sum(span.events for span in spans) == view.events == 52
        assert sum(span.firsts for span in spans) == 3
        assert sum(many for span in spans for _, many in span.actions) == len(view.actions)
        assert all(one.last_day + 1 == other.first_day for one, other in pairwise(spans))


def test_quarters_begin_with_the_epoch(case: Case) -> None:
    """Whole quarters of UTC, so that any zone is a sum of them."""
    view = timeline(case, "acct_a")
    assert view.quarters[0] == (at(0) // QUARTER_US, 1)
