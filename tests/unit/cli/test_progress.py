"""Progress: a moving line on a terminal, few lines elsewhere, one line for each stage that ended."""

import io
import re

from fraudgraph.cli.progress import Narrator, memory_bytes
from fraudgraph.model.safe_text import cells


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


class Clock:
    """Seconds that pass when told."""

    now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def narrated(file: io.StringIO, seconds: float, stages: bool = True) -> str:
    """One stage of four steps, so many seconds apart."""
    clock = Clock()
    narrator = Narrator(file, stages, clock)
    narrator.stage("exchanges", 60_300_000, "rows")
    for step in range(1, 5):
        clock.now += seconds
        narrator.advance(step * 15_000_000, f"{step * 11} of 45 files")
    narrator.done()
    return file.getvalue()


def test_a_terminal_sees_share_rate_and_time_left() -> None:
    """On one line, redrawn in place and taken away at the end."""
    shown = narrated(Terminal(), 10.0)
    second = shown.split("\r")[3]
    assert second.startswith(
        "  exchanges  22 of 45 files  30.0M of 60.3M rows  [#########...........]  50 %  1.50M/s  2"
    )
    assert second.endswith("s left\x1b[K")
    assert "\n" not in shown.rpartition("\r\x1b[K")[0]


def test_a_log_gets_a_line_each_half_minute() -> None:
    """No carriage returns, no colours."""
    assert len(narrated(io.StringIO(), 10.0).splitlines()) == 1 + 1
    assert len(narrated(io.StringIO(), 31.0).splitlines()) == 4 + 1
    assert not re.search(r"[\r\x1b]", narrated(io.StringIO(), 31.0))


def test_an_ended_stage_says_what_it_did_how_long_and_with_how_much_memory() -> None:
    """In columns, as every other stage."""
    clock, file = Clock(), io.StringIO()
    narrator = Narrator(file, clock=clock)
    narrator.stage("read", None, "sightings")
    clock.now = 6.1
    narrator.done("4,318,906 sightings, 612,480 accounts")
    narrator.stage("cells", 3, "steps")
    narrator.advance(3)
    clock.now = 90
    narrator.done()
    first, second = file.getvalue().splitlines()
    assert re.fullmatch(r"  read       4,318,906 sightings, 612,480 accounts +6\.1 s +\d[\d.,]* [kMG]B", first)
    assert second.startswith("  cells      3 steps")
    assert "1 min 23 s" in second


def test_a_load_leaves_no_line_behind_its_bar() -> None:
    """What became of every row stands in the answer."""
    assert narrated(io.StringIO(), 1.0, stages=False) == ""


def test_a_stage_left_open_is_closed_by_the_next() -> None:
    """No stage is lost because someone forgot to end it."""
    file = io.StringIO()
    narrator = Narrator(file)
    narrator.stage("one", None, "rows")
    narrator.stage("two", None, "rows")
    narrator.done()
    assert [line.split()[0] for line in file.getvalue().splitlines()] == ["one", "two"]


def test_the_moving_line_fits_its_row_and_holds_no_control_of_a_file_name() -> None:
    """Else the carriage return would leave half of it standing."""
    file = Terminal()
    narrator = Narrator(file, clock=Clock())
    narrator.stage("exchanges", 10, "rows")
    narrator.advance(5, "日本\x1b[2J" * 100)
    text = file.getvalue().removeprefix("\r").removesuffix("\x1b[K")
    assert cells(text) < 100
    assert text.isprintable()


def test_calls_outside_a_stage_do_nothing() -> None:
    """A listener never breaks the work."""
    file = io.StringIO()
    narrator = Narrator(file)
    narrator.advance(5)
    narrator.done("nothing")
    assert file.getvalue() == ""


def test_memory_is_that_of_this_process() -> None:
    """More than an interpreter needs, less than a machine has."""
    assert 5_000_000 < memory_bytes() < 10**12


def test_bytes_are_shown_as_sizes() -> None:
    """76.2 MB of 119.0 MB."""
    file = Terminal()
    clock = Clock()
    narrator = Narrator(file, clock=clock)
    narrator.stage("read", 119_000_000, "bytes")
    clock.now = 10.0
    narrator.advance(76_200_000)
    narrator.stop()
    assert "76.2 MB of 119.0 MB  [############........]  64 %  7.6 MB/s  6 s left" in file.getvalue()
    assert file.getvalue().endswith("\r\x1b[K")
