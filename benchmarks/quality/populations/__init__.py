"""The populations that `frozen.toml` names: which there are, and how each is written as files that `load` reads."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality.populations import second_author
from benchmarks.quality.sources import Place, Source, simulated
from benchmarks.quality.world import World
from fraudgraph.simulate import simulate

FROZEN = Path(__file__).resolve().parents[1] / "frozen.toml"


@dataclass(frozen=True)
class Population:
    """One member of a family. scenario: of the product's simulator, at a scale; "" for another author's."""

    name: str
    family: str
    seed: int
    scenario: str
    scale: float
    settings: Mapping[str, Any]


def frozen() -> tuple[Population, ...]:
    """Every population of the file, in its order."""
    families = tomllib.loads(FROZEN.read_text())["family"]
    return tuple(
        Population(f"{one['name']}-s{seed}", one["name"], seed, one.get("scenario", ""), one.get("scale", 1.0), one)
        for one in families
        for seed in one["seeds"]
    )


def write(population: Population, folder: Path, scale: float = 1.0) -> None:
    """Write folder/data/* and folder/truth.csv, as `fraudgraph simulate` does; scale: times its size."""
    if population.scenario:
        simulate(population.scenario, folder, scale=population.scale * scale, seed=population.seed)
    else:
        second_author.write(folder, second_author.Size.of(population.settings, scale), population.seed)


def sources() -> Mapping[str, Source]:
    """The populations that are not scenarios of the simulator, for the catalogue of the comparison."""
    return {one.name: _source(one) for one in frozen() if not one.scenario}


def with_seed(family: str, seed: int) -> Source:
    """A population of another author, with a seed that is not frozen: for whatever looks at what it does."""
    settings = next(one.settings for one in frozen() if one.family == family)
    return _source(Population(f"{family}-s{seed}", family, seed, "", 1.0, settings))


def _source(population: Population) -> Source:
    read = simulated(population.family, 1.0, population.seed)

    def made(name: str, place: Place) -> World:
        folder = place.work / (name if place.scale == 1 else f"{name}-x{place.scale:g}")
        if not (folder / "truth.csv").exists():
            write(population, folder, place.scale)
        return read(name, place)

    return made
