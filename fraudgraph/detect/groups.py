"""Free accounts that come into a cell together, with an identifier that ties them and that the cell does not own.

A group: free holders of an identifier that the cell does not own, half of its holders or more, each of which holds
something that the cell owns. Public places are left aside on both sides: a habit brings nobody along.
"""

import numpy as np

from fraudgraph.detect.codelength import Units, quantise, sum_units
from fraudgraph.detect.fits import best_of_each, fits
from fraudgraph.detect.incidence import Index, numbered, ranges
from fraudgraph.detect.law import Evidence, Law, coded
from fraudgraph.detect.sets import Sets


def adopt_groups(law: Law, cells: Sets) -> Sets:
    """Give free accounts that share an identifier to a cell together with it: in each round the group of each cell that
    promises most, if the cell gains by it.
    """
    for _ in range(law.params.group_rounds):
        if cells.K == 0:
            break
        evidence = law.weigh(cells)
        cell, groups = _groups(law, cells, evidence)
        wider = [np.concatenate([cells.of(c), groups.of(g)]) for g, c in enumerate(cell.tolist())]
        chosen = _apart(groups, law.weigh(Sets.from_list(wider)).gain - evidence.gain[cell])
        if not chosen:
            break
        come = [groups.of(g) for g in chosen]
        cells = cells.joined_by(np.repeat(cell[chosen], [len(one) for one in come]), np.concatenate(come))
    return cells


def _groups(law: Law, cells: Sets, evidence: Evidence) -> tuple[Index, Sets]:
    """The cell and the accounts of the group of each cell that promises most.

    The estimate is what they would save one by one, and what the identifier adds, h less its code: exact but for what
    the members' absence and each other's places change. Who would cost more than the identifier adds for it stays out.
    """
    i, owned = law.incidence, evidence.owned
    start, rare = _rare_edges(law)
    most = np.zeros(i.N, np.int64)
    np.maximum.at(most, i.account[rare], law.h[rare])
    some = fits(law, cells, owned.take(i.holders[owned.identifier] < law.params.public), most)
    among = quantise(np.log2(cells.sizes / np.e), law.params.unit)  # coded >= x log2((n + x) / e)
    at, which = ranges(start[some.account], np.diff(start)[some.account])
    edge = rare[at]
    helps = some.saved[which] - among[some.cell[which]] + law.h[edge] > 0
    edge, which = edge[helps], which[helps]
    key, place = numbered(some.cell[which] * np.int64(i.M) + i.identifier[edge], cells.K * i.M)
    x, cell, k = np.bincount(place, minlength=len(key)), key // i.M, i.holders[key % i.M]
    adds = sum_units(place, some.saved[which] + law.h[edge], len(key))
    adds -= quantise(coded(x, k, cells.sizes[cell] + x, i.N), law.params.unit)
    new = ~np.isin(key, owned.set * np.int64(i.M) + owned.identifier)
    adds = np.where(new & (x >= 2) & (x >= law.params.join_share * k), adds, 0)
    pays = best_of_each(cell, adds) & (adds > 0)
    inside = pays[place]
    return cell[pays], Sets.grouped(place[inside], some.account[which[inside]])


def _rare_edges(law: Law) -> tuple[Index, Index]:
    """Edges to identifiers that are no public place, and where those of each account start (int64[N + 1])."""
    i = law.incidence
    rare = np.flatnonzero(i.holders[i.identifier] < law.params.public)
    return np.searchsorted(rare, i.start), rare


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
