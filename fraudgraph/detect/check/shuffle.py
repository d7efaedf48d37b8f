"""Copies in which nobody works together: who holds what is drawn anew, everything else stays.

What stays is what the background knows: how many identifiers of each kind every account has, how many holders every
identifier has, and how many of them in each stratum. So within each kind and stratum the copy is a random bipartite
graph with given degrees. It is reached by swaps, many at a time: edges of one kind and stratum are paired at random,
and a pair (a, v), (b, w) becomes (a, w), (b, v).

A kind of coincidences (hand-overs, lockstep) is otherwise: an account that took part in none could have, and has no
number of them that the background knows. Its holders are drawn among all accounts of their stratum.

Each round is a symmetric move, so in the long run every graph with these degrees is equally likely. A pair is refused
if one of its four cells {a, b} x {v, w} occurs twice among the cells of all pairs and of all edges that are in no
pair. Swapping a pair exchanges the two cells that it holds and the two that it would hold; that multiset, and so who
is refused, is the same before and after the round.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.incidence import Index
from fraudgraph.detect.sightings import Sightings

ROUNDS = 20
"""Each edge is offered so many swaps, less those that sit out. One swap that is not refused takes it to a random place
of its group; after so many an edge of which half are refused is where it was with a chance of 1 in 180,000.
"""
SITS_OUT = 1 / 8
"""Share of the pairs that a round leaves alone: then a single swap is a possible round, and no round is forced."""


def shuffled(sightings: Sightings, seed: int, anyone: Sequence[int] = ()) -> Sightings:
    """The sightings with holders drawn anew within each kind and stratum; degrees, holders and strata stay exactly, but
    for degrees of the kinds of which anyone may be a holder.

    What an account did (`count`) stays with the place of the sighting, whatever identifier stands there now.
    """
    s, draw = sightings, np.random.default_rng(seed)
    account, degree = _anyone(s, np.isin(s.kind, anyone)[s.identifier], draw)
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
        account=account[by_account].astype(s.account.dtype),
        degree=degree,
        identifier=identifier[by_account].astype(s.identifier.dtype),
        count=s.count[by_account],
    )


def _anyone(sightings: Sightings, free: NDArray[np.bool_], draw: np.random.Generator) -> tuple[Index, NDArray[Any]]:
    """The account of each edge, another one of the stratum for those that are free, none twice for one identifier; and
    the degrees that go with them.
    """
    s, account, degree = sightings, sightings.account.astype(np.int64), sightings.degree.copy()
    if not free.any():
        return account, degree
    kind = s.kind[s.identifier[free]]
    np.subtract.at(degree, (account[free], kind), 1)
    place = s.identifier[free].astype(np.int64) * (int(s.stratum.max()) + 1) + s.stratum[account[free]]
    order = np.argsort(place, kind="stable")
    cut = np.flatnonzero(np.diff(place[order])) + 1
    drawn = account[free]
    for edges in np.split(order, cut):
        people = np.flatnonzero(s.stratum == s.stratum[drawn[edges[0]]])
        drawn[edges] = draw.choice(people, len(edges), replace=False)
    account[free] = drawn
    np.add.at(degree, (drawn, kind), 1)
    return account, degree


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
    twice = _twice(np.concatenate([now, new_one, new_other]))
    size, pairs_made = len(now), len(one)
    refused = twice[one] | twice[other] | twice[size : size + pairs_made] | twice[size + pairs_made :]
    one, other = one[~refused], other[~refused]
    held[one], held[other] = held[other], held[one]


def _twice(cells: Index) -> NDArray[np.bool_]:
    """Which of the cells occur more than once."""
    order = np.argsort(cells)
    same = cells[order[1:]] == cells[order[:-1]]
    out = np.zeros(len(cells), bool)
    out[order[1:][same]] = True
    out[order[:-1][same]] = True
    return out
