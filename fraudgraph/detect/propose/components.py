"""Components of each kind alone: rings that share one kind only, such as one instrument for a handful of accounts.

A component of more than half of all accounts says that the kind percolates, and is no group beside the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.sets import NONE


@dataclass(frozen=True, slots=True)
class KindComponents:
    """One partition a kind: its connected components, but for one that holds more than half of the accounts."""

    @property
    def name(self) -> str:
        """What the sweep records."""
        return "components of each kind"

    def propose(self, incidence: Incidence, seed: int) -> Iterator[Index]:
        """T partitions; the seed is not used."""
        del seed
        i, n = incidence, incidence.N + incidence.M
        for t in range(i.T):
            e = i.kind[i.identifier] == t
            ends = (i.account[e], i.N + i.identifier[e].astype(np.int64))
            graph = coo_array((np.ones(int(e.sum()), np.int8), ends), shape=(n, n))
            part = connected_components(graph, directed=False)[1][: i.N].astype(np.int64)
            percolates = 2 * np.bincount(part) > i.N
            yield np.where(percolates[part], NONE, part)
