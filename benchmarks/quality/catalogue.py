"""The worlds of the comparison by name."""

import importlib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.quality.coortweet import coortweet
from benchmarks.quality.sources import Source, historical, hop, simulated

FROZEN = Path(__file__).with_name("frozen.toml")
"""Families and seeds, written down before any parameter was chosen on them."""
WITHOUT: tuple[Mapping[str, Any], ...] = tuple(
    {"name": name, "scenario": name, "scale": 0.1, "seeds": (101, 102, 103)} for name in ("campaign", "campaign-13m")
)
"""Where there is no such file: scenarios of the simulator."""


def sources() -> Mapping[str, Source]:
    """Name of a world -> how it is made: the real sets, the frozen families that are scenarios of the simulator, and
    what `populations` adds or replaces, a module with sources() of its own.
    """
    own: dict[str, Source] = {"hop_sybil": hop, "historical_50k": historical, "coortweet": coortweet}
    own |= dict(_scenarios(tomllib.loads(FROZEN.read_text())["family"] if FROZEN.exists() else WITHOUT))
    try:
        more = importlib.import_module("benchmarks.quality.populations")
    except ModuleNotFoundError:
        return own
    return own | dict(more.sources())


def _scenarios(families: list[Mapping[str, Any]] | tuple[Mapping[str, Any], ...]) -> Iterator[tuple[str, Source]]:
    for family in families:
        if "scenario" in family:
            for seed in family["seeds"]:
                yield f"{family['name']}-s{seed}", simulated(family["scenario"], family["scale"], seed)
