"""Components over pairs of accounts that share several rare identifiers: the best hand-tuned rule on chained rings."""

from dataclasses import dataclass

from benchmarks.quality.methods.graphs import components, pairs
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index


@dataclass(frozen=True)
class SharedPairs:
    """least: identifiers that a pair shares; cap: most holders of one that counts."""

    least: int
    cap: int

    def labels(self, seen: Seen, seed: int) -> Index:
        """One component a group; the seed is not used."""
        del seed
        found = pairs(seen.incidence, self.cap)
        keep = found.shared >= self.least
        return components(seen.incidence.N, found.a[keep], found.b[keep])
