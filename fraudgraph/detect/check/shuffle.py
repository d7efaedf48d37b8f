"""Copies in which nobody works together: who holds what is drawn anew, everything else stays.

What stays is what the background knows: how many identifiers of each kind every account has, how many holders every
identifier has, and how many of them in each stratum. So within each kind and stratum the copy is a random bipartite
graph with given degrees. It is reached by swaps, many at a time: edges of one kind and stratum are paired at random,
and a pair (a, v), (b, w) becomes (a, w), (b, v).

Each round is a symmetric move, so in the long run every graph with these degrees is equally likely. A pair is refused
if one of its four cells {a, b} x {v, w} occurs twice among the cells of all pairs and of all edges that are in no
pair. Swapping a pair exchanges the two cells that it holds and the two that it would hold; that multiset, and so who
is refused, is the same before and after the round.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.incidence import Index
from fraudgraph.detect.sightings import Sightings

ROUNDS = 24
"""Each edge is offered so many swaps, less those that sit out: well over the ten that mix graphs of this kind in
practice (Milo et al. 2003), also where half of them are refused.
"""
SITS_OUT = 1 / 8
"""Share of the pairs that a round leaves alone: then a single swap is a possible round, and no round is forced."""


def shuffled(sightings: Sightings, seed: int) -> Sightings:
    """The sightings with holders drawn anew within each kind and stratum; degrees, holders and strata stay exactly.

    What an account did (`count`) stays with the account's place, whatever identifier stands there now.
    """
    s, draw = sightings, np.random.default_rng(seed)
    account = s.account.astype(np.int64)
    kind = s.kind[s.identifier].astype(np.int64)
    group = kind * (int(s.stratum.max(initial=0)) + 1) + s.stratum[account]
    order = np.argsort(group, kind="stable")
    holder, held = account[order], s.identifier.astype(np.int64)[order]
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    length = np.diff(np.append(first, len(order)))
    for _ in range(ROUNDS):
        _swap(holder, held, _pairs(first, length, draw), s.identifiers)
    identifier = np.empty(len(order), np.int64)
    identifier[order] = held
    by_account = np.lexsort((identifier, account))
    return replace(
        s,
        account=s.account[by_account],
        identifier=identifier[by_account].astype(s.identifier.dtype),
        count=s.count[by_account],
    )


def _pairs(first: Index, length: Index, draw: np.random.Generator) -> tuple[Index, Index]:
    """Two places each: edges of each group paired at random, one left over where their number is odd; a part sits
    out.
    """
    size = int(length.sum())
    place = np.argsort(draw.random(size) + np.repeat(np.arange(len(first)), length))
    within = np.arange(size) - np.repeat(first, length)
    last = np.repeat(length, length) - 1
    left = np.flatnonzero((within % 2 == 0) & (within < last))
    left = left[draw.random(len(left)) >= SITS_OUT]
    return place[left], place[left + 1]


def _swap(holder: Index, held: Index, pairs: tuple[Index, Index], identifiers: int) -> None:
    """One round, in place."""
    one, other = pairs
    now = holder * np.int64(identifiers) + held
    new_one = holder[one] * np.int64(identifiers) + held[other]
    new_other = holder[other] * np.int64(identifiers) + held[one]
    cells = np.sort(np.concatenate([now, new_one, new_other]))
    twice = np.unique(cells[1:][cells[1:] == cells[:-1]])
    refused = _among(now[one], twice) | _among(now[other], twice) | _among(new_one, twice) | _among(new_other, twice)
    one, other = one[~refused], other[~refused]
    held[one], held[other] = held[other], held[one]


def _among(values: Index, ascending: Index) -> NDArray[np.bool_]:
    """Which of the values are in an ascending array."""
    if len(ascending) == 0:
        return np.zeros(len(values), bool)
    place = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    return np.asarray(ascending[place] == values)
