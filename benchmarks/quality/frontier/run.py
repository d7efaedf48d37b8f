"""`python -m benchmarks frontier`: write the populations of the grid, read them back through the product, measure."""

import json
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks import measured
from benchmarks.quality.frontier import heat, page
from benchmarks.quality.frontier.found import Found
from benchmarks.quality.frontier.grid import Cell, populations, settings
from benchmarks.quality.frontier.methods import Key, every
from benchmarks.quality.metrics import best_of, people
from benchmarks.quality.rules import Believed
from benchmarks.quality.sources import FAR_FUTURE
from benchmarks.quality.world import HONEST, World
from fraudgraph.case import Case
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded import EmbeddedGraph
from fraudgraph.simulate import Scenario, simulate

RESULTS = Path("benchmarks/quality/results")
PICTURE = Path("docs/pictures/frontier.svg")


@dataclass(frozen=True)
class Ring:
    """One ring of the grid under one method: its best F1 with a group."""

    cell: str
    use: str
    accounts: int
    f1: float


@dataclass(frozen=True)
class Measured:
    """One method and rule on one population. people: honest individuals it links; of: how many there are; groups:
    groups of mostly such people.
    """

    population: str
    method: str
    rule: str
    people: int
    of: int
    groups: int
    seconds: float
    rings: tuple[Ring, ...]


def run(work: Path, only: int | None = None) -> None:
    """Measure every population (or only the one of that number), then write JSON, Markdown and the picture.

    What is measured stays in `work`, so that a run that was stopped goes on where it was.
    """
    given = settings()
    some = list(populations(given))
    for scenario in some if only is None else some[only - 1 : only]:
        _measure_all(scenario, given["seed"], work)
    parts = [work / f"{scenario.name}.json" for scenario in some]
    done = [one for part in parts if part.exists() for one in json.loads(part.read_text())]
    measured.write(RESULTS / "frontier.json", {"grid": given, "measured": done})
    show(RESULTS / "frontier.json")


def _measure_all(scenario: Scenario, seed: int, work: Path) -> None:
    """One population: what is measured is written after every method."""
    part = work / f"{scenario.name}.json"
    found: list[Any] = json.loads(part.read_text()) if part.exists() else []
    known = {(one["method"], one["rule"]) for one in found}
    for one in measure(read(scenario, seed, work), tuple(ring.name for ring in scenario.rings), known):
        found.append(asdict(one))
        part.write_text(json.dumps(found))
        print(f"{scenario.name} {one.method}, {one.rule}: {one.seconds:.0f} s", flush=True)


def show(path: Path) -> None:
    """Write the page and the picture from the figures."""
    found = Found.read(path)
    path.with_suffix(".md").write_text("\n".join(page.markdown(found)))
    PICTURE.write_text(heat.draw(found))


def read(scenario: Scenario, seed: int, work: Path) -> World:
    """Write, load and read back one population; rings in the order of the scenario."""
    folder, case, log = work / scenario.name, work / f"{scenario.name}-case", work / "frontier.log"
    if not (folder / "truth.csv").exists():
        simulate(scenario, folder, seed=seed)
    if not case.exists():
        measured.fraudgraph("load", folder / "data", "--case", case, log=log)
    with Case.open(case) as opened:
        sightings, kinds = EmbeddedGraph(opened).sightings(View(FAR_FUTURE)), opened.kinds()
    query = f"SELECT account_id, ring, category FROM read_csv('{folder / 'truth.csv'}', all_varchar = true)"
    truth = {row[0]: row[1:] for row in duckdb.execute(query).fetchall()}
    number = {ring.name: place for place, ring in enumerate(scenario.rings)}
    known = [truth[account] for account in sightings.account_ids.tolist()]
    return World(
        scenario.name,
        "frontier",
        seed,
        sightings,
        np.array([HONEST if ring is None else number[ring] for ring, _ in known], np.int64),
        tuple(ring.type for ring in scenario.rings),
        np.array([category for _, category in known], object),
        np.full(len(known), "", object),
        kinds,
    )


def measure(world: World, names: tuple[str, ...], known: Collection[Key] = ()) -> Iterator[Measured]:
    """Every method on one population, but those that are known; names: of its rings, `cell use accounts`."""
    started = time.process_time()
    of = int(people(world).sum())
    for method, rule, believed in every(world.seen, world.seed, known):
        spent = round(time.process_time() - started, 1)
        best = best_of(world, believed.label)
        rings = tuple(_ring(name, best.get(str(place), (0.0, ""))[0]) for place, name in enumerate(names))
        yield Measured(world.name, method, rule, *_people(world, believed, of), spent, rings)
        started = time.process_time()


def _ring(name: str, f1: float) -> Ring:
    cell, use, accounts = name.split(" ")
    return Ring(Cell.of(cell).name, use, int(accounts), round(f1, 4))


def _people(world: World, believed: Believed, of: int) -> tuple[int, int, int]:
    """Honest individuals in any group, `of`, and groups of which they are more than half."""
    person = people(world)
    linked = believed.label >= 0
    size = np.bincount(believed.label[linked], minlength=1)
    among = np.bincount(believed.label[linked & person], minlength=len(size))
    return int((linked & person).sum()), of, int((2 * among > size).sum())
