"""A graph that somebody else made: read into a case, swept, and the rings written back beside their nodes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from fraudgraph.case import Case
from tests.neo4j.conftest import Desk
from tests.neo4j.running import Server

pytestmark = pytest.mark.neo4j
MAPPING = """\
[graph.accounts]
label = "Customer"
id = "customerId"
created_at = "since"

[[graph.sightings]]
relationship = "USED"
label = "Card"
value = "token"
kind = "payment_instrument"
first_seen = "first"
last_seen = "last"
count = "times"

[[graph.sightings]]
relationship = "ON DEVICE"
label = "Odd `label`"
value = "fingerprints"
kind = "device"
"""
THEIRS = """
UNWIND range(0, 399) AS n
CREATE (c:Customer:Account {customerId: n, name: 'person ' + n, since: datetime('2026-01-01T00:00Z')})
CREATE (c)-[:USED {first: datetime('2026-05-01T00:00Z'), last: datetime('2026-05-02T00:00Z'), times: 3}]->
  (:Card {token: CASE WHEN n < 20 THEN 'tok_shared_' + (n % 3) ELSE 'tok_own_' + n END})
CREATE (:`Odd ``label``` {fingerprints:
  CASE WHEN n < 20 THEN ['dev-' + (n % 2), 'dev-' + (2 + n % 3)] ELSE ['own-' + n] END})
  -[:`ON DEVICE`]->(c)
"""
MERGED = """
MATCH (c:Card) WITH c.token AS token, collect(c) AS cards WHERE size(cards) > 1
UNWIND tail(cards) AS other MATCH (a)-[u:USED]->(other)
WITH a, u, cards[0] AS first, other CREATE (a)-[v:USED]->(first) SET v = properties(u) DETACH DELETE other
"""


@pytest.fixture
def theirs(neo4j_server: Server) -> Iterator[Driver]:
    """Their nodes and relationships; gone after the test."""
    with neo4j_server.driver() as driver:
        driver.execute_query(THEIRS)
        driver.execute_query(MERGED)
        yield driver
        driver.execute_query("MATCH (n) WHERE n:Customer OR n:Card OR n:`Odd ``label``` DETACH DELETE n")


def untouched(driver: Driver) -> list[Any]:
    """Everything of theirs, and whatever hangs on it that is not ours."""
    nodes = driver.execute_query(
        "MATCH (n) WHERE n:Customer OR n:Card OR n:`Odd ``label``` "
        "RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties ORDER BY id"
    ).records
    ties = driver.execute_query(
        "MATCH (a)-[r:USED|`ON DEVICE`]->(b) RETURN elementId(r) AS id, properties(r) AS properties ORDER BY id"
    ).records
    return [row.data() for row in (*nodes, *ties)]


@pytest.fixture
def own(desk: Desk, tmp_path: Path) -> Desk:
    """An empty case, which the pull makes, and the mapping file beside it."""
    (tmp_path / "theirs.toml").write_text(MAPPING)
    return Desk(tmp_path / "pulled", desk.capture)


def test_their_graph_is_read_swept_and_shown_back(own: Desk, theirs: Driver, tmp_path: Path) -> None:
    """Private identifiers too; the rings hang on their nodes, and nothing of theirs changed."""
    before = untouched(theirs)
    answer = own.asked("graph", "pull", "--mapping", str(tmp_path / "theirs.toml"))
    assert {name: rows["used"] for name, rows in answer["tables"].items()} == {"accounts": 400, "sightings": 820}
    assert own.run("sweep")[0] == 0
    rings = own.asked("rings")["rings"]
    assert [ring["accounts"] for ring in rings] == [20]
    pushed = own.asked("graph", "push", "--rings-only")
    assert (pushed["members"], pushed["members_tied"]) == (20, 20)
    assert untouched(theirs) == before
    found = theirs.execute_query(
        "MATCH (c:Customer)-[:FRAUDGRAPH_MEMBER_OF]->(r:FraudgraphRing) RETURN c.customerId AS id ORDER BY id"
    ).records
    assert [row["id"] for row in found] == list(range(20))
    assert own.asked("graph", "push", "--rings-only")["relationships_created"] == 0
    rows = own.asked("graph", "query", "members", "--param", "ring=R-0001")["rows"]
    assert sorted(int(row["account"]) for row in rows) == list(range(20))
    assert "shows rings of S-0001 and no facts" in own.run("graph", "status")[1]


def test_times_are_read_to_the_microsecond_whatever_their_zone(own: Desk, theirs: Driver, tmp_path: Path) -> None:
    """A named zone, an offset and nanoseconds, all of one instant; text stays what it is."""
    times = (
        "datetime('2026-05-01T12:00:00.123456789[Europe/Berlin]')", "datetime('2026-05-01T15:30:00.123456+05:30')",
        "'2026-05-01T10:00:00.123456Z'",
    )  # fmt: skip
    for number, time in enumerate(times):
        theirs.execute_query(f"MATCH (:Customer {{customerId: {number}}})-[u:USED]->() SET u.first = {time}")
    own.asked("graph", "pull", "--mapping", str(tmp_path / "theirs.toml"))
    with own.open() as case, case.duckdb() as db:
        of_these = "account_id IN ('0', '1', '2') AND kind = 'payment_instrument'"
        seen = f"SELECT DISTINCT epoch_us(first_seen) FROM {case.relation('sightings')} WHERE {of_these}"
        assert db.execute(seen).fetchall() == [(1_777_629_600_123_456,)]


def test_record_says_where_the_facts_came_from(own: Desk, theirs: Driver, tmp_path: Path) -> None:
    """Source, pattern and count; no folder of a moment."""
    own.asked("graph", "pull", "--mapping", str(tmp_path / "theirs.toml"))
    with Case.open(own.case) as case:
        (load,) = case.loads()
    assert any("400 of (:Customer)-[:USED]-(:Card {token}) at bolt://127.0.0.1" in note for note in load.notes)
    assert all(file.path.startswith("bolt://127.0.0.1") for file in load.files)


def test_second_pull_adds_nothing(own: Desk, theirs: Driver, tmp_path: Path) -> None:
    """The same rows are duplicates."""
    own.asked("graph", "pull", "--mapping", str(tmp_path / "theirs.toml"))
    answer = own.asked("graph", "pull", "--mapping", str(tmp_path / "theirs.toml"))
    assert all(rows["used"] == 0 for rows in answer["tables"].values())


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("Customer", "Custmer", "no label 'Custmer'"),
        ("token", "tken", "no property 'tken'"),
        ("USED", "USE", "no relationship type"),
    ],
)
def test_name_that_the_database_does_not_have_is_refused(
    own: Desk, theirs: Driver, tmp_path: Path, wrong: str, right: str, said: str
) -> None:
    """A typing error would find nothing, and a name is only used after it was found."""
    (tmp_path / "theirs.toml").write_text(MAPPING.replace(f'"{wrong}"', f'"{right}"'))
    code, _, err = own.run("graph", "pull", "--mapping", str(tmp_path / "theirs.toml"))
    assert code == 2
    assert said in err
    assert not own.case.exists() or Case.open(own.case).loads() == ()
