"""Each account by its rarest identifier of a kind: groups around what is rare for them, whatever else ties them to
others. One template of a hundred holders gathers a ring of small groups of cards that nothing else brings together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fraudgraph.detect.incidence import Incidence, Index, first_of_each
from fraudgraph.detect.sets import NONE


@dataclass(frozen=True, slots=True)
class Rarest:
    """One partition a kind, over identifiers of at least `least` holders: fewer are no group."""

    least: int = 3

    @property
    def name(self) -> str:
        """What the sweep records."""
        return f"rarest identifier of each kind, >= {self.least} holders"

    def propose(self, incidence: Incidence, seed: int) -> Iterator[Index]:
        """T partitions; the seed is not used."""
        del seed
        i = incidence
        for t in range(i.T):
            e = np.flatnonzero((i.kind[i.identifier] == t) & (i.holders[i.identifier] >= self.least))
            account, identifier = i.account[e], i.identifier[e]
            order = np.lexsort((identifier, i.holders[identifier], account))
            account, identifier = account[order], identifier[order]
            first = first_of_each(account)
            label = np.full(i.N, NONE, np.int64)
            label[account[first]] = identifier[first]
            yield label
