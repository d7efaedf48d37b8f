"""Copies of the facts, each through the whole scheme: several processes, where that pays.

The facts go to each process once; then it gets one copy to make after the other, as it gets free. What comes back is a
few numbers a ring, in the order of the tasks, so the result does not depend on how many processes there are.
"""

import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.check.agreement import best_overlap, together
from fraudgraph.detect.check.shuffle import shuffled
from fraudgraph.detect.check.thin import resampled, without
from fraudgraph.detect.linkage import Linkage
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine.children import children
from fraudgraph.engine.local import Local
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.kinds import Family, Kind, kind_of

WORTH_IT = 400_000
"""Edges, over all copies, from which on other processes win more time than they cost to start."""
MOST_LANES = 4
"""Each process holds the facts and all that detection makes of them."""
Result = NDArray[Any]


class Sort(StrEnum):
    """What a copy is made for."""

    NULL = "null"
    RESAMPLE = "resample"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Task:
    """One copy. seed: of the copy and of detection on it; left_out: kinds that it lacks."""

    sort: Sort
    seed: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bench:
    """What every task needs: how rings are found, in what, and what was found."""

    engine: Local
    sightings: Sightings
    kinds: Mapping[str, Kind]
    found: Linkage

    def run(self, task: Task) -> Result:
        """null: int64[1], rings of the copy; resample: float64[K], best overlaps; without: int64[K], members that stay
        together.
        """
        accounts = self.sightings.accounts
        if task.sort is Sort.NULL:
            chance = shuffled(self.sightings, task.seed, self._coincidences())
            return np.array([self._again(chance, task.seed).rings], np.int64)
        if task.sort is Sort.RESAMPLE:
            return best_overlap(self.found, self._again(resampled(self.sightings, task.seed), task.seed), accounts)
        left = without(self.sightings, task.left_out)
        if len(left.account) == 0:
            return np.zeros(self.found.rings, np.int64)
        return together(self.found, self._again(left, task.seed), accounts)

    def _coincidences(self) -> list[int]:
        """Kinds that are made of what happened at one time."""
        return [t for t, name in enumerate(self.sightings.kinds) if kind_of(name, self.kinds).family is Family.TIMING]

    def _again(self, sightings: Sightings, seed: int) -> Linkage:
        return self.engine.detect(sightings, self.kinds, seed, lambda stage, done, total: None)


def run(bench: Bench, tasks: Sequence[Task]) -> Generator[Result, None, None]:
    """The result of each task, in their order."""
    lanes = min(bench.engine.threads or os.cpu_count() or 1, len(tasks), MOST_LANES)
    if lanes < 2 or len(tasks) * len(bench.sightings.account) < WORTH_IT:
        yield from map(bench.run, tasks)
        return
    try:
        with children(bench, lanes) as processes:
            yield from _deal(tasks, processes)
    except (EOFError, OSError) as error:
        raise FraudgraphError(
            "a process that checks the rings ended before it was done",
            kept="The sweep before stays current.",
            hint="free memory, ask for fewer copies, or shorten --window, and run the sweep again",
        ) from error


def _deal(tasks: Sequence[Task], processes: Sequence[Connection]) -> Iterator[Result]:
    """Give each child the next task as it gets free; results wait until those before them are there."""
    busy: dict[Connection, int] = {}
    ready: dict[int, Result] = {}
    given = 0
    for child in processes:
        child.send(tasks[given])
        busy[child], given = given, given + 1
    for place in range(len(tasks)):
        while place not in ready:
            for answered in wait(list(busy)):
                child = cast(Connection, answered)
                ready[busy.pop(child)] = child.recv()
                if given < len(tasks):
                    child.send(tasks[given])
                    busy[child], given = given, given + 1
        yield ready.pop(place)
