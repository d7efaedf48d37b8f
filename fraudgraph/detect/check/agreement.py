"""How much of a ring comes out again when the whole scheme runs on a copy."""

import numpy as np

from fraudgraph.detect.codelength import Floats
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.linkage import Linkage

FRAGILE = 0.6
"""A ring whose mean best overlap is under this is fragile (Hennig 2007, cluster-wise assessment of stability)."""


def best_overlap(rings: Linkage, again: Linkage, accounts: int) -> Floats:
    """float64[K]: of each ring, the greatest Jaccard index |A n B| / |A u B| with a ring of the copy; 0 if none meets
    it. Jaccard, since by containment a ring that falls to pieces would agree with each of its pieces.
    """
    ring, other, common = _met(rings, again, accounts)
    sizes, others = (np.bincount(one.ring, minlength=one.rings) for one in (rings, again))
    best = np.zeros(rings.rings)
    np.maximum.at(best, ring, common / (sizes[ring] + others[other] - common))
    return best


def together(rings: Linkage, again: Linkage, accounts: int) -> Index:
    """int64[K]: of each ring, the most members that are still in one ring of the copy."""
    ring, _, common = _met(rings, again, accounts)
    most = np.zeros(rings.rings, np.int64)
    np.maximum.at(most, ring, common)
    return most


def _met(rings: Linkage, again: Linkage, accounts: int) -> tuple[Index, Index, Index]:
    """Ring, ring of the copy, accounts in both: every pair that meets."""
    home = np.full(accounts, -1, np.int64)
    home[again.account] = again.ring
    there = home[rings.account]
    met = there >= 0
    key, common = np.unique(rings.ring[met] * max(again.rings, 1) + there[met], return_counts=True)
    return key // max(again.rings, 1), key % max(again.rings, 1), common.astype(np.int64)
