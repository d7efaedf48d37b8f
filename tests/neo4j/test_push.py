"""`graph push` and `graph status`: what is written, what is left alone, what goes."""

import pytest

from fraudgraph.case import Hub, Load
from fraudgraph.graph.neo4j.connection import Connection
from fraudgraph.sweep import SweepOptions, sweep
from tests.contract.facts import Facts, add
from tests.contract.oracle import DAY_US
from tests.contract.worlds import T0
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


def sighting(account: str, value: str, us: int | None = None) -> dict[str, object]:
    """One row of the table sightings."""
    return {"account_id": account, "kind": "device", "value": value, "first_seen": us, "last_seen": us}


def load(desk: Desk, *facts: Facts) -> None:
    """Rows into the case, and a sweep that sees them."""
    with desk.open() as case:
        for one in facts:
            add(case, one)
        sweep(case, SweepOptions(seed=7))


def test_removed_and_replaced_facts_disappear(desk: Desk, connection: Connection) -> None:
    """A correction takes an account out of the facts: its node, its sightings and what only it had go."""
    rows = [sighting(name, "laptop", T0) for name in ("ann", "bob", "cid")]
    load(desk, Facts(sightings=[*rows, sighting("cid", "phone", T0), sighting("ann", "phone", T0)]))
    before = desk.asked("graph", "push")
    with desk.open() as case:
        number = case.next_load_id()
    load(
        desk,
        Facts(accounts=[{"account_id": "dee"}], replaced=[("sightings", number - 2, 2), ("sightings", number - 2, 3)]),
    )
    after = desk.asked("graph", "push")
    assert after["accounts"] == before["accounts"]  # cid went, dee came
    assert after["nodes_deleted"] >= 2  # cid, and the phone that only ann has now
    assert after["sightings"] == before["sightings"] - 3
    assert desk.asked("graph", "status")["agrees"] is True
    with desk.open() as case:
        left = connection.driver.execute_query(
            "MATCH (n {case_id: $case_id}) WHERE n.key IN ['cid', 'device:phone'] RETURN n", case_id=case.case_id
        ).records
    assert left == []


def test_since_writes_what_is_new_with_all_that_it_touches(desk: Desk, connection: Connection) -> None:
    """An identifier that was private becomes shared: its old sighting comes along. Nothing else is compared."""
    load(desk, Facts(sightings=[sighting("old", "laptop", T0)]))
    desk.asked("graph", "push")
    load(desk, Facts(sightings=[sighting("new", "laptop", T0 + 40 * DAY_US)]))
    answer = desk.asked("graph", "push", "--since", "2026-05-30")
    assert answer["identifiers"] == 1
    assert answer["relationships_created"] - answer["members"] - answer["rings"] < 50
    status = desk.asked("graph", "status")
    assert (status["state"], status["in_graph"]) == ("since", status["case"])
    code, _, err = desk.run("why", "alpha-001", "alpha-002", "--graph", connection.address.url)
    assert code == 1
    assert "compared with --since" in err
    assert desk.asked("graph", "push")["relationships_created"] == 0
    assert desk.asked("graph", "status")["agrees"] is True


def test_since_needs_something_to_add_to(desk: Desk) -> None:
    """Onto nothing, or onto a graph of the other part, it is refused: what is older would be missing."""
    code, _, err = desk.run("graph", "push", "--since", "2026-05-30")
    assert code == 2
    assert "do:    fraudgraph graph push" in err
    desk.asked("graph", "push")
    assert desk.run("graph", "push", "--since", "2026-05-30", "--all")[0] == 2
