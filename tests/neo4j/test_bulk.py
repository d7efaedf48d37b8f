"""`graph push --bulk`: an import gives the same graph as a push, which then has nothing left to write of the facts."""

import shlex
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from fraudgraph.case import Case
from tests.contract.facts import Facts, add
from tests.neo4j.conftest import Desk
from tests.neo4j.running import Server, beside

pytestmark = pytest.mark.neo4j
HOSTILE = ('"quoted", `back` and }) DETACH DELETE', "two\nlines", "a;b|c\\", "x" * 10_000, "nul\0nul", "O'Hara", " ")


def content(driver: Driver, case_id: str) -> tuple[list[Any], list[Any]]:
    """Every node of a case with labels and properties, and every sighting with its ends."""
    nodes = driver.execute_query(
        "MATCH (n {case_id: $case_id}) WHERE n:FraudgraphAccount OR n:FraudgraphIdentifier "
        "RETURN labels(n) AS labels, properties(n) AS properties",
        case_id=case_id,
    ).records
    sightings = driver.execute_query(
        "MATCH (a:FraudgraphAccount {case_id: $case_id})-[r:FRAUDGRAPH_SEEN_WITH]->(i) "
        "RETURN a.key AS account, i.key AS identifier, properties(r) AS properties",
        case_id=case_id,
    ).records
    ordered = sorted((sorted(row["labels"]), sorted(row["properties"].items())) for row in nodes)
    return ordered, sorted((row["account"], row["identifier"], sorted(row["properties"].items())) for row in sightings)


def add_hostile(case: Case) -> None:
    """Accounts and identifiers whose names want to break a file or a statement."""
    rows = [{"account_id": name, "kind": "device", "value": value} for name in HOSTILE for value in HOSTILE]
    add(case, Facts(sightings=rows))


def test_import_gives_what_a_push_gives(
    desk: Desk, neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the last property, hostile names among them; the command is the one that is printed."""
    with desk.open() as case:
        add_hostile(case)
        case_id = case.case_id
    desk.asked("graph", "push", "--all")
    with neo4j_server.driver() as driver:
        pushed = content(driver, case_id)
    command = desk.asked("graph", "push", "--all", "--bulk", str(tmp_path / "bulk"))["command"]
    other = beside(neo4j_server, tmp_path / "other")
    try:
        other.write_conf()
        other.admin("dbms", "set-initial-password", other.password)
        other.admin(*shlex.split(command)[1:])
        other.start()
        with other.driver() as driver:
            assert content(driver, case_id) == pushed
        monkeypatch.setenv("FRAUDGRAPH_GRAPH", other.uri)
        answer = desk.asked("graph", "push", "--all")
        assert answer["relationships_created"] == answer["members"] + answer["rings"] + tied(other, case_id)
        assert desk.asked("graph", "status")["agrees"] is True
    finally:
        other.stop()


def tied(server: Server, case_id: str) -> int:
    """Identifiers that hold rings together."""
    with server.driver() as driver:
        records, _, _ = driver.execute_query(
            "MATCH (:FraudgraphRing {case_id: $case_id})<-[t:FRAUDGRAPH_TIES]-() RETURN count(t) AS n", case_id=case_id
        )
    return int(records[0]["n"])


def test_files_that_are_there_stay(desk: Desk, tmp_path: Path) -> None:
    """A second writing into the same folder is refused."""
    desk.asked("graph", "push", "--bulk", str(tmp_path / "bulk"))
    before = (tmp_path / "bulk" / "accounts.csv").read_bytes()
    code, _, err = desk.run("graph", "push", "--bulk", str(tmp_path / "bulk"))
    assert code == 2
    assert "accounts.csv is already there" in err
    assert (tmp_path / "bulk" / "accounts.csv").read_bytes() == before
