"""kill -9 at random moments during loads and sweeps of a mid-size case, in processes of their own.

The case opens, nothing that was reported is lost, nothing is half stored, and the next run of the same command leaves
what an undisturbed one leaves: the same facts, and the same bytes of `members --all -o`.
"""

import fcntl
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from numpy.typing import NDArray

from fraudgraph.case import Case
from tests.hostile.deliveries import Deliveries, deliveries
from tests.hostile.killing import STAGES, Victim, Words, fraudgraph, living, seconds_survived, victim
from tests.hostile.promises import (
    ENDED,
    Expected,
    Outcome,
    Sight,
    Trial,
    When,
    check_next_run,
    check_whole,
    killed,
    state_of,
    undisturbed,
)

SCALE = 0.03
SWEEP: Words = ("sweep",)
NOT_STORED = {"second load": "Nothing of this load is stored.", "second sweep": "S-0001 stays current."}
STORED = {"second load": "L-0002 is stored: fraudgraph status", "second sweep": "S-0002 is stored and current."}
ANYWHERE = "Nothing that was stored is lost."
Capture = pytest.CaptureFixture[str]


@dataclass(frozen=True, slots=True)
class World:
    """A population in two deliveries. one: a case with the first; two: with both; swept: with the first, swept, and
    the second.
    """

    delivered: Deliveries
    one: Path
    two: Path
    swept: Path


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> World:
    """Built once; with several workers, once for all of them. No test changes it."""
    base = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder = base / "killed"
    folder.mkdir(exist_ok=True)
    with (base / "killed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = World(delivered(folder), folder / "one", folder / "two", folder / "swept")
        if not (folder / "done").exists():
            build(made)
            (folder / "done").touch()
    return made


def delivered(folder: Path) -> Deliveries:
    """The words of both loads; the files are made where they are missing."""
    return deliveries(folder, "campaign", SCALE)


def build(made: World) -> None:
    """The cases from which commands start."""
    run(made.one, made.delivered.first)
    shutil.copytree(made.one, made.two)
    shutil.copytree(made.one, made.swept)
    run(made.two, made.delivered.second, 4)
    run(made.swept, SWEEP)
    run(made.swept, made.delivered.second, 4)


def run(path: Path, words: Words, code: int = 0) -> None:
    """A command that must go well."""
    done = fraudgraph(*words, "--case", str(path))
    assert done.code == code, done.stderr


def kill_at_random(trial: Trial, expected: Expected, folder: Path, kills: int) -> Iterator[Outcome]:
    """Kill a command so often, at moments drawn uniformly over its undisturbed duration; those that ended before
    count as reported and are checked too, and others are drawn for them.
    """
    moments = random.Random(f"{trial.name} 3")
    for number in range(4 * kills):
        outcome = kill(trial, expected, folder / f"case-{number}", moments.random())
        kills -= outcome.stage != ENDED
        yield outcome
        if kills == 0:
            return
    raise AssertionError("too many runs ended before they were killed")


def kill(trial: Trial, expected: Expected, path: Path, when: When, alone: bool = False) -> Outcome:
    """One kill; its case stays only where something is wrong."""
    outcome = killed(trial, expected, path, when, alone)
    if not outcome.failure:
        shutil.rmtree(path)
        path.with_name(f"{path.name}-members.csv").unlink(missing_ok=True)
    return outcome


def report(capsys: Capture, outcomes: list[Outcome]) -> None:
    """The table of what was killed where; on stderr, where it is seen with several workers too."""
    with capsys.disabled():
        sys.stderr.write("\n" + "\n".join(table(outcomes)) + "\n")
    assert [outcome for outcome in outcomes if outcome.failure] == []


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """A line for each command and stage."""
    order = {stage: number for number, stage in enumerate(("start", "read", "compare", *STAGES[1:], ENDED))}
    yield f"{'command':<16}{'killed in':<14}{'kills':>5}{'stored':>8}{'litter':>8}{'failed':>8}{'survived':>10}"
    keys = Counter((one.trial, one.stage) for one in outcomes)
    for trial, stage in sorted(keys, key=lambda key: (key[0], order.get(key[1], 99))):
        these = [one for one in outcomes if (one.trial, one.stage) == (trial, stage)]
        stored, litter = sum(one.stored for one in these), sum(one.litter > 0 for one in these)
        failed, survived = sum(bool(one.failure) for one in these), max(one.survived for one in these)
        yield f"{trial:<16}{stage:<14}{len(these):>5}{stored:>8}{litter:>8}{failed:>8}{survived:>8.2f} s"
    killed_ones = [one for one in outcomes if one.stage != ENDED]
    yield f"{len(killed_ones)} kills, {sum(bool(one.failure) for one in outcomes)} failures"


@pytest.mark.parametrize(
    ("name", "kills"), [("first load", 5), ("second load", 20), ("first sweep", 15), ("second sweep", 10)]
)
def test_a_command_killed_at_random_moments_loses_nothing(
    world: World, tmp_path: Path, capsys: Capture, name: str, kills: int
) -> None:
    """25 kills during loads and 25 during sweeps, of a new case and of one that has reported things already."""
    trial = {
        "first load": Trial(name, None, world.delivered.first, (SWEEP,)),
        "second load": Trial(name, world.one, world.delivered.second, (SWEEP,)),
        "first sweep": Trial(name, world.two, SWEEP),
        "second sweep": Trial(name, world.swept, SWEEP),
    }[name]
    expected = undisturbed(trial, tmp_path / "undisturbed")
    report(capsys, list(kill_at_random(trial, expected, tmp_path, kills)))


def test_a_load_killed_while_it_stores_is_there_or_not(world: World, tmp_path: Path, capsys: Capture) -> None:
    """Killed as the first, second, third and fourth segment is laid down, and as the ledger is written."""
    trial = Trial("second load", world.one, world.delivered.second, (SWEEP,))
    expected = undisturbed(trial, tmp_path / "undisturbed")
    moments = [
        *(segments_lie(laid_down(world.one) + number) for number in range(1, 5)),
        log_grows,
        log_grows,
        log_grows,
    ]
    outcomes = [kill(trial, expected, tmp_path / f"case-{n}", when) for n, when in enumerate(moments)]
    report(capsys, outcomes)
    assert any(outcome.litter for outcome in outcomes)


def test_a_sweep_killed_while_it_is_written_is_there_or_not(world: World, tmp_path: Path, capsys: Capture) -> None:
    """Killed as the ledger's log begins to grow: the transaction is being committed, or is."""
    trial = Trial("second sweep", world.swept, SWEEP)
    expected = undisturbed(trial, tmp_path / "undisturbed")
    report(capsys, [kill(trial, expected, tmp_path / f"case-{n}", log_grows) for n in range(5)])


def laid_down(path: Path) -> int:
    """Files in facts/."""
    return len(list((path / "facts").glob("*/*.parquet")))


def segments_lie(number: int) -> Sight:
    """Whether so many files lie in facts/."""
    return lambda _, path: laid_down(path) >= number


def log_grows(_: Victim, path: Path) -> bool:
    """Whether the ledger's write-ahead log holds anything."""
    try:
        return (path / "ledger.sqlite-wal").stat().st_size > 0
    except OSError:
        return False


@pytest.mark.parametrize("name", ["second load", "second sweep"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_command_that_is_asked_to_stop_says_so_and_leaves_nothing(
    world: World, tmp_path: Path, name: str, number: signal.Signals
) -> None:
    """Ctrl-C to the group, SIGTERM to the process: exit 130, a sentence, the case as it was. First as a load lays
    segments down, then as the ledger is written, then at random moments.
    """
    start, words = {"second load": (world.one, world.delivered.second), "second sweep": (world.swept, SWEEP)}[name]
    trial = Trial(name, start, words, (SWEEP,))
    expected = undisturbed(trial, tmp_path / "undisturbed")
    moments = random.Random(f"{name} {number}")
    stopped = 0
    aimed = [log_grows, *([segments_lie(laid_down(start) + 1)] if trial.loads else [])]
    for attempt in range(12):
        path = tmp_path / f"case-{attempt}"
        trial.copy(path)
        said = stop(trial, expected, path, number, aimed.pop() if aimed else moments.random())
        if said:
            stopped += 1
            stored = check_stopped(expected, path)
            assert said in ((STORED if stored else NOT_STORED)[name], ANYWHERE)
            check_next_run(trial, expected, path, stored)
        if stopped == 5:
            return
    raise AssertionError("too many runs ended before they were stopped")


def stop(trial: Trial, expected: Expected, path: Path, number: signal.Signals, when: When) -> str:
    """Send a signal; what the command said on stderr, empty if it had ended before."""
    with victim(*trial.words, "--case", str(path)) as run:
        run.wait(sees=lambda: run.catches(signal.SIGTERM))
        if callable(when):
            run.wait(sees=lambda: when(run, path))
        else:
            run.wait(time.monotonic() - run.started + when * expected.seconds)
        if run.runs():
            run.send(number, alone=number == signal.SIGTERM)
        code = run.end()
        seconds_survived(run.process.pid)
        if code == expected.code:
            return ""
        assert (code, run.said) == (130, ""), run.heard
        assert "Traceback" not in run.heard
        _, error, kept = run.heard.replace("\r", "").rpartition("error: stopped\n")
        assert error, run.heard
        return " ".join(kept.split())


def check_stopped(expected: Expected, path: Path) -> bool:
    """The case is as it was, with nothing half done in it; or the stop came after all was stored: whether it did."""
    now = state_of(path)
    stored = now.sizes != expected.sizes_before
    if stored:
        check_whole(expected.done, now)
    else:
        assert now == expected.before
    with Case.open(path) as case:
        assert list(case.temporary.iterdir()) == []
        assert case.check_segments() == ()
        assert case.custody.verify().whole
    return stored


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """A case with so many sightings that proposers run in a child process: 90,000 accounts, 7 identifiers each."""
    draw = np.random.default_rng(5)
    accounts = np.repeat(np.arange(90_000), 7)
    values = draw.integers(0, 150_000, len(accounts))
    ring = accounts < 600
    values[ring] = accounts[ring] // 60 * 7 + np.arange(len(accounts))[ring] % 7
    kinds = np.where(values % 2, "payment_instrument", "ip")
    table = {
        "account_id": np.char.add("acct_", accounts.astype(str)),
        "kind": kinds,
        "value": np.where(values % 2, np.char.add("pm_", values.astype(str)), address(values)),
        "first_seen": np.full(len(accounts), "2026-05-01T00:00:00Z"),
        "last_seen": np.full(len(accounts), "2026-05-02T00:00:00Z"),
    }
    texts = {name: list(map(str, column)) for name, column in table.items()}
    parquet.write_table(pa.table(texts), tmp_path / "sightings.parquet")
    run(tmp_path / "wide", ("load", str(tmp_path / "sightings.parquet"), "--table", "sightings"))
    return tmp_path / "wide"


def address(values: NDArray[np.int64]) -> NDArray[np.str_]:
    """Public IPv4 addresses, one a number."""
    return np.array([f"23.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" for n in values.tolist()])


def children(run: Victim) -> dict[int, float]:
    """Processes that propose for a sweep, and their processor seconds."""
    return {process: used for process, used in living(run.process.pid).items() if is_child(process)}


def is_child(process: int) -> bool:
    """Whether a process is one that multiprocessing spawned for work."""
    try:
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def proposes(seconds: float) -> Sight:
    """Whether the child process of a sweep has worked so long."""
    return lambda run, _: any(used >= seconds for used in children(run).values())


def test_the_child_of_a_sweep_does_not_outlive_it(wide: Path, tmp_path: Path, capsys: Capture) -> None:
    """The parent alone is killed, as the kernel does where memory ends: the lock is free at once, the child ends."""
    trial = Trial("wide sweep", wide, SWEEP)
    expected = undisturbed(trial, tmp_path / "undisturbed")
    moments = (0.0, 0.5, 1.5, 3.0)
    report(capsys, [kill(trial, expected, tmp_path / f"case-{s}", proposes(s), alone=True) for s in moments])


def test_ctrl_c_stops_the_child_of_a_sweep_too(wide: Path) -> None:
    """The child says nothing of its own, however far it is."""
    for child_works in map(proposes, (0.0, 0.05, 0.4, 1.5)):
        with victim(*SWEEP, "--case", str(wide)) as started:
            wait_for(started, wide, child_works)
            started.send(signal.SIGINT)
            assert started.end() == 130
            seconds_survived(started.process.pid)
            started.end()
            assert "Traceback" not in started.heard
            assert "error: stopped" in started.heard


def test_a_child_that_is_killed_fails_the_sweep(wide: Path) -> None:
    """Killed alone, as the kernel does where memory ends: exit 1 and what to do; the parent does not go on without."""
    for child_works in map(proposes, (0.0, 0.05, 0.4, 1.5)):
        with victim(*SWEEP, "--case", str(wide)) as started:
            wait_for(started, wide, child_works)
            (child,) = children(started)
            os.kill(child, signal.SIGKILL)
            assert started.end() == 1, started.heard
            assert "a process that proposes rings ended before it was done" in started.heard.replace("\r\n       ", " ")


def wait_for(started: Victim, path: Path, sight: Sight) -> None:
    """Wait until something is to be seen."""
    started.wait(sees=lambda: sight(started, path))
