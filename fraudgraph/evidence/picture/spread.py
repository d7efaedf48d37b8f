"""Discs that overlap move apart, and what is apart draws together: a packing that keeps who is near whom."""

import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.picture.held import Index, Reals

ROUNDS = 100
GENTLY, TIGHTLY = 0.003, 0.02
"""Share of the way to the middle that every disc is drawn in the first round; it fades to nothing."""
CALM = 3
"""A disc that overlaps more others than that takes a smaller step, or crowds would burst."""
LARGE = 3.0
"""Discs of so many times the usual radius are compared with every other one, the rest with their neighbours."""


def spread(at: Reals, radius: Reals, fixed: NDArray[np.bool_] | None = None, pull: float = GENTLY) -> Reals:
    """float64[n, 2]: places near `at`, around the origin, where no two discs overlap by much. fixed: bool[n], discs
    that stay where they are.
    """
    moves = np.ones((len(at), 1)) if fixed is None else (~fixed).astype(np.float64)[:, None]
    near = Near(radius)
    for number in range(ROUNDS):
        at = at * (1 - pull * moves * (1 - number / ROUNDS))
        at = at + moves * _apart(at, radius, near.pairs(at))
    for _ in range(ROUNDS // 2):
        at = at + moves * _apart(at, radius, near.pairs(at))
    return at


def _apart(at: Reals, radius: Reals, near: tuple[Index, Index]) -> Reals:
    """float64[n, 2]: the step that each disc takes away from those it overlaps; the smaller one yields more."""
    i, j = near
    gap = at[i] - at[j]
    distance = np.hypot(gap[:, 0], gap[:, 1])
    overlap = radius[i] + radius[j] - distance
    meet = overlap > 0
    i, j, gap, distance, overlap = i[meet], j[meet], gap[meet], distance[meet], overlap[meet]
    turn = 2.399963 * np.arange(len(i))  # discs on one point part in different directions
    aside = np.stack([np.cos(turn), np.sin(turn)], 1)
    away = np.where(distance[:, None] > 1e-9, gap / np.maximum(distance, 1e-9)[:, None], aside)
    push = away * overlap[:, None] * 0.7
    share = (radius[j] ** 2 / (radius[i] ** 2 + radius[j] ** 2))[:, None]
    step = np.stack(
        [
            np.bincount(i, (push * share)[:, axis], len(at)) - np.bincount(j, (push * (1 - share))[:, axis], len(at))
            for axis in (0, 1)
        ],
        axis=1,
    )
    contacts = np.bincount(i, minlength=len(at)) + np.bincount(j, minlength=len(at))
    return step / np.maximum(contacts / CALM, 1)[:, None]


class Near:
    """Pairs of discs that may overlap: found with room to spare, and kept until a disc has used it up (Verlet 1967)."""

    def __init__(self, radius: Reals) -> None:
        self._radius = radius
        self._room = float(np.median(radius)) if len(radius) else 0.0
        self._found: tuple[Reals, tuple[Index, Index]] | None = None

    def pairs(self, at: Reals) -> tuple[Index, Index]:
        """Every pair that overlaps where the discs are now, among others; each once, in a fixed order."""
        if self._found is None or np.abs(at - self._found[0]).max(initial=0.0) > self._room / 3:
            self._found = at, self._look(at)
        return self._found[1]

    def _look(self, at: Reals) -> tuple[Index, Index]:
        """Pairs less than `_room` apart: the large discs with all, the small ones with those beside them."""
        large = self._radius > LARGE * np.median(self._radius)
        big, small = np.flatnonzero(large), np.flatnonzero(~large)
        row, other = np.nonzero(self._close(at, big[:, None], np.arange(len(at))))
        once = ~large[other] | (big[row] < other)
        left, right = beside(at[small], 2 * self._radius[small].max(initial=0.0) + self._room)
        close = self._close(at, small[left], small[right])
        i = np.concatenate([small[left[close]], big[row[once]]])
        j = np.concatenate([small[right[close]], other[once]])
        low, high = np.minimum(i, j), np.maximum(i, j)
        order = np.argsort(low * len(at) + high)
        return low[order], high[order]

    def _close(self, at: Reals, i: Index, j: Index) -> NDArray[np.bool_]:
        """bool: which of these are less than `_room` apart."""
        x, y = at.T
        apart = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2
        return np.asarray(apart < (self._radius[i] + self._radius[j] + self._room) ** 2)


def beside(at: Reals, reach: float) -> tuple[Index, Index]:
    """Pairs of places that are at most `reach` apart both ways, among others; each once. Places lie in rows as high as
    the reach: whoever is near stands in the same row or in the next one.
    """
    if len(at) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    reach *= 1 + 1e-9
    x, y = (at - at.min(axis=0)).T
    width = x.max() + 2 * reach  # rows lie end to end on one line, too far apart to meet
    on_line = y // reach * width + x
    order = np.argsort(on_line, kind="stable")
    on_line = on_line[order]
    first = [np.arange(1, len(at) + 1), np.searchsorted(on_line, on_line + width - reach)]
    last = [np.searchsorted(on_line, on_line + far, side="right") for far in (reach, width + reach)]
    start, count = np.concatenate(first), np.concatenate(last) - np.concatenate(first)
    left = np.repeat(np.tile(np.arange(len(at)), 2), count)
    right = np.arange(len(left)) + np.repeat(start - (np.cumsum(count) - count), count)
    return order[left], order[right]
