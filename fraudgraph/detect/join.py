"""Joins: the same law one level up, where every cell is one account; and what makes a group of cells one ring.

A group of cells with a gain of 20 bits or more on the contracted incidence is linked. It is one ring only if the
parts are tied to each other by the mixture of kinds that ties each part itself: sum_t min(p_t, q_t) >= 1/2 for every
part. A fragment hangs on its ring by what ties the fragment; the tenants of one proxy seller have only addresses
between them and stay an association: a hypothesis, never the unit of accusation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from fraudgraph.detect.codelength import Floats, Units
from fraudgraph.detect.incidence import Codes, Incidence, Index, first_of_each
from fraudgraph.detect.law import Law
from fraudgraph.detect.members import trim
from fraudgraph.detect.params import units
from fraudgraph.detect.propose.pairs import pair_components
from fraudgraph.detect.select import Candidate, select
from fraudgraph.detect.sets import NONE, Sets
from fraudgraph.detect.witness import repeated

CLOSED = 10
"""Most holders of an identifier that ties parts in a chain: two rare ones between two parts, none beside."""


@dataclass(frozen=True)
class Joined:
    """One level of joins over K parts: groups that are one ring, with their gains; groups that are only associated."""

    rings: Sets
    gains: Units
    associations: Sets


@dataclass
class _Found:
    """Groups that passed, gathered over all proposals."""

    rings: list[Candidate] = field(default_factory=list)
    associations: list[Candidate] = field(default_factory=list)
    seen: set[tuple[int, ...]] = field(default_factory=set)


def contract(incidence: Incidence, label: Index) -> tuple[Incidence, Index]:
    """Parts (label >= 0) become accounts 0 .. K-1, free accounts follow; identifiers inside one part only disappear,
    and so does what a single account says twice (`witness`).

    Returns the small incidence and the node of each account. A part's degree counts its identifiers, so big parts
    surprise less.
    """
    i, K = incidence, int(label.max(initial=NONE)) + 1
    free = label == NONE
    node = np.where(free, K + np.cumsum(free) - 1, label)
    N = K + int(free.sum())
    a, v, told = _contracted_edges(i, node, K)
    degree = np.zeros((N, i.T), np.int64)
    np.add.at(degree, node, i.degree)
    np.subtract.at(degree, (node[i.account], i.kind[i.identifier]), 1)
    np.add.at(degree, (a, i.kind[v]), 1)
    again = repeated(i, label)
    counts = np.ones(len(a), np.bool_)  # only the parts, which come first, say something twice
    counts[:told] = ~np.isin(a[:told] * i.M + v[:told], node[i.account[again]] * i.M + i.identifier[again])
    a, v = a[counts], v[counts]
    holders = np.bincount(v, minlength=i.M)
    keep = holders > 1
    e = keep[v]
    small = Incidence(
        a[e].astype(np.int32),
        (np.cumsum(keep) - 1)[v[e]].astype(np.int32),
        i.kind[keep],
        degree.astype(np.int32),
        _strata(i, node, K),
    )
    return small, node


def _strata(incidence: Incidence, node: Index, K: int) -> Codes:
    """The stratum of each node: of a part that of most of its members, the first among equals."""
    i, inside = incidence, node < K
    most = np.bincount(node[inside] * i.R + i.stratum[inside], minlength=K * i.R).reshape(K, i.R).argmax(1)
    return np.concatenate([most.astype(np.int32), i.stratum[~inside]])


def _contracted_edges(incidence: Incidence, node: Index, K: int) -> tuple[Index, Index, int]:
    """Edges (node, identifier) without repetition, sorted by node, and how many are of parts. Only the parts can repeat
    one; the edges of free accounts stay as they are.
    """
    i = incidence
    a, v = node[i.account], i.identifier.astype(np.int64)
    inside = a < K
    key = np.sort(a[inside] * i.M + v[inside])
    key = key[first_of_each(key)]
    return np.concatenate([key // i.M, a[~inside]]), np.concatenate([key % i.M, v[~inside]]), len(key)


def lift(label: Index, node: Index, K: int, nodes: int) -> Index:
    """A partition of accounts seen from the parts: a part goes where at least half of its accounts are."""
    inside = node < K
    size = np.bincount(node[inside], minlength=K)
    known = inside & (label != NONE)
    L = int(label.max(initial=0)) + 1
    key, count = np.unique(node[known] * L + label[known], return_counts=True)
    most = 2 * count >= size[key // L]
    out = np.full(nodes, NONE, np.int64)
    out[key[most] // L] = key[most] % L
    return out


def only_parts(small: Incidence, K: int) -> Index:
    """int64[N]: components of the parts over identifiers of at most CLOSED holders that nobody else holds."""
    i = small
    inside = np.bincount(i.identifier[: i.start[K]], minlength=i.M)
    edge = np.flatnonzero(((inside == i.holders) & (inside <= CLOSED))[i.identifier])
    ends = (i.account[edge], i.N + i.identifier[edge].astype(np.int64))
    graph = coo_array((np.ones(len(edge), np.int8), ends), shape=(i.N + i.M, i.N + i.M))
    label = np.asarray(connected_components(graph, directed=False)[1][: i.N], dtype=np.int64)
    label[K:] = NONE
    return label


def kind_overlap(parts: Units, ties: Units) -> Floats:
    """float64[parts]: overlap of the mixture of kinds inside each part (units[parts, T]) with the mixture between
    them (units[T]).
    """
    p, q = np.maximum(parts, 0), np.maximum(ties, 0)
    inside = p / np.maximum(p.sum(1, keepdims=True), 1)
    return np.asarray(np.minimum(inside, q / max(q.sum(), 1)).sum(1), dtype=np.float64)


def join(law: Law, parts: Sets, partitions: Sequence[Index]) -> Joined:
    """One level: groups of parts whose links pay for themselves on the contracted incidence."""
    p, K = law.params, parts.K
    kinds = law.weigh(parts).kind_units
    small, node = contract(law.incidence, parts.labels(law.incidence.N))
    up = Law(small, p, share=p.join_share, among=K)
    proposals = [lift(one, node, K, small.N) for one in partitions]
    pairs = pair_components(small, 30, among=K)
    found = _Found()
    for label in [*proposals, pairs, only_parts(small, K)]:
        _consider(up, trim(up, Sets.from_labels(label, 2), 2), kinds, found)
    rings = select(found.rings, small.N, p)
    gains = up.weigh(rings).gain if rings.K else np.zeros(0, np.int64)
    return Joined(rings, gains, select(found.associations, small.N, p))


def _consider(up: Law, groups: Sets, kinds: Units, found: _Found) -> None:
    """Every group that passes is at least an association; what is alike in it may be one ring."""
    if groups.K == 0:
        return
    evidence, least = up.weigh(groups), units(up.params.join_gain, up.params)
    for c in np.flatnonzero(evidence.gain >= least).tolist():
        parts = np.sort(groups.of(c))
        if tuple(parts.tolist()) in found.seen:
            continue
        found.seen.add(tuple(parts.tolist()))
        found.associations.append(Candidate(parts, int(evidence.gain[c])))
        alike = _alike(up, parts, int(evidence.gain[c]), evidence.kind_units[c], kinds)
        if alike is not None:
            found.rings.append(alike)


def _alike(up: Law, parts: Index, gain: int, ties: Units, kinds: Units) -> Candidate | None:
    """The largest group left when the parts that are tied by other kinds than they are made of have gone, if it
    still passes.
    """
    least = units(up.params.join_gain, up.params)
    while gain >= least:
        like: NDArray[np.bool_] = kind_overlap(kinds[parts], ties) >= up.params.alike
        if like.all():
            return Candidate(parts, gain)
        parts = parts[like]
        if len(parts) < 2:
            return None
        again = up.weigh(Sets.from_list([parts]))
        gain, ties = int(again.gain[0]), again.kind_units[0]
    return None
