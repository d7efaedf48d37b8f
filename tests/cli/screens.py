"""Every screen at 80, 100 and 140 columns, of one made-up world. `python -m tests.cli.screens` writes them anew.

A new command is one line in SCREENS, where it would be typed: commands run in this order on one case, so a later screen
sees what an earlier one left.
"""

import contextlib
import functools
import io
import itertools
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from fraudgraph.cli import show
from fraudgraph.cli.answer import Answer
from fraudgraph.cli.commands import ORDER
from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.cli.lines import Line, line
from fraudgraph.cli.main import asked
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.safe_text import visible
from tests.cli.made_up_world import MAPPING, ODD, bans, odd_columns, odd_rows, prompts, world

SNAPSHOTS = Path(__file__).parent / "snapshots" / "screens"
WIDTHS = (80, 100, 140)
ROWS = 40
"""Of the terminal: how much of a list is a screenful."""
HERE = "/home/ana/cases/june-2026-spring"
"""Where the commands seem to be typed: a path of this length, so that lines break in the same places everywhere."""
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
NOW_US = 1_780_732_800_000_000
"""2026-06-06 08:00 UTC, and a second later at every look at the clock."""

SCREENS: dict[str, tuple[str, ...]] = {
    "simulate-list": ("simulate", "--list"),
    "simulate": ("simulate", "campaign-150k", "--scale", "0.01", "-o", "simulated"),
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
    "members-ids": ("members", "R-0001", "--tier", "core", "--ids"),
    "members-core": ("members", "R-0001", "--tier", "core"),
    "members-all": ("members", "R-0001", "--all"),
    "members-file": ("members", "--all", "-o", "memberships.csv"),
    "why": ("why", ODD[1], ODD[2]),
    "why-hostile": ("why", ODD[0], ODD[3], "--all"),
    "why-many": ("why", ODD[1], ODD[2], ODD[3], "nobody"),
    "why-unknown": ("why", ODD[0], "acct_\x1b[2J"),
    "node-account": ("node", ODD[0]),
    "node-account-all": ("node", ODD[1], "--all"),
    "node-payment": ("node", "payment:pm_支付宝_0"),
    "node-ip": ("node", "203.0.113.1"),
    "node-prompt": ("node", "tpl_шаблон_1", "--all"),
    "node-hub": ("node", "ip:198.51.100.9"),
    "search": ("search", "acct_7"),
    "search-network": ("search", "203.0.113.0/28"),
    "search-nothing": ("search", "账户_夏"),
    "expand": ("expand", ODD[1]),
    "search-part": ("search", "pm_"),
    "search-address": ("search", "203.0.113.1"),
    "nodes": ("node", *ODD[:5], "payment:pm_支付宝_0", "ip:198.51.100.9", "nobody"),
    "expand-all": ("expand", ODD[1], "--all"),
    "expand-list": ("expand", "payment:pm_支付宝_0", "--list", "--steps", "2"),
    "path": ("path", ODD[1], ODD[2]),
    "path-few": ("path", ODD[0], ODD[3], "--most-holders", "50"),
    "path-longer": ("path", ODD[1], ODD[2], "--longer", "--paths", "2", "--most-holders", "50"),
    "path-long-names": ("path", ODD[0], ODD[7]),
    "path-none": ("path", ODD[1], ODD[2], "--longer", "--steps", "1"),
    "timeline-ring": ("timeline", "R-0001"),
    "timeline-account": ("timeline", ODD[4]),
    "timeline-ip": ("timeline", "ip:203.0.113.1", "--by", "week"),
    "judge-ring": ("judge", "R-0001", "confirmed", "--reason", "一人の運営者, says the processor"),
    "judge-hub": ("judge", "ip:203.0.113.1", "hub", "--reason", "an exit \u202eof a VPN"),
    "judge-file": ("judge", "--from", "bans.csv", "--verdict", "confirmed", "--reason", "banned by hand"),
    "judge-no-reason": ("judge", "R-0001", "benign"),
    "note": ("note", ODD[1], "asked the processor\x1b[2J for names"),
    "hubs": ("hubs",),
    "timeline-payment": ("timeline", "payment:pm_支付宝_0", "--by", "day"),
    "timeline-zone": ("timeline", "R-0001", "--tz", "Asia/Kolkata"),
    "status-zone": ("status", "--tz", "America/St_Johns"),
    "ring-judged": ("ring", "R-0001"),
    "node-judged": ("node", ODD[1]),
    "rings-judged": ("rings",),
    "retract": ("judge", "--retract", "J-0001", "--reason", "wrong ring"),
    "map": ("map", "odd.csv", "-o", "odd.toml"),
    "map-preset": ("map", "--preset", "stripe"),
    "fingerprint": ("fingerprint", "prompts.csv", "--key-file", "prompts.key", "-o", "clean.csv"),
    "export": ("export", "R-0001", "-o", "r0001.graphml"),
    "export-html": ("export", "R-0001", "--html", "r0001.html", "--svg", "r0001.svg"),
    "export-there": ("export", "R-0001", "-o", "r0001.graphml"),
    "graph-query": ("graph", "query"),
    "graph-push-bulk": ("graph", "push", "--bulk", "bulk"),
    "graph-status-nowhere": ("graph", "status"),
    "graph-pull-nowhere": ("graph", "pull", "--mapping", "mapping.toml"),
    "load-rejected": ("load", "late.csv", "--max-rejects", "0.1"),
    "status-late": ("status",),
    "doctor": ("doctor",),
    "forget-trial": ("forget", ODD[8], "--dry-run"),
    "forget": ("forget", ODD[8], "--reason", "erasure request 2026-114"),
    "forget-reasonless": ("forget", ODD[9]),
    "status-forgotten": ("status",),
}
"""Name of the screen -> words. In the order in which they are typed."""


def command_of(words: Sequence[str]) -> str:
    """The command that these words are for: one word, or a group and a word."""
    return " ".join(words[:2]) if " ".join(words[:2]) in ORDER else words[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a command showed. pages: by width; document: what --json prints (None: it refused)."""

    pages: Mapping[int, str]
    document: Mapping[str, object] | None


@functools.cache
def walk() -> Mapping[str, Shown]:
    """Type every command once; by the name of its screen."""
    before = Path.cwd()
    with _made_up(), tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        folder /= "x" * (len(HERE) - len(str(folder)) - 1)
        folder.mkdir()
        os.chdir(folder)
        try:
            _lay_out(Path())
            return {name: _shown(words, str(folder)) for name, words in SCREENS.items()}
        finally:
            os.chdir(before)


def pages() -> dict[str, str]:
    """`NAME.WIDTH` -> what a terminal of that width shows, hints and errors too."""
    return {f"{name}.{width}": page for name, shown in walk().items() for width, page in shown.pages.items()}


def _lay_out(folder: Path) -> None:
    """The files that the commands name."""
    world().write(folder / "exports")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    for name, rows in (("late", odd_rows()), ("bans", bans()), ("odd", odd_columns()), ("prompts", prompts())):
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "prompts.key").write_bytes(bytes(range(32)))


def _shown(words: Sequence[str], folder: str) -> Shown:
    """Run the command once, draw its answer at every width."""
    typed, glyphs = line("$ fraudgraph " + " ".join(map(visible, words))), Glyphs()
    try:
        answer = asked(words)
    except FraudgraphError as error:
        lines = {width: [typed, *show.explained(error, width)] for width in WIDTHS}
        return Shown(_pages(lines, folder), None)
    assert isinstance(answer, Answer)
    screen = answer.screen
    drawn = {width: show.drawn(screen, (width, ROWS), glyphs) for width in WIDTHS}
    lines = {width: [typed, *some, *show.hinted(screen.hints)] for width, some in drawn.items()}
    return Shown(_pages(lines, folder), json.loads(show.document(screen.data())))


def _pages(lines: Mapping[int, Iterable[Line]], folder: str) -> dict[int, str]:
    """As a pipe would get them; the folder as if it were HERE, digests of files as ones: their bytes have own tests."""
    return {
        width: _DIGEST.sub("1" * 64, "".join(f"{show.plain(one, Glyphs())}\n" for one in some).replace(folder, HERE))
        for width, some in lines.items()
    }


@contextmanager
def _made_up() -> Iterator[None]:
    """A clock that goes a second at every look, and a person who is the same on every machine."""
    ticks, looks = itertools.count(NOW_US * 1000, 1_000_000_000), itertools.count()
    stopwatch = SimpleNamespace(monotonic=lambda: float(next(looks)))
    with (
        patch("time.time_ns", lambda: next(ticks)),
        patch("fraudgraph.engine.checks.time", stopwatch),
        patch("shutil.disk_usage", lambda path: SimpleNamespace(free=31_400_000_000)),
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
