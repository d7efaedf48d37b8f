"""Kinds that are functions of others and were not declared so: what follows from another sighting is not seen twice.

A raw and a normalised name, an address and its network: once two accounts share the finer value they share the
coarser one too, and the second sighting is no second surprise. `chains` knows the declared ones; the others show in
the data. Kind s is a function of kind t if of the holders of an identifier u of t all but the first hold the one
identifier of s that most of them hold,

    phi = sum_u (most_u - 1) / sum_u (k_u - 1) >= 0.99,

over identifiers u that reach at least half of the accounts with kind t: a ring, whose members share everything, is a
small part of a population, a function holds in all of it. A household or a carrier has a phi far below.

Code the holders of the finer kind first. The edge to the coarser identifier is then implied for every holder of u but
the first, at -log2 phi < 0.015 bits under the background and under any community alike, so it leaves the law: the
coarser identifier keeps one slot for each group of accounts that share the finer one, and still ties groups to each
other. The law is the same prefix code over the slots that are left, so P(G >= g | background) <= 2^-g holds as before,
and for a background in which one kind follows from the other it holds only now.

A kind made of several others that do not follow from each other (surname and birth date) stays as it is, and so do
its parts; docs/decisions/0014 says why.
"""

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Floats
from fraudgraph.detect.incidence import Incidence, Index, first_of_each, ranges

SURE = 0.99
"""Least phi of a function: the values derived are the same but for errors."""
REACH = 0.5
"""Least share of the accounts with the finer kind that share an identifier of it."""
SLOTS = 200
"""Least holders beyond the first that phi is measured on: 0.9^200 < 2^-20."""
SAMPLE = 1000
"""Identifiers of a kind on which phi is measured: the first in the order given, which is names-free and scattered."""

Pairs = list[tuple[int, int]]


def counted_once(incidence: Incidence) -> tuple[Incidence, Index]:
    """The incidence without edges that follow from others, accounts in names-free order.

    Returns it, with identifiers left with one holder taken out and degrees less what was taken, and the original
    code of each identifier that stays.
    """
    i = incidence
    pairs = single(functions(i), np.bincount(i.kind, minlength=i.T))
    implied = np.zeros(len(i.account), bool)
    for finer, coarser in pairs:
        implied |= _follows(i, finer, coarser)
    if not implied.any():
        return i, np.arange(i.M)
    degree = i.degree.copy()
    np.subtract.at(degree, (i.account[implied], i.kind[i.identifier[implied]]), 1)
    holders = np.bincount(i.identifier[~implied], minlength=i.M)
    keep = holders >= 2
    edge = ~implied & keep[i.identifier]
    left = (np.cumsum(keep) - 1)[i.identifier[edge]].astype(np.int32)
    return Incidence(i.account[edge], left, i.kind[keep], degree, i.stratum), np.flatnonzero(keep)


def functions(incidence: Incidence) -> Pairs:
    """Pairs (finer kind, coarser kind): the second is a function of the first."""
    i, found = incidence, []
    for t in range(i.T):
        phi, slots = _phi(i, t)
        if slots < SLOTS or not _reaches(i, t):
            continue
        found += [(t, s) for s in np.flatnonzero(phi >= SURE).tolist() if s != t]
    return found


def single(pairs: Pairs, size: Index) -> Pairs:
    """Those of kinds that are not made of several: the functions of a kind must follow from each other.

    Of two kinds that follow from each other the one with more identifiers (size: int64[T]) is the finer.
    """
    known = set(pairs)
    of: dict[int, list[int]] = {}
    for finer, coarser in pairs:
        of.setdefault(finer, []).append(coarser)
    out = []
    for finer, coarser in pairs:
        chain = all((s, r) in known or (r, s) in known for s in of[finer] for r in of[finer] if s < r)
        twin = (coarser, finer) in known and (size[coarser], -coarser) > (size[finer], -finer)
        if chain and not twin:
            out.append((finer, coarser))
    return out


def _reaches(incidence: Incidence, t: int) -> bool:
    """Do shared identifiers of the kind reach enough of the accounts that have the kind?"""
    i = incidence
    shares = np.zeros(i.N, bool)
    shares[i.account[i.kind[i.identifier] == t]] = True
    return int(shares.sum()) >= REACH * int((i.degree[:, t] > 0).sum())


def _phi(incidence: Incidence, t: int) -> tuple[Floats, int]:
    """float64[T]: phi of each kind given kind t, on a sample of the identifiers of t; and the slots it rests on."""
    i = incidence
    sample = np.flatnonzero(i.kind == t)[:SAMPLE]
    order, at = i.by_identifier
    held, u = ranges(at[sample], i.holders[sample])
    account = i.account[order[held]]
    edge, which = ranges(i.start[account], np.diff(i.start)[account])
    key, count = np.unique(u[which] * np.int64(i.M) + i.identifier[edge], return_counts=True)
    most = np.zeros((len(sample), i.T), np.int64)
    np.maximum.at(most, (key // i.M, i.kind[key % i.M]), count)
    slots = int((i.holders[sample] - 1).sum())
    return np.asarray(np.maximum(most - 1, 0).sum(0) / max(slots, 1), dtype=np.float64), slots


def _follows(incidence: Incidence, finer: int, coarser: int) -> NDArray[np.bool_]:
    """bool[E]: edges to the coarser identifier of accounts that are not the first to hold a finer one under it."""
    i = incidence
    value = _value(i, finer, coarser)
    edge = np.flatnonzero(value[i.identifier] >= 0)
    u = i.identifier[edge]
    wanted = i.account[edge].astype(np.int64) * i.M + value[u]
    keys = i.account.astype(np.int64) * i.M + i.identifier
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    hit = keys[place] == wanted
    u, place = u[hit], place[hit]
    order = np.lexsort((place, u))
    u, place = u[order], place[order]
    later = np.zeros(len(u), bool)
    later[1:] = u[1:] == u[:-1]
    out = np.zeros(len(keys), bool)
    out[place[later]] = True
    return out


def _value(incidence: Incidence, finer: int, coarser: int) -> Index:
    """int64[M]: the coarser identifier that most holders of each finer one hold (the first among equals); -1 where
    no two agree, or for other kinds.
    """
    i = incidence
    us, vs = np.flatnonzero(i.kind == finer), np.flatnonzero(i.kind == coarser)
    both = (i.matrix[:, us].T.tocsr() @ i.matrix[:, vs].tocsr()).tocoo()
    u, v, count = us[both.row], vs[both.col], both.data
    order = np.lexsort((v, -count, u))
    u, v, count = u[order], v[order], count[order]
    first = first_of_each(u) & (count >= 2)
    out = np.full(i.M, -1, np.int64)
    out[u[first]] = v[first]
    return out
