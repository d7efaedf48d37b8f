"""Windows of seconds in which far more happens than at the pace around them: a scan statistic over times.

Under the background events fall independently at a pace that changes slowly. A window of w seconds that begins with an
event and holds c, where m = pace x w are expected, has the chance P(Poisson(m) >= c - 1) (Naus 1965; Kulldorff 1997);
it is kept if the chance, times all windows looked at, is at most ALLOWED, and if its events are at least 2 m. Of
windows that overlap the most surprising one stays. Which accounts the events belong to is not looked at.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from fraudgraph.detect.incidence import first_of_each
from fraudgraph.detect.timing.clock import off_habits

Index = NDArray[np.int64]
Floats = NDArray[np.float64]
ALLOWED = 0.05
"""Windows that a population without any coordination shows, in expectation."""
LEAST = 3
"""Events below which a window is not looked at."""
DENSE_SECONDS, DENSE_SHARE = 1 << 26, 16
"""A count for each second is held where the times span no more (two years), and no more for each event."""


@dataclass(frozen=True)
class Scan:
    """widths: of the windows, seconds; around: seconds on each side over which the pace is measured."""

    widths: tuple[int, ...]
    around: int


LOCKSTEP = Scan((1, 10, 60), 600)
SIGN_UP = Scan((10, 60, 600), 7200)


@dataclass(frozen=True)
class Windows:
    """Windows that do not overlap, by time. first: int64, the first second (since 1970); width: int64, seconds;
    expected: float64, events that the pace gives; looked: how many windows were looked at.
    """

    first: Index
    width: Index
    expected: Floats
    looked: int

    def holding(self, accounts: Index) -> NDArray[np.bool_]:
        """Whether each window is still surprising when so many different accounts are counted instead of events."""
        return surprising(accounts, self.expected, self.looked)


def is_dense(span: int, events: int) -> bool:
    """Whether a count for each of `span` seconds costs no more than sorting the events."""
    return span <= min(DENSE_SECONDS, DENSE_SHARE * events)


def surprising(count: Index, expected: Floats, looked: int) -> NDArray[np.bool_]:
    """Whether `count` events, with the one that begins a window, are too many for chance among so many looked at."""
    rare = gammainc(np.maximum(count - 1, 1), expected) * looked <= ALLOWED
    return np.asarray(rare & (count >= LEAST) & (count >= 2 * expected), dtype=np.bool_)


def scan(second: Index, count: Index, how: Scan) -> Windows:
    """The surprising windows of events. second: int64, ascending, without repetition; count: events in each."""
    second, count = off_habits(second, count)
    if len(second) == 0:
        return Windows(second, second, np.zeros(0), 0)
    before = _Before(second, count, max(how.widths))
    pace = _pace(second, before, how.around)
    looked, now = len(second) * len(how.widths), before(second)
    found: list[tuple[Index, Index, Floats, Index]] = []
    for width in how.widths:
        inside = before(second + width) - now
        promising = np.flatnonzero((inside >= LEAST) & (inside >= 2 * pace * width))
        kept = promising[surprising(inside[promising], pace[promising] * width, looked)]
        found.append((second[kept], np.full(len(kept), width), pace[kept] * width, inside[kept]))
    first, width_of, expected, inside = (np.concatenate(parts) for parts in zip(*found, strict=True))
    best = _best_of_overlapping(first, width_of, expected, inside)
    return Windows(first[best], width_of[best].astype(np.int64), expected[best], looked)


def _pace(second: Index, before: "_Before", around: int) -> Floats:
    """Events a second, from `around` seconds before to as many after; at the ends, of the part that lies inside."""
    since, until = np.maximum(second - around, second[0]), np.minimum(second + around, second[-1]) + 1
    return np.asarray((before(until) - before(since)) / np.maximum(until - since, around), dtype=np.float64)


class _Before:
    """How many events lie before a second, up to `reach` seconds beyond the first and the last one."""

    def __init__(self, second: Index, count: Index, reach: int) -> None:
        self._second, self._origin = second, int(second[0]) - reach
        self._total = np.concatenate([np.zeros(1, np.int64), np.cumsum(count, dtype=np.int64)])
        span = int(second[-1]) - self._origin + reach + 1
        self._dense = None
        if is_dense(span, len(second)):
            self._dense = np.zeros(span + 1, np.int64)
            self._dense[second - self._origin + 1] = count
            np.cumsum(self._dense, out=self._dense)

    def __call__(self, second: Index) -> Index:
        if self._dense is None:
            return np.asarray(self._total[np.searchsorted(self._second, second)], dtype=np.int64)
        return self._dense[second - self._origin]


def _best_of_overlapping(first: Index, width: Index, expected: Floats, inside: Index) -> Index:
    """Of each stretch of overlapping windows the most surprising one; ties to more events to one expected, then the
    earlier and the narrower.
    """
    if len(first) == 0:
        return np.zeros(0, np.int64)
    order = np.lexsort((width, first))
    ends = np.maximum.accumulate((first + width)[order])
    begins = np.ones(len(order), bool)
    begins[1:] = first[order][1:] >= ends[:-1]
    stretch = np.empty(len(order), np.int64)
    stretch[order] = np.cumsum(begins)
    chance = gammainc(inside - 1, expected)
    ranked = np.lexsort((width, first, -inside / np.maximum(expected, 1e-12), chance, stretch))
    top = first_of_each(stretch[ranked])
    return ranked[top]
