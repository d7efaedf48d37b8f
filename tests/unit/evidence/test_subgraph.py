"""The evidence subgraph: who and what is in it, and which edges."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.evidence.subgraph import EDGE_FIELDS, NODE_FIELDS, subgraph
from fraudgraph.evidence.table import Table, Value
from fraudgraph.graph.base import Seen
from tests.unit.evidence.made_up import ringed, seen, store

ACCOUNTS = ["a", "b", "c"]
OWNED = [("ip", "1.1.1.1", 3), ("ip", "2.2.2.2", 9), ("payment_instrument", "pm_1", 2)]
SIGHTINGS = [
    *(seen(account, "ip", "1.1.1.1", 3) for account in ACCOUNTS),
    *(seen(account, "ip", "2.2.2.2", 9, count) for account, count in zip(ACCOUNTS, (5, 7, 6), strict=True)),
    *(seen(account, "payment_instrument", "pm_1", 2) for account in ACCOUNTS[:2]),
    seen("a", "ip", "9.9.9.9", 500),
    seen("stranger", "ip", "1.1.1.1", 3),
]


def edges(all_edges: bool = False) -> set[tuple[str, str]]:
    """Edges of the small ring."""
    graph = subgraph(ringed(ACCOUNTS, OWNED), store(SIGHTINGS), all_edges)
    return {(str(row["source"]), str(row["target"])) for row in rows(graph.edges)}


def rows(table: Table) -> list[dict[str, Value]]:
    """The rows of a table by the names of its columns."""
    return [dict(zip(table.names, row, strict=True)) for row in table.rows()]


def test_nodes_are_the_members_and_what_holds_them_together() -> None:
    """No stranger, and no identifier that the ring does not own."""
    graph = subgraph(ringed(ACCOUNTS, OWNED), store(SIGHTINGS))
    assert [name for table in graph.nodes for name in table.column("id")] == [
        *("account:a", "account:b", "account:c"),
        *("ip:1.1.1.1", "ip:2.2.2.2", "payment_instrument:pm_1"),
    ]


def test_each_member_keeps_its_strongest_of_each_kind() -> None:
    """Fewest holders surprise most."""
    assert {(f"account:{account}", "ip:1.1.1.1") for account in ACCOUNTS} <= edges()
    assert {("account:a", "payment_instrument:pm_1"), ("account:b", "payment_instrument:pm_1")} <= edges()


def test_an_identifier_that_is_nobodys_strongest_keeps_its_two_busiest() -> None:
    """So that it does not stand alone, and no more than that."""
    assert {edge for edge in edges() if edge[1] == "ip:2.2.2.2"} == {
        ("account:b", "ip:2.2.2.2"),
        ("account:c", "ip:2.2.2.2"),
    }


def test_all_edges_are_all_sightings_of_members_with_owned_identifiers() -> None:
    """And that many are counted when fewer are taken."""
    assert len(edges(all_edges=True)) == 8
    assert subgraph(ringed(ACCOUNTS, OWNED), store(SIGHTINGS)).sightings == 8


def test_attributes_say_tier_bits_holders_and_times() -> None:
    """As the standard names them; unknown is None."""
    graph = subgraph(ringed(ACCOUNTS, OWNED), store(SIGHTINGS))
    account, identifier, edge = (rows(table)[0] for table in (*graph.nodes, graph.edges))
    assert list(account) == list(identifier) == ["id", *(name for name, _ in NODE_FIELDS)]
    assert list(edge) == ["source", "target", *(name for name, _ in EDGE_FIELDS)]
    assert (account["tier"], account["member_bits"], account["in_queue"], account["holders"]) == (
        "core",
        20.0,
        True,
        None,
    )
    assert (identifier["kind"], identifier["holders"], identifier["family"]) == ("ip", 3, "network")
    assert (
        (account["ring_id"], account["sweep_id"])
        == (identifier["ring_id"], identifier["sweep_id"])
        == ("R-0007", "S-0012")
    )
    assert (edge["first_seen"], edge["last_seen"]) == ("1970-01-01T00:00:00.000000Z", "1970-01-02T00:00:00.000000Z")


def test_what_a_list_says_stands_at_the_identifier() -> None:
    """A flag is a flag; of others nothing is known."""
    known = {("payment_instrument", "pm_1"): (("issuer", "Bank"), ("prepaid", "false"), ("source", "processor"))}
    graph = subgraph(replace(ringed(ACCOUNTS, OWNED), known=known), store(SIGHTINGS))
    address, _, card = rows(graph.identifiers)
    assert (card["issuer"], card["prepaid"], card["source"], card["asn"]) == ("Bank", False, "processor", None)
    assert (address["issuer"], address["prepaid"]) == (None, None)


@given(st.permutations(SIGHTINGS))
def test_the_order_of_sightings_does_not_matter(sightings: list[Seen]) -> None:
    """Same facts, same bytes."""
    one, other = (subgraph(ringed(ACCOUNTS, OWNED), store(given)) for given in (sightings, SIGHTINGS))
    assert [rows(table) for table in (*one.nodes, one.edges)] == [rows(table) for table in (*other.nodes, other.edges)]
