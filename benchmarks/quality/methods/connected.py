"""Connected components of accounts and identifiers, identifiers with many holders left out."""

from dataclasses import dataclass

from benchmarks.quality.methods.graphs import components, two_sided
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index


@dataclass(frozen=True)
class Connected:
    """cap: most holders of an identifier that connects."""

    cap: int

    def labels(self, seen: Seen, seed: int) -> Index:
        """One component a group; the seed is not used."""
        del seed
        i = seen.incidence
        edges = two_sided(i)[(i.holders <= self.cap)[i.identifier]]
        return components(i.N + i.M, edges[:, 0], edges[:, 1])[: i.N]
