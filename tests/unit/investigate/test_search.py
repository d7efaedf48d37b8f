"""`search`: from any part of a name to the accounts and rings behind it."""

from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.errors import UsageError
from fraudgraph.investigate import search as module
from fraudgraph.investigate.search import search
from fraudgraph.investigate.views.reach import Spread
from fraudgraph.investigate.views.search import SearchView
from tests.contract.facts import Facts, fill
from tests.contract.worlds import exchange


def one(case: Case, term: str) -> SearchView:
    """The answer to one term."""
    (view,) = search(case, [term])
    return view


def sorts(view: SearchView) -> dict[str, list[str]]:
    """Names by sort."""
    return {sort.name: [row.name for row in sort.rows] for sort in view.sorts}


def rings(view: SearchView) -> list[tuple[int, int, int]]:
    """(ring, accounts, names) behind."""
    assert view.reach is not None
    return [(row.ring.ring_id, row.accounts, row.names) for row in view.reach.rings]


def test_part_of_a_name_of_any_sort(case: Case) -> None:
    """Accounts, domains and identifiers that hold the text, whatever the case; counted, and where they are."""
    view = one(case, "RING")
    assert sorts(view) == {"prompt_fingerprint": ["tpl_ring"]}
    assert (view.names, view.exact) == (1, 0)
    assert view.sorts[0].rows[0].spread == Spread(4, 1, 3, 0, 0, 1)
    assert rings(view) == [(1, 3, 1)]
    assert view.account_ids == ("acct_a", "acct_b", "acct_c", "user_000")
    assert sorts(one(case, "example")) == {"email_domain": ["x.example", "y.example"]}
    assert sorts(one(case, "user_05")) == {"account_id": [f"user_05{n}" for n in range(10)]}


def test_exact_name_stands_before_those_that_hold_it(tmp_path: Path) -> None:
    """Then those that begin with it, then those of most accounts."""
    rows = [exchange("ann", 0, kind_device=value) for value in ("xd-1", "d-11", "D-1", "d-1x")]
    rows += [exchange(name, 0, kind_device="xd-1") for name in ("bob", "cid")]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = one(case, "d-1")
        assert sorts(view) == {"device": ["D-1", "d-11", "d-1x", "xd-1"]}
        assert view.exact == 1


def test_domain_leads_to_those_who_declare_it(case: Case) -> None:
    """One account of ring 1; as a part of an e-mail address it is only meant."""
    view = one(case, "x.example")
    assert (view.exact, view.account_ids, rings(view)) == (1, ("acct_a",), [(1, 1, 1)])
    assert one(case, "someone@x.example").near == ("x.example",)


@pytest.mark.parametrize(
    ("term", "names", "accounts"),
    [
        ("203.0.113.0/24", ["203.0.113.7", "203.0.113.8"], 5),
        ("203.0.113.8/30", ["203.0.113.8"], 2),
        ("203.0.113.7", ["203.0.113.7"], 3),
        ("2001:db8::/32", ["2001:db8::/64"], 4),
        ("2001:db8::7", ["2001:db8::/64"], 4),
    ],
)
def test_network_leads_to_the_rings_behind_it(case: Case, term: str, names: list[str], accounts: int) -> None:
    """The addresses in it, of most accounts in rings first; who holds them; and nothing that only begins alike."""
    view = one(case, term)
    assert view.network is not None
    assert sorts(view) == {"ip": names}
    assert len(view.account_ids) == accounts


def test_rings_behind_a_network(case: Case) -> None:
    """Two rings, one address each; a gateway that is a hub is found as well, for it was seen."""
    assert rings(one(case, "203.0.113.0/24")) == [(1, 3, 1), (2, 2, 1)]
    assert rings(one(case, "198.51.100.0/24")) == [(1, 2, 1), (2, 1, 1)]


def test_address_that_changed_hands_is_one_name(tmp_path: Path) -> None:
    """All eras together; the name of an era, as screens show it, finds that one."""
    rows = [exchange(name, day, ip="192.0.2.7") for name, day in (("ann", 0), ("bob", 60))]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        assert sorts(one(case, "192.0.2.0/24")) == {"ip": ["192.0.2.7"]}
        assert one(case, "192.0.2.").account_ids == ("ann", "bob")
        assert one(case, "192.0.2.7@2026-06-21").account_ids == ("bob",)


def test_what_may_have_been_meant(case: Case) -> None:
    """A letter or two away, or the network around an address that nobody was seen with."""
    assert one(case, "acct_q").near[0] == "acct_a"
    assert "payment_instrument:pm_1" in one(case, "pm_2").near
    assert one(case, "203.0.113.99").near == ("203.0.113.0/24",)
    view = one(case, "8.8.8.8")
    assert (view.near, view.names, view.account_ids) == ((), 0, ())


def test_before_a_sweep_everything_is_found_and_in_no_ring(unswept: Case) -> None:
    """The same names; nothing is said of rings."""
    view = one(unswept, "tpl_ring")
    assert (view.sweep, rings(view), len(view.account_ids)) == (None, [], 4)


def test_more_names_than_can_be_followed_are_counted(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first are told, and nobody says which accounts are behind all."""
    monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(module, "FEW", 2)
    view = one(case, "user_")
    assert (view.names, view.reach, view.account_ids) == (60, None, ())
    assert sorts(view) == {"account_id": ["user_000", "user_001"]}


def test_what_cannot_be_asked(case: Case) -> None:
    """Nothing, and half the world."""
    for term in (" ", "0.0.0.0/0", "2000::/3"):
        with pytest.raises(UsageError):
            search(case, [term])
