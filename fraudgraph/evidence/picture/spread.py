"""Discs that overlap move apart, and what is apart draws together: a packing that keeps who is near whom."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

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
    for number in range(ROUNDS):
        at = at * (1 - pull * moves * (1 - number / ROUNDS))
        at = at + moves * _apart(at, radius)
    for _ in range(ROUNDS // 2):
        at = at + moves * _apart(at, radius)
    return at


def _apart(at: Reals, radius: Reals) -> Reals:
    """float64[n, 2]: the step that each disc takes away from those it overlaps; the smaller one yields more."""
    i, j = _near(at, radius)
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


def _near(at: Reals, radius: Reals) -> tuple[Index, Index]:
    """Pairs that may overlap, each once."""
    large = radius > LARGE * np.median(radius)
    small = np.flatnonzero(~large)
    reach = 2 * radius[small].max(initial=0)
    found = cKDTree(at[small]).query_pairs(reach, output_type="ndarray") if len(small) > 1 else np.empty((0, 2), int)
    i, j = small[found[:, 0]], small[found[:, 1]]
    big = np.flatnonzero(large)
    one, other = np.repeat(big, len(at)), np.tile(np.arange(len(at)), len(big))
    once = (~large[other]) | (one < other)
    return np.concatenate([i, one[once]]), np.concatenate([j, other[once]])
