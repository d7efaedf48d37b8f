"""The background: how likely an account fills a slot of an identifier if nobody works together.

A slot of identifier v is filled by account a of stratum r with probability

    pi_v(a) = (b_{v|r} / z_v) max(1, (d_{a,t} + 1) / (mean_{r,t} + 1)),      b_{v|r} = (k_{v,r} + kappa k_v / N) /
    (N_r + kappa),      z_v = sum_r N_r b_{v|r}

The rate of the identifier in the account's own country, shrunk to the global one, so a carrier surprises nobody at
home; times how busy the account is with that kind. Only upwards: the sighting of a quiet account proves no more than
another's, otherwise the quiet holders of one hub would pass. z_v is what the rates of all accounts add up to, about k_v
where countries are large. Shrinkage takes slots away from an identifier that only a small country holds (8 holders
among 100 accounts fill 4 slots); divided by z_v instead of k_v the slots are filled in full, and without being busy pi
is a distribution: no account is named with bits that the background does not have.
The surprise is h = -log2 pi, at least 1 bit.

Public places come in pools: who was seen at one address of a carrier or a campus is seen at the others. Put an
account's identifiers with 50 holders or more of a kind that is a place in order of their holders; if u comes just
before v, the slot of v is filled by the account with at least

    pi_v(a | u) = c / k_v,      c = |holders of u and v| / k_u,

and h is the smaller of both. The first identifier of a pool surprises as before, the others as little as they go along
with it. h only falls, and of two backgrounds the one that explains more counts for each slot, so P(G >= g) <= 2^-g
holds under either: nobody has to know which is true, and c, fitted to the data, need not be paid for. Below 50 holders
this would be the rings' own pools of addresses (docs/decisions/0014).
"""

import numpy as np
from scipy.sparse import csr_array

from fraudgraph.detect.codelength import Floats, Units, quantise
from fraudgraph.detect.incidence import Incidence, Index, numbered
from fraudgraph.detect.params import Params

MANY = 100
"""Pooled identifiers of an account from which on it is asked alone which pairs it holds."""


def mean_degree(incidence: Incidence) -> Floats:
    """float64[R, T]: identifiers of a kind that the accounts of a stratum have on average."""
    total = np.zeros((incidence.R, incidence.T))
    np.add.at(total, incidence.stratum, incidence.degree)
    return total / np.maximum(incidence.stratum_size, 1)[:, None]


def stratum_rate(incidence: Incidence, kappa: float, edges: int | None = None) -> Floats:
    """float64[edges]: b_{v|r} of each of the first edges (all by default), in its account's stratum."""
    i = incidence
    edges = len(i.account) if edges is None else edges
    v, r = i.identifier[:edges].astype(np.int64), i.stratum[i.account[:edges]]
    share = i.holders[v] / i.N
    if i.R == 1:
        return np.asarray(share, dtype=np.float64)
    asked = np.zeros(i.M, np.bool_)
    asked[v] = True
    others = edges + np.flatnonzero(asked[i.identifier[edges:]])
    where = np.concatenate([v * i.R + r, i.identifier[others].astype(np.int64) * i.R + i.stratum[i.account[others]]])
    _, place = numbered(where, i.M * i.R)
    count = np.bincount(place)[place[:edges]]
    return np.asarray((count + kappa * share) / (i.stratum_size[r] + kappa), dtype=np.float64)


def slots_filled(incidence: Incidence, kappa: float) -> Floats:
    """float64[M]: z_v / k_v, the share of its slots that the rates of all accounts fill."""
    i = incidence
    if i.R == 1:
        return np.ones(i.M)
    full = i.stratum_size / (i.stratum_size + kappa)
    at_home = np.bincount(i.identifier, full[i.stratum[i.account]], minlength=i.M) / np.maximum(i.holders, 1)
    return np.asarray(at_home + kappa / i.N * full.sum(), dtype=np.float64)


def pool_rate(incidence: Incidence, params: Params, edges: int | None = None) -> Floats:
    """float64[edges]: c of each of the first edges (all by default), how often its identifier goes along with the
    account's next rarer one of the kind; 0 for the first, for identifiers of less than `public` holders, and for kinds
    that are not pooled.
    """
    i = incidence
    k = i.holders[i.identifier[:edges]]
    pooled = np.isin(i.kind, params.pooled)
    edge = np.flatnonzero((k >= params.public) & pooled[i.identifier[:edges]])
    if len(edge) == 0:
        return np.zeros(len(k))
    v = i.identifier[edge].astype(np.int64)
    order = np.lexsort((v, k[edge], i.kind[v], i.account[edge]))
    edge, v = edge[order], v[order]
    a = i.account[edge]
    follows = (a[1:] == a[:-1]) & (i.kind[v[1:]] == i.kind[v[:-1]])
    before, after = v[:-1][follows], v[1:][follows]
    key, place = np.unique(before * i.M + after, return_inverse=True)
    both = _in_common(i, key // i.M, key % i.M)
    rate = np.zeros(len(k))
    rate[edge[1:][follows]] = (both / i.holders[key // i.M])[place]
    return rate


def _in_common(incidence: Incidence, u: Index, v: Index) -> Index:
    """int64[pairs]: accounts that hold both u and v.

    A product counts all pairs that an account holds, which for accounts that hold many is far more than those asked
    for: one level up a part may hold thousands of places. These say themselves which of the pairs they hold.
    """
    i = incidence
    if len(u) == 0:
        return u
    few, place = numbered(np.concatenate([u, v]), i.M)
    u, v = place[: len(u)], place[len(u) :]
    there = np.full(i.M, -1, np.int64)
    there[few] = np.arange(len(few))
    edge = np.flatnonzero(there[i.identifier] >= 0)
    ends = (i.account[edge], there[i.identifier[edge]])
    held = csr_array((np.ones(len(edge), np.int32), ends), shape=(i.N, len(few)))
    many = np.diff(held.indptr) > MANY
    light = held[np.flatnonzero(~many)]
    both = np.asarray((light.T @ light).tocsr()[u, v], dtype=np.int64)
    for a in np.flatnonzero(many).tolist():
        holds = np.zeros(len(few), np.bool_)
        holds[held.indices[held.indptr[a] : held.indptr[a + 1]]] = True
        both += holds[u] & holds[v]
    return both


def surprise(incidence: Incidence, params: Params, accounts: int | None = None) -> Units:
    """int64[edges]: h in units of each edge, or only of those of the first accounts, which come first."""
    i = incidence
    edges = len(i.account) if accounts is None else int(i.start[accounts])
    v, a = i.identifier[:edges], i.account[:edges]
    kind = i.kind[v]
    mean = mean_degree(i)[i.stratum[a], kind]
    busy = np.maximum((i.degree[a, kind] + 1.0) / (mean + 1.0), 1.0)
    alone = stratum_rate(i, params.kappa, edges) / slots_filled(i, params.kappa)[v]
    rate = np.maximum(alone * busy, pool_rate(i, params, edges))
    pi = rate / i.holders[v]
    return quantise(np.maximum(-np.log2(pi), 1.0), params.unit)
