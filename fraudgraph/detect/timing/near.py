"""Near-duplicate groups of prompt templates, from keyed MinHashes.

Two templates are near where an estimated half of their 5-word shingles are the same: one changed word in ten leaves
(1 - 1/10)^5 = 0.59 of them, so a resemblance of 0.42; one in twelve about 0.5. Candidates come from locality-sensitive
hashing: 32 bands of 4 minima (Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4) find a pair of
resemblance s with probability 1 - (1 - s^4)^32: 0.87 at 0.5, 0.99 at 0.6, 0.003 at 0.1. Each candidate is then
compared in all 128 minima. A group is a component of near pairs. Without the key nobody can compute or compare them.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Index = NDArray[np.int64]
Minima = NDArray[np.uint32]
BANDS = 32
NEAR = 0.5
"""Least share of equal minima."""
_BLOCK = 1 << 16


def near_groups(minima: Minima) -> Index:
    """int64[templates]: the group of each template, named by its first member (its row); a template without a near
    one is its own. minima: uint32[templates, 128]; rows that are all ones (no words) are near nothing.
    """
    count = len(minima)
    pairs = _candidates(minima)
    near = np.concatenate(
        [
            (minima[left] == minima[right]).mean(1) >= NEAR
            for left, right in (pairs[:, at : at + _BLOCK] for at in range(0, pairs.shape[1], _BLOCK))
        ]
        or [np.zeros(0, bool)]
    )
    left, right = pairs[:, near]
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
    label = connected_components(graph, directed=False)[1]
    _, first, of = np.unique(label, return_index=True, return_inverse=True)
    return np.asarray(first[of], dtype=np.int64)


def _candidates(minima: Minima) -> Index:
    """int64[2, pairs]: neighbours in the order of a band's values. Not all pairs of a bucket: a chain through it
    joins the same component where its members are near each other.
    """
    wordless = (minima == np.iinfo(np.uint32).max).all(1)
    rows = np.flatnonzero(~wordless)
    found = [np.zeros((2, 0), np.int64)]
    for band in np.split(np.ascontiguousarray(minima[rows]), BANDS, axis=1):
        order = np.lexsort(band.T)
        same = (band[order][1:] == band[order][:-1]).all(1)
        found.append(np.stack([rows[order[:-1][same]], rows[order[1:][same]]]))
    pairs = np.sort(np.concatenate(found, axis=1), axis=0)
    return np.unique(pairs, axis=1)
