"""Times are UTC to the second; durations have two units at most."""

import pytest

from fraudgraph.cli import given, times
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
