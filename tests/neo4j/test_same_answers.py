"""`--graph`: the same answers as without, to the last character."""

from pathlib import Path

import pytest

from tests.contract.facts import Facts, add
from tests.neo4j.conftest import Desk
from tests.neo4j.running import Server

pytestmark = pytest.mark.neo4j
NEED_SHARED = (
    ("why", "alpha-001", "alpha-002"),
    ("why", "alpha-001", "beta-001"),
    ("expand", "alpha-001"),
    ("expand", "ip:192.0.2.7", "person-0001", "--steps", "2", "--list"),
    ("path", "alpha-001", "person-0003"),
)
NEED_ALL = (
    ("node", "alpha-001"),
    ("node", "person-0007"),
    ("node", "ip:192.0.2.7"),
    ("search", "tok_alpha"),
    ("search", "192.0.2.0/24"),
    ("search", "PERSON-00"),
)


def both(desk: Desk, server: Server, words: tuple[str, ...]) -> tuple[object, object]:
    """What the graph and what the case answers: exit code, words and errors, plainly and as JSON."""
    way = ("--graph", server.uri)
    graph = [desk.run(*words, *way), desk.run(*words, *way, "--json")]
    return graph, [desk.run(*words), desk.run(*words, "--json")]


def test_shared_identifiers_are_enough_for_links(desk: Desk, neo4j_server: Server) -> None:
    """why, expand and path; what needs private identifiers too says so, and what to do."""
    desk.asked("graph", "push")
    for words in NEED_SHARED:
        graph, case = both(desk, neo4j_server, words)
        assert graph == case
    code, _, err = desk.run("node", "alpha-001", "--graph", neo4j_server.uri)
    assert code == 1
    assert "shows shared identifiers only" in err
    assert "fraudgraph graph push --all" in err


def test_whole_graph_answers_everything(desk: Desk, neo4j_server: Server) -> None:
    """node and search too; mistakes are answered alike."""
    desk.asked("graph", "push", "--all")
    for words in (*NEED_SHARED, *NEED_ALL, ("why", "alpha-001", "alpha-0O2"), ("node", "nobody")):
        graph, case = both(desk, neo4j_server, words)
        assert graph == case


@pytest.mark.parametrize("name", ["out.graphml", "out.json"])
def test_export_is_the_same_file(desk: Desk, neo4j_server: Server, tmp_path: Path, name: str) -> None:
    """Byte for byte."""
    desk.asked("graph", "push")
    desk.asked("export", "R-0001", "-o", str(tmp_path / f"graph-{name}"), "--graph", neo4j_server.uri)
    desk.asked("export", "R-0001", "-o", str(tmp_path / f"case-{name}"))
    assert (tmp_path / f"graph-{name}").read_bytes() == (tmp_path / f"case-{name}").read_bytes()


def test_graph_of_other_facts_does_not_answer(desk: Desk, neo4j_server: Server) -> None:
    """Nothing pushed, or a later sweep saw more: an answer would be of other facts than the screens."""
    code, _, err = desk.run("why", "alpha-001", "alpha-002", "--graph", neo4j_server.uri)
    assert code == 1
    assert "shows nothing of this case" in err
    desk.asked("graph", "push")
    with desk.open() as case:
        add(case, Facts(sightings=[{"account_id": "new", "kind": "device", "value": "d"}]))
    assert desk.run("sweep")[0] == 0
    code, _, err = desk.run("why", "alpha-001", "alpha-002", "--graph", neo4j_server.uri)
    assert code == 1
    assert "shows other facts than the latest sweep saw" in err
