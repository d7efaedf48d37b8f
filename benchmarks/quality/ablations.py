"""`python -m benchmarks ablations`: what each part of the law is worth, one part changed at a time.

Four data sets, and a shuffled copy of each in which every community is false. Proposals are made once a data set and
shared by all alternatives. Every result is written as soon as it is there, so a run that was stopped, or one for some
data sets only (--worlds), leaves the others as they are.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import measured
from benchmarks.quality.alternatives import Alternative, every
from benchmarks.quality.markdown import lines, number, put_between
from benchmarks.quality.metrics import score
from benchmarks.quality.populations import with_seed
from benchmarks.quality.rules import Believed
from benchmarks.quality.sources import Place, Source, historical, hop, simulated
from benchmarks.quality.world import World
from fraudgraph.detect.check.shuffle import shuffled
from fraudgraph.detect.communities import Communities, Search, propose, weigh
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.order import Ordered
from fraudgraph.detect.propose import DEFAULT
from fraudgraph.engine.local import Local
from fraudgraph.model.rings import BIT

RESULTS = Path("benchmarks/quality/results/ablations.json")
PAGE = Path("docs/method.md")
MARK = "ablations"
SEED = 0
WORLDS: Mapping[str, Source] = {
    "hop_sybil": hop,
    "historical_50k": historical,
    "campaign-0.05-1": simulated("campaign", 0.05, 1),
    "second_author-s1": with_seed("second_author", 1),
}
REAL = ("hop_sybil", "historical_50k")


@dataclass(frozen=True)
class Proposed:
    """One data set with the partitions of each proposer, made once."""

    world: World

    @cached_property
    def partitions(self) -> list[list[Index]]:
        """Of each proposer in DEFAULT."""
        search, _ = self._search(Local())
        return propose(search.seen, SEED)

    def run(self, alternative: Alternative) -> tuple[Communities, Believed]:
        """What the alternative finds."""
        some = alternative.proposers or range(len(DEFAULT))
        partitions = [label for place in some for label in self.partitions[place]]
        with alternative.in_place():
            search, counted = self._search(Local(alternative.params))
            found = search.best(weigh(search.law, partitions))
        label = np.full(self.world.sightings.accounts, -1, np.int64)
        label[counted.account[found.cells.member]] = found.ring_of[found.cells.owner]
        worth = np.bincount(found.ring_of, found.evidence.gain, minlength=found.count) + found.join_gain
        return found, Believed(label, worth / BIT)

    def _search(self, engine: Local) -> tuple[Search, Ordered]:
        return engine.search(self.world.sightings, self.world.seen.kinds, SEED)


def run(place: Place, worlds: Sequence[str]) -> None:
    """Measure, write the results after each alternative and the table at the end. worlds: names, () for all."""
    known: dict[str, Any] = json.loads(RESULTS.read_text())["worlds"] if RESULTS.exists() else {}
    for name in worlds or WORLDS:
        world = WORLDS[name](name, place)
        real = Proposed(world)
        false = Proposed(replace(world, sightings=shuffled(world.sightings, SEED)))
        rows: dict[str, Any] = {}
        for alternative in every():
            rows[alternative.name] = _one(alternative, real, false)
            known[world.name] = {"accounts": world.sightings.accounts, "rows": rows}
            print(world.name, alternative.name, rows[alternative.name], flush=True)
            measured.write(RESULTS, {"command": "python -m benchmarks ablations", "seed": SEED, "worlds": known})
    include()


def _one(alternative: Alternative, real: Proposed, false: Proposed) -> dict[str, Any]:
    """The figures of one alternative on one data set."""
    started = time.process_time()
    found, believed = real.run(alternative)
    figures = score(real.world, believed)
    out = {
        "group": alternative.group,
        "ari": figures["ari"],
        "found": figures["rings"]["f1_0.9"],
        "planted": figures["rings"]["planted"],
        "communities": found.count,
        "honest_linked": figures["honest"]["accused"],
        "people_linked": figures["honest"]["people"],
        "shuffled": None,
        "shuffled_best_bits": None,
    }
    if alternative.shuffled:
        chance, worth = false.run(alternative)
        out |= {"shuffled": chance.count, "shuffled_best_bits": round(float(worth.worth.max(initial=0)), 1)}
    return out | {"cpu_seconds": round(time.process_time() - started, 1)}


def include() -> None:
    """Put the table into the page of the method, between its two marks."""
    put_between(PAGE, MARK, "\n".join(section(json.loads(RESULTS.read_text(encoding="utf-8")))))


def section(results: Mapping[str, Any]) -> Iterator[str]:
    """The command, what it ran on, and one table."""
    versions = ", ".join(f"{name} {of}" for name, of in results["versions"].items())
    machine = results["machine"]
    yield f"`{results['command']}`, seed {results['seed']}; {versions}; Python {machine['python']},"
    yield f"{machine['cores']} cores, {machine['processor']}.\n"
    names = [name for name in WORLDS if name in results["worlds"]]
    for name in names:
        yield f"- {name}: {number(results['worlds'][name]['accounts'])} accounts"
    yield ""
    head = ["what was changed"]
    for name in names:
        head += [f"{name}: ARI", "rings found", "honest linked", "of shuffled"]
    body = [_line(results, names, one.name) for one in every()]
    yield from lines(head, body)


def _line(results: Mapping[str, Any], names: Sequence[str], alternative: str) -> list[str]:
    cells = [alternative]
    for name in names:
        row = results["worlds"][name]["rows"].get(alternative)
        if row is None:
            cells += ["–"] * 4
            continue
        people = row["honest_linked"] if name in REAL else row["people_linked"]
        cells += [number(row["ari"], 3), f"{row['found']}/{row['planted']}", number(people), number(row["shuffled"])]
    return cells
