"""Habits of the clock: places of the minute at which everybody's machines act.

A crontab knows only whole minutes, and a log may keep no more than minutes. What falls on a place of the minute that the
whole population prefers says nothing about who acts together, so it is left out; so is everything where times are only
kept to the minute.
"""

import math

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
MINUTE = 60
FACTOR = 1.5
"""A place of the minute with so many times what the median place has is a habit, if chance does not explain it."""
DEVIATIONS = 5.0


def off_habits(second: Index, count: Index) -> tuple[Index, Index]:
    """Seconds (since 1970) and events in them, without those on the population's places of the minute."""
    if len(second) == 0:
        return second, count
    place = second % MINUTE
    total = np.bincount(place, np.minimum(count, 2 * math.ceil(count.mean())), minlength=MINUTE)  # one spike is no habit
    usual = float(np.median(total))
    habit = (total > FACTOR * usual) & (total > usual + DEVIATIONS * math.sqrt(usual + 1))
    if not habit.any():
        return second, count
    keep = ~habit[place]
    return second[keep], count[keep]
