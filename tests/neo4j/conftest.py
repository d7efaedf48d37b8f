"""A small swept case, and the way to the server, as a person has them in the environment."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case
from fraudgraph.cli.main import main
from fraudgraph.graph.neo4j.address import address
from fraudgraph.graph.neo4j.connection import Connection, connect
from fraudgraph.sweep import SweepOptions, sweep
from tests.cli.schemas import of_command
from tests.cli.test_schemas import check
from tests.neo4j.running import Server
from tests.unit.small_case import Story, put


@dataclass
class Desk:
    """A case of a test's own, and the commands on it."""

    case: Path
    capture: pytest.CaptureFixture[str]

    def run(self, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of a command on the case."""
        code = main([*words, "--case", str(self.case)])
        told = self.capture.readouterr()
        return code, told.out, told.err

    def asked(self, *words: str) -> dict[str, Any]:
        """The JSON answer of a command that must succeed, and be what its published schema says."""
        code, out, err = self.run(*words, "--json")
        assert code == 0, err + out
        answer = dict(json.loads(out))
        check(answer, of_command(" ".join(words[: 2 if words[0] == "graph" else 1])))
        return answer

    def open(self) -> Case:
        """The case itself."""
        return Case.open(self.case)


@pytest.fixture(scope="session")
def swept_story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everyday accounts and two rings, loaded and swept."""
    folder = tmp_path_factory.mktemp("story")
    story = Story().everyday().ring("alpha", range(30), 5).ring("beta", range(12), 9)
    put(folder / "case", story)
    with Case.open(folder / "case") as case:
        sweep(case, SweepOptions(seed=7))
    return folder / "case"


@pytest.fixture
def desk(
    swept_story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, neo4j_server: Server,
    capsys: pytest.CaptureFixture[str],
) -> Desk:  # fmt: skip
    """A copy of the case under a name of its own, and the server in the environment."""
    shutil.copytree(swept_story, tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        case.set_setting("case_id", tmp_path.name.encode().hex())
    monkeypatch.setenv("FRAUDGRAPH_GRAPH", neo4j_server.uri)
    monkeypatch.setenv("FRAUDGRAPH_NEO4J_PASSWORD", neo4j_server.password)
    return Desk(tmp_path / "case", capsys)


@pytest.fixture
def connection(neo4j_server: Server) -> Iterator[Connection]:
    """An open connection, with our schema there."""
    with connect(address(neo4j_server.uri, None, None, neo4j_server.password)) as to:
        to.prepare()
        yield to
