"""What must be true of a case when a command was killed in it, and after the next run of the same command."""

import fcntl
import json
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from fraudgraph.case import Case
from fraudgraph.model.tables import TABLES
from tests.hostile.killing import Victim, Words, fraudgraph, seconds_survived, victim

ENDED = "ended before"
RESTATED = {"hubs", "kinds", "settings"}
"""Tables of the ledger whose rows a later load may say again."""
RINGS = {"rings", "sweep_rings", "members", "ring_identifiers", "lineage"}
"""Tables of the ledger that the same sweep fills with the same rows."""
NEWBORN = Counter[object]({"settings": 1, "custody": 1})

Row = tuple[object, ...]
Sight = Callable[[Victim, Path], bool]
"""What is to be seen of the command or in the case."""
When = float | Sight
"""Part of the undisturbed duration, or a sight."""


@dataclass(frozen=True, slots=True)
class State:
    """What a case holds. rows: every row of the ledger with its table; facts: table -> rows and an order-free hash."""

    rows: frozenset[Row]
    facts: dict[str, Row]

    @property
    def sizes(self) -> Counter[object]:
        """Rows by table of the ledger."""
        return Counter(row[0] for row in self.rows)

    @property
    def rings(self) -> set[Row]:
        """Rows of rings."""
        return {row for row in self.rows if row[0] in RINGS}


def state_of(path: Path) -> State:
    """The state of a case, read through the case itself."""
    with Case.open(path) as case:
        names = [row[0] for row in case.ledger.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = frozenset((name, *row) for name in names for row in case.ledger.execute(f"SELECT * FROM {name}"))
        facts: dict[str, Row] = {}
        with case.duckdb() as con:
            for table in TABLES:
                sql = f"SELECT count(*), coalesce(sum(hash(f)), 0)::VARCHAR FROM {case.relation(table)} AS f"
                facts[table] = tuple(con.execute(sql).fetchall()[0])
        return State(rows, facts)


@dataclass(frozen=True, slots=True)
class Trial:
    """A command to be killed. start: the case before it, None where it makes the case; after: commands that follow."""

    name: str
    start: Path | None
    words: Words
    after: tuple[Words, ...] = ()

    @property
    def loads(self) -> bool:
        """Whether the command is a load."""
        return self.words[0] == "load"

    def copy(self, path: Path) -> None:
        """The case before the command."""
        if self.start is not None:
            shutil.copytree(self.start, path)

    def finish(self, path: Path) -> bytes:
        """The commands that follow; then the bytes that `members --all -o` writes."""
        for words in self.after:
            done = fraudgraph(*words, "--case", str(path))
            assert done.code == 0, done.stderr
        file = path.with_name(f"{path.name}-members.csv")
        done = fraudgraph("members", "--all", "-o", str(file), "--case", str(path))
        assert done.code == 0, done.stderr
        return file.read_bytes()


@dataclass(frozen=True, slots=True)
class Expected:
    """What an undisturbed run takes and leaves. before: None where there was no case; done: right after the command;
    members: what `members --all -o` writes in the end.
    """

    seconds: float
    code: int
    before: State | None
    done: State
    members: bytes

    @property
    def rows_before(self) -> frozenset[Row]:
        """Rows of the ledger before the command."""
        return self.before.rows if self.before else frozenset()

    @property
    def sizes_before(self) -> Counter[object]:
        """Their numbers; those of a case just made where there was none."""
        return self.before.sizes if self.before else NEWBORN


@dataclass(frozen=True, slots=True)
class Outcome:
    """One kill. part: of the undisturbed duration; stored: committed all the same; survived: seconds that the last
    process of the command went on; litter: files in facts/ that no load names; failure: empty where every promise was
    kept.
    """

    trial: str
    part: float
    stage: str
    stored: bool = False
    survived: float = 0.0
    litter: int = 0
    failure: str = ""


def undisturbed(trial: Trial, path: Path) -> Expected:
    """Run a trial in peace, in the way in which it will be killed."""
    trial.copy(path)
    before = None if trial.start is None else state_of(path)
    with victim(*trial.words, "--case", str(path)) as run:
        code = run.end()
        seconds = time.monotonic() - run.started
    assert code in (0, 4), run.heard
    done = state_of(path)
    return Expected(seconds, code, before, done, trial.finish(path))


def killed(trial: Trial, expected: Expected, path: Path, when: When, alone: bool = False) -> Outcome:
    """Kill the command once, check what is left, and run it again. alone: the process, not its group."""
    trial.copy(path)
    outcome = killed_once(trial, expected, path, when, alone)
    if outcome.failure:
        return outcome
    return checked(outcome, lambda: check_next_run(trial, expected, path, outcome.stored))


def killed_once(trial: Trial, expected: Expected, path: Path, when: When, alone: bool = False) -> Outcome:
    """Kill the command in the case that lies there and check what is left."""
    with victim(*trial.words, "--case", str(path)) as run:
        if callable(when):
            run.wait(sees=lambda: when(run, path))
        else:
            run.wait(when * expected.seconds)
        part = (time.monotonic() - run.started) / expected.seconds
        if run.runs():
            run.send(signal.SIGKILL, alone)
        code = run.end()
        outcome = Outcome(trial.name, part, ENDED if code == expected.code else where(run, path))
        return checked(outcome, lambda: after_kill(trial, expected, path, run, outcome))


def checked(outcome: Outcome, check: Callable[[], Outcome | None]) -> Outcome:
    """The outcome with what a check adds to it, or with what it found wrong."""
    try:
        return check() or outcome
    except AssertionError as problem:
        return replace(outcome, failure=str(problem) or "a promise was broken")


def where(run: Victim, path: Path) -> str:
    """The stage of a command that was killed."""
    if run.stage != "start":
        return run.stage
    try:
        holder = json.loads((path / "lock").read_bytes())["pid"]
    except (OSError, ValueError):
        return "start"
    return "read" if holder == run.process.pid else "start"


def after_kill(trial: Trial, expected: Expected, path: Path, run: Victim, outcome: Outcome) -> Outcome:
    """The case opens with all that was reported and nothing half stored."""
    if (path / "lock").exists():
        check_lock_is_free(path)  # even while a child goes on
    survived = seconds_survived(run.process.pid)
    status = fraudgraph("status", "--case", str(path))
    if trial.start is None and not (path / "ledger.sqlite").exists():
        assert not run.said, "a load was reported and there is no case"
        assert (status.code, "there is no case" in status.stderr) == (1, True)
        return replace(outcome, survived=survived)
    assert status.code == 0, f"status: {status.stderr}"
    with Case.open(path) as case:
        assert case.custody.verify().whole, "the custody chain is broken"
        faults = [fault.problem for fault in case.check_segments()]
    assert set(faults) <= {"extra"}, f"segments are {faults}"
    now = state_of(path)
    stored = now.sizes != expected.sizes_before
    assert stored or not run.said, "what was reported is not there"
    check_rows(expected.rows_before, now.rows, RESTATED if stored else set())
    check_facts(expected, now, expected.done if stored else expected.before)
    if stored:
        check_whole(expected.done, now)
    return replace(outcome, stored=stored, survived=survived, litter=len(faults))


def check_lock_is_free(path: Path) -> None:
    """Nobody holds the case's lock."""
    with (path / "lock").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AssertionError("the lock is still held") from None


def check_rows(before: frozenset[Row], now: frozenset[Row], restated: set[str]) -> None:
    """Every row of the ledger is still there, unchanged."""
    lost = [row for row in before - now if row[0] not in restated]
    assert not lost, f"rows are lost or changed: {sorted(map(str, lost))[:3]}"


def check_facts(expected: Expected, now: State, then: State | None) -> None:
    """The facts are those of then. A case that is born anew has a new key, so that its fingerprints are others."""
    wanted = then.facts if then else dict.fromkeys(now.facts, (0, "0"))
    found = now.facts
    if expected.before is None:
        wanted, found = ({table: row[:1] for table, row in facts.items()} for facts in (wanted, found))
    assert found == wanted, f"facts are {found}, not {wanted}"


def check_whole(done: State, now: State) -> None:
    """What was stored was stored to its end, and is what an undisturbed run stores."""
    differs = f"{now.sizes - done.sizes} more, {done.sizes - now.sizes} less"
    assert now.sizes == done.sizes, f"half stored: {differs}"
    assert now.rings == done.rings, "the rings stored are not those of an undisturbed run"


def check_next_run(trial: Trial, expected: Expected, path: Path, stored: bool = False) -> None:
    """The same command completes, with what an undisturbed one leaves, and takes away what the killed one left."""
    again = fraudgraph(*trial.words, "--case", str(path))
    assert again.code in ({0, 4} if stored else {expected.code}), f"the next run: {again.stderr}"
    with Case.open(path) as case:
        assert case.check_segments() == (), "the next run left litter in facts/"
        assert case.custody.verify().whole, "the custody chain is broken after the next run"
        # A folder may be younger than its owner's sign of life: it stays a minute.
        litter = [entry for entry in case.temporary.iterdir() if not entry.name.startswith("spill-")]
        litter += list(case.temporary.glob("spill-*/*"))
        assert litter == [], f"the next run left litter in tmp/: {litter}"
        loads = case.loads()
    rejects = {str(file.relative_to(path)) for file in path.glob("rejects/*")}
    named = {load.reject_file for load in loads if load.reject_file}
    assert rejects == named, f"reject files {rejects}, of which loads name {named}"
    assert len(loads) == expected.done.sizes["loads"] + (stored and trial.loads), "loads are not those"
    now = state_of(path)
    check_rows(expected.rows_before, now.rows, RESTATED)
    check_facts(expected, now, expected.done)
    assert trial.finish(path) == expected.members, "the rings are not those of an undisturbed run"
