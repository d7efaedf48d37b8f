"""Time in linkage: a value whose holders are further apart than the kind's lifetime is several identifiers."""

from collections import defaultdict

import pytest

from fraudgraph.case import Hub
from fraudgraph.graph.base import GraphStore, View
from fraudgraph.model.kinds import Kind
from tests.contract.conftest import Filled
from tests.contract.facts import Facts, Row
from tests.contract.oracle import DAY_US
from tests.contract.worlds import ALL, at, exchange

ADDRESS = "192.0.2.7"
FOUR = ("ann", "bob", "cid", "dee")


def seen_on(account: str, day: float, last: float | None = None, **columns: object) -> list[Row]:
    """Exchanges of an account from the address, on its first and its last day."""
    days = (day,) if last is None else (day, last)
    return [exchange(account, when, ip=ADDRESS, **columns) for when in days]


def eras(graph: GraphStore, view: View = ALL, value: str = ADDRESS) -> dict[str, str]:
    """Account -> the identifier that it holds."""
    return {one.account_id: one.value for one in graph.holders_of(view, [("ip", value)])}


def tied(graph: GraphStore, view: View = ALL) -> set[frozenset[str]]:
    """The accounts of each shared identifier."""
    found = graph.sightings(view)
    holders = defaultdict(set)
    for account, identifier in zip(found.account.tolist(), found.identifier.tolist(), strict=True):
        holders[identifier].add(found.account_ids[account])
    return {frozenset(accounts) for accounts in holders.values()}


@pytest.mark.parametrize(
    ("gap", "groups"), [(29, {frozenset({"ann", "bob"})}), (30, {frozenset({"ann", "bob"})}), (31, set())]
)
def test_address_that_changed_hands_after_its_lifetime_ties_nobody(
    filled: Filled, gap: int, groups: set[frozenset[str]]
) -> None:
    """A recycled address: after 29 days it ties, after 31 it does not; whoever kept it to the last day counts."""
    graph = filled([Facts(exchanges=[*seen_on("ann", 0, 5), *seen_on("bob", 5 + gap)])]).graph
    assert tied(graph) == groups


def test_chain_of_holders_is_one_era(filled: Filled) -> None:
    """Each within a lifetime of one before, the whole far longer than it: an office, not a recycled address."""
    graph = filled([Facts(exchanges=[row for place, a in enumerate(FOUR) for row in seen_on(a, 25 * place)])]).graph
    assert tied(graph) == {frozenset(FOUR)}
    assert set(eras(graph).values()) == {ADDRESS}


def test_eras_are_named_by_the_day_on_which_they_begin(filled: Filled) -> None:
    """The value as it was typed finds all of them, the name of an era that one."""
    graph = filled(
        [Facts(exchanges=[*seen_on("ann", 0), *seen_on("bob", 3), *seen_on("cid", 60), *seen_on("dee", 61)])]
    ).graph
    first, second = f"{ADDRESS}@2026-04-22", f"{ADDRESS}@2026-06-21"
    assert eras(graph) == {"ann": first, "bob": first, "cid": second, "dee": second}
    assert eras(graph, value=second) == {"cid": second, "dee": second}
    assert tied(graph) == {frozenset({"ann", "bob"}), frozenset({"cid", "dee"})}
    assert graph.find_values(ALL, ADDRESS) == (("ip", ADDRESS, 4),)
    assert graph.find_values(ALL, second) == (("ip", second, 2),)
    assert graph.accounts_with(ALL, [("ip", ADDRESS)]) == set(FOUR)


def test_view_that_sees_one_era_sees_the_plain_value(filled: Filled) -> None:
    """Before the second holder came there was nothing to tell apart; a window that lost the first forgets it."""
    graph = filled([Facts(exchanges=[*seen_on("ann", 0), *seen_on("bob", 3), *seen_on("cid", 60)])]).graph
    assert eras(graph, View(at(50))) == {"ann": ADDRESS, "bob": ADDRESS}
    assert eras(graph, View(at(70), window_us=20 * DAY_US)) == {"cid": ADDRESS}


def test_holders_without_a_time_are_one_era(filled: Filled) -> None:
    """Nobody knows when: of one era while there is one, apart from both where there are two."""
    untimed = [{"account_id": name, "kind": "ip", "value": ADDRESS} for name in ("eve", "fay")]
    graph = filled([Facts(exchanges=seen_on("ann", 0), sightings=untimed)]).graph
    assert tied(graph) == {frozenset({"ann", "eve", "fay"})}
    graph = filled([Facts(exchanges=[*seen_on("ann", 0), *seen_on("bob", 60)], sightings=untimed)]).graph
    assert tied(graph) == {frozenset({"eve", "fay"})}
    assert eras(graph)["eve"] == f"{ADDRESS}@undated"


def test_later_load_may_join_or_part_eras(filled: Filled) -> None:
    """Sums that are carried over keep the plain value, so that eras are found anew."""
    start = Facts(exchanges=[*seen_on("ann", 0), *seen_on("bob", 50), *[exchange("x", 1) for _ in range(9)]])
    graph = filled([start]).graph
    assert tied(graph) == set()
    graph = filled([start, Facts(exchanges=seen_on("cid", 25))]).graph
    graph.sightings(View(ALL.as_of_us, last_load=1))
    assert tied(graph) == {frozenset({"ann", "bob", "cid"})}


def test_hub_is_a_hub_in_all_eras(filled: Filled) -> None:
    """A person names the address; a carrier's gateway stays one for good."""
    rows = [*seen_on("ann", 0), *seen_on("bob", 1), *seen_on("cid", 60), *seen_on("dee", 61)]
    graph = filled([Facts(exchanges=rows, hubs=[Hub("ip", ADDRESS, "gateway", "a list")])]).graph
    assert tied(graph) == set()
    assert {one.hub for one in graph.holders_of(ALL, [("ip", ADDRESS)])} == {"gateway"}
    assert len(graph.slots(ALL, [("ann", "ip", f"{ADDRESS}@2026-04-22")]).place) == 0


def test_what_the_facts_say_of_a_value_is_found_from_an_era(filled: Filled) -> None:
    """Attributes are those of the address."""
    known = {"kind": "ip", "value": ADDRESS, "network_type": "vpn"}
    graph = filled([Facts(exchanges=[*seen_on("ann", 0), *seen_on("bob", 60)], identifiers=[known])]).graph
    era = ("ip", f"{ADDRESS}@2026-06-21")
    assert graph.attributes(ALL, [era]) == {era: (("network_type", "vpn"),)}


def test_value_that_reads_like_an_era_is_not_taken_for_one(filled: Filled) -> None:
    """Text of the data is hostile: a name that the facts hold is given to no era."""
    posing = [{"account_id": "eve", "kind": "pipe", "value": "p@2026-04-22", "first_seen": at(0)}]
    rows = [{"account_id": a, "kind": "pipe", "value": "p", "first_seen": at(d)} for a, d in (("ann", 0), ("bob", 9))]
    graph = filled([Facts(sightings=[*posing, *rows], kinds=[Kind("pipe", lifetime_days=3)])]).graph
    found = {one.account_id: one.value for one in graph.identifiers_of(ALL, ["ann", "bob", "eve"])}
    assert found == {"ann": "p@@2026-04-22", "bob": "p@@2026-05-01", "eve": "p@2026-04-22"}


def test_kind_without_a_lifetime_ties_for_good(filled: Filled) -> None:
    """A card that comes back after years is the same card."""
    rows = [exchange(name, day, payment_instrument="pm_1") for name, day in (("ann", 0), ("bob", 90))]
    assert tied(filled([Facts(exchanges=rows)]).graph) == {frozenset({"ann", "bob"})}
