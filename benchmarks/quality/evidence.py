"""How much evidence each planted ring carries: what the law gives to its true members, whoever finds them.

So two questions come apart that a count of rings found mixes: is there evidence (bits), and does the search find it
(F1)? Evidence is that of the average member before names are paid, the figure of which the gate asks 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.metrics import Best, best_of
from benchmarks.quality.rules import Believed
from benchmarks.quality.score import NONE
from benchmarks.quality.world import HONEST, World
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.law import Evidence
from fraudgraph.detect.sets import Sets
from fraudgraph.engine.local import Local
from fraudgraph.model.rings import BIT

ENOUGH = 11.0
"""Bits a member above which a ring should be found ..."""
WHOLE = 0.97
"""... at this F1."""


class Fate(StrEnum):
    """What became of a planted ring."""

    WHOLE = "found"
    REFUSED = "too few bits in all: the law refuses its true members"
    UNSEEN = "not found"
    MIXED = "with others"
    PARTS = "in parts"
    LESS = "without some"


@dataclass(frozen=True)
class Planted:
    """One planted ring. bits: evidence of the average member before names; gain: G of the true members; by_kind: the
    bits of each kind that has some; f1: of the best group found; groups: those that are mostly of this ring; saved:
    what they save together.
    """

    type: str
    accounts: int
    bits: float
    gain: float
    by_kind: Mapping[str, float]
    f1: float
    fate: Fate
    groups: int
    saved: float


@dataclass(frozen=True)
class _Weighed:
    """All planted rings as one set each, in the codes of the law, beside the labels that were found there."""

    world: World
    rings: Sets
    evidence: Evidence
    accepted: NDArray[np.bool_]
    label: Index
    worth: NDArray[np.float64]

    def one(self, g: int, name: int, best: Best) -> Planted:
        """The ring that is set g here and `name` in the world."""
        members, f1 = self.rings.of(g), best[str(name)][0]
        bits = np.maximum(self.evidence.kind_units[g], 0) / BIT / len(members)
        kinds = self.world.sightings.kinds
        mine = self._mostly(members)
        return Planted(
            self.world.ring_type[name],
            len(members),
            round(float(bits.sum()), 2),
            round(float(self.evidence.gain[g]) / BIT, 1),
            {kinds[t]: round(float(bits[t]), 2) for t in np.flatnonzero(bits).tolist()},
            round(f1, 4),
            self._fate(members, f1, bool(self.accepted[g])),
            len(mine),
            round(float(self.worth[mine].sum()), 1),
        )

    def _mostly(self, members: Index) -> Index:
        """Groups of which more than half are these."""
        group, count = self._groups(members)
        return np.asarray(group[2 * count > self._sizes[group]], dtype=np.int64)

    def _groups(self, members: Index) -> tuple[Index, Index]:
        """Groups that hold some of these, and how many."""
        held = self.label[members]
        return np.unique(held[held != NONE], return_counts=True)

    @cached_property
    def _sizes(self) -> Index:
        return np.bincount(self.label[self.label != NONE], minlength=len(self.worth))

    def _fate(self, members: Index, f1: float, accepted: bool) -> Fate:
        if f1 >= WHOLE:
            return Fate.WHOLE
        if not accepted:
            return Fate.REFUSED
        group, count = self._groups(members)
        if len(group) == 0:
            return Fate.UNSEEN
        best = int(count.argmax())
        others, missing = self._sizes[group[best]] - count[best], len(members) - count[best]
        if others >= missing:
            return Fate.MIXED
        return Fate.PARTS if len(group) > 1 else Fate.LESS


def planted(world: World, believed: Believed) -> list[Planted]:
    """Every planted ring of a world beside what was found, in the order of the world."""
    search, counted = Local().search(world.sightings, world.seen.kinds, 0)
    ring, label = world.ring[counted.account], believed.label[counted.account]
    rings = Sets.from_labels(ring)
    evidence = search.law.weigh(rings)
    weighed = _Weighed(world, rings, evidence, search.law.accepts(rings, evidence), label, believed.worth)
    best = best_of(world, believed.label)
    return [weighed.one(g, name, best) for g, name in enumerate(np.unique(ring[ring != HONEST]).tolist())]
