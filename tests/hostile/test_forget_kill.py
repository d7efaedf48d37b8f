"""kill -9 in the middle of `forget`: whatever opens the case next leaves no byte of what was to be forgotten."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from fraudgraph.case import Case
from fraudgraph.case.forgetting import forget
from fraudgraph.case.forgotten import Target, tombstones
from fraudgraph.investigate.desk import desk
from tests.contract.facts import fill
from tests.hostile.countdown import COUNTDOWN
from tests.unit.case.test_forgetting import ANNA, BERT, FIRST, SECOND, everything, facts

KILLED = (
    COUNTDOWN
    + """
from pathlib import Path
from fraudgraph.case import Case
from fraudgraph.case.forgetting import forget
from fraudgraph.case.forgotten import Target

with Case.open(Path(sys.argv[1])) as case:
    count_calls("open", "mkdir", "chmod", "fsync", "unlink", "rmdir", "replace", "rename")
    case.ledger.set_trace_callback(tick)
    forget(case, Target("account", sys.argv[3]), "erasure request 7")
    os._exit(0)
"""
)
STEP = 11
MOST = 2_000


def made(folder: Path) -> Path:
    """A closed case with corrections, rejected rows and a cache."""
    with fill(folder, [FIRST, SECOND]) as case:
        (folder / "rejects").mkdir(mode=0o700)
        (folder / "rejects" / "rejects-L-0001.csv").write_text(f"table,file,line,reason,account_id\nx,x,7,y,{ANNA}\n")
        with case.transaction() as ledger:
            ledger.execute("UPDATE loads SET reject_file = 'rejects/rejects-L-0001.csv' WHERE load_id = 1")
        at = desk(case)
        at.graph.population(at.view)
    return folder


def test_a_forget_that_is_killed_anywhere_is_finished_by_the_next_opening(tmp_path: Path) -> None:
    """From before the tombstone, when nothing has happened, to after the last page; the others' facts stay."""
    ready = made(tmp_path / "ready")
    with Case.open(ready) as case:
        rows = [row for row in facts(case, "exchanges") if row[0] != ANNA]
    begun = 0
    for left in range(0, MOST, STEP):
        path = Path(shutil.copytree(ready, tmp_path / f"case-{left}"))
        command = [sys.executable, "-c", KILLED, str(path), str(left), ANNA]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        with Case.open(path) as case:
            if not tombstones(case.ledger):
                forget(case, Target("account", ANNA), "erasure request 7")
            begun += bool(case.finished)
            assert not tombstones(case.ledger, unfinished=True)
            assert case.custody.verify().whole
            assert case.check_segments() == ()
            assert [tuple(None if cell == ANNA else cell for cell in row) for row in rows] == facts(case, "exchanges")
        found = everything(path).replace(f"{ANNA}x", "")
        assert ANNA not in found
        assert BERT in found
        shutil.rmtree(path)
        if done.returncode == 0:
            break
    assert begun > 10
