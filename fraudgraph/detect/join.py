"""Joins: the same law one level up, where every cell is one account; and what makes a group of cells one ring.

A group of cells with a gain of 20 bits or more on the contracted incidence is linked, if it hangs together: two groups
that have nothing in common may be shorter to name together than apart. It is one ring only if the parts are tied to
each other by the mixture of kinds that ties each part itself: sum_t min(p_t, q_t) >= 1/2 for every part. A fragment
hangs on its ring by what ties the fragment; the tenants of one proxy seller have only addresses between them and stay
an association: a hypothesis, never the unit of accusation.

p is what the part owns. q is what the identifiers between the parts save before they are named: how many others of
their kind there are to be told from is the price of the group, which its gain has paid, and no part of what ties it.
Cells are tied by few identifiers, and the few of a kind with many would never pay for their names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Floats, Units, quantise, sum_units
from fraudgraph.detect.contraction import contract, lift, only_parts
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.law import Law, coded
from fraudgraph.detect.members import connected, trim
from fraudgraph.detect.params import units
from fraudgraph.detect.propose.pairs import pair_components
from fraudgraph.detect.select import Candidate, select
from fraudgraph.detect.sets import NONE, Sets
from fraudgraph.detect.settle import release


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


def join(law: Law, parts: Sets, partitions: Sequence[Index]) -> Joined:
    """One level: groups of parts whose links pay for themselves on the contracted incidence."""
    p, K = law.params, parts.K
    kinds = law.weigh(parts).kind_units
    small, node = contract(law.incidence, parts.labels(law.incidence.N))
    up = Law(small, replace(p, min_size=2), share=p.join_share, among=K)
    found = _Found()
    for groups in _groups(up, [lift(one, node, K, small.N) for one in partitions], K):
        _consider(up, connected(up, groups), kinds, found)
    rings = select(found.rings, small.N, p)
    gains = up.weigh(rings).gain if rings.K else np.zeros(0, np.int64)
    return Joined(rings, gains, select(found.associations, small.N, p))


def _groups(up: Law, lifted: Sequence[Index], K: int) -> Iterator[Sets]:
    """Groups of parts to consider, all of them together too, without those that do not pay for their names. Of chains,
    those stay that cost the whole no bits: a link of a chain holds little of what the others hold, which is what
    trimming asks for.
    """
    chains, pairs = only_parts(up.incidence, K), pair_components(up.incidence, 30, among=K)
    whole = np.where(np.arange(up.incidence.N) < K, 0, NONE)
    for label in [*lifted, pairs, chains, whole]:
        yield trim(up, Sets.from_labels(label, 2), 2)
    yield release(up, Sets.from_labels(chains, 2))


def _consider(up: Law, groups: Sets, kinds: Units, found: _Found) -> None:
    """Every group that passes is at least an association; what is alike in it may be one ring."""
    if groups.K == 0:
        return
    gain, least = up.weigh(groups).gain, units(up.params.join_gain, up.params)
    for c in np.flatnonzero(gain >= least).tolist():
        parts = np.sort(groups.of(c))
        if tuple(parts.tolist()) in found.seen:
            continue
        found.seen.add(tuple(parts.tolist()))
        found.associations.append(Candidate(parts, int(gain[c])))
        alike = _alike(up, found.associations[-1], kinds)
        if alike is not None:
            found.rings.append(alike)


def _alike(up: Law, group: Candidate, kinds: Units) -> Candidate | None:
    """The largest group left when the parts that are tied by other kinds than they are made of have gone, if it
    still passes.
    """
    least = units(up.params.join_gain, up.params)
    while group.gain >= least:
        parts = group.members
        like: NDArray[np.bool_] = kind_overlap(kinds[parts], ties(up, parts)) >= up.params.alike
        if like.all():
            return group
        parts = parts[like]
        if len(parts) < 2:
            return None
        group = Candidate(parts, int(up.weigh(Sets.from_list([parts])).gain[0]))
    return None


def ties(up: Law, parts: Index) -> Units:
    """units[T]: what the identifiers of which these parts hold a good share save before they are named."""
    i, group = up.incidence, Sets.from_list([parts])
    rows = up.rows(group)
    rows = rows.take(rows.inside >= up.share * i.holders[rows.identifier])
    spent = coded(rows.inside, i.holders[rows.identifier], group.sizes[rows.set], i.N)
    saved = rows.surprise - quantise(spent, up.params.unit)
    return sum_units(i.kind[rows.identifier], np.maximum(saved, 0), i.T)


def kind_overlap(parts: Units, ties: Units) -> Floats:
    """float64[parts]: overlap of the mixture of kinds inside each part (units[parts, T]) with the mixture between
    them (units[T], `ties`).
    """
    p, q = np.maximum(parts, 0), np.maximum(ties, 0)
    inside = p / np.maximum(p.sum(1, keepdims=True), 1)
    return np.asarray(np.minimum(inside, q / max(q.sum(), 1)).sum(1), dtype=np.float64)
