"""One small case, loaded and swept by the commands themselves, for all tests of commands."""

import fcntl
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from fraudgraph.cli.main import main


@dataclass(frozen=True, slots=True)
class Swept:
    """A case with a sweep, the folder with the files it was made of, and a copy of the case that stays closed."""

    case: Path
    data: Path
    pristine: Path

    def run(self, *words: str) -> int:
        """Run a command on the case; its exit code."""
        return main([*words, "--case", str(self.case)])

    def copy(self, folder: Path) -> Path:
        """A case of its own for a test that changes it; taken from one that nobody has open."""
        return Path(shutil.copytree(self.pristine, folder / "case"))


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Swept:
    """Built once; with several workers, once for all of them. No test changes it."""
    base = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    made = Swept(base / "swept-case", base / "swept-simulated" / "data", base / "swept-pristine")
    with (base / "swept.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / "swept.done").exists():
            simulated = str(base / "swept-simulated")
            assert main(["simulate", "campaign-150k", "--scale", "0.05", "-o", simulated]) == 0
            assert made.run("load", str(made.data)) == 0
            assert made.run("sweep") == 0
            shutil.copytree(made.case, made.pristine)
            (base / "swept.done").touch()
    return made


def linked_pair(swept: Swept, capsys: pytest.CaptureFixture[str], ring: str) -> tuple[str, str]:
    """The first member of a ring and the next one that shares something with it."""
    assert swept.run("members", ring, "--json") == 0
    first, *others = (row["account_id"] for row in json.loads(capsys.readouterr().out)["members"])
    for second in others:
        assert swept.run("why", first, second, "--json") == 0
        if json.loads(capsys.readouterr().out)["reasons"]:
            return first, second
    raise AssertionError(f"nobody in {ring} shares anything with {first}")
