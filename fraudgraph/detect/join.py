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
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Units
from fraudgraph.detect.contraction import lift, only_parts
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.law import Law
from fraudgraph.detect.level import Level
from fraudgraph.detect.members import connected, trim
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
    level, node = Level.of(law, parts)
    found, N = _Found(), level.anew.incidence.N
    for groups in _groups(level, [lift(one, node, parts.K, N) for one in partitions], parts.K):
        _consider(level, connected(level.anew, groups), found)
    rings = select(found.rings, N, law.params)
    if rings.K:  # where groups overlap, one is left with less than it was weighed with
        rings = rings.take(level.gain(rings) >= level.least)
    gains = level.gain(rings) if rings.K else np.zeros(0, np.int64)
    return Joined(rings, gains, select(found.associations, N, law.params))


def _groups(level: Level, lifted: Sequence[Index], K: int) -> Iterator[Sets]:
    """Groups of parts to consider, all of them together too, without those that do not pay for their names. Of chains,
    those stay that cost the whole no bits: a link of a chain holds little of what the others hold, which is what
    trimming asks for.
    """
    small = level.anew.incidence
    chains, pairs = only_parts(small, K), pair_components(small, 30, among=K)
    whole = np.where(np.arange(small.N) < K, 0, NONE)
    for law, some in ((level.anew, [*lifted, pairs, chains, whole]), (level.told, [pairs, chains, whole])):
        for label in some:
            yield trim(law, Sets.from_labels(label, 2), 2)
        yield release(law, Sets.from_labels(chains, 2))


def _consider(level: Level, groups: Sets, found: _Found) -> None:
    """Every group that passes is at least an association; what is alike in it may be one ring."""
    if groups.K == 0:
        return
    gain = level.gain(groups)
    for c in np.flatnonzero(gain >= level.least).tolist():
        parts = np.sort(groups.of(c))
        if tuple(parts.tolist()) in found.seen:
            continue
        found.seen.add(tuple(parts.tolist()))
        found.associations.append(Candidate(parts, int(gain[c])))
        alike = _alike(level, found.associations[-1])
        if alike is not None:
            found.rings.append(alike)


def _alike(level: Level, group: Candidate) -> Candidate | None:
    """The largest group left when the parts that are tied by other kinds than they are made of have gone, if it
    still passes.
    """
    while group.gain >= level.least:
        like: NDArray[np.bool_] = level.overlap(group.members) >= level.anew.params.alike
        if like.all():
            return group
        parts = group.members[like]
        if len(parts) < 2:
            return None
        group = Candidate(parts, int(level.gain(Sets.from_list([parts]))[0]))
    return None
