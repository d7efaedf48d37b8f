"""The command line answers without loading what only the work itself needs."""

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import Swept

HEAVY = {"duckdb", "igraph", "neo4j", "networkx", "numpy", "pandas", "pyarrow", "pyspark", "pytz", "scipy", "zstandard"}

AFTER_THE_DRIVER = """
import sys
from fraudgraph.cli.door import FRAMES, load_driver
load_driver()
assert "neo4j" in sys.modules
print(*(name in sys.modules for name in FRAMES))
import pandas, pyarrow.compute
print(*(name in sys.modules for name in FRAMES))
"""


def loaded_by(*words: str) -> set[str]:
    """Names of the top-level packages that `python -m fraudgraph WORDS...` loads; the command must succeed."""
    # -X importtime names every module on stderr as it is loaded: what sys.modules would say at the end, and more.
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "fraudgraph", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "fraudgraph.cli.main" in names
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(
    "words",
    [("--help",), ("--version",), ("load", "--help"), ("sweep", "--help"), ("rings", "--help"), ("export", "--help")],
    ids=" ".join,
)
def test_help_loads_no_heavy_library(words: tuple[str, ...]) -> None:
    """Help is read before any work: it waits for no engine, no store and no numerics."""
    assert loaded_by(*words) & HEAVY == set()


@pytest.mark.parametrize(
    "words",
    [
        ("search", "203.0.113.0/24"),
        ("search", "acct"),
        ("ring", "R-0001"),
        ("members", "R-0001"),
        ("timeline", "R-0001"),
        ("hubs",),
    ],
    ids=" ".join,
)
def test_questions_load_no_numerics_that_only_detection_needs(words: tuple[str, ...], swept: Swept) -> None:
    """Neither scipy nor pandas: each costs a third of a second, and nothing is detected here."""
    assert loaded_by(*words, "--case", str(swept.case)) & {"scipy", "pandas", "igraph"} == set()


def test_the_driver_of_neo4j_comes_without_frames_and_leaves_them_to_others() -> None:
    """Neither pandas nor pyarrow.compute is loaded with it, and both can be afterwards."""
    said = subprocess.run(
        [sys.executable, "-c", AFTER_THE_DRIVER], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert said.split() == ["False", "False", "True", "True"]
