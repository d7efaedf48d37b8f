"""Days, weeks and hours of the week in one zone, of what was counted by quarters of an hour of UTC."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, groupby, pairwise

from fraudgraph.graph.clock import QUARTER_US, Action, Quarters
from fraudgraph.investigate.desk import DAY_US
from fraudgraph.investigate.timeline import SHUTS
from fraudgraph.investigate.views.timeline import Subject, TimelineView

HOURS, WEEKDAYS = 24, 7
REACH_US = 72 * 3600 * 1_000_000
"""How far before and after actions one looks."""
_QUARTER_S = QUARTER_US // 1_000_000
_EPOCH = date(1970, 1, 1).toordinal()


class Unit(StrEnum):
    """What a row of the table is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """One row: from day to day (days since 1970-01-01 in the zone, both ends counted), and what fell into it.

    firsts: first exchanges of members, or first sightings of holders; actions: (word, how many), most first.
    """

    first_day: int
    last_day: int
    events: int
    firsts: int
    sign_ups: int
    actions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """The actions of a day that shut accounts of a ring or of holders, or one action of one account; and what lies in
    the 72 h before the first and after the last of them (None: the facts do not reach so far).
    """

    first_us: int
    last_us: int
    actions: tuple[tuple[str, int], ...]
    accounts: int
    events_before: int | None
    events_after: int | None
    firsts_before: int | None
    firsts_after: int | None


@dataclass(frozen=True, slots=True)
class Silence:
    """Days in a row without anything, both ends counted."""

    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        """How many."""
        return self.last_day - self.first_day + 1


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days and hours of a zone, its changes of the clock taken into account."""

    zone: tzinfo = UTC

    def day(self, us: int) -> int:
        """Days since 1970-01-01 in the zone."""
        return (us + _offset_us(self.zone, us // QUARTER_US)) // DAY_US

    def daily(self, quarters: Quarters) -> tuple[tuple[int, int], ...]:
        """(day, how many), days without any left out."""
        days: Counter[int] = Counter()
        for quarter, many in quarters:
            days[self.day(quarter * QUARTER_US)] += many
        return tuple(sorted(days.items()))

    def week(self, quarters: Quarters) -> tuple[tuple[int, ...], ...]:
        """How many in each hour of the week: 7 rows of 24, Monday first. Where the clock is set back an hour of a day
        comes twice, and counts twice.
        """
        hours = [[0] * HOURS for _ in range(WEEKDAYS)]
        for quarter, many in quarters:
            local = quarter * QUARTER_US + _offset_us(self.zone, quarter)
            hours[weekday(local // DAY_US)][local % DAY_US // (DAY_US // HOURS)] += many
        return tuple(map(tuple, hours))

    def reach(self, view: TimelineView) -> tuple[int, int] | None:
        """First and last day of anything: events, first times, actions. None where nothing has a time."""
        times = [us for us in (view.first_us, view.last_us) if us is not None]
        times += [one.at_us for one in (view.actions[:1] + view.actions[-1:])]
        times += [quarter * QUARTER_US for quarter, _ in (view.quarters[:1] + view.quarters[-1:])]
        return (self.day(min(times)), self.day(max(times))) if times else None

    def spans(self, view: TimelineView, unit: Unit) -> tuple[Span, ...]:
        """Every day, week (from Monday) or month of the reach; the first and the last one may be cut by it."""
        reach = self.reach(view)
        if reach is None:
            return ()
        events, firsts, sign_ups = dict(self.daily(view.quarters)), self._count(view.firsts), self._count(view.sign_ups)
        actions = defaultdict(list)
        for one in view.actions:
            actions[self.day(one.at_us)].append(one)
        found = []
        for _, days in groupby(range(reach[0], reach[1] + 1), key=lambda day: _start(day, unit)):
            own = list(days)
            seen, new, made = (sum(known.get(day, 0) for day in own) for known in (events, firsts, sign_ups))
            done = words(one for day in own for one in actions.get(day, ()))
            found.append(Span(own[0], own[-1], seen, new, made, done))
        return tuple(found)

    def silences(self, view: TimelineView) -> tuple[Silence, ...]:
        """Runs of days without any event between the first and the last one, longest first."""
        days = [day for day, _ in self.daily(view.quarters)]
        found = (Silence(one + 1, other - 1) for one, other in pairwise(days) if other > one + 1)
        return tuple(sorted(found, key=lambda gap: (-gap.days, gap.first_day)))

    def waves(self, view: TimelineView) -> tuple[Wave, ...]:
        """Of an account every action, else every day on which accounts were shut; in order."""
        around = _Around(view)
        if view.subject is Subject.ACCOUNT:
            return tuple(around.wave([action]) for action in view.actions)
        shut = [one for one in view.actions if one.action.lower() in SHUTS]
        return tuple(around.wave(list(own)) for _, own in groupby(shut, key=lambda action: self.day(action.at_us)))

    def _count(self, times: Sequence[int]) -> Counter[int]:
        return Counter(map(self.day, times))


class _Around:
    """Sums over stretches of time."""

    def __init__(self, view: TimelineView) -> None:
        self.view = view
        self.quarters = [quarter for quarter, _ in view.quarters]
        self.sums = [0, *accumulate(many for _, many in view.quarters)]

    def wave(self, own: Sequence[Action]) -> Wave:
        """What lies around some actions, which are in their order."""
        first, last = own[0].at_us, own[-1].at_us
        before = self._known(first - REACH_US, first)
        after = self._known(last, last + REACH_US)
        return Wave(
            first,
            last,
            words(own),
            len({one.account_id for one in own}),
            self._events(*before) if before else None,
            self._events(*after) if after else None,
            self._firsts(*before) if before else None,
            self._firsts(*after) if after else None,
        )

    def _known(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch, where the facts cover it."""
        first, last = self.view.facts_start_us, self.view.facts_end_us
        return (start, end) if first is not None and last is not None and first <= start and end <= last else None

    def _events(self, start: int, end: int) -> int:
        """Events of the quarters that begin in the stretch."""
        low, high = (bisect_left(self.quarters, -(-us // QUARTER_US)) for us in (start, end))
        return self.sums[high] - self.sums[low]

    def _firsts(self, start: int, end: int) -> int:
        return bisect_right(self.view.firsts, end) - bisect_right(self.view.firsts, start)


def words(actions: Iterable[Action]) -> tuple[tuple[str, int], ...]:
    """(action in small letters, how many), most first."""
    counts = Counter(one.action.lower() for one in actions)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def pause(quarters: Quarters) -> tuple[int, int] | None:
    """The longest time between two quarters with events, as UTC microseconds; None of less than two quarters."""
    gaps = [(other - one, one) for (one, _), (other, _) in pairwise(quarters)]
    if not gaps:
        return None
    length, start = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    return (start + 1) * QUARTER_US, (start + length) * QUARTER_US


def weekday(day: int) -> int:
    """0 for Monday to 6; day: days since 1970-01-01, a Thursday."""
    return (day + 3) % WEEKDAYS


def weekdays(first_day: int, last_day: int) -> tuple[int, ...]:
    """How many Mondays, Tuesdays, ... there are from day to day, both ends counted."""
    whole, rest = divmod(last_day - first_day + 1, WEEKDAYS)
    over = {weekday(first_day + n) for n in range(rest)}
    return tuple(whole + (at in over) for at in range(WEEKDAYS))


def fitting(first_day: int, last_day: int, rows: int) -> Unit:
    """The finest unit of which so many rows reach from day to day."""
    days = last_day - first_day + 1
    if days <= rows:
        return Unit.DAY
    return Unit.WEEK if days <= WEEKDAYS * (rows - 1) else Unit.MONTH


def _start(day: int, unit: Unit) -> int:
    """The day with which the unit of a day begins."""
    if unit is Unit.DAY:
        return day
    if unit is Unit.WEEK:
        return day - weekday(day)
    return date.fromordinal(day + _EPOCH).replace(day=1).toordinal() - _EPOCH


@lru_cache(maxsize=1 << 17)
def _offset_us(zone: tzinfo, quarter: int) -> int:
    """How far the clocks of the zone are ahead of UTC in that quarter of an hour."""
    offset = datetime.fromtimestamp(quarter * _QUARTER_S, zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds()) * 1_000_000
