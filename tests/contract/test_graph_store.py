"""Every graph store answers as the oracle does."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from fraudgraph.graph.base import LEAST_STRATUM, POOLED, Seen, View
from fraudgraph.graph.ties import Ties, ties_of
from tests.contract.conftest import Filled, Stores
from tests.contract.facts import Facts
from tests.contract.oracle import Oracle
from tests.contract.worlds import ALL, FIRST, LOADS, SECOND, WINDOWS, at, exchange, view_by_view

Key = tuple[str, str, str]
some = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def marked(seen: Sequence[Seen]) -> list[Seen]:
    """Sightings with the words of a hub's reason left out."""
    return [replace(one, hub="hub" if one.hub else "") for one in seen]


def same(one: Ties, other: Ties) -> bool:
    """Whether two have the same columns."""
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(Ties))


def check_sightings(stores: Stores, oracle: Oracle) -> None:
    """Codes decode to what the oracle says, in the order that detection relies on."""
    found = stores.graph.sightings(oracle.view)
    shared = oracle.shared()
    assert found.account_ids.tolist() == oracle.accounts
    names = [(found.kinds[kind], value) for kind, value in zip(found.kind, found.identifier_values, strict=True)]
    assert names == shared
    edges = [(found.account_ids[a], *names[v]) for a, v in zip(found.account, found.identifier, strict=True)]
    expected = sorted(
        (key for key in oracle.edges if key[1:] in set(shared)),
        key=lambda key: (oracle.accounts.index(key[0]), shared.index(key[1:])),
    )
    assert edges == expected
    assert found.count.tolist() == [oracle.edges[key].counts["exchanges"] for key in expected]
    degrees = [[oracle.degree(account, kind) for kind in found.kinds] for account in oracle.accounts]
    assert found.degree.tolist() == degrees or not oracle.accounts
    assert set(found.stratum.tolist()) <= {0}


def check_edges(stores: Stores, oracle: Oracle) -> None:
    """Both ways into the edges agree with the oracle, hubs included."""
    graph, view, seen = stores.graph, oracle.view, oracle.seen()
    by_account = sorted(seen, key=lambda one: (one.account_id, one.kind, one.value))
    by_identifier = sorted(seen, key=lambda one: (one.kind, one.value, one.account_id))
    names = list(oracle.holders())
    assert marked(graph.identifiers_of(view, [*oracle.accounts, "nobody"])) == by_account
    assert marked(graph.holders_of(view, [*names, ("ip", "nothing")])) == by_identifier
    assert graph.known_accounts(view, [*oracle.accounts, "nobody"]) == set(oracle.accounts)
    assert graph.accounts_with(view, names) == {one.account_id for one in seen}
    inside = oracle.accounts[::2]
    asked = ["nobody", *inside[::-1]], [("ip", "nothing"), *names[::-1]]
    assert same(graph.ties(view, *asked), ties_of(by_account, *asked))
    assert len(graph.ties(view, [], names)) == len(graph.ties(view, oracle.accounts, [])) == 0
    counts = graph.count_inside(view, [*names, ("ip", "nothing")], inside)
    assert counts == {name: sum((a, *name) in oracle.edges for a in inside) for name in (*names, ("ip", "nothing"))}


def check_holders(stores: Stores, oracle: Oracle) -> None:
    """How many hold each identifier, by its own name and by what the facts say of all its eras; and who leads."""
    graph, view = stores.graph, oracle.view
    names = {key[1:] for key in oracle.edges} | {("ip", "nothing")}
    names |= {(kind, oracle.raw[kind, value]) for kind, value in names if (kind, value) in oracle.raw}
    for inside in (None, oracle.accounts[::2], []):
        counted = oracle.accounts if inside is None else inside
        expected = {
            name: len({a for a, k, v in oracle.edges if a in counted and named(oracle, k, v, name)}) for name in names
        }
        assert graph.held_by(view, sorted(names), inside) == expected
    shared = oracle.shared()
    for each, without in ((1, ()), (3, shared[:1]), (100, [("nothing", "v1")])):
        left = [(kind, -oracle.holders()[kind, value], value) for kind, value in shared if (kind, value) not in without]
        place = {one: sum(o[0] == one[0] and o < one for o in left) for one in left}
        best = [(kind, value, -many) for kind, many, value in sorted(left) if place[kind, many, value] < each]
        assert list(graph.most_held(view, each, without)) == best


def named(oracle: Oracle, kind: str, value: str, name: tuple[str, str]) -> bool:
    """Whether an identifier is meant by a name."""
    return kind == name[0] and name[1] in (value, oracle.raw.get((kind, value)))


def check_population(stores: Stores, oracle: Oracle) -> None:
    """The constants of the background."""
    found = stores.graph.population(oracle.view)
    free = [key for key in oracle.edges if not oracle.is_hub(*key[1:])]
    assert (found.accounts, sum(found.stratum_sizes)) == (len(oracle.accounts), len(oracle.accounts))
    assert found.unlinkable == len(set(oracle.accounts) - {key[0] for key in free})
    assert [kind.kind for kind in found.kinds] == sorted({key[1] for key in oracle.edges})
    for kind in found.kinds:
        own = [key for key in (oracle.edges if kind.hub else free) if key[1] == kind.kind]
        values = {key[2]: sum(other[2] == key[2] for other in own) for key in own}
        assert (kind.identifiers, kind.accounts) == (len(values), len({key[0] for key in own}))
        assert kind.shared == sum(many > 1 for many in values.values())
        assert sum(k * many for k, many in kind.holders) == len(own)
        mean = sum(key[1] == kind.kind for key in free) / max(len(oracle.accounts), 1)
        assert np.allclose(kind.mean_degree, [mean] * len(found.strata))


def check_slots(stores: Stores, oracle: Oracle) -> None:
    """The parts of the surprise, of every edge that is no hub, in the order asked for."""
    asked = [("nobody", "ip", "v1"), *sorted(oracle.edges, reverse=True), ("ann", "ip", "nothing")]
    found = stores.graph.slots(oracle.view, asked)
    holders = oracle.holders()
    expected = [place for place, key in enumerate(asked) if key in oracle.edges and not oracle.is_hub(*key[1:])]
    assert found.place.tolist() == expected
    assert found.holders.tolist() == [holders[asked[place][1:]] for place in expected]
    assert found.degree.tolist() == [oracle.degree(*asked[place][:2]) for place in expected]
    assert found.holders_by_stratum.sum(1).tolist() == found.holders.tolist()
    assert not found.stratum.any()


CHECKS = (check_sightings, check_edges, check_holders, check_population, check_slots)


@view_by_view
@pytest.mark.parametrize("check", CHECKS)
def test_answers_are_those_of_the_oracle(filled: Filled, view: View, check: object) -> None:
    """Two loads with corrections, hubs and missing times, seen whole, cut by a time and cut by a window."""
    assert callable(check)
    check(filled([FIRST, SECOND]), Oracle([FIRST, SECOND], view))


@some
@given(loads=LOADS, view=WINDOWS)
def test_any_facts_in_any_view(filled: Filled, loads: list[Facts], view: View) -> None:
    """Whatever few rows over few names in up to three loads."""
    stores, oracle = filled(loads), Oracle(loads, view)
    for check in CHECKS:
        check(stores, oracle)


def test_order_of_loads_changes_nothing(filled: Filled) -> None:
    """The same rows in other segments in another order give the same arrays, to the byte."""
    later = replace(SECOND, replaced=())
    one, other = (filled(loads).graph.sightings(ALL) for loads in ([FIRST, later], [later, FIRST]))
    for name in ("account", "identifier", "kind", "degree", "stratum", "count"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
    assert one.account_ids.tolist() == other.account_ids.tolist()
    assert one.identifier_values.tolist() == other.identifier_values.tolist()


def test_hub_says_why(filled: Filled) -> None:
    """A listed hub gives its reason, a kind of hubs says that it is one."""
    stores = filled([FIRST])
    found = {(one.kind, one.value): one.hub for one in stores.graph.identifiers_of(ALL, ["ann", "fay"])}
    assert found["ip", "192.0.2.9"] == "carrier gateway"
    assert "kind" in found["list", "blocked"]
    assert found["ip", "192.0.2.1"] == ""


def test_payment_that_was_only_declined_is_an_attempt(filled: Filled) -> None:
    """It is an instrument again for whom it worked, or who used it in an exchange."""
    graph = filled([FIRST]).graph
    assert {
        (one.account_id, one.kind)
        for one in graph.holders_of(ALL, [("payment_attempt", "pm_2"), ("payment_instrument", "pm_2")])
    } == {
        ("dee", "payment_attempt"),
        ("fay", "payment_attempt"),
        ("bob", "payment_instrument"),
    }


def test_later_exchange_turns_an_attempt_into_an_instrument(filled: Filled) -> None:
    """What a first load showed as declined only, a second one may show in use."""
    graph = filled([FIRST, SECOND]).graph
    assert [one.account_id for one in graph.holders_of(ALL, [("payment_attempt", "pm_2")])] == ["fay"]


def test_countries_with_few_accounts_are_one_stratum(filled: Filled) -> None:
    """A country is a stratum of its own from LEAST_STRATUM accounts on; the rest, unknown ones too, are pooled."""
    rows = [{"account_id": f"br{n:04}", "country": "BR"} for n in range(LEAST_STRATUM)]
    rows += [{"account_id": f"id{n:04}", "country": "ID"} for n in range(LEAST_STRATUM - 1)] + [{"account_id": "zz"}]
    found = filled([Facts(accounts=rows, exchanges=[exchange("br0001", 0, ip="192.0.2.1")])]).graph.sightings(ALL)
    sizes = dict(zip(found.strata, np.bincount(found.stratum).tolist(), strict=True))
    assert sizes == {POOLED: LEAST_STRATUM, "BR": LEAST_STRATUM}
    assert found.strata[found.stratum[found.account_ids.tolist().index("br0001")]] == "BR"


def test_kind_without_a_shared_identifier_proves_nothing(filled: Filled) -> None:
    """It is left out of what detection sees; its degrees would be a column that no law needs."""
    facts = Facts(exchanges=[exchange("a", 0, ip="v", kind_device="d1"), exchange("b", 0, ip="v", kind_device="d2")])
    assert filled([facts]).graph.sightings(ALL).kinds == ("ip",)


def test_finding_by_name(filled: Filled) -> None:
    """Exact values over all kinds, whether an account is there, and what a person may have meant."""
    graph = filled([FIRST, SECOND]).graph
    assert graph.find_values(ALL, "pm_2") == (("payment_attempt", "pm_2", 1), ("payment_instrument", "pm_2", 2))
    assert graph.find_values(ALL, "' OR 1=1 --") == ()
    assert [graph.has_account(ALL, name) for name in ("'q\"", "münch", "hal", "Ann")] == [True, True, True, False]
    assert graph.accounts_like(ALL, "mü") == ("münch",)
    assert graph.accounts_like(ALL, "münhc")[:1] == ("münch",)
    assert graph.accounts_like(ALL, "m", "ch") == ("münch",)
    assert graph.values_like(ALL, "192.0.2.", "9") == (("ip", "192.0.2.9"),)
    assert set(graph.values_like(ALL, "192.0.2.3")) >= {("ip", "192.0.2.1"), ("ip", "192.0.2.2")}


def stamp(day: float) -> str:
    """That day of the world as RFC 3339."""
    return dt.datetime.fromtimestamp(at(day) / 1e6, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_attributes_are_the_newest_that_the_view_sees(filled: Filled) -> None:
    """Each name by its newest row, with the day of the newest; nothing for an identifier that the table does not know,
    and a value known of one kind is not known of another.
    """
    graph = filled([FIRST]).graph
    address, card = ("ip", "192.0.2.1"), ("payment_instrument", "pm_1")
    found = graph.attributes(ALL, [address, card, ("ip", "192.0.2.2"), ("ip", "pm_1")])
    assert found.keys() == {address, card}
    assert dict(found[address]) == {"asn": "AS64500", "network_type": "vpn", "as_of": stamp(5)}
    assert dict(found[card]) == {"prepaid": "true"}
    before = graph.attributes(View(at(1)), [address])
    assert dict(before[address]) == {"asn": "AS64500", "network_type": "hosting", "as_of": stamp(0)}
    assert graph.attributes(ALL, []) == {}


def test_empty_view(filled: Filled) -> None:
    """Nothing visible is an answer, not an error."""
    graph, before = filled([Facts(exchanges=[exchange("a", 0, ip="v")])]).graph, View(at(-1))
    found = graph.sightings(before)
    assert (found.accounts, found.identifiers, len(found.account), found.kinds) == (0, 0, 0, ())
    assert graph.population(before).accounts == 0
    assert graph.identifiers_of(before, ["a"]) == graph.holders_of(before, [("ip", "v")]) == ()
