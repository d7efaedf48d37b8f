"""What Tab offers: names of the case, quickly, and nothing that a shell could run."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fraudgraph.case import completion
from fraudgraph.case.create import create
from tests.cli.conftest import Swept
from tests.cli.test_cold_start import HEAVY

HOSTILE = ("$(touch owned)", "a;b", "a b", "`x`", "-rf", "a*", "a\nb", "a:b", "'q'", "a\u202eb", "李明", "acct_1.x@y-z")


def offered(*words: str, env: dict[str, str] | None = None) -> list[str]:
    """What the installed completion of bash would get for the last of these words."""
    asked = {
        "_FRAUDGRAPH_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("fraudgraph", *words)),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        [sys.executable, "-m", "fraudgraph"],
        env={**os.environ, **asked, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\n")[:-1] if done.stdout.strip() else []


def test_rings_and_accounts_of_the_case_are_offered(swept: Swept) -> None:
    """Of the case given before the word; by how they begin."""
    rings = offered("ring", "--case", str(swept.case), "R-")
    assert rings[0] == "R-0001"
    assert offered("export", "--case", str(swept.case), "R-0002") == ["R-0002"]
    accounts = offered("why", "--case", str(swept.case), "acct_1")
    assert accounts
    assert all(name.startswith("acct_1") for name in accounts)
    assert offered("node", "--case", str(swept.case), accounts[0]) == [accounts[0]]
    assert offered("members", "--tier", "p") == ["probable", "periphery"]
    assert offered("timeline", "--case", str(swept.case), "R-0003") == ["R-0003"]
    assert offered("judge", "--case", str(swept.case), accounts[0]) == [accounts[0]]
    assert offered("judge", "R-0001", "un") == ["unsure"]
    assert offered("expand", "--case", str(swept.case), accounts[0]) == [accounts[0]]


def test_the_configured_case_is_asked_where_none_is_named(swept: Swept) -> None:
    """As the command would."""
    assert "R-0001" in offered("ring", "R-", env={"FRAUDGRAPH_CASE": str(swept.case)})


@pytest.mark.parametrize("name", ["none", "/", "a\tb"])
def test_without_a_case_nothing_is_offered_and_nothing_said(name: str, tmp_path: Path) -> None:
    """Whoever presses Tab reads no error, and no case is made."""
    assert offered("ring", "R-", env={"FRAUDGRAPH_CASE": str(tmp_path / name)}) == []
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_silent_too(swept: Swept) -> None:
    """The command itself will say what is wrong."""
    env = {"FRAUDGRAPH_CASE": str(swept.case), "FRAUDGRAPH_MEMORY": "much"}
    assert offered("ring", "R-", env=env) == []


def test_before_the_first_sweep_and_of_a_foreign_file_nothing_is_offered(tmp_path: Path) -> None:
    """No ring, no account, no sweep; whatever lies there is not touched."""
    create(tmp_path / "case", "somebody")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "ledger.sqlite").write_bytes(b"not a ledger" * 20)
    for folder in (tmp_path / "case", tmp_path / "other"):
        for names in (completion.rings, completion.accounts, completion.sweeps):
            assert names(folder, "") == ()


def test_what_a_shell_could_run_is_not_offered(swept: Swept, tmp_path: Path) -> None:
    """Names are put on the command line as they are; hostile ones must be typed in quotes."""
    case = swept.copy(tmp_path)
    with sqlite3.connect(case / "ledger.sqlite") as ledger:
        for account in HOSTILE:
            ledger.execute(
                "INSERT INTO members SELECT sweep_id, ?, ring_id, cell, tier, member_class, in_queue, member_bits, "
                "kind_bits, role FROM members LIMIT 1",
                (account,),
            )
    ledger.close()
    known = {
        name for begins in ("$", "a", "-", "`", "'", "李", "acct_1.") for name, _ in completion.accounts(case, begins)
    }
    assert known & set(HOSTILE) == {"李明", "acct_1.x@y-z"}
    assert completion.sweeps(case, "")[0][0] == "S-0001"


def test_completing_loads_no_heavy_library(swept: Swept) -> None:
    """It answers between two keys."""
    script = (
        "import sys, pathlib; from fraudgraph.case import completion; "
        f"assert completion.rings(pathlib.Path({str(swept.case)!r}), ''); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {name.partition(".")[0] for name in done.stdout.split()} & HEAVY == set()
