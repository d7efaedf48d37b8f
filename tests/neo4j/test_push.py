"""`graph push` and `graph status`: what is written, what is left alone, what goes."""

import pytest

from fraudgraph.case import Hub, Load
from fraudgraph.graph.neo4j.connection import Connection
from tests.neo4j.conftest import Desk

pytestmark = pytest.mark.neo4j
WRITES = ("nodes_created", "nodes_deleted", "relationships_created", "relationships_deleted", "properties_set")


def counts(connection: Connection, desk: Desk) -> dict[str, int]:
    """How much of the case is in the graph."""
    with desk.open() as case:
        return dict(connection.read("read/counts", case_id=case.case_id)[0])


def test_push_shows_facts_and_rings(desk: Desk, connection: Connection) -> None:
    """Shared identifiers alone; status agrees."""
    answer = desk.asked("graph", "push")
    assert answer["rings"] == 2
    assert answer["members"] == answer["members_tied"] > 40
    found = counts(connection, desk)
    assert (found["accounts"], found["identifiers"]) == (answer["accounts"], answer["identifiers"])
    assert (found["sightings"], found["members"]) == (answer["sightings"], answer["members"])
    status = desk.asked("graph", "status")
    assert status["agrees"] is True
    assert status["case"] == status["in_graph"]


def test_second_push_writes_nothing(desk: Desk) -> None:
    """Not a node, a relationship or a property."""
    desk.asked("graph", "push")
    again = desk.asked("graph", "push")
    assert [again[name] for name in WRITES] == [0] * len(WRITES)


def test_private_identifiers_come_and_go(desk: Desk, connection: Connection) -> None:
    """With --all they are there, and without it they are taken away again."""
    shared = desk.asked("graph", "push")
    whole = desk.asked("graph", "push", "--all")
    assert whole["identifiers"] > shared["identifiers"]
    assert counts(connection, desk)["identifiers"] == whole["identifiers"]
    desk.asked("graph", "push")
    assert counts(connection, desk)["sightings"] == shared["sightings"]


def test_cases_in_one_database_do_not_touch_each_other(desk: Desk, connection: Connection) -> None:
    """The same facts under another case's id are other nodes; emptying one leaves the other."""
    desk.asked("graph", "push")
    before = counts(connection, desk)
    with desk.open() as case:
        first = case.case_id
        case.set_setting("case_id", f"{first}-other")
    desk.asked("graph", "push", "--all")
    assert dict(connection.read("read/counts", case_id=first)[0]) == before
    assert counts(connection, desk)["accounts"] == before["accounts"]


def test_status_says_what_differs(desk: Desk, connection: Connection) -> None:
    """Nothing pushed, a stopped push, facts changed by hand: each in words."""
    assert "shows nothing of this case" in desk.run("graph", "status")[1]
    desk.asked("graph", "push")
    with desk.open() as case:
        gone = {"case_id": case.case_id, "keys": ["alpha-001"]}
    connection.write(("write/remove_accounts", gone))
    answer = desk.asked("graph", "status")
    assert answer["agrees"] is False
    assert answer["in_graph"]["accounts"] == answer["case"]["accounts"] - 1
    desk.asked("graph", "push")
    assert desk.asked("graph", "status")["in_graph"]["accounts"] == answer["case"]["accounts"]


def test_hub_that_a_person_names_is_marked_by_the_next_push(desk: Desk, connection: Connection) -> None:
    """Degrees change with it, since hubs count for nothing."""
    desk.asked("graph", "push")
    with desk.open() as case, case.writing("load"):
        case.commit_load(Load(case.next_load_id(), 1, (), {}, hubs=(Hub("ip", "192.0.2.1", "office", "a person"),)))
        case_id = case.case_id
    assert desk.asked("graph", "push")["nodes_created"] <= 3
    (row,) = connection.driver.execute_query(
        "MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: 'ip:192.0.2.1'}) RETURN i.hub AS hub", case_id=case_id
    ).records
    assert row["hub"] == "office"
