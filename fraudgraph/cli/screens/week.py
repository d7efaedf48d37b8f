"""The hours of the week as a grid of marks: who sleeps shows, who never does shows too."""

from collections.abc import Iterator
from fractions import Fraction

from fraudgraph.cli import numbers, times
from fraudgraph.cli.lines import Line, line, wrapped
from fraudgraph.cli.numbers import count
from fraudgraph.cli.screen import Canvas
from fraudgraph.graph.clock import Quarters
from fraudgraph.investigate.calendar import HOURS, WEEKDAYS, Calendar, weekdays

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LABEL = 11
_TICK = 3
"""An hour is named on every third mark."""
_WIDE = 80
_MANY = 100


def week(quarters: Quarters, calendar: Calendar, canvas: Canvas) -> Iterator[Line]:
    """A mark for each hour of the week: its mean over the weeks from the first to the last day. Nothing where nothing
    was counted.
    """
    if not quarters:
        return
    sums, days = calendar.week(quarters), calendar.daily(quarters)
    often = weekdays(days[0][0], days[-1][0])
    broad = 2 if canvas.width >= _WIDE else 1
    means = [_mean(sum(row), many) for row, many in zip(sums, often, strict=True)]
    marks = canvas.glyphs.spark([many * 1000 // max(often[at], 1) for at, row in enumerate(sums) for many in row])
    ticks = "".join(f"{hour:02}".ljust(_TICK * broad) for hour in range(0, HOURS, _TICK))
    yield line(f"{'hours':{_LABEL}}{ticks} {times.zone_name()}")
    for at, name in enumerate(NAMES):
        row = "".join(mark * broad for mark in marks[at * HOURS : (at + 1) * HOURS])
        mean = f"  {means[at]:>{max(map(len, means))}} a day" if canvas.width >= _WIDE and means[at] else ""
        yield line(f"{name:{_LABEL}}{row}{mean}")
    yield from wrapped(line(" " * _LABEL + _said(sums, often)), canvas.width, _LABEL)


def _said(sums: tuple[tuple[int, ...], ...], often: tuple[int, ...]) -> str:
    """`a mark an hour, mean of 6 or 7 weeks; busiest Thursday 13:00, 27,210 in all (0.6 %); flat is 0.6 %`."""
    hours = [(row[hour], at, hour) for at, row in enumerate(sums) for hour in range(HOURS)]
    top, at, hour = max(hours, key=lambda one: (one[0], -one[1], -one[2]))
    weeks = sorted({many for many in often if many})
    over = f"{weeks[0]}" if len(weeks) == 1 else f"{weeks[0]} or {weeks[-1]}"
    mean = f", mean of {over} weeks" if weeks[-1] > 1 else ""
    nothing = sum(1 for many, day, _ in hours if not many and often[day])
    asleep = f"; {count(nothing)} hours of the week have none" if nothing else "; no hour of the week has none"
    share = numbers.share(top, sum(one for one, _, _ in hours))
    return (
        f"a mark an hour{mean}; most on {NAMES[at]} at {hour:02}:00, {count(top)} in all ({share}; flat is "
        f"{numbers.share(1, WEEKDAYS * HOURS)}){asleep}"
    )


def _mean(events: int, days: int) -> str:
    """Events a day, whole where they are many; empty where there is no such day."""
    if not days:
        return ""
    if not events or events >= _MANY * days:
        return count(round(events / days))
    return numbers.tenths(Fraction(events, days))
