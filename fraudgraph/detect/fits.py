"""Which free accounts fit which cells: what an account would save there when it comes alone.

For an owned identifier with x of its k holders among the n members, one more holder saves its surprise h and costs its
place, log2(k - x) + log2 (n + 1)/(x + 1); one more member who does not hold it makes it dearer by
log2 (n + 1)/(n + 1 - x). The account has to be named as well, log2 (N - n)/(n + 1).

Strangers at the public places of cells are most of the pairs, and none of them comes in. An account saves at most what
its identifiers are worth in the cells where each is worth most, so those whose best does not pay the cheapest cell are
left out before there are pairs.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Units, quantise, sum_units
from fraudgraph.detect.incidence import Incidence, Index, first_of_each, numbered, ranges
from fraudgraph.detect.law import Law, Rows
from fraudgraph.detect.sets import NONE, Sets


@dataclass(frozen=True)
class Fits:
    """Free accounts and cells of which they hold something owned: units that the account would save there when it comes
    alone, and how many owned identifiers it holds. In order of accounts, and of cells within one.
    """

    account: Index
    cell: Index
    saved: Units
    shared: Index

    def take(self, keep: NDArray[np.bool_]) -> "Fits":
        """Those where keep holds."""
        return Fits(self.account[keep], self.cell[keep], self.saved[keep], self.shared[keep])

    def best_of_each(self) -> "Fits":
        """One cell an account: the one that saves most, the lowest number among equals."""
        return self.take(best_of_each(self.account, self.saved))


def best_of_each(owner: Index, worth: Units) -> NDArray[np.bool_]:
    """bool[entries]: of each owner the entry that is worth most, the first one among equals."""
    order = np.lexsort((-worth, owner))
    best = np.zeros(len(owner), np.bool_)
    best[order[first_of_each(owner[order])]] = True
    return best


def fits(law: Law, cells: Sets, owned: Rows, aid: Units | int = 0) -> Fits:
    """Every free account with every cell of which it holds something owned, but for those that would save nothing with
    this much aid (units, for all or for each account).
    """
    places = _Places(law, cells, owned)
    edge, row = places.pairs(places.promising(aid))
    bits = law.h[edge] + places.worth[row]
    cell, account = owned.set[row], law.incidence.account[edge].astype(np.int64)
    key, pair = numbered(account * cells.K + cell, law.incidence.N * cells.K)
    account, cell = key // cells.K, key % cells.K
    saved = sum_units(pair, bits, len(key)) - places.entry[cell]
    return Fits(account, cell, saved, np.bincount(pair, minlength=len(key)))


@dataclass(frozen=True)
class _Places:
    """What one more holder is worth in each owned row, and what one more member costs each cell."""

    law: Law
    cells: Sets
    owned: Rows

    @property
    def incidence(self) -> Incidence:
        """Who holds what."""
        return self.law.incidence

    @cached_property
    def absent(self) -> Units:
        """units[rows]: how much dearer the row is with a member more who does not hold the identifier."""
        n = self.cells.sizes[self.owned.set]
        return quantise(np.log2((n + 1) / (n + 1 - self.owned.inside)), self.law.params.unit)

    @cached_property
    def worth(self) -> Units:
        """units[rows]: what holding the identifier adds to its surprise; below zero, a place costs bits."""
        x, k = self.owned.inside, self.incidence.holders[self.owned.identifier]
        n = self.cells.sizes[self.owned.set]
        place = np.log2(np.maximum(k - x, 1)) + np.log2((n + 1) / (x + 1))
        return self.absent - quantise(place, self.law.params.unit)

    @cached_property
    def entry(self) -> Units:
        """units[cells]: the name of one more member, and that it holds nothing that is owned."""
        n, unit = self.cells.sizes, self.law.params.unit
        name = quantise(np.log2((self.incidence.N - n) / (n + 1)), unit)
        return name + sum_units(self.owned.set, self.absent, self.cells.K)

    @cached_property
    def by_identifier(self) -> tuple[Index, Index, Index]:
        """Rows in order of their identifiers, and where those of each identifier start and how many they are."""
        length = np.bincount(self.owned.identifier, minlength=self.incidence.M)
        return np.argsort(self.owned.identifier, kind="stable"), np.cumsum(length) - length, length

    def promising(self, aid: Units | int) -> Index:
        """Edges to owned identifiers of the free accounts that could save something with this aid."""
        i, (order, start, length) = self.incidence, self.by_identifier
        best = np.zeros(i.M, np.int64)
        owned = length > 0
        if owned.any():
            best[owned] = np.maximum.reduceat(self.worth[order], start[owned])
        free = self.cells.labels(i.N) == NONE
        edge = np.flatnonzero(free[i.account] & owned[i.identifier])
        most = sum_units(i.account[edge], np.maximum(self.law.h[edge] + best[i.identifier[edge]], 0), i.N)
        pays: NDArray[np.bool_] = most + aid > self.entry.min()
        return edge[pays[i.account[edge]]]

    def pairs(self, edge: Index) -> tuple[Index, Index]:
        """Each of these edges with each row that owns its identifier."""
        order, start, length = self.by_identifier
        held = self.incidence.identifier[edge]
        place, which = ranges(start[held], length[held])
        return edge[which], order[place]
