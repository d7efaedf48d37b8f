"""Ctrl-C at a desk: the command ends at once, says where the case stands, and leaves it clean."""

import json
import os
import re
from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.cli.main import main
from tests.cli.conftest import Swept
from tests.cli.terminal import on_terminal

Capture = pytest.CaptureFixture[str]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CLEARED = "\r\x1b[K"
LOAD_STAGES = (b"text", b"compare")


def left(case: Path) -> set[str]:
    """What lies in the case's tmp/ and rejects/."""
    return {name for folder in ("tmp", "rejects") if (case / folder).is_dir() for name in os.listdir(case / folder)}


def told(received: str) -> list[str]:
    """The lines that stay on the terminal, without colours and moving lines."""
    lines = (line.rpartition(CLEARED)[2] for line in COLOUR.sub("", received).split("\n"))
    return [line for line in lines if line]


@pytest.fixture
def many_rows(tmp_path: Path) -> Path:
    """Enough rows for a load to be stopped in."""
    source = tmp_path / "exchanges.csv"
    with source.open("w") as file:
        file.write("account_id,at,ip\n")
        for n in range(400_000):
            file.write(f"acct_{n % 5000},2026-05-{1 + n % 28:02d}T00:{n % 60:02d}:00Z,203.0.{n % 250}.{n % 199}\n")
    return source


@pytest.mark.parametrize("stage", LOAD_STAGES)
def test_ctrl_c_during_a_load_leaves_nothing_of_it(
    many_rows: Path, tmp_path: Path, stage: bytes, capsys: Capture
) -> None:
    """In whichever stage: exit 130, and what stands is said; no leftover, and the same load goes through afterwards."""
    case = tmp_path / "case"
    words = ("load", str(many_rows), "--case", str(case))
    code, received = on_terminal(*words, stop_at=stage)
    assert code == 130, received
    assert told(received)[-2:] == ["error: stopped", "       Nothing of this load is stored."]
    assert left(case) == set()
    with Case.open(case) as opened:
        assert opened.loads() == ()
        assert opened.check_segments() == ()
        assert opened.custody.verify().whole
    assert main(words) == 0
    assert "stored: 400,000 facts" in capsys.readouterr().out


@pytest.mark.parametrize("stage", LOAD_STAGES)
def test_ctrl_c_during_a_second_load_keeps_the_first(
    swept: Swept, many_rows: Path, tmp_path: Path, stage: bytes
) -> None:
    """What was stored before is not touched."""
    case = swept.copy(tmp_path)
    with Case.open(case) as opened:
        before = opened.loads()
    code, received = on_terminal("load", str(many_rows), "--case", str(case), stop_at=stage)
    assert code == 130, received
    assert "Nothing of this load is stored." in received
    with Case.open(case) as opened:
        assert opened.loads() == before
        assert opened.check_segments() == ()
    assert left(case) == set()


@pytest.mark.parametrize("stage", [b"read", b"cells", b"assess"])
def test_ctrl_c_during_a_sweep_keeps_the_one_before(
    swept: Swept, tmp_path: Path, stage: bytes, capsys: Capture
) -> None:
    """In whichever stage: exit 130, the sweep before is current, and the next sweep gets the number of the stopped
    one.
    """
    case = swept.copy(tmp_path)
    code, received = on_terminal("sweep", "--case", str(case), stop_at=stage)
    assert code == 130, received
    assert told(received)[-2:] == ["error: stopped", "       S-0001 stays current."]
    assert left(case) == set()
    assert main(["sweep", "--case", str(case), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sweep"]["sweep_id"] == "S-0002"


def test_ctrl_c_before_the_first_sweep_says_that_there_is_none(tmp_path: Path, swept: Swept, capsys: Capture) -> None:
    """Nothing is current; nothing was lost."""
    case = tmp_path / "case"
    assert main(["load", str(swept.data), "--case", str(case)]) == 0
    code, received = on_terminal("sweep", "--case", str(case), stop_at=b"cells")
    assert code == 130
    assert told(received)[-1] == "       The case is as it was: not swept yet."


def test_ctrl_c_in_the_pager_is_for_the_pager(swept: Swept) -> None:
    """The command waits for its reader, and ends as it would have."""
    pager = "sh -c 'trap : INT; cat; echo read-to-the-end; sleep 1'"
    words = ("rings", "--all", "--case", str(swept.case))
    code, received = on_terminal(*words, rows=12, env={"PAGER": pager}, stop_at=b"read-to-the-end")
    assert code == 0
    assert "error" not in received
