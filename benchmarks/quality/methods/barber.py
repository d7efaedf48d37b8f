"""Barber's bipartite modularity (2007) by Leiden: the strongest of our own proposers, alone."""

from dataclasses import dataclass

from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.propose.barber import Barber


@dataclass(frozen=True)
class BarberAlone:
    """resolution: larger ones give smaller parts."""

    resolution: float = 1.0

    def labels(self, seen: Seen, seed: int) -> Index:
        """One community a group."""
        return next(Barber(self.resolution).propose(seen.incidence, seed))
