"""Every graph store finds names and neighbours as the oracle does."""

from collections import Counter, defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings

from fraudgraph.graph.base import View
from fraudgraph.graph.walking import ACCOUNT_ID, DECLARED, Follow, Hits, Holdings
from tests.contract.conftest import Filled, Stores
from tests.contract.facts import Facts
from tests.contract.oracle import Oracle
from tests.contract.worlds import ALL, FIRST, LOADS, SECOND, WINDOWS, exchange, view_by_view

Edge = tuple[str, str, str]
Name = tuple[str, str]
some = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXTS = ("a", "PM_", "192.0.2.", "v", "münch", "ORG-", "'", "%", "nothing like it")
FOLLOWS = (
    Follow(),
    Follow(most_holders=2),
    Follow(hubs=True),
    Follow(3, hubs=True),
    Follow(kinds=("ip", "wallet")),
    Follow(kinds=()),
)


def raw(oracle: Oracle, name: Name) -> Name:
    """What the facts say, where the name is that of an era."""
    return name[0], oracle.raw.get(name, name[1])


def named(oracle: Oracle) -> dict[str, Counter[str]]:
    """Sort -> name -> accounts."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    found[ACCOUNT_ID].update(oracle.accounts)
    for edge in oracle.edges:
        kind, value = raw(oracle, edge[1:])
        found[kind][value] += 1
    for row in oracle.rows("accounts"):
        for column in DECLARED:
            if row.get(column):
                found[column][row[column]] += 1
    return found


def hits(oracle: Oracle, text: str, limit: int) -> list[Hits]:
    """What a search tells, by the words of the protocol."""
    known, asked, told = named(oracle), text.lower(), []
    kinds = sorted(known.keys() - {ACCOUNT_ID, *DECLARED})
    for sort in (ACCOUNT_ID, *DECLARED, *kinds):
        fitting = [(name, many) for name, many in known[sort].items() if asked in name.lower()]
        fitting.sort(
            key=lambda one: (one[0].lower() != asked, not one[0].lower().startswith(asked), -one[1], one[0]),
        )
        told += [Hits(sort, len(fitting), tuple(fitting[:limit]))] if fitting else []
    return told


def edges(found: Holdings) -> list[Edge]:
    """The edges by name, in their order."""
    return [
        (str(found.account_ids[account]), str(found.kind[place]), str(found.value[place]))
        for account, place in zip(found.account.tolist(), found.identifier.tolist(), strict=True)
    ]


def check_holdings(oracle: Oracle, found: Holdings, names: Iterable[Name], followed: set[Name]) -> None:
    """The identifiers are these, and every edge of those that are followed is there, in order."""
    holders = oracle.holders()
    told = list(zip(found.kind.tolist(), found.value.tolist(), strict=True))
    assert told == sorted(names)
    assert found.raw.tolist() == [raw(oracle, name)[1] for name in told]
    assert found.holders.tolist() == [holders[name] for name in told]
    assert found.hub.tolist() == [oracle.is_hub(*name) for name in told]
    assert {told[place] for place in found.followed.nonzero()[0]} == followed
    expected = [(account, kind, value) for account, kind, value in oracle.edges if (kind, value) in followed]
    assert edges(found) == sorted(expected, key=lambda edge: (edge[1], edge[2], edge[0]))
    assert found.account_ids.tolist() == sorted({edge[0] for edge in expected})


def check_exact(stores: Stores, oracle: Oracle) -> None:
    """Accounts and identifiers by their whole names, an era by its own and by the value's."""
    asked = ["ann", "pm_2", "192.0.2.1", "v1", "a", "nothing", "", *(value for _, value in oracle.holders())]
    told = {(ACCOUNT_ID, name, 1) for name in oracle.accounts}
    told |= {(*name, many) for name, many in oracle.holders().items()}
    told |= {(sort, name, many) for sort, names in named(oracle).items() for name, many in names.items()}
    expected = sorted(one for one in told if one[1] in asked and one[0] not in DECLARED)
    assert list(stores.graph.exact(oracle.view, asked)) == expected


def check_names(stores: Stores, oracle: Oracle) -> None:
    """Counted and told as the oracle does, over all sorts."""
    graph, view, known = stores.graph, oracle.view, named(oracle)
    for text in TEXTS:
        assert list(graph.search(view, text, 2)) == hits(oracle, text, 2)
        own = {(kind, value, many) for kind, values in known.items() for value, many in values.items()}
        starting = [one for one in own if one[1].startswith(text) and one[0] not in (ACCOUNT_ID, *DECLARED)]
        assert list(graph.values_starting(view, text)) == sorted(starting)
    for column in DECLARED:
        said: dict[str, list[str]] = defaultdict(list)
        for row in sorted(oracle.rows("accounts"), key=lambda row: row["account_id"]):
            if row.get(column):
                said[row[column]].append(row["account_id"])
        found = graph.accounts_declaring(view, column, [*known[column], "nothing"])
        assert found == {value: tuple(account_ids) for value, account_ids in said.items()}


def check_neighbours(stores: Stores, oracle: Oracle) -> None:
    """Holders of identifiers, and steps from one account, several and nobody."""
    graph, view, holders = stores.graph, oracle.view, oracle.holders()
    names = list(holders)
    check_holdings(oracle, graph.holdings(view, [*names, ("ip", "nothing")]), names, set(names))
    for start in (oracle.accounts[:1], oracle.accounts[1::2], ["nobody"]):
        all_shared = {edge[1:] for edge in oracle.edges if edge[0] in start and holders[edge[1:]] > 1}
        for follow in FOLLOWS:
            shared = {name for name in all_shared if follow.kinds is None or name[0] in follow.kinds}
            most = follow.most_holders or len(oracle.accounts)
            followed = {name for name in shared if holders[name] <= most and (follow.hubs or not oracle.is_hub(*name))}
            check_holdings(oracle, graph.step(view, start, follow), shared, followed)


CHECKS = (check_exact, check_names, check_neighbours)


@view_by_view
@pytest.mark.parametrize("check", CHECKS)
def test_names_and_neighbours_are_those_of_the_oracle(filled: Filled, view: View, check: object) -> None:
    """Two loads with corrections, hubs and missing times, seen whole, cut by a time and cut by a window."""
    assert callable(check)
    check(filled([FIRST, SECOND]), Oracle([FIRST, SECOND], view))


@some
@given(loads=LOADS, view=WINDOWS)
def test_any_facts_in_any_view(filled: Filled, loads: list[Facts], view: View) -> None:
    """Whatever few rows over few names in up to three loads; eras and hubs among them."""
    stores, oracle = filled(loads), Oracle(loads, view)
    for check in CHECKS:
        check(stores, oracle)


def test_more_identifiers_than_a_query_can_name(filled: Filled) -> None:
    """Steps of a thousand accounts over a thousand identifiers lead as those of one do."""
    rows = [exchange(f"a{n:04}", 0, ip=f"192.0.2.{n // 2}", kind_device=f"d{n // 3}") for n in range(1000)]
    loads = [Facts(exchanges=rows)]
    stores, oracle = filled(loads), Oracle(loads, ALL)
    check_neighbours(stores, oracle)
    check_exact(stores, oracle)


def test_newest_record_alone_declares(filled: Filled) -> None:
    """An account that a later load corrected is no longer found by what it declared before."""
    old, new = ({"account_id": "ann", "email_domain": domain} for domain in ("old.example", "new.example"))
    graph = filled([Facts(accounts=[old]), Facts(accounts=[new], replaced=[("accounts", 0, 0)])]).graph
    assert graph.accounts_declaring(ALL, "email_domain", ["old.example"]) == {}
    assert graph.accounts_declaring(ALL, "email_domain", ["new.example"]) == {"new.example": ("ann",)}
    assert [hit.first for hit in graph.search(ALL, "EXAMPLE", 5)] == [(("new.example", 1),)]
