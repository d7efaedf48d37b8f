"""Groups of parts, weighed: the law over the contracted incidence.

An identifier that a cell owns has been named when the cell was described, with how many of its holders are outside. So
a tie that is such an identifier, a card of one cell that an account of another used, can be named among those few
instead of among all of its kind. Both codes are codes, and the shorter one holds, but for one thing that neither knows:
services that many use for reasons of their own tie cells by one kind, and such a tie is dependence, not chance.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Floats, Units, quantise, sum_units
from fraudgraph.detect.contraction import contract
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.law import Law, coded
from fraudgraph.detect.owned import Naming
from fraudgraph.detect.params import units
from fraudgraph.detect.sets import Sets


class Told(Law):
    """The law over parts, where what a cell owns is named among what cells own, which they have named already. told: of
    each identifier, whether a cell owns it.
    """

    def __init__(self, law: Law, told: NDArray[np.bool_]) -> None:
        self.incidence, self.params, self.share, self.among, self.h = (
            law.incidence,
            law.params,
            law.share,
            law.among,
            law.h,
        )
        self.told = told

    @cached_property
    def namings(self) -> tuple[Naming, Naming]:
        """Both ways to name, with what is told apart from the rest."""
        plain, fine = super().namings
        return self._split(plain), self._split(fine)

    def _split(self, naming: Naming) -> Naming:
        of = 2 * naming.of + self.told
        return Naming(of, np.bincount(of, minlength=2 * len(naming.size)), np.repeat(naming.group, 2), naming.unused)


@dataclass(frozen=True)
class Level:
    """The contracted incidence under both codes, and what each part is made of (units[K, T])."""

    anew: Law
    told: Law
    kinds: Units

    @staticmethod
    def of(law: Law, parts: Sets) -> tuple["Level", Index]:
        """One level up from these parts, and the node of each account."""
        evidence, p = law.weigh(parts), law.params
        small, node, before = contract(law.incidence, parts.labels(law.incidence.N))
        anew = Law(small, replace(p, min_size=2), share=p.join_share, among=parts.K)
        return Level(anew, Told(anew, np.isin(before, evidence.owned.identifier)), evidence.kind_units), node

    @property
    def least(self) -> int:
        """Units that a join must save."""
        return units(self.anew.params.join_gain, self.anew.params)

    def gain(self, groups: Sets) -> Units:
        """units[groups]: what each group saves. Names are taken as told only where two kinds tie it, each by as many
        bits as a join needs: what many use for a reason of their own, a service or a carrier, ties by one kind.
        """
        anew, told = self.anew.weigh(groups).gain, self.told.weigh(groups).gain
        two = (ties(self.anew, groups) >= self.least).sum(1) >= 2
        return np.where(two, np.maximum(anew, told), anew)

    def overlap(self, parts: Index) -> Floats:
        """float64[parts]: of a group of parts, how alike what ties them is to what each is made of."""
        return kind_overlap(self.kinds[parts], ties(self.anew, Sets.from_list([parts]))[0])


def ties(up: Law, groups: Sets) -> Units:
    """units[K, T]: what the identifiers of which each group holds a good share save before they are named."""
    i, rows = up.incidence, up.rows(groups)
    rows = rows.take(rows.inside >= up.share * i.holders[rows.identifier])
    spent = coded(rows.inside, i.holders[rows.identifier], groups.sizes[rows.set], i.N)
    saved = np.maximum(rows.surprise - quantise(spent, up.params.unit), 0)
    return sum_units(rows.set * i.T + i.kind[rows.identifier], saved, groups.K * i.T).reshape(groups.K, i.T)


def kind_overlap(parts: Units, ties: Units) -> Floats:
    """float64[parts]: overlap of the mixture of kinds inside each part (units[parts, T]) with the mixture between
    them (units[T], `ties`).
    """
    p, q = np.maximum(parts, 0), np.maximum(ties, 0)
    inside = p / np.maximum(p.sum(1, keepdims=True), 1)
    return np.asarray(np.minimum(inside, q / max(q.sum(), 1)).sum(1), dtype=np.float64)
