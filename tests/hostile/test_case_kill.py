"""kill -9 of a real process wherever it hurts: nothing reported is lost, nothing half stored is seen."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fraudgraph.case import Case, Load, Reconciliation, Segment
from fraudgraph.errors import CaseLocked, NotFound
from tests.hostile.countdown import COUNTDOWN

KILLED = (
    COUNTDOWN
    + """
from pathlib import Path
from fraudgraph.case import Case, Load, Reconciliation, Segment

path = Path(sys.argv[1])
count_calls(
    "open", "mkdir", "chmod", "fsync", "link", "unlink", "replace", "rename", "ftruncate", "pwrite", "close"
)

with Case.create_or_open(path) as case:
    case.ledger.set_trace_callback(tick)
    with case.writing("load"):
        number = case.next_load_id()
        key_id, _ = case.keys.current()
        segments = []
        for table in ("actions", "payments"):
            draft = case.temporary / "draft.parquet"
            draft.write_bytes(f"{table} of load {number}".encode())
            size = draft.stat().st_size
            sha256 = case.adopt(table, draft)
            segments.append(Segment(sha256, table, number, 1, size, None, None, ("account_id",)))
        tables = {segment.table: Reconciliation(1, 1) for segment in segments}
        case.commit_load(Load(number, 0, (), tables, key_id=key_id, segments=tuple(segments)))
        os.write(1, f"stored {number}\\n".encode())
"""
)

LOADS_FOR_EVER = """
import sys
from pathlib import Path
from fraudgraph.case import Case, Load, Reconciliation, Segment

with Case.create_or_open(Path(sys.argv[1])) as case:
    print("ready", flush=True)
    while True:
        with case.writing("load"):
            number = case.next_load_id()
            draft = case.temporary / "draft.parquet"
            draft.write_bytes(b"x" * 50_000 + str(number).encode())
            size = draft.stat().st_size
            segment = Segment(case.adopt("actions", draft), "actions", number, 1, size, None, None, ("account_id",))
            case.commit_load(Load(number, 0, (), {"actions": Reconciliation(1, 1)}, segments=(segment,)))
            print("stored", number, flush=True)
"""

HOLDS = """
import os, sys, time
from pathlib import Path
from fraudgraph.case import Case

with Case.open(Path(sys.argv[1])) as case, case.writing("sweep"), case.transaction():
    case.set_setting("half", 1)
    if "fork" in sys.argv and os.fork() != 0:
        time.sleep(60)
        os._exit(0)
    print("ready", os.getpid(), flush=True)  # of a worker: it runs, so its copy of the lock is given up
    time.sleep(60)
    os._exit(0)
"""


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script to its end."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@contextmanager
def running(script: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A script in its own process, killed in the end."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def stored_in(text: str) -> int:
    """The last load that a process reported."""
    lines = [line for line in text.splitlines() if line.startswith("stored ")]
    return int(lines[-1].split()[1]) if lines else 0


def check_after_kill(path: Path, reported: int, possible: int) -> None:
    """The case opens and holds all that was reported, whole; a new writer leaves no litter and can load."""
    with Case.open(path) as case:
        loads = len(case.loads())
        assert reported <= loads <= possible
        assert case.custody.verify().whole
        assert case.custody.head()[0] == loads + 1
        assert {fault.problem for fault in case.check_segments()} <= {"extra"}
        with case.writing("load"):
            assert case.check_segments() == ()
            assert list(case.temporary.iterdir()) == []
            draft = case.temporary / "draft"
            size = draft.write_bytes(f"next {loads}".encode())
            segment = Segment(case.adopt("actions", draft), "actions", loads + 1, 1, size, None, None, ())
            case.commit_load(Load(loads + 1, 0, (), {"actions": Reconciliation(1, 1)}, segments=(segment,)))
        assert len(case.loads()) == loads + 1


def sweep_kill_points(prepare: Path | None, target: Path, step: int) -> int:
    """Kill a load before its 1st, (1 + step)th, ... call, each time on a fresh copy of `prepare`; how often."""
    before = 0
    if prepare is not None:
        with Case.open(prepare) as case:
            before = len(case.loads())
    for killed, left in enumerate(range(0, 400, step)):
        path = target / f"case-{left}"
        if prepare is not None:
            shutil.copytree(prepare, path)
        done = run(KILLED, path, left)
        if done.returncode == 0:
            assert stored_in(done.stdout) == before + 1
            return killed
        assert done.returncode == -signal.SIGKILL, done.stderr
        if not (path / "ledger.sqlite").exists():
            with pytest.raises(NotFound):
                Case.open(path)
            Case.create_or_open(path).close()
        check_after_kill(path, stored_in(done.stdout), before + 1)
    raise AssertionError("the load never came to its end")


def test_kill_before_every_call_of_a_load(tmp_path: Path) -> None:
    """A second load, killed before every other system call and SQL statement: from the lock to the report."""
    first = tmp_path / "first"
    assert run(KILLED, first, -1).returncode == 0
    assert sweep_kill_points(first, tmp_path, 2) > 20


def test_kill_before_every_call_of_a_birth(tmp_path: Path) -> None:
    """The same for a case that is being made: it is not there, or it is whole."""
    assert sweep_kill_points(None, tmp_path, 5) > 10


def test_kill_at_random_moments(tmp_path: Path) -> None:
    """Loads in a row, killed from outside whenever; what was printed is there."""
    moments = random.Random(3)
    path = tmp_path / "case"
    stored = 0
    for _ in range(8):
        with running(LOADS_FOR_EVER, path) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0, 0.08))
            process.kill()
            text = process.stdout.read()
        whole = text[: text.rfind("\n") + 1]
        reported = max(stored, stored_in(whole))
        check_after_kill(path, reported, reported + 1)
        with Case.open(path) as case:
            stored = len(case.loads())
    assert stored > 0


def test_reader_works_and_writer_is_refused_while_another_process_writes(tmp_path: Path) -> None:
    """The message names the process; after its death the lock is free, although its note is still in the file."""
    path = tmp_path / "case"
    Case.create_or_open(path).close()
    with running(HOLDS, path) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"ready {process.pid}\n"
        with Case.open(path) as case:
            assert case.settings("half") is None
            assert case.custody.verify().whole
            with pytest.raises(CaseLocked, match=f"`sweep` .process {process.pid}."), case.writing("load"):
                pass
        process.kill()
        process.wait()
        assert (path / "lock").read_bytes() != b""
        with Case.open(path) as case, case.writing("load"):
            assert case.settings("half") is None


def test_worker_that_outlives_its_parent_does_not_keep_the_lock(tmp_path: Path) -> None:
    """A forked process gives its copy of the lock up."""
    path = tmp_path / "case"
    Case.create_or_open(path).close()
    with running(HOLDS, path, "fork") as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline().split()[1])
        try:
            process.kill()
            process.wait()
            os.kill(worker, 0)
            with Case.open(path) as case, case.writing("load"):
                pass
        finally:
            os.kill(worker, signal.SIGKILL)


def test_many_at_once_make_one_case(tmp_path: Path) -> None:
    """Each either gets the case or is told that another is making it; there is one case with one birth."""
    script = (
        "import sys; from fraudgraph.case import Case; from fraudgraph.errors import CaseLocked\n"
        "try: print(Case.create_or_open(sys.argv[1]).case_id)\n"
        "except CaseLocked: print('locked')"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "case")]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    said = {process.communicate(timeout=60)[0].strip() for process in started}
    assert {process.returncode for process in started} == {0}
    with Case.open(tmp_path / "case") as case:
        assert said - {"locked"} == {case.case_id}
        assert case.custody.verify().records == 1
