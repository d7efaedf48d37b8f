"""Days and hours in zones: summer time, half hours, and the sums that never change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.graph.clock import QUARTER_US
from fraudgraph.investigate.calendar import HOURS, Calendar, Unit, fitting, pause, weekday, weekdays

BERLIN, KOLKATA, KATHMANDU = (ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu"))
ZONES = (UTC, BERLIN, KOLKATA, KATHMANDU, ZoneInfo("America/Los_Angeles"), ZoneInfo("Australia/Lord_Howe"))


def quarter(text: str) -> int:
    """The quarter of `2026-03-29 00:45` UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * 1_000_000 // QUARTER_US


def days(calendar: Calendar, *texts: str) -> list[int]:
    """Days of the month that the quarters fall on."""
    found = calendar.daily(tuple(sorted((quarter(text), 1) for text in texts)))
    return [datetime.fromtimestamp(day * 86_400, UTC).day for day, many in found for _ in range(many)]


def test_a_day_begins_at_midnight_of_the_zone() -> None:
    """22:00 UTC is the next day in Berlin in summer, 23:00 in winter; 18:30 UTC is in Kolkata, 18:15 in Kathmandu."""
    assert days(Calendar(BERLIN), "2026-06-05 21:45", "2026-06-05 22:00") == [5, 6]
    assert days(Calendar(BERLIN), "2026-01-05 22:45", "2026-01-05 23:00") == [5, 6]
    assert days(Calendar(KOLKATA), "2026-06-05 18:15", "2026-06-05 18:30") == [5, 6]
    assert days(Calendar(KATHMANDU), "2026-06-05 18:00", "2026-06-05 18:15") == [5, 6]
    assert days(Calendar(), "2026-06-05 23:45", "2026-06-06 00:00") == [5, 6]


def test_an_hour_that_comes_twice_counts_twice_and_one_that_never_comes_has_none() -> None:
    """Berlin sets its clocks back at 01:00 UTC on 2026-10-25 and forward at 01:00 UTC on 2026-03-29, Sundays."""
    back = Calendar(BERLIN).week(((quarter("2026-10-25 00:00"), 3), (quarter("2026-10-25 01:00"), 4)))
    assert back[6][2] == 7
    forward = Calendar(BERLIN).week(((quarter("2026-03-29 00:45"), 1), (quarter("2026-03-29 01:00"), 1)))
    assert [forward[6][hour] for hour in (1, 2, 3)] == [1, 0, 1]


@given(
    st.dictionaries(st.integers(1_900_000, 2_100_000), st.integers(1, 9), min_size=1, max_size=40),
    st.sampled_from(ZONES),
)
def test_a_zone_moves_events_and_loses_none(counts: dict[int, int], zone: ZoneInfo) -> None:
    """And each lands where the clock of the zone says."""
    quarters = tuple(sorted(counts.items()))
    calendar = Calendar(zone)
    week = calendar.week(quarters)
    assert sum(map(sum, week)) == sum(many for _, many in calendar.daily(quarters)) == sum(counts.values())
    expected = [[0] * HOURS for _ in range(7)]
    for at, many in quarters:
        local = datetime.fromtimestamp(at * 900, zone)
        expected[local.weekday()][local.hour] += many
    assert [list(row) for row in week] == expected


@pytest.mark.parametrize("first", range(20_560, 20_567))
@pytest.mark.parametrize("length", [1, 6, 7, 8, 45])
def test_weekdays_are_counted(first: int, length: int) -> None:
    """As one would count them on a calendar."""
    names = [datetime.fromtimestamp(day * 86_400, UTC).weekday() for day in range(first, first + length)]
    assert weekdays(first, first + length - 1) == tuple(names.count(at) for at in range(7))
    assert weekday(first) == names[0]


def test_the_longest_pause() -> None:
    """Between two quarters with events; the first of two as long; none of one quarter."""
    assert pause(((10, 1), (11, 1), (15, 2), (19, 1))) == (12 * QUARTER_US, 15 * QUARTER_US)
    assert pause(((10, 1), (11, 1))) == (11 * QUARTER_US, 11 * QUARTER_US)
    assert pause(((10, 5),)) is None


@pytest.mark.parametrize(("span", "unit"), [(30, Unit.DAY), (31, Unit.WEEK), (203, Unit.WEEK), (204, Unit.MONTH)])
def test_rows_are_as_fine_as_a_screenful_allows(span: int, unit: Unit) -> None:
    """30 rows: as many days, else weeks, of which the first and last may be cut, else months."""
    assert fitting(20_000, 20_000 + span - 1, 30) is unit
