"""What every suite needs: the same surroundings on every machine."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

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
