"""What goes wrong with a server: a sentence, an exit code, and nothing lost, doubled or shown."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.graph.neo4j import connection as connecting
from fraudgraph.graph.neo4j.address import Address
from fraudgraph.graph.neo4j.connection import Connection
from tests.contract.facts import Facts, add
from tests.neo4j.conftest import Desk
from tests.neo4j.running import Server, beside
from tests.neo4j.test_bulk import add_hostile

pytestmark = pytest.mark.neo4j
SECRET = "s3cret-never-shown"


@pytest.fixture
def other(neo4j_server: Server, tmp_path: Path) -> Iterator[Server]:
    """A server of a test's own, which may be killed."""
    server = beside(neo4j_server, tmp_path / "other")
    try:
        server.start(first=True)
        yield server
    finally:
        server.stop(kill=True)


def said(desk: Desk, *words: str) -> tuple[int, str]:
    """Exit code and error of a command that fails plainly: no traceback, no password."""
    code, out, err = desk.run(*words)
    assert "Traceback" not in out + err
    assert SECRET not in out + err
    return code, err


def test_wrong_password(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server refuses, and the password is not repeated."""
    monkeypatch.setenv("FRAUDGRAPH_NEO4J_PASSWORD", SECRET)
    code, err = said(desk, "graph", "push")
    assert code == 1
    assert "refuses this user and password" in err


def test_no_password_and_nobody_to_ask(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which variables to set."""
    monkeypatch.delenv("FRAUDGRAPH_NEO4J_PASSWORD")
    code, err = said(desk, "graph", "status")
    assert code == 1
    assert "FRAUDGRAPH_NEO4J_PASSWORD" in err


@pytest.mark.parametrize(
    "url", ["bolt://me:{}@127.0.0.1:7687", "neo4j://{}@host", "http://host", "bolt://", "bolt://h:x"]
)
def test_url_that_is_none(desk: Desk, url: str) -> None:
    """A password in it is refused and not repeated, and nothing is asked."""
    code, _ = said(desk, "graph", "status", "--graph", url.format(SECRET))
    assert code == 2


def test_wrong_database(desk: Desk) -> None:
    """It is named."""
    code, err = said(desk, "graph", "push", "--database", "nowhere")
    assert code == 1
    assert "(database nowhere) is not there" in err


def test_server_that_is_not_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the loopback's unused port, for every command that asks."""
    monkeypatch.setenv("FRAUDGRAPH_GRAPH", "bolt://127.0.0.1:1")
    for words in (
        ("graph", "push"),
        ("graph", "status"),
        ("graph", "query", "rings"),
    ):
        code, err = said(desk, *words)
        assert code == 1
        assert "no Neo4j answers at bolt://127.0.0.1:1" in err


def test_read_only_database(desk: Desk, other: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are answered, a push is refused in words."""
    monkeypatch.setenv("FRAUDGRAPH_GRAPH", other.uri)
    monkeypatch.setenv("FRAUDGRAPH_NEO4J_PASSWORD", other.password)
    desk.asked("graph", "push")
    other.restart(**{"server.databases.read_only": "neo4j"})
    assert desk.run("why", "alpha-001", "alpha-002", "--graph", other.uri)[0] == 0
    with desk.open() as case:
        add(case, Facts(accounts=[{"account_id": "new"}]))
    assert desk.run("sweep")[0] == 0
    code, err = said(desk, "graph", "push")
    assert code == 1
    assert "is read-only" in err


def test_server_that_is_too_old(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its version is read from the server itself; a line that we cannot use ends with the code of store versions."""
    monkeypatch.setattr(connecting, "OLDEST", (2099, 1))
    code, err = said(desk, "graph", "push")
    assert code == 7
    assert "use Neo4j 2099.1 or newer" in err


def test_killed_server_in_the_middle_of_a_push(desk: Desk, other: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The push fails in words, the next one completes it: nothing doubled, counts equal."""
    monkeypatch.setenv("FRAUDGRAPH_GRAPH", other.uri)
    monkeypatch.setenv("FRAUDGRAPH_NEO4J_PASSWORD", other.password)
    monkeypatch.setattr("fraudgraph.graph.neo4j.push.BATCH", 50)
    killed = threading.Thread(target=kill_once_written, args=(other, 200))
    killed.start()
    code, err = said(desk, "graph", "push", "--all")
    killed.join()
    assert code == 1
    assert "no Neo4j answers" in err
    other.start()
    assert desk.asked("graph", "status")["state"] == "pushing"
    desk.asked("graph", "push", "--all")
    answer = desk.asked("graph", "status")
    assert answer["agrees"] is True
    assert answer["in_graph"] == answer["case"]


def kill_once_written(server: Server, nodes: int) -> None:
    """Kill the server as soon as it holds so many nodes."""
    with server.driver() as driver:
        while driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] < nodes:
            time.sleep(0.01)
    server.stop(kill=True)


def test_killed_server_in_the_middle_of_a_pull(
    desk: Desk, other: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Exit 1, and nothing half-read becomes facts."""
    monkeypatch.setenv("FRAUDGRAPH_GRAPH", other.uri)
    monkeypatch.setenv("FRAUDGRAPH_NEO4J_PASSWORD", other.password)
    with other.driver() as driver:
        driver.execute_query(
            "UNWIND range(0, 59999) AS n CREATE (:Customer {id: n})-[:USED]->(:Card {token: 'tok_' + n})"
        )
    (tmp_path / "theirs.toml").write_text(
        '[graph.accounts]\nlabel = "Customer"\nid = "id"\n[[graph.sightings]]\nrelationship = "USED"\n'
        'label = "Card"\nvalue = "token"\nkind = "payment_instrument"\n'
    )
    own = Desk(tmp_path / "pulled", desk.capture)
    monkeypatch.setattr("fraudgraph.ingest.foreign._CHUNK", 1000)
    killed = threading.Thread(target=kill_once_read, args=(other, tmp_path / "pulled"))
    killed.start()
    code, err = said(own, "graph", "pull", "--mapping", str(tmp_path / "theirs.toml"))
    killed.join()
    assert code == 1
    assert "Nothing was loaded." in err
    with Case.open(own.case) as case:
        assert case.loads() == ()
        assert case.segments() == ()
        assert list(case.temporary.glob("pull-*")) == []


def kill_once_read(server: Server, case: Path) -> None:
    """Kill the server as soon as some of it lies in the case's temporary folder."""
    while not any(path.stat().st_size > 1000 for path in case.glob("tmp/pull-*/*.parquet")):
        time.sleep(0.005)
    server.stop(kill=True)


def test_stopped_push_says_so(desk: Desk, neo4j_server: Server) -> None:
    """Ctrl-C: exit 130, what was written stays, the next push carries on."""
    surroundings = {
        **os.environ,
        "FRAUDGRAPH_GRAPH": neo4j_server.uri,
        "FRAUDGRAPH_NEO4J_PASSWORD": neo4j_server.password,
    }
    words = [sys.executable, "-m", "fraudgraph", "graph", "push", "--all", "--case", str(desk.case)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, env=surroundings, text=True) as push:
        with neo4j_server.driver() as driver, desk.open() as case:
            asked = "MATCH (n:FraudgraphAccount {case_id: $case_id}) RETURN count(n) AS n"
            while not driver.execute_query(asked, case_id=case.case_id).records[0]["n"]:
                time.sleep(0.01)
        push.send_signal(signal.SIGINT)
        _, err = push.communicate()
    if push.returncode == 130:
        assert "the next push carries on" in err
        assert desk.asked("graph", "status")["agrees"] is False
    desk.asked("graph", "push", "--all")
    assert desk.asked("graph", "status")["agrees"] is True


def test_names_of_ours_that_others_use(desk: Desk, neo4j_server: Server) -> None:
    """A database with Account, Identifier, Ring and Sweep of its own is pushed into, and they stay as they are."""
    theirs = (
        "CREATE (a:Account:Theirs {case_id: 'x', key: 'alpha-001'})-[:SEEN_WITH]->(:Identifier:Theirs {key: 'x'}), "
        "(a)-[:MEMBER_OF]->(:Ring:Theirs {key: 'R-0001'})-[:FOUND]->(:Sweep:Theirs)"
    )
    look = (
        "MATCH (n:Theirs) OPTIONAL MATCH (n)-[r]-() WITH n, collect(type(r)) AS ties "
        "RETURN labels(n) AS labels, properties(n) AS properties, ties ORDER BY labels"
    )
    with neo4j_server.driver() as driver:
        driver.execute_query(theirs)
        try:
            before = [row.data() for row in driver.execute_query(look).records]
            desk.asked("graph", "push")
            assert [row.data() for row in driver.execute_query(look).records] == before
        finally:
            driver.execute_query("MATCH (n:Theirs) DETACH DELETE n")


def test_hostile_names_are_values_and_nothing_else(desk: Desk, neo4j_server: Server) -> None:
    """Quotes, back quotes, statements, NUL and 10 KB: pushed, asked for, and the same as in the case."""
    with desk.open() as case:
        add_hostile(case)
    assert desk.run("sweep")[0] == 0
    desk.asked("graph", "push", "--all")
    assert desk.asked("graph", "status")["agrees"] is True
    name = '"quoted", `back` and }) DETACH DELETE'
    graph = desk.run("why", name, "O'Hara", "--json", "--graph", neo4j_server.uri)
    assert graph == desk.run("why", name, "O'Hara", "--json")
    assert graph[0] == 0


def test_transaction_that_the_driver_runs_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every write is a MERGE on a key: run twice it leaves what it leaves once."""
    once = Connection.write

    def twice(self: Connection, *steps: connecting.Step) -> None:
        once(self, *steps)
        once(self, *steps)

    with monkeypatch.context() as doubled:
        doubled.setattr(Connection, "write", twice)
        desk.asked("graph", "push", "--all")
    assert desk.asked("graph", "status")["agrees"] is True
    again = desk.asked("graph", "push", "--all")
    assert (again["nodes_created"], again["relationships_created"], again["properties_set"]) == (0, 0, 0)


def test_address_is_never_shown_with_its_password() -> None:
    """Not by the one who prints it, nor in a traceback that somebody sends."""
    assert SECRET not in repr(Address("bolt://h", None, "me", SECRET))
