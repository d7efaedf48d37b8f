"""The last word on who is in a cell: whoever costs it bits leaves, free accounts come in where they save bits.

Trimming looks at what a member holds. What it does not hold counts too: an account that holds two of a ring's hundred
identifiers makes the other ninety-eight dearer, each having one member more without it. Membership (G(C) - G(C without
a)) has both, so a member below zero leaves.

An account alone comes in on what the cell owns already. Several may share something that the cell does not own,
because none of its members holds it: a card that the last four of a ring share among themselves. They come in
together with it, where the set with all of them saves more bits.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Units, quantise, sum_units
from fraudgraph.detect.incidence import Index, first_of_each, ranges
from fraudgraph.detect.law import Evidence, Law, coded
from fraudgraph.detect.members import membership
from fraudgraph.detect.sets import NONE, Sets


def settle(law: Law, cells: Sets) -> Sets:
    """Release, adopt groups, adopt, release: no step lowers the gain of a cell."""
    return release(law, adopt(law, adopt_groups(law, release(law, cells))))


def release(law: Law, cells: Sets) -> Sets:
    """Let the members go that cost their cell bits, if it gains by it and stays large enough."""
    for _ in range(law.params.release_rounds):
        if cells.K == 0:
            break
        evidence = law.weigh(cells)
        stays = membership(law, cells, evidence).gain >= 0
        large = np.bincount(cells.owner, stays, minlength=cells.K) >= law.params.min_size
        stays |= ~large[cells.owner]
        better = law.weigh(cells.keep_members(stays)).gain > evidence.gain
        stays |= ~better[cells.owner]
        if stays.all():
            break
        cells = cells.keep_members(stays)
    return cells


def adopt(law: Law, cells: Sets) -> Sets:
    """Give each free account to the cell where it saves most bits, if it holds two owned identifiers there and the
    cell gains by it.
    """
    for _ in range(law.params.adopt_rounds):
        if cells.K == 0:
            break
        evidence = law.weigh(cells)
        fits = _fits(law, cells, evidence)
        fits = fits.take((fits.saved > 0) & (fits.shared >= law.params.adopt_shared)).best_of_each()
        if len(fits.account) == 0:
            break
        longer = law.weigh(_with(cells, fits.cell, fits.account)).gain > evidence.gain
        fits = fits.take(longer[fits.cell])
        cells = _with(cells, fits.cell, fits.account)
    return cells


def adopt_groups(law: Law, cells: Sets) -> Sets:
    """Give free accounts that share an identifier to a cell together with it: in each round the group of each cell that
    promises most, if the cell gains by it.
    """
    for _ in range(law.params.group_rounds):
        if cells.K == 0:
            break
        evidence = law.weigh(cells)
        cell, groups = _groups(law, cells, evidence)
        if groups.K == 0:
            break
        wider = [np.concatenate([cells.of(c), groups.of(g)]) for g, c in enumerate(cell.tolist())]
        worth = law.weigh(Sets.from_list(wider)).gain - evidence.gain[cell]
        chosen = _apart(groups, worth)
        if not chosen:
            break
        account = [groups.of(g) for g in chosen]
        cells = _with(cells, np.repeat(cell[chosen], [len(one) for one in account]), np.concatenate(account))
    return cells


def _with(cells: Sets, cell: Index, account: Index) -> Sets:
    """The cells with more accounts."""
    return Sets.grouped(np.concatenate([cells.owner, cell]), np.concatenate([cells.member, account]))


@dataclass(frozen=True)
class _Fits:
    """Free accounts and cells of which they hold something owned: units that the account would save there when it comes
    alone, and how many owned identifiers it holds.
    """

    account: Index
    cell: Index
    saved: Units
    shared: Index

    def take(self, keep: NDArray[np.bool_]) -> "_Fits":
        """Those where keep holds."""
        return _Fits(self.account[keep], self.cell[keep], self.saved[keep], self.shared[keep])

    def best_of_each(self) -> "_Fits":
        """One cell an account: the one that saves most, the lowest number among equals."""
        order = np.lexsort((self.cell, -self.saved, self.account))
        first = np.zeros(len(order), bool)
        first[order[np.unique(self.account[order], return_index=True)[1]]] = True
        return self.take(first)


def _fits(law: Law, cells: Sets, evidence: Evidence) -> _Fits:
    """Every free account with every cell of which it holds something owned."""
    i, unit = law.incidence, law.params.unit
    edge, row = _edges_of_the_free(law, cells, evidence)
    owned = evidence.owned
    c, x, k = owned.set, owned.inside, i.holders[owned.identifier]
    n = cells.sizes[c]
    absent = quantise(np.log2((n + 1) / (n + 1 - x)), unit)
    place = quantise(np.log2(np.maximum(k - x, 1)) + np.log2((n + 1) / (x + 1)), unit)
    bits = law.h[edge] - (place - absent)[row]
    key, pair, shared = np.unique(i.account[edge] * np.int64(cells.K) + c[row], return_inverse=True, return_counts=True)
    account, cell = key // cells.K, key % cells.K
    sizes = cells.sizes[cell]
    name = quantise(np.log2((i.N - sizes) / (sizes + 1)), unit)
    saved = sum_units(pair, bits, len(key)) - sum_units(c, absent, cells.K)[cell] - name
    return _Fits(account, cell, saved, shared)


def _edges_of_the_free(law: Law, cells: Sets, evidence: Evidence) -> tuple[Index, Index]:
    """Edges of accounts in no cell, each with the rows that own its identifier."""
    i = law.incidence
    identifier = evidence.owned.identifier
    order = np.argsort(identifier, kind="stable")
    length = np.bincount(identifier, minlength=i.M)
    at = np.cumsum(length) - length
    free = cells.labels(i.N) == NONE
    edge = np.flatnonzero(free[i.account] & (length > 0)[i.identifier])
    place, which = ranges(at[i.identifier[edge]], length[i.identifier[edge]])
    return edge[which], order[place]


def _groups(law: Law, cells: Sets, evidence: Evidence) -> tuple[Index, Sets]:
    """The cell and the accounts of the group of each cell that promises most.

    A group: free holders of an identifier that the cell does not own and that is no public place, half of its holders
    or more, each of which holds something that the cell owns.

    The estimate is what they would save one by one, and what the identifier adds, h less its code: exact but for what
    the members' absence and each other's places change. Who would cost more than the identifier adds for it stays out,
    and is left away before anything is looked up: the strangers at the public places of a cell are many.
    """
    i, owned = law.incidence, evidence.owned
    fits = _fits(law, cells, evidence)
    start, rare = _rare_edges(law)
    most = np.zeros(i.N, np.int64)
    np.maximum.at(most, i.account[rare], law.h[rare])
    place_among = quantise(np.log2(cells.sizes / np.e), law.params.unit)  # coded >= x log2((n + x) / e)
    left = fits.saved - place_among[fits.cell]
    few = left + most[fits.account] > 0
    fits, left = fits.take(few), left[few]
    at, which = ranges(start[fits.account], np.diff(start)[fits.account])
    edge = rare[at]
    helps = left[which] + law.h[edge] > 0
    edge, which = edge[helps], which[helps]
    key = fits.cell[which] * np.int64(i.M) + i.identifier[edge]
    new = ~np.isin(key, owned.set * np.int64(i.M) + owned.identifier)
    key, edge, which = key[new], edge[new], which[new]
    group, place, x = np.unique(key, return_inverse=True, return_counts=True)
    cell, k = group // i.M, i.holders[group % i.M]
    adds = sum_units(place, fits.saved[which] + law.h[edge], len(group))
    adds -= quantise(coded(x, k, cells.sizes[cell] + x, i.N), law.params.unit)
    pays = _best_of_each_cell(cell, np.where((x >= 2) & (x >= law.params.join_share * k), adds, 0))
    inside = pays[place]
    return cell[pays], Sets.grouped(place[inside], fits.account[which[inside]])


def _rare_edges(law: Law) -> tuple[Index, Index]:
    """Edges to identifiers that are no public place, and where those of each account start (int64[N + 1])."""
    i = law.incidence
    rare = np.flatnonzero(i.holders[i.identifier] < law.params.public)
    return np.searchsorted(rare, i.start), rare


def _best_of_each_cell(cell: Index, adds: Units) -> NDArray[np.bool_]:
    """Of groups in order of their cells: the one of each cell that adds most, if it adds anything; the first among
    equals.
    """
    order = np.lexsort((-adds, cell))
    best = np.zeros(len(cell), np.bool_)
    best[order[first_of_each(cell[order])]] = True
    return np.asarray(best & (adds > 0), dtype=np.bool_)


def _apart(groups: Sets, worth: Units) -> list[int]:
    """Groups that pay, best first and no account twice."""
    chosen: list[int] = []
    accounts: set[int] = set()
    for g in np.argsort(-worth, kind="stable").tolist():
        members = groups.of(g).tolist()
        if worth[g] <= 0:
            break
        if accounts.isdisjoint(members):
            chosen.append(g)
            accounts.update(members)
    return chosen
