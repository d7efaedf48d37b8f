"""Infomap (Rosvall and Bergstrom 2008), two levels; an extra: `pip install infomap` (GPL-3.0-or-later)."""

import importlib
from dataclasses import dataclass

import numpy as np

from benchmarks.quality.methods.base import Missing
from benchmarks.quality.methods.graphs import rarity, two_sided
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index


@dataclass(frozen=True)
class Infomap:
    """The map equation on the graph of accounts and identifiers, edges weighted by rarity."""

    trials: int = 1

    def labels(self, seen: Seen, seed: int) -> Index:
        """One module a group."""
        try:
            infomap = importlib.import_module("infomap")
        except ImportError as error:
            raise Missing("infomap is not installed: pip install infomap") from error
        i = seen.incidence
        network = infomap.Infomap(two_level=True, silent=True, seed=seed + 1, num_trials=self.trials)
        network.add_links([(int(a), int(v), w) for (a, v), w in zip(two_sided(i), rarity(i).tolist(), strict=True)])
        found = network.run()
        label = np.full(i.N + i.M, -1, np.int64)
        for vertex, module in found.modules().items():
            label[vertex] = module
        return label[: i.N]
