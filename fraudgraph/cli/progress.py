"""Progress on stderr: a bar with rate and time left on a terminal, a line each 30 s otherwise, and a line for every
stage that ended.
"""

import resource
import shutil
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from fraudgraph.cli import times
from fraudgraph.cli.lines import pad
from fraudgraph.cli.numbers import rough, size
from fraudgraph.model.safe_text import cells, inert

_BAR = 20
_REDRAW_SECONDS = 0.1
_LINE_SECONDS = 30.0
_TICK_SECONDS = 1.0
_NAME = 9
_ENOUGH = 0.02
"""Part of a stage that must be done before its remaining time is worth a guess."""


def memory_bytes() -> int:
    """Resident memory of this process now (its peak where the system does not say)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * resource.getpagesize()


@dataclass(slots=True)
class Stage:
    """The stage that runs. total: None where unknown; started: by the clock of its owner, in seconds."""

    name: str
    total: int | None
    unit: str
    started: float
    reached: int = 0
    note: str = ""


@dataclass(slots=True)
class Narrator:
    """A `fraudgraph.model.progress.Progress` that a person can read. stages: whether ended stages leave a line."""

    file: TextIO = field(default_factory=lambda: sys.stderr)
    stages: bool = True
    clock: Callable[[], float] = time.monotonic
    current: Stage | None = None
    _drawn: float = 0.0
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def stage(self, name: str, total: int | None, unit: str) -> None:
        """A stage starts; one that was left open is closed."""
        with self._lock:
            if self.current is not None:
                self.done(self.current.note)
            self.current = Stage(name, total, unit, self.clock())
            self._drawn = self.clock()
            if self.file.isatty():
                self._draw(self.current)
                threading.Thread(target=self._tick, args=(self.current,), daemon=True).start()

    def advance(self, done: int, note: str = "") -> None:
        """So many units are done since the stage began."""
        with self._lock:
            if self.current is None:
                return
            self.current.reached, self.current.note = done, note
            if self.clock() - self._drawn >= (_REDRAW_SECONDS if self.file.isatty() else _LINE_SECONDS):
                self._draw(self.current)

    def done(self, note: str = "") -> None:
        """The stage ended."""
        with self._lock:
            stage, self.current = self.current, None
            if stage is None:
                return
            self.clear()
            if self.stages:
                self._write(self._ended(stage, note) + "\n")

    def stop(self) -> None:
        """The work stopped before its end: the moving line goes away."""
        with self._lock:
            if self.current is not None:
                self.current = None
                self.clear()

    def clear(self) -> None:
        """Take the moving line away, before anything else is written."""
        if self.file.isatty():
            self._write("\r\x1b[K")

    def _tick(self, stage: Stage) -> None:
        """Redraw once a second, so that long steps that tell nothing are seen to live."""
        while True:
            time.sleep(_TICK_SECONDS)
            with self._lock:
                if self.current is not stage:
                    return
                self._draw(stage)

    def _draw(self, stage: Stage) -> None:
        self._drawn = self.clock()
        text = self._running(stage, self._drawn)
        self._write(f"\r{_cut(text)}\x1b[K" if self.file.isatty() else f"{text}\n")

    def _running(self, stage: Stage, now: float) -> str:
        parts = [f"{stage.name:<{_NAME}}", inert(stage.note) if stage.note else ""]
        if stage.total:
            share = min(1.0, stage.reached / stage.total)
            filled = int(share * _BAR)
            parts += [f"{_amount(stage.reached, stage.unit)} of {_amount(stage.total, stage.unit, True)}"]
            parts += [f"[{'#' * filled}{'.' * (_BAR - filled)}] {share:4.0%}".replace("%", " %")]
        elif stage.reached:
            parts.append(_amount(stage.reached, stage.unit, True))
        seconds = now - stage.started
        if stage.reached and seconds > 0.5:
            parts.append(f"{_amount(stage.reached / seconds, stage.unit)}/s")
        parts.append(self._left(stage, seconds))
        return "  " + "  ".join(part for part in parts if part)

    @staticmethod
    def _left(stage: Stage, seconds: float) -> str:
        if not stage.total or stage.reached < stage.total * _ENOUGH or stage.reached >= stage.total:
            return times.elapsed(seconds)
        left = seconds * (stage.total - stage.reached) / stage.reached
        return f"{times.duration(int((left + 1) * times.SECOND_US))} left"

    def _ended(self, stage: Stage, note: str) -> str:
        said = note or (f"{stage.reached:,} {stage.unit}" if stage.reached else "")
        took = times.elapsed(self.clock() - stage.started)
        body = "".join(word.text for word in pad(inert(said) if said else "", 68))
        return f"  {stage.name:<{_NAME}}  {body}  {took:>7}  {size(memory_bytes()):>8}"

    def _write(self, text: str) -> None:
        self.file.write(text)
        self.file.flush()


def _amount(number: float, unit: str, with_unit: bool = False) -> str:
    """`41.2M`, with its unit `60.3M rows`; bytes are sizes."""
    if unit == "bytes":
        return size(int(number))
    return f"{rough(number)} {unit}" if with_unit else rough(number)


def _cut(text: str) -> str:
    """What fits on one row, so that the carriage return takes all of it away again."""
    columns = shutil.get_terminal_size((100, 40)).columns - 1
    while cells(text) > columns:
        text = text[: -(cells(text) - columns)]
    return text
