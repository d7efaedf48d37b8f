"""`why` of one account and many others."""

from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.errors import UsageError
from fraudgraph.investigate.views.why import Standing
from fraudgraph.investigate.why import why
from fraudgraph.investigate.whys import whys
from tests.contract.facts import Facts, fill
from tests.contract.worlds import exchange

OTHERS = ("acct_b", "acct_c", "acct_d", "user_000", "user_001")


def test_each_link_is_that_of_why(case: Case) -> None:
    """Bits, kinds, standing and the strongest reason, most bits first; what is nowhere is said; itself is no other."""
    view = whys(case, "acct_a", [*OTHERS, "acct_a", "nobody"])
    assert {row.account_id for row in view.rows} == set(OTHERS)
    assert [row.bits for row in view.rows] == sorted((row.bits for row in view.rows), reverse=True)
    assert view.unknown == ("nobody",)
    for row in view.rows:
        one = why(case, "acct_a", row.account_id)
        assert (row.bits, row.kinds, row.standing) == (one.total_bits, one.kinds, one.standing)
        assert row.reasons == len(one.reasons)
        assert (row.best.value if row.best else None) == (one.reasons[0].value if one.reasons else None)
    assert {row.account_id: row.best is None for row in view.rows}["acct_d"]  # a gateway that is a hub, no more


def test_era_that_both_were_in(tmp_path: Path) -> None:
    """An address that changed hands in between ties nobody, here as there."""
    rows = [exchange(name, day, ip="192.0.2.7") for name, day in (("ann", 0), ("bob", 1), ("cid", 60))]
    rows += [exchange(f"user_{n}", 0, ip=f"198.51.100.{n}") for n in range(60)]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = whys(case, "ann", ["bob", "cid"])
        assert [(row.account_id, row.reasons) for row in view.rows] == [("bob", 1), ("cid", 0)]
        assert view.rows[0].bits == why(case, "ann", "bob").total_bits > 0
        assert view.rows[1].standing is Standing.FALLS


def test_identifiers_are_no_accounts(case: Case) -> None:
    """The command that names their holders is offered."""
    with pytest.raises(UsageError, match="no account") as refused:
        whys(case, "acct_a", ["acct_b", "payment:pm_1"])
    assert "expand" in refused.value.hint
