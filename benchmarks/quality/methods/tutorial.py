"""The rule of the fraud tutorial of Neo4j's Graph Data Science: two accounts belong together if they share a payment
instrument of few accounts and further identifiers; then connected components.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from benchmarks.quality.methods.base import Missing
from benchmarks.quality.methods.graphs import components, pairs
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Incidence, Index

BATCH = 200_000
"""Pairs looked up at once."""


@dataclass(frozen=True)
class Tutorial:
    """cap: most accounts of an instrument; further: identifiers shared besides it."""

    cap: int = 10
    further: int = 2

    def labels(self, seen: Seen, seed: int) -> Index:
        """Components over the pairs that the rule joins; the seed is not used."""
        del seed
        i = seen.incidence
        if not seen.instruments.any():
            raise Missing("no kind here proves ownership, and the rule begins with one that does")
        found = pairs(i, self.cap, seen.instruments[i.kind])
        keep = shared(i, found.a, found.b) >= 1 + self.further
        return components(i.N, found.a[keep], found.b[keep])


def shared(incidence: Incidence, a: Index, b: Index) -> Index:
    """int64[pairs]: identifiers of any number of holders that both accounts have."""
    i = incidence
    holds = csr_array(coo_array((np.ones(len(i.account), np.int32), (i.account, i.identifier)), shape=(i.N, i.M)))
    count = [
        np.asarray(holds[a[at : at + BATCH]].multiply(holds[b[at : at + BATCH]]).sum(1)).ravel()
        for at in range(0, len(a), BATCH)
    ]
    return np.concatenate(count).astype(np.int64) if count else np.zeros(0, np.int64)
