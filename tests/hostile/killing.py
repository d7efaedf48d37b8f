"""Commands in processes of their own, which may be killed."""

import io
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from fraudgraph.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
GRACE = 30.0
"""Seconds that a child of a killed command may take to notice."""

STAGES = ("read", "propose", "weigh", "cells", "join", "assess", "names", "report")
"""Of a sweep, in their order."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str


def fraudgraph(*words: str) -> Done:
    """A command, run to its end here: what goes on after a kill needs no process of its own."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(words)
    return Done(code, out.getvalue(), err.getvalue())


def surroundings() -> dict[str, str]:
    """The environment without anybody's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("FRAUDGRAPH_")}


@contextmanager
def ctrl_c_works() -> Iterator[None]:
    """A process started inside can be interrupted, even where this one was started in the background and cannot."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Victim:
    """A command with its own session and process group, and its stderr on a terminal, so that it says where it is."""

    def __init__(self, *words: str) -> None:
        self._ours, theirs = pty.openpty()
        self.started = time.monotonic()
        with ctrl_c_works():
            self.process = subprocess.Popen(
                [sys.executable, "-m", "fraudgraph", *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=theirs,
                cwd=ROOT,
                env=surroundings() | {"TERM": "xterm"},
                start_new_session=True,
            )
        os.close(theirs)
        self._heard = bytearray()
        self._said: bytes | None = None

    def runs(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.poll() is None

    def wait(self, seconds: float = 3600.0, sees: Callable[[], bool] = lambda: False) -> bool:
        """Listen until it ran so long, something is seen, or it ended; whether it still runs."""
        end = self.started + seconds
        while self.runs() and not sees() and (left := end - time.monotonic()) > 0:
            self._listen(min(left, 0.001))
        return self.runs()

    def send(self, number: int, alone: bool = False) -> None:
        """A signal to the process alone, or to its group, as a terminal does."""
        (os.kill if alone else os.killpg)(self.process.pid, number)

    def end(self) -> int:
        """Listen to its end; its exit code."""
        self.wait()
        while self._listen(0):
            pass
        return self.process.wait()

    def close(self) -> None:
        """Leave nothing of it, however the test went."""
        if living(self.process.pid):
            self.send(signal.SIGKILL)
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        os.close(self._ours)

    def catches(self, number: int) -> bool:
        """Whether it has a handler for a signal by now."""
        try:
            text = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return False
        found = re.search(r"^SigCgt:\s*([0-9a-f]+)$", text, re.MULTILINE)
        return found is not None and bool(int(found[1], 16) >> (number - 1) & 1)

    @property
    def heard(self) -> str:
        """All that it said on stderr, without colours."""
        return re.sub(r"\x1b\[[0-9;]*m", "", self._heard.decode("utf-8", "replace"))

    @property
    def said(self) -> str:
        """All that it said on stdout; to be asked after its end, and that of its children."""
        if self._said is None and self.process.stdout is not None:
            self._said = self.process.stdout.read()
        return (self._said or b"").decode()

    @property
    def stage(self) -> str:
        """The stage that it was in: the one that it drew last, or the next where it said that this one ended."""
        found = re.findall(r"(?:^|[\r\n]|\x1b\[K) {2}([a-z]+) [^\r\n]*(\r\n|\r|$)", self.heard)
        if not found:
            return "start"
        name, end = found[-1]
        return STAGES[STAGES.index(name) + 1] if end == "\r\n" else str(name)

    def _listen(self, seconds: float) -> bool:
        if not select.select([self._ours], [], [], seconds)[0]:
            return False
        try:
            block = os.read(self._ours, 65_536)
        except OSError:  # nobody holds the other side any more
            time.sleep(seconds)
            return False
        self._heard += block
        return bool(block)


@contextmanager
def victim(*words: str) -> Iterator[Victim]:
    """A command that may be killed."""
    started = Victim(*words)
    try:
        yield started
    finally:
        started.close()


def living(session: int) -> dict[int, float]:
    """Processes of a session that are not zombies, and the processor seconds that each has used."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] not in "ZX":
                found[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def seconds_survived(session: int) -> float:
    """How long processes of a killed session go on; AssertionError where that has no end."""
    start = time.monotonic()
    while living(session):
        assert time.monotonic() - start < GRACE, "a child process of the killed command goes on"
        time.sleep(0.005)
    return time.monotonic() - start
