"""Louvain (Blondel et al. 2008) by igraph, on the graph of accounts and identifiers."""

from dataclasses import dataclass

import igraph
import numpy as np

from benchmarks.quality.methods.graphs import rarity, two_sided
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.seeded import seeded


@dataclass(frozen=True)
class Louvain:
    """rare: edges weigh log2(N / k) instead of 1."""

    rare: bool
    resolution: float = 1.0

    def labels(self, seen: Seen, seed: int) -> Index:
        """One community a group."""
        i = seen.incidence
        weight = rarity(i) if self.rare else np.ones(len(i.account))
        with seeded(seed):
            graph = igraph.Graph(n=i.N + i.M, edges=two_sided(i))
            found = graph.community_multilevel(weights=weight.tolist(), resolution=self.resolution)
        return np.array(found.membership, np.int64)[: i.N]
