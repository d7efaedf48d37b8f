"""The worlds of the comparison by name."""

import importlib
from collections.abc import Mapping

from benchmarks.quality.coortweet import coortweet
from benchmarks.quality.sources import Source, historical, hop, simulated

SEEDS = (1, 2, 3)
SCENARIOS = (("campaign", 0.06), ("campaign-13m", 0.1), ("campaign-3.4m", 0.2))
"""Scenarios of the simulator, each at a scale that leaves about 30,000 accounts."""


def sources() -> Mapping[str, Source]:
    """Name of a world -> how it is made. `populations` adds further families: a module with sources() of its own."""
    own: dict[str, Source] = {"hop_sybil": hop, "historical_50k": historical, "coortweet": coortweet}
    own |= {f"{name}-s{seed}": simulated(name, scale, seed) for name, scale in SCENARIOS for seed in SEEDS}
    try:
        more = importlib.import_module("benchmarks.quality.populations")
    except ModuleNotFoundError:
        return own
    return own | dict(more.sources())
