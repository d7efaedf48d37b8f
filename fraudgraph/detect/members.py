"""One member at a time: what it adds to its set, who is trimmed, who hangs together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from fraudgraph.detect.codelength import Units, quantise, sum_units
from fraudgraph.detect.incidence import numbered, ranges
from fraudgraph.detect.law import Evidence, Law, coded
from fraudgraph.detect.sets import Sets


def trim(law: Law, sets: Sets, min_size: int) -> Sets:
    """Drop the members that cost more to name than the owned identifiers that they hold explain.

    Member a stays iff sum_{owned, held} [h - log2(k-x+1) - log2(n/x) + log2(d_aC / mean d_C)] >= log2((N-n+1)/n): its
    slots in the background, less its place among the k - x + 1 slots that it would fill as an outsider and its share
    x/n of the members, corrected for how many owned identifiers it holds.
    """
    sets = sets.at_least(min_size)
    place, done = np.arange(sets.K), [(sets.owner[:0], sets.member[:0])]
    for _ in range(law.params.trim_rounds):
        if sets.K == 0:
            break
        stays = _stays(law, sets)
        # a set that nobody leaves would be the same in every further round: it is not weighed again
        whole = (np.bincount(sets.owner, ~stays, minlength=sets.K) == 0)[sets.owner]
        owner = place[sets.owner]
        done.append((owner[whole], sets.member[whole]))
        again = stays & ~whole
        place = place[np.bincount(sets.owner, again, minlength=sets.K) > 0]
        sets = Sets.grouped(owner[again], sets.member[again])
        sets, place = sets.at_least(min_size), place[sets.sizes >= min_size]
    done.append((place[sets.owner], sets.member))
    return Sets.grouped(*(np.concatenate(part) for part in zip(*done, strict=True)))


def _stays(law: Law, sets: Sets) -> NDArray[np.bool_]:
    """Of each member, whether it stays."""
    i, p = law.incidence, law.params
    owned = law.weigh(sets).owned
    slot, edge, row = owned.held()
    c = sets.owner[slot]
    held = np.bincount(slot, minlength=len(sets.member))
    mean = np.bincount(sets.owner, held, minlength=sets.K) / sets.sizes
    x, k = owned.inside[row], i.holders[owned.identifier[row]]
    bits = np.log2(held[slot] / mean[c]) - np.log2(k - x + 1) - np.log2(sets.sizes[c] / x)
    explained = sum_units(slot, law.h[edge] + quantise(bits, p.unit), len(sets.member))
    n = sets.sizes[sets.owner]
    return np.asarray(explained >= quantise(np.log2((i.N - n + 1) / n), p.unit), dtype=np.bool_)


def connected(law: Law, sets: Sets) -> Sets:
    """Cut each set into components over identifiers of which it holds a good share: habits and public places join
    nobody.
    """
    if sets.K == 0:
        return sets
    rows = law.rows(sets)
    rows = rows.take(rows.inside >= law.params.join_share * law.incidence.holders[rows.identifier])
    slot, _, row = rows.held()
    n, m = len(sets.member), len(rows.set)
    graph = coo_array((np.ones(len(slot), np.int8), (slot, n + row)), shape=(n + m, n + m))
    part = connected_components(graph, directed=False)[1][:n]
    return Sets.grouped(part, sets.member).at_least(law.params.min_size)


@dataclass(frozen=True)
class Membership:
    """What each member of each set adds. gain: units[members], G(C) - G(C without a) with owned set and its price
    held fixed; edges: units[members, T], the part that comes from the member's own edges, by kind.
    """

    gain: Units
    edges: Units


def membership(law: Law, sets: Sets, evidence: Evidence) -> Membership:
    """Leave each member out in turn, owned identifiers and their names held fixed.

    For an owned v with x of k holders among n members: a holder takes its surprise h and one inside place with it,
    g_v(n,x) - g_v(n-1,x-1); any other member changes only n, g_v(n,x) - g_v(n-1,x). The member's name is saved too.
    """
    i, unit = law.incidence, law.params.unit
    owned = evidence.owned
    x, k, n = owned.inside, i.holders[owned.identifier], sets.sizes[owned.set]
    now = coded(x, k, n, i.N)
    # a set of which every member holds v has nobody to leave without it
    without_other = np.where(x < n, coded(np.minimum(x, n - 1), k, np.maximum(n - 1, 1), i.N), now)
    other = quantise(without_other - now, unit)
    holder = quantise(coded(x - 1, k, np.maximum(n - 1, 1), i.N) - now, unit)
    absent = sum_units(owned.set, other, sets.K)
    slot, edge, row = owned.held()
    own = law.h[edge] + holder[row]
    key = slot * i.T + i.kind[i.identifier[edge]]
    edges = sum_units(key, own, len(sets.member) * i.T).reshape(len(sets.member), i.T)
    gain = edges.sum(1) - sum_units(slot, other[row], len(sets.member)) + absent[sets.owner] - _names(law, sets)
    return Membership(gain, edges)


def _names(law: Law, sets: Sets) -> Units:
    """units[members]: what naming one member costs, names(C) - names(C without it)."""
    i = law.incidence
    r = i.stratum[sets.member]
    key = sets.owner * i.R + r
    kinds_of_member, place = numbered(key, sets.K * i.R)
    first = np.full(len(kinds_of_member), -1, np.int64)
    first[place[::-1]] = np.arange(len(key))[::-1]
    # members of one stratum are alike: leave one of each (set, stratum) out
    owner = kinds_of_member // i.R
    edge, which = ranges(sets.start[owner], sets.sizes[owner])
    rest = edge != first[which]
    left = Sets(which[rest], sets.member[edge[rest]])
    full = law.name_members(sets)
    fewer = np.zeros(len(owner), np.int64)
    fewer[: left.K] = law.name_members(left)
    return np.asarray((full[owner] - fewer)[place], dtype=np.int64)
