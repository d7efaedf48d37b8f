"""Every screen at 80, 100 and 140 columns, of one made-up world. `python -m tests.cli.screens` writes them anew.

A new command is one line in SCREENS, where it would be typed: commands run in this order on one case, so a later screen
sees what an earlier one left.
"""

import contextlib
import io
import itertools
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from fraudgraph.cli import show
from fraudgraph.cli.answer import Answer
from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.cli.lines import Line, line
from fraudgraph.cli.main import asked
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.safe_text import visible
from tests.cli.made_up_world import MAPPING, ODD, odd_rows, world

SNAPSHOTS = Path(__file__).parent / "snapshots" / "screens"
WIDTHS = (80, 100, 140)
ROWS = 40
"""Of the terminal: how much of a list is a screenful."""
HERE = "/home/ana/cases/june-2026-spring"
"""Where the commands seem to be typed: a path of this length, so that lines break in the same places everywhere."""
NOW_US = 1_780_732_800_000_000
"""2026-06-06 08:00 UTC, and a second later at every look at the clock."""

SCREENS: dict[str, tuple[str, ...]] = {
    "simulate-list": ("simulate", "--list"),
    "load": ("load", "exports", "--mapping", "mapping.toml"),
    "status-not-swept": ("status",),
    "rings-not-swept": ("rings",),
    "sweep-first": ("sweep", "--as-of", "2026-05-20"),
    "status-behind": ("status",),
    "rings-before": ("rings",),
    "sweep": ("sweep", "--null", "1", "--resample", "2", "--leave-one-out"),
    "status": ("status",),
    "rings": ("rings",),
    "rings-wide": ("rings", "--wide", "--all"),
    "ring": ("ring", "R-0001"),
    "ring-firm": ("ring", "R-0002"),
    "ring-unknown": ("ring", "R-0099"),
    "members": ("members", "R-0001"),
    "members-core": ("members", "R-0001", "--tier", "core"),
    "members-all": ("members", "R-0001", "--all"),
    "members-file": ("members", "--all", "-o", "memberships.csv"),
    "why": ("why", ODD[1], ODD[2]),
    "why-hostile": ("why", ODD[0], ODD[3], "--all"),
    "why-unknown": ("why", ODD[0], "acct_\x1b[2J"),
    "node-account": ("node", ODD[0]),
    "node-account-all": ("node", ODD[1], "--all"),
    "node-payment": ("node", "payment:pm_支付宝_0"),
    "node-ip": ("node", "203.0.113.1"),
    "node-prompt": ("node", "tpl_шаблон_1", "--all"),
    "node-hub": ("node", "ip:198.51.100.9"),
    "export": ("export", "R-0001", "-o", "r0001.graphml"),
    "export-there": ("export", "R-0001", "-o", "r0001.graphml"),
    "load-rejected": ("load", "late.csv", "--max-rejects", "0.1"),
    "status-late": ("status",),
}
"""Name of the screen -> words. In the order in which they are typed."""


def pages() -> dict[str, str]:
    """`NAME.WIDTH` -> what a terminal of that width shows, hints and errors too."""
    before = Path.cwd()
    with _made_up(), tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        folder /= "x" * (len(HERE) - len(str(folder)) - 1)
        folder.mkdir()
        os.chdir(folder)
        try:
            _lay_out(Path())
            drawn = {name: _drawn(words) for name, words in SCREENS.items()}
        finally:
            os.chdir(before)
    drawn = {
        name: {width: page.replace(str(folder), HERE) for width, page in shown.items()} for name, shown in drawn.items()
    }
    return {f"{name}.{width}": page for name, shown in drawn.items() for width, page in shown.items()}


def _lay_out(folder: Path) -> None:
    """The files that the commands name."""
    world().write(folder / "exports")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "late.csv").write_text("\n".join(odd_rows()) + "\n", encoding="utf-8")


def _drawn(words: Sequence[str]) -> dict[int, str]:
    """Run the command once, draw its answer at every width."""
    typed = line("$ fraudgraph " + " ".join(map(visible, words)))
    try:
        answer = asked(words)
    except FraudgraphError as error:
        return {width: _page([typed, *show.explained(error, width)]) for width in WIDTHS}
    assert isinstance(answer, Answer)
    screen, glyphs = answer.screen, Glyphs()
    return {
        width: _page(
            [typed, *screen.draw(show.canvas_for(screen, (width, ROWS), glyphs)), *show.hinted(screen.hints, width)]
        )
        for width in WIDTHS
    }


def _page(lines: Iterable[Line]) -> str:
    return "".join(f"{show.plain(one, Glyphs())}\n" for one in lines)


@contextmanager
def _made_up() -> Iterator[None]:
    """A clock that goes a second at every look, and a person who is the same on every machine."""
    ticks, looks = itertools.count(NOW_US * 1000, 1_000_000_000), itertools.count()
    stopwatch = SimpleNamespace(monotonic=lambda: float(next(looks)))
    with (
        patch("time.time_ns", lambda: next(ticks)),
        patch("fraudgraph.engine.checks.time", stopwatch),
        patch.dict(os.environ, {"FRAUDGRAPH_ACTOR": "ana"}),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        yield


def write() -> None:
    """All pages, and none that is no longer made."""
    SNAPSHOTS.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in SNAPSHOTS.glob("*.txt"):
        if old.stem not in made:
            old.unlink()
    for name, page in made.items():
        (SNAPSHOTS / f"{name}.txt").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    write()
