"""`node` of several names: a line each, and where they all stand."""

from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate.members import member_ids
from fraudgraph.investigate.nodes import nodes
from fraudgraph.investigate.views.reach import Spread
from fraudgraph.model.rings import Tier
from tests.contract.facts import Facts, add, fill
from tests.contract.worlds import at, exchange


def test_accounts_and_identifiers_together(case: Case) -> None:
    """Each in the order of the names, once; what is nowhere is said."""
    view = nodes(case, ["user_000", "acct_a", "payment:pm_1", "nobody", "acct_a", "ip:198.51.100.1"])
    assert [(row.account_id, row.status, row.exchanges) for row in view.accounts] == [
        ("user_000", "", 3),
        ("acct_a", "open", 5),
    ]
    assert view.accounts[1].member is not None
    assert (view.accounts[1].first_us, view.accounts[1].last_us) == (at(0), at(9))
    assert [(row.value, row.holders, row.hub) for row in view.identifiers] == [
        ("pm_1", Spread(3, 1, 3, 0, 0, 0), False),
        ("198.51.100.1", Spread(3, 1, 2, 1, 1, 0), True),
    ]
    assert view.unknown == ("nobody",)
    assert view.reach.spread == Spread(2, 1, 1, 0, 0, 1)
    assert view.held.spread == Spread(4, 1, 3, 1, 1, 0)
    assert dict(view.statuses) == {"": 1, "open": 1}


def test_members_of_a_ring_are_names_of_nodes(case: Case) -> None:
    """What `members --ids` prints, `node -` takes."""
    assert member_ids(case, 1) == ("acct_a", "acct_b", "acct_c")
    assert member_ids(case, 1, Tier.PROBABLE) == ("acct_c",)
    view = nodes(case, member_ids(case, 1))
    assert view.reach.spread == Spread(3, 1, 3, 0, 0, 0)
    with pytest.raises(NotFound, match="R-0009"):
        member_ids(case, 9)


def test_value_is_all_its_eras_and_an_era_is_itself(tmp_path: Path) -> None:
    """An address that changed hands, asked for both ways."""
    rows = [exchange(name, day, ip="192.0.2.7") for name, day in (("ann", 0), ("bob", 60), ("cid", 61))]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = nodes(case, ["192.0.2.7", "192.0.2.7@2026-06-21"])
        assert [(row.value, row.holders.accounts) for row in view.identifiers] == [
            ("192.0.2.7", 3),
            ("192.0.2.7@2026-06-21", 2),
        ]
        assert view.held.spread.accounts == 3


def test_name_of_several_things_stops_all(unswept: Case) -> None:
    """Nothing is guessed: the spelling that helps is named."""
    add(unswept, Facts(exchanges=[exchange("pm_1", 1, ip="203.0.113.9")]))
    with pytest.raises(UsageError, match="several things") as refused:
        nodes(unswept, ["acct_a", "pm_1"])
    assert refused.value.hint == "write account:pm_1 or payment_instrument:pm_1"
    assert len(nodes(unswept, ["acct_a", "account:pm_1", "payment:pm_1"]).accounts) == 2
