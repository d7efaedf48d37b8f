"""Times by hand: accounts that act by chance, by the day, by the clock, and together."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
T0 = 1_776_816_000  # 2026-04-22 00:00 UTC, in seconds
DAY = 86_400


def by_day(draw: np.random.Generator, events: int, days: int) -> Index:
    """Seconds of events that follow a day's rhythm: few at night, four times as many in the afternoon."""
    hours = np.repeat([1.0, 2.0, 4.0, 3.0], 6)
    hour = draw.choice(24, events, p=hours / hours.sum())
    return np.asarray(T0 + draw.integers(0, days, events) * DAY + hour * 3600 + draw.integers(0, 3600, events))


def counted(second: Iterable[int]) -> tuple[Index, Index]:
    """Seconds, ascending and once each, and events in each."""
    found, count = np.unique(np.asarray(list(second), np.int64), return_counts=True)
    return found, count.astype(np.int64)
