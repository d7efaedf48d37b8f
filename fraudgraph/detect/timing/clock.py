"""Habits of the clock: moments of the minute and of the hour at which anybody's machines act.

A crontab knows only whole minutes, and a log may keep no more than minutes. What falls on a place of the minute that
the whole population prefers, or on ten seconds of the hour that are unusually full hour after hour, says nothing about
who acts together: strangers whose machines obey the same clock meet there again and again. It is left out.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

Index = NDArray[np.int64]
MINUTE, HOUR, TILE = 60, 3600, 10
FACTOR = 1.5
"""A place of the minute with so many times what the median place has is a habit, if chance does not explain it."""
DEVIATIONS = 5.0
FULL = 0.01
"""Chance below which a tile (10 seconds) is unusually full."""
OFTEN = 0.15
"""Share of the hours in which one tile of the hour is full that makes it a habit: four times a day and more."""
FEWEST = 20
"""Hours in which it must be."""
AROUND = 60
"""Tiles on each side of one that say what is usual."""
NONE = -1


def off_habits(second: Index, count: Index) -> tuple[Index, Index]:
    """Seconds (since 1970, ascending, once each) and events in them, without those at habitual moments."""
    if len(second) == 0:
        return second, count
    minute, hour = _places(second, count), _tiles(second, count)
    if not (minute.any() or hour.any()):
        return second, count
    keep = ~(minute[second % MINUTE] | hour[second % HOUR // TILE])
    return second[keep], count[keep]


def _places(second: Index, count: Index) -> NDArray[np.bool_]:
    """bool[60]: habitual places of the minute."""
    capped = np.minimum(count, 2 * math.ceil(count.mean()))  # one spike is no habit
    total = np.bincount(second % MINUTE, capped, minlength=MINUTE)
    usual = float(np.median(total))
    return np.asarray((total > FACTOR * usual) & (total > usual + DEVIATIONS * math.sqrt(usual + 1)))


def _tiles(second: Index, count: Index) -> NDArray[np.bool_]:
    """bool[360]: habitual tiles of the hour."""
    tile = second // TILE
    first = _firsts(tile)
    tile = tile[first]
    events = np.add.reduceat(count, first)
    before = np.concatenate([[0], np.cumsum(events)])
    since, until = np.searchsorted(tile, tile - AROUND), np.searchsorted(tile, tile + AROUND + 1)
    usual = (before[until] - before[since]) / (2 * AROUND + 1)
    fuller = np.flatnonzero((events >= 2) & (events > usual + 2 * np.sqrt(usual)))
    full = fuller[gammainc(events[fuller], usual[fuller]) <= FULL]
    hours = len(_firsts(tile // (HOUR // TILE)))
    often = np.bincount(tile[full] % (HOUR // TILE), minlength=HOUR // TILE)
    return np.asarray(often >= max(FEWEST, OFTEN * hours))


def _firsts(ascending: Index) -> Index:
    """Where each value stands first."""
    new = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return np.flatnonzero(new)
