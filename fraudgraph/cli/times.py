"""Times as screens show them: in UTC or the zone asked for; durations in two units at most, rounded down."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from fraudgraph.cli.numbers import counted

SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Shown:
    """How times are shown. told: whether any was."""

    zone: tzinfo = UTC
    told: bool = False


_SHOWN: ContextVar[Shown] = ContextVar("shown", default=Shown())  # noqa: B039  the default is UTC, which says so itself
"""One command shows all its times in one zone. JSON and TSV stay in UTC."""


@contextmanager
def shown_in(zone: tzinfo) -> Iterator[Shown]:
    """Inside, times are shown in this zone."""
    shown = Shown(zone)
    token = _SHOWN.set(shown)
    try:
        yield shown
    finally:
        _SHOWN.reset(token)


def zone() -> tzinfo:
    """The zone in which times are shown."""
    return _SHOWN.get().zone


def zone_name() -> str:
    """`UTC`, or `Europe/Berlin`."""
    return str(zone())


def zone_days(number: int) -> str:
    """`45 UTC days`, `1 day in Europe/Berlin`: days of the zone in which times are shown."""
    return counted(number, "UTC day") if zone() is UTC else f"{counted(number, 'day')} in {zone_name()}"


def utc_days(number: int) -> str:
    """`45 days`: of UTC, which is said where times are shown in another zone."""
    return counted(number, "day" if zone() is UTC else "UTC day")


def at(us: int) -> datetime:
    """UTC microseconds as a datetime of UTC, exact."""
    return _EPOCH + timedelta(microseconds=us)


def moment(us: int | None) -> str:
    """`2026-06-05 23:58:40`, without the zone; `?` where unknown."""
    return "?" if us is None else f"{_local(us):%Y-%m-%d %H:%M:%S}"


def stamp(us: int | None) -> str:
    """`2026-06-05 23:58:40 UTC`, in other zones with what their clocks are ahead: `2026-06-06 01:58:40 +02:00`."""
    return "?" if us is None else f"{moment(us)} {_ahead(us)}"


def minute(us: int) -> str:
    """`2026-06-06 00:00 UTC`, with seconds where they are not zero."""
    return f"{_local(us):%Y-%m-%d %H:%M} {_ahead(us)}" if us % (60 * SECOND_US) == 0 else stamp(us)


def date(us: int | None) -> str:
    """`2026-06-05`; empty where unknown, for columns."""
    return "" if us is None else f"{_local(us):%Y-%m-%d}"


def day(number: int) -> str:
    """Days since 1970-01-01 as `2026-06-05`, whatever the zone in which they were counted."""
    return f"{at(number * DAY_US):%Y-%m-%d}"


def _local(us: int) -> datetime:
    """In the zone; in UTC what the zone would move out of the years 1 to 9999."""
    _SHOWN.get().told = True
    try:
        return at(us).astimezone(zone())
    except OverflowError:
        return at(us)


def _ahead(us: int) -> str:
    local = _local(us)
    return "UTC" if local.tzinfo is UTC else f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:5]


def between(first_us: int | None, last_us: int | None) -> str:
    """`2026-05-03 to 2026-05-29`; one date where both are the same day; `?` where unknown."""
    if first_us is None or last_us is None:
        return "?"
    first, last = date(first_us), date(last_us)
    return first if first == last else f"{first} to {last}"


def iso(us: int | None) -> str | None:
    """RFC 3339 with microseconds and Z, for JSON and TSV."""
    return None if us is None else f"{at(us):%Y-%m-%dT%H:%M:%S.%f}Z"


def duration(us: int) -> str:
    """`41 s`, `13 min`, `2 d 4 h`: at most two units, rounded down."""
    seconds = max(us, 0) // SECOND_US
    parts = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        amount, seconds = divmod(seconds, length)
        parts.append((amount, unit))
    first = next((index for index, (amount, _) in enumerate(parts) if amount), len(parts) - 1)
    return " ".join(
        f"{amount} {unit}" for amount, unit in parts[first : first + 2] if amount or len(parts) == first + 1
    )


def apart(us: int) -> str:
    """`31 days` of two days or more, else as durations are: for sentences."""
    return f"{us // DAY_US:,} days" if us >= 2 * DAY_US else duration(us)


def elapsed(seconds: float) -> str:
    """What a stage took: tenths under a minute, then as durations are."""
    return f"{seconds:.1f} s" if seconds < 60 else duration(int(seconds * SECOND_US))
