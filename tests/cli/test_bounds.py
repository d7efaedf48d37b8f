"""`--memory` and `--threads`: from the command line to the engine that obeys them."""

from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case
from fraudgraph.cli.main import main
from fraudgraph.engine.local import Local
from fraudgraph.graph.embedded import beside
from tests.cli.conftest import Swept

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What every connection of DuckDB that a command makes is bound to: (memory, threads)."""
    bounds: list[tuple[str, int]] = []
    connect = Case.duckdb

    def watched(case: Case) -> Any:
        connection = connect(case)
        asked = "SELECT current_setting('memory_limit'), current_setting('threads')"
        bounds.extend((memory, int(threads)) for memory, threads in connection.execute(asked).fetchall())
        return connection

    monkeypatch.setattr(Case, "duckdb", watched)
    return bounds


def test_a_load_keeps_its_queries_within_bounds(tmp_path: Path, opened: list[tuple[str, int]]) -> None:
    """Flags outrank the environment."""
    source = tmp_path / "sightings.csv"
    source.write_text("account_id,kind,value\na,device,x\nb,device,x\n")
    words = ("load", str(source), "--case", str(tmp_path / "case"))
    assert main([*words, "--memory", "512MiB", "--threads", "1"]) == 0
    assert set(opened) == {("512.0 MiB", 1)}


def test_a_sweep_keeps_queries_and_processes_within_bounds(
    swept: Swept, tmp_path: Path, opened: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """One thread: no process beside it, no query beside it, and the opening line says so."""
    engines: list[Local] = []
    detect = Local.detect

    def watched(engine: Local, *rest: Any) -> Any:
        engines.append(engine)
        return detect(engine, *rest)

    monkeypatch.setattr(Local, "detect", watched)
    monkeypatch.setattr(beside, "Thread", lambda **words: pytest.fail("summed up beside"))
    words = ("sweep", "--case", str(swept.copy(tmp_path)), "--memory", "1GiB", "--threads", "1")
    assert main(words) == 0
    assert set(opened) == {("1.0 GiB", 1)}
    assert [engine.threads for engine in engines] == [1]
    assert capsys.readouterr().err.startswith("S-0002: all facts loaded, 1 core\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--memory", "much"), "--memory: memory is not a size like 4GB"),
        (("--threads", "0"), "--threads: threads is not a whole number from 1 to 1024"),
    ],
)
def test_bounds_that_make_no_sense_are_refused_before_any_work(
    swept: Swept, words: tuple[str, str], said: str, capsys: Capture
) -> None:
    """Exit 2, with what would do."""
    assert swept.run("sweep", *words) == 2
    assert capsys.readouterr().err.startswith(f"error: {said}")
