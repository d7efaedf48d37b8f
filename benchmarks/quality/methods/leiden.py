"""Leiden (Traag et al. 2019) by igraph: modularity on both sides, on account pairs, and the constant Potts model."""

from dataclasses import dataclass

import igraph
import numpy as np

from benchmarks.quality.methods.graphs import Floats, pairs, rarity, two_sided
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.seeded import seeded

ITERATIONS = 3


@dataclass(frozen=True)
class TwoSided:
    """Modularity of the graph of accounts and identifiers; rare: edges weigh log2(N / k) instead of 1."""

    rare: bool
    resolution: float = 1.0

    def labels(self, seen: Seen, seed: int) -> Index:
        """One community a group."""
        i = seen.incidence
        weight = rarity(i) if self.rare else np.ones(len(i.account))
        return leiden((i.N + i.M, two_sided(i), weight), "modularity", self.resolution, seed)[: i.N]


@dataclass(frozen=True)
class Projected:
    """Modularity of the graph of pairs that share identifiers of at most `cap` holders."""

    rare: bool
    resolution: float = 1.0
    cap: int = 30

    def labels(self, seen: Seen, seed: int) -> Index:
        """One community a group."""
        return _on_pairs(seen, self, "modularity", seed)


@dataclass(frozen=True)
class ConstantPotts:
    """The constant Potts model on the graph of pairs: its resolution is the least density of a group."""

    resolution: float
    cap: int = 30
    rare: bool = False

    def labels(self, seen: Seen, seed: int) -> Index:
        """One community a group."""
        return _on_pairs(seen, self, "CPM", seed)


def _on_pairs(seen: Seen, how: Projected | ConstantPotts, objective: str, seed: int) -> Index:
    found = pairs(seen.incidence, how.cap)
    weight = found.worth if how.rare else found.shared.astype(np.float64)
    graph = (seen.incidence.N, np.stack([found.a, found.b], 1), weight)
    return leiden(graph, objective, how.resolution, seed)


def leiden(graph: tuple[int, Index, Floats], objective: str, resolution: float, seed: int) -> Index:
    """Communities of (vertices, edges, weights)."""
    n, edges, weight = graph
    with seeded(seed):
        found = igraph.Graph(n=n, edges=edges).community_leiden(
            objective, weights=weight.tolist(), resolution=resolution, n_iterations=ITERATIONS
        )
    return np.array(found.membership, np.int64)
