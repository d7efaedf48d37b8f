"""`demo`: the whole way on a simulated campaign, by the commands that anyone would type."""

import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from fraudgraph.cli import names
from fraudgraph.cli.answer import Answer, Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.cli.show import Output, narrate, show
from fraudgraph.errors import UsageError

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Where everything of the demonstration lies.")]
Anew = Annotated[bool, typer.Option("--force", help="Start over.", show_default=False)]
_MARK = "demo.json"
_DEFAULT = Path("fraudgraph-demo")


@dataclass(frozen=True, slots=True)
class Walk:
    """The way of the demonstration, in one folder."""

    folder: Path
    output: Output

    @property
    def case(self) -> Path:
        """The case that is made."""
        return self.folder / "case"

    @property
    def simulated(self) -> Path:
        """Where the population lies."""
        return self.folder / "simulated"

    def run(self, *words: str) -> Screen:
        """Run one command as typed, and show it and its answer."""
        from fraudgraph.cli.main import asked

        narrate("", f"$ fraudgraph {shlex.join(words)}")
        answer = asked(words)
        assert isinstance(answer, Answer)
        if not self.output.json:
            show(Screen(answer.screen.draw, answer.screen.data), Output(ascii=self.output.ascii, paged=False))
        return answer.screen


@command("demo", "fraudgraph demo")
def demo(desk: Desk, folder: Folder = _DEFAULT, force: Anew = False) -> Screen:
    """Show the whole way on a simulated campaign, in a minute.

    Simulates a campaign among honest groups that resemble it, loads it, sweeps, lists the rings, explains one link,
    exports the top ring, and compares all of it with the truth. Run again, it goes on where it stopped; --force starts
    over.
    """
    from fraudgraph.cli.screens.verdict import verdict

    _prepare(folder, force)
    walk = Walk(folder, desk.output)
    steps = dict(_steps(walk))
    return verdict(walk.case, walk.simulated / "truth.csv", steps)


def _prepare(folder: Path, force: bool) -> None:
    """The folder, ours or new; with force an earlier demonstration in it is removed, and nothing else ever."""
    mark = folder / _MARK
    if folder.exists() and not mark.is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there and is no demonstration", hint="name another folder: fraudgraph demo DIR")
    if force and mark.is_file():
        for part in (folder / "simulated", folder / "case"):
            shutil.rmtree(part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"made_by": "fraudgraph demo"}) + "\n", encoding="utf-8")


def _steps(walk: Walk) -> Iterator[tuple[str, Screen]]:
    from fraudgraph.cli.commands.examples import strong_pair, top_ring

    case = ("--case", str(walk.case))
    if not (walk.simulated / "scenario.json").is_file():
        shutil.rmtree(walk.simulated, ignore_errors=True)
        yield "simulate", walk.run("simulate", "demo", "-o", str(walk.simulated))
    if not _has_facts(walk.case):
        yield "load", walk.run("load", str(walk.simulated / "data"), *case)
    yield "sweep", walk.run("sweep", *case)
    yield "rings", walk.run("rings", *case)
    ring = top_ring(walk.case)
    yield "ring", walk.run("ring", names.ring_id(ring), *case)
    yield "why", walk.run("why", *strong_pair(walk.case, ring), *case)
    target = walk.folder / f"{names.ring_id(ring).lower().replace('-', '')}.graphml"
    yield "export", walk.run("export", names.ring_id(ring), "-o", str(target), "--force", *case)


def _has_facts(path: Path) -> bool:
    from fraudgraph.case import Case
    from fraudgraph.errors import NotFound

    try:
        with Case.open(path) as case:
            return bool(case.loads())
    except NotFound:
        return False
