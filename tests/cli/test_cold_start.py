"""The command line answers without loading what only the work itself needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Swept

HEAVY = {"duckdb", "igraph", "neo4j", "networkx", "numpy", "pandas", "pyarrow", "pyspark", "pytz", "scipy", "zstandard"}


def loaded_by(*words: str) -> set[str]:
    """Names of the modules that `python -m fraudgraph WORDS...` loads or tries to; the command must succeed."""
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
    return names


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


def test_a_load_and_a_sweep_leave_pandas_alone(swept: Swept, tmp_path: Path) -> None:
    """pyarrow would load it, and lose a Ctrl-C that comes meanwhile."""
    case = ("--case", str(tmp_path / "case"))
    assert "pandas.core" not in loaded_by("load", str(swept.data), *case)
    assert "pandas.core" not in loaded_by("sweep", *case)
