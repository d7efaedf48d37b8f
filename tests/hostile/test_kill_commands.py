"""Real commands on a small case, killed at random moments; tests/full/test_kill.py does it at length."""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.deliveries import Deliveries, deliveries
from tests.hostile.killing import fraudgraph
from tests.hostile.promises import ENDED, Trial, check_next_run, killed_once, undisturbed

KILLS = 3


@dataclass(frozen=True, slots=True)
class World:
    """A small population, and a case with its first delivery, swept."""

    delivered: Deliveries
    case: Path


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Made once; no test changes it."""
    folder = tmp_path_factory.mktemp("delivered")
    made = World(deliveries(folder, "campaign-150k", 0.01), folder / "case")
    for words in (made.delivered.first, ("sweep",)):
        assert fraudgraph(*words, "--case", str(made.case)).code == 0
    return made


def kill_often(trial: Trial, folder: Path, seed: int) -> None:
    """Kill a command KILLS times, one upon the other, and let it complete; a run that was stored starts anew."""
    expected = undisturbed(trial, folder / "undisturbed")
    moments = random.Random(seed)
    path, kills = folder / "case-0", 0
    trial.copy(path)
    for number in range(1, 10 * KILLS):
        outcome = killed_once(trial, expected, path, moments.random())
        assert not outcome.failure
        kills += outcome.stage != ENDED
        if outcome.stored or kills == KILLS:
            check_next_run(trial, expected, path, outcome.stored)
            path = folder / f"case-{number}"
            trial.copy(path)
        if kills == KILLS:
            return
    raise AssertionError("too many runs ended before they were killed")


def test_a_killed_load_leaves_the_load_before_it_and_the_next_completes(world: World, tmp_path: Path) -> None:
    """Nothing that was reported is lost, nothing is half stored, and the facts become those of an undisturbed load."""
    kill_often(Trial("load", world.case, world.delivered.second), tmp_path, 1)


def test_a_killed_sweep_leaves_the_sweep_before_it_and_the_next_completes(world: World, tmp_path: Path) -> None:
    """The rings of before stay, and the next sweep finds those of an undisturbed one, under the same ids."""
    start = tmp_path / "start"
    shutil.copytree(world.case, start)
    assert fraudgraph(*world.delivered.second, "--case", str(start)).code == 4
    kill_often(Trial("sweep", start, ("sweep",)), tmp_path, 2)
