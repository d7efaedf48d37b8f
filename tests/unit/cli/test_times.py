"""Times are UTC, or in the zone asked for, to the second; durations have two units at most."""

from zoneinfo import ZoneInfo

import pytest

from fraudgraph.cli import given, times
from fraudgraph.cli.lines import line
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.zoned import in_zone
from fraudgraph.errors import UsageError
from tests.unit.cli.made_up import us

MOMENT = us("2026-06-05 23:58:40") + 123_456


def test_a_moment_is_shown_to_the_second_and_exact_in_json() -> None:
    """Screens round down to the second, JSON keeps microseconds and says Z."""
    assert times.stamp(MOMENT) == "2026-06-05 23:58:40 UTC"
    assert times.iso(MOMENT) == "2026-06-05T23:58:40.123456Z"
    assert times.minute(us("2026-06-06 00:00:00")) == "2026-06-06 00:00 UTC"
    assert times.minute(us("2026-06-06 00:00:07")) == "2026-06-06 00:00:07 UTC"


def test_what_is_unknown_is_not_a_date() -> None:
    """A column stays empty, a sentence says `?`, JSON says null."""
    assert (times.date(None), times.stamp(None), times.iso(None), times.between(None, None)) == ("", "?", None, "?")


def test_a_moment_before_1970_is_shown_like_any_other() -> None:
    """Negative microseconds are times too."""
    assert times.stamp(-1) == "1969-12-31 23:59:59 UTC"


@pytest.mark.parametrize(
    ("zone", "moment", "shown"),
    [
        ("Europe/Berlin", "2026-06-05 23:58:40", "2026-06-06 01:58:40 +02:00"),
        ("Europe/Berlin", "2026-01-05 23:58:40", "2026-01-06 00:58:40 +01:00"),
        ("Europe/Berlin", "2026-03-29 00:59:59", "2026-03-29 01:59:59 +01:00"),
        ("Europe/Berlin", "2026-03-29 01:00:00", "2026-03-29 03:00:00 +02:00"),
        ("Europe/Berlin", "2026-10-25 00:30:00", "2026-10-25 02:30:00 +02:00"),
        ("Europe/Berlin", "2026-10-25 01:30:00", "2026-10-25 02:30:00 +01:00"),
        ("America/St_Johns", "2026-06-05 02:00:00", "2026-06-04 23:30:00 -02:30"),
        ("Asia/Kathmandu", "2026-06-05 18:15:00", "2026-06-06 00:00:00 +05:45"),
    ],
)
def test_in_a_zone_the_hours_ahead_of_utc_stand_beside(zone: str, moment: str, shown: str) -> None:
    """Summer time and winter time, and the hour that comes twice; JSON does not move."""
    with times.shown_in(ZoneInfo(zone)):
        assert times.stamp(us(moment)) == shown
        assert times.date(us(moment)) == shown[:10]
        assert times.minute(us(moment)) in (shown, shown[:16] + shown[19:])
        assert times.iso(us(moment)) == f"{moment.replace(' ', 'T')}.000000Z"
    assert times.stamp(us(moment)) == f"{moment} UTC"


def test_what_a_zone_would_move_out_of_the_calendar_stays_in_utc() -> None:
    """The last instant of the year 9999 has no local time in Tokyo."""
    with times.shown_in(ZoneInfo("Asia/Tokyo")):
        assert times.stamp(us("9999-12-31 23:59:59")) == "9999-12-31 23:59:59 UTC"


def test_a_screen_says_its_zone_if_it_shows_a_time() -> None:
    """At its end, once; a screen without times does not."""
    timed = Screen(lambda canvas: [line(times.date(MOMENT))], dict)
    plain = Screen(lambda canvas: [line("nothing")], dict)
    for screen, shown in ((timed, 2), (plain, 1)):
        drawn = [one.plain for one in in_zone(screen, ZoneInfo("Asia/Tokyo")).draw(Canvas())]
        assert len(drawn) == shown
    assert "Asia/Tokyo" in [one.plain for one in in_zone(timed, ZoneInfo("Asia/Tokyo")).draw(Canvas())][-1]
    assert in_zone(timed, times.zone()) is timed


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (41, "41 s"),
        (799, "13 min 19 s"),
        (780, "13 min"),
        (187_261, "2 d 4 h"),
        (172_800, "2 d"),
        (3_605, "1 h"),
    ],
)
def test_durations_have_two_units_rounded_down(seconds: int, shown: str) -> None:
    """The second unit stands only next to the first, and only if there is any of it."""
    assert times.duration(seconds * times.SECOND_US) == shown


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-06-06", "2026-06-06 00:00:00"),
        ("2026-06-06T02:00:00+02:00", "2026-06-06 00:00:00"),
        ("2026-06-06 00:00:00Z", "2026-06-06 00:00:00"),
    ],
)
def test_a_time_may_be_typed_as_a_day_or_with_its_zone(text: str, moment: str) -> None:
    """A day begins at midnight UTC."""
    assert given.instant(text) == us(moment)


@pytest.mark.parametrize("text", ["2026-06-06T12:00:00", "yesterday", "2026-13-01", ""])
def test_a_time_without_zone_is_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UsageError):
        given.instant(text)


@pytest.mark.parametrize(("text", "days"), [("45d", 45.0), ("12h", 0.5), ("6w", 42.0), ("1440 min", 1.0)])
def test_a_span_is_a_number_with_its_unit(text: str, days: float) -> None:
    """Days, hours, weeks, minutes."""
    assert given.span(text) == days * times.DAY_US


@pytest.mark.parametrize("text", ["45", "0d", "-1d", "d", "1.5d", ""])
def test_a_span_without_unit_or_length_is_refused(text: str) -> None:
    """A bare number could be anything."""
    with pytest.raises(UsageError):
        given.span(text)
