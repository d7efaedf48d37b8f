"""Windows of seconds that hold far more than the pace around them, and none where there is only chance or habit."""

import numpy as np
import pytest

from fraudgraph.detect.timing import windows
from fraudgraph.detect.timing.windows import LOCKSTEP, SIGN_UP, is_dense, scan
from tests.unit.detect.timing.crowds import DAY, T0, by_day, counted


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("events", [300, 20_000, 400_000])
def test_a_crowd_without_coordination_shows_nothing(seed: int, events: int) -> None:
    """Whatever the size, and though its pace quadruples from night to afternoon."""
    found = scan(*counted(by_day(np.random.default_rng(seed), events, 20)), LOCKSTEP)
    assert len(found.first) == 0


@pytest.mark.parametrize("seed", range(3))
def test_what_happens_together_is_found_once_each_time(seed: int) -> None:
    """40 accounts within 8 seconds, 30 times, in a crowd of 50 an hour to 200: one window of ten seconds each."""
    draw = np.random.default_rng(seed)
    moments = np.sort(T0 + 97 * 37 + draw.choice(20 * 140, 30, replace=False) * 600 + draw.integers(0, 500, 30))
    together = np.concatenate([moment + draw.integers(0, 8, 40) for moment in moments])
    crowd = by_day(draw, 40_000, 20)
    found = scan(*counted([*crowd, *together]), LOCKSTEP)
    assert len(found.first) == 30
    assert np.abs(found.first - moments).max() <= 10
    assert set(found.width.tolist()) <= {10, 60}


def test_both_ends_of_the_data_are_no_surprise() -> None:
    """Where nothing is known before the first event the pace is not halved."""
    second = np.arange(T0, T0 + DAY // 4)
    found = scan(second, np.random.default_rng(1).poisson(20, len(second)).astype(np.int64) + 1, LOCKSTEP)
    assert len(found.first) == 0


def test_times_kept_to_the_minute_hold_nothing() -> None:
    """All events of a minute fall on one second there: nobody can say who came together."""
    rough = by_day(np.random.default_rng(2), 60_000, 20) // 60 * 60
    assert len(scan(*counted(rough), LOCKSTEP).first) == 0


def test_machines_that_obey_the_clock_are_a_habit() -> None:
    """30 strangers' machines act at every full hour, within 20 seconds: every hour the same, so it says nothing."""
    draw = np.random.default_rng(3)
    hours = T0 + np.arange(20 * 24) * 3600
    machines = np.concatenate([hour + draw.integers(0, 20, 30) for hour in hours])
    assert len(scan(*counted([*by_day(draw, 60_000, 20), *machines]), LOCKSTEP).first) == 0


def test_once_a_day_at_a_full_hour_is_no_habit() -> None:
    """The same, but once a day: every day's moment is a window."""
    draw = np.random.default_rng(4)
    days = T0 + np.arange(20) * DAY + 3 * 3600
    machines = np.concatenate([day + draw.integers(0, 9, 60) for day in days])
    assert len(scan(*counted([*by_day(draw, 60_000, 20), *machines]), LOCKSTEP).first) == 20


def test_sign_ups_in_a_batch_are_found_over_years() -> None:
    """25 accounts made in 200 seconds among 20,000 of three years; a launch day of 2,000 is a pace, not a batch."""
    draw = np.random.default_rng(5)
    everyone = T0 + draw.integers(0, 1000 * DAY, 20_000)
    launch = T0 + 400 * DAY + draw.integers(0, DAY, 2000)
    batch = T0 + 700 * DAY + 1234 + np.arange(25) * 8
    found = scan(*counted([*everyone, *launch, *batch]), SIGN_UP)
    assert len(found.first) == 1
    assert 0 <= int(batch[0]) - int(found.first[0]) <= 600


def test_different_accounts_count_not_events() -> None:
    """A window that one account fills alone is none once accounts are counted."""
    draw = np.random.default_rng(6)
    alone = np.full(50, T0 + 5 * DAY + 4321)
    found = scan(*counted([*by_day(draw, 20_000, 20), *alone]), LOCKSTEP)
    assert found.holding(np.ones(len(found.first), np.int64)).tolist() == [False] * len(found.first)
    assert found.holding(np.full(len(found.first), 50)).all()
    assert len(found.first) == 1


def test_nothing_gives_nothing() -> None:
    """No event, no window."""
    assert len(scan(*counted([]), SIGN_UP).first) == 0


def test_seconds_are_counted_or_searched_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """A count for every second of two years is not held for a few sign-ups; what is found does not depend on it."""
    draw = np.random.default_rng(4)
    times = counted([*by_day(draw, 40_000, 20), *(T0 + 40_000 + draw.integers(0, 8, 60))])
    assert not is_dense(1 << 26, 60_000)
    found = []
    for share in (0, 1000):
        monkeypatch.setattr(windows, "DENSE_SHARE", share)
        found.append(scan(*times, LOCKSTEP))
    assert len(found[0].first) == 1
    for one, other in zip(*((some.first, some.width, some.expected) for some in found), strict=True):
        assert one.tolist() == other.tolist()
