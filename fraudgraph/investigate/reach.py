"""Accounts by ring: where many stand at once, and through which names."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from fraudgraph.graph.walking import Holdings
from fraudgraph.investigate.desk import Desk
from fraudgraph.investigate.views.reach import Reach, RingReach, Spread

NO_RING = 0
"""In counts by ring, for accounts in none; rings are numbered from 1."""


def spread_of(by_ring: Mapping[int, int]) -> Spread:
    """The spread of accounts that were counted by ring."""
    rings = {ring: many for ring, many in by_ring.items() if ring != NO_RING and many}
    main = min(rings, key=lambda ring: (-rings[ring], ring), default=None)
    in_ring = rings[main] if main is not None else 0
    in_rings, outside = sum(rings.values()), by_ring.get(NO_RING, 0)
    return Spread(in_rings + outside, main, in_ring, max(len(rings) - 1, 0), in_rings - in_ring, outside)


def count_rings(at: Desk, account_ids: Iterable[str]) -> Counter[int]:
    """How many of these accounts are in each ring; NO_RING: in none."""
    return Counter(at.ring_of.get(account_id, NO_RING) for account_id in account_ids)


def reach_of(at: Desk, by_ring: Mapping[int, int], names: Mapping[int, int] | None = None) -> Reach:
    """Where accounts stand that were counted by ring. names: how many names lead to each ring."""
    rings = sorted(by_ring.keys() - {NO_RING}, key=lambda ring: (-by_ring[ring], ring))
    told, known = names or {}, at.rings(rings)
    return Reach(spread_of(by_ring), tuple(RingReach(known[ring], by_ring[ring], told.get(ring, 0)) for ring in rings))


def ring_places(at: Desk, account_ids: Collection[str]) -> NDArray[np.int64]:
    """int64[A], the ring of each account; NO_RING where it is in none."""
    return np.fromiter(map(at.ring_of.get, account_ids, repeat(NO_RING)), np.int64, len(account_ids))


def counted_rings(rings: NDArray[np.int64]) -> Counter[int]:
    """How often each ring stands in an array."""
    counts = np.bincount(rings)
    return Counter({ring: int(counts[ring]) for ring in np.flatnonzero(counts).tolist()})


def rings_behind(held: Holdings, ring: NDArray[np.int64], edges: NDArray[np.bool_] | None = None) -> list[Counter[int]]:
    """Of each identifier, how many of its holders are in each ring; of these edges alone, if any are named. ring: of
    each account of `held`.
    """
    account, identifier = held.account, held.identifier
    if edges is not None:
        account, identifier = account[edges], identifier[edges]
    width = int(ring.max(initial=0)) + 1
    pairs, many = np.unique(identifier * width + ring[account], return_counts=True)
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for pair, count in zip(pairs.tolist(), many.tolist(), strict=True):
        found[pair // width][pair % width] = count
    return [found[place] for place in range(len(held.holders))]
