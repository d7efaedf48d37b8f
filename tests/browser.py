"""A real browser, where the machine has one."""

import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on this machine: the page is only parsed, not run"
)


class Ran(NamedTuple):
    """The page after its code ran, and what the browser had to say."""

    dom: str
    said: str


def run(page: Path, profile: Path, name: str = "") -> Ran:
    """Open a file, at a name if one is given, for five seconds of the page's own time."""
    command = [
        *(str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"),
        *(f"--user-data-dir={profile}", "--virtual-time-budget=5000", "--dump-dom", f"{page.as_uri()}#{name}"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return Ran(ran.stdout, ran.stderr)
