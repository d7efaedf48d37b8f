"""What every suite needs: the same surroundings on every machine."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.neo4j.running import Server

# The same examples on every run, so that a red build can be repeated; no deadline, because a busy machine is no bug.
settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure() -> None:
    """Ctrl-C reaches the commands under test even where the tests were started in the background, with SIGINT
    ignored.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(autouse=True)
def neutral_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No setting of the person who runs the tests reaches them: not FRAUDGRAPH_*, their config, or their terminal."""
    for name in list(os.environ):
        if name.startswith("FRAUDGRAPH_") or name in {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PAGER"}:
            monkeypatch.delenv(name)
    home = tmp_path_factory.getbasetemp() / "home"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture(scope="session")
def neo4j_jars() -> Path:
    """What `make test-neo4j` fetched. Missing, the tests fail: they are never skipped."""
    jars = Path(os.environ.get("NEO4J_JARS") or ROOT / ".neo4j" / "5.26.30")
    if not jars.is_dir():
        pytest.fail(f"there is no Neo4j server in {jars}: run `make test-neo4j`, which fetches it", pytrace=False)
    return jars


@pytest.fixture(scope="session")
def neo4j_server(neo4j_jars: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Server]":
    """One server for all tests of a run; each test takes a namespace of its own."""
    from tests.neo4j.running import serving

    with serving(neo4j_jars, tmp_path_factory.mktemp("neo4j")) as server:
        yield server
