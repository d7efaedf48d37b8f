"""`node`: accounts, identifiers, and how they are named."""

from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.cli.screens import node as screen
from fraudgraph.cli.show import Output, show
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.graph.base import KindStanding
from fraudgraph.investigate.bits import kappa_of, link_bits, surprises
from fraudgraph.investigate.desk import desk
from fraudgraph.investigate.node import median_holders, node, share_below
from fraudgraph.investigate.views.node import AccountNode, IdentifierNode
from fraudgraph.model.rings import Tier
from tests.contract.facts import Facts, add, fill
from tests.contract.worlds import exchange

from .conftest import change


def account(case: Case, text: str) -> AccountNode:
    """The node, which is an account."""
    found = node(case, text)
    assert isinstance(found, AccountNode)
    return found


def identifier(case: Case, text: str) -> IdentifierNode:
    """The node, which is an identifier."""
    found = node(case, text)
    assert isinstance(found, IdentifierNode)
    return found


def test_account(case: Case) -> None:
    """Its record, what it shares, its hubs and what only it has."""
    view = account(case, "acct_a")
    assert (view.facts.country, view.facts.exchanges, view.days, view.status) == ("BR", 5, 10, "open")
    assert view.member is not None
    assert view.member.tier is Tier.CORE
    assert view.shared[0].kind.name == "prompt_fingerprint"  # it has a holder outside the ring
    assert {(one.kind.name, one.holders, one.in_ring, one.in_no_ring) for one in view.shared} == {
        ("prompt_fingerprint", 4, 3, 1),
        ("payment_instrument", 3, 3, 0),
        ("ip", 3, 3, 0),
    }
    assert [(kind.name, value, holders, why) for kind, value, holders, why in view.hubs] == [
        ("ip", "198.51.100.1", 3, "carrier gateway")
    ]
    assert [(one.value, one.bits, one.holders, one.in_ring) for one in view.own] == [("192.0.2.200", 0, 1, 1)]


def test_account_in_no_ring(case: Case) -> None:
    """No member, no standing, an unknown status."""
    view = account(case, "user_059")
    assert (view.member, view.status, view.shared, len(view.own)) == (None, "", (), 1)


def test_identifier(case: Case) -> None:
    """Holders outside the ring stand first; payments by outcome; how rare so many holders are."""
    view = identifier(case, "prompt:tpl_ring")
    assert (view.holders, view.main_ring, view.in_ring, view.in_no_ring, view.hub) == (4, 1, 3, 1, "")
    assert view.rows[0].account_id == "user_000"
    assert view.weakest_bits is not None
    assert view.strongest_bits is not None
    assert view.weakest_bits <= view.strongest_bits
    assert view.events == 10
    card = identifier(case, "pm_1")
    assert card.payments == (("ok", 2), ("declined", 1))
    assert (card.events, [row.events for row in card.rows]) == (3, [2, 1, 0])


def test_pair_is_as_good_as_its_lesser_surprise(tmp_path: Path) -> None:
    """Of three holders, ever busier: the weakest pair has the busiest in it, the strongest is the other two."""
    own = {"quiet": 0, "busy": 4, "busier": 9}
    rows = [exchange(name, 0, ip="192.0.2.1") for name in own]
    rows += [exchange(name, 1, ip=f"{name}-{n}") for name, many in own.items() for n in range(many)]
    rows += [exchange(f"person_{n:02}", 1, ip=f"198.51.100.{n}") for n in range(40)]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view, at = identifier(case, "192.0.2.1"), desk(case)
        edges = [(name, "ip", "192.0.2.1") for name in own]
        h = surprises(at.graph, at.view, edges, kappa_of(None))
        quiet, busy, busier = (h[edge] for edge in edges)
        assert quiet > busy > busier
        assert (view.weakest_bits, view.strongest_bits) == (link_bits(busier, 3), link_bits(busy, 3))


def test_hub_has_no_bits(case: Case) -> None:
    """It says why it is one, and links nobody."""
    view = identifier(case, "198.51.100.1")
    assert (view.hub, view.weakest_bits, view.strongest_bits, view.holders) == ("carrier gateway", None, None, 3)


@pytest.mark.parametrize(
    "text", ["ip:2001:db8::/64", "2001:db8::/64", "2001:db8::1", "2001:DB8:0:0::9", "ip:2001:db8::1"]
)
def test_address_is_found_however_it_is_written(case: Case, text: str) -> None:
    """By its /64, by any address in it, with the kind before it or not: a colon alone names no kind."""
    assert identifier(case, text).value == "2001:db8::/64"


def test_head_and_tail_as_a_table_shows_them(case: Case) -> None:
    """Taken where one name fits, refused where several do."""
    assert account(case, "user…059").facts.account_id == "user_059"
    assert identifier(case, "tpl...ng").value == "tpl_ring"
    with pytest.raises(UsageError, match="several"):
        node(case, "user…9")


def test_name_of_several_things_is_refused(case: Case) -> None:
    """An account that is called like a card: both spellings are offered, and both work."""
    add(case, Facts(exchanges=[exchange("pm_1", 1, ip="203.0.113.9")]))
    change(case, "UPDATE sweeps SET started_us = started_us + 10")
    with pytest.raises(UsageError) as caught:
        node(case, "pm_1")
    assert "account:pm_1" in caught.value.hint
    assert "payment_instrument:pm_1" in caught.value.hint
    assert account(case, "account:pm_1").facts.exchanges == 1
    assert identifier(case, "payment:pm_1").holders == 3


@pytest.mark.parametrize(("text", "meant"), [("acct_aa", "acct_a"), ("tpl_rin", "tpl_ring"), ("payment:pm_2", "pm_1")])
def test_near_name_is_offered(case: Case, text: str, meant: str) -> None:
    """One name, never taken for the person."""
    with pytest.raises(NotFound) as caught:
        node(case, text)
    assert meant in caught.value.hint


def test_facts_loaded_after_the_sweep_are_not_mixed_in(case: Case) -> None:
    """What a sweep found is explained from what it saw."""
    add(case, Facts(exchanges=[exchange("late", 1, ip="203.0.113.7"), exchange("acct_a", 1, ip="203.0.113.7")]))
    assert identifier(case, "203.0.113.7").holders == 3
    assert account(case, "acct_a").facts.exchanges == 5
    with pytest.raises(NotFound):
        node(case, "late")


def test_standing_of_a_kind() -> None:
    """Share with fewer holders, and the lower median."""
    kind = KindStanding("ip", False, 10, 4, 10, (1.0,), ((1, 5), (2, 1), (5, 4)))
    assert [share_below(kind, k) for k in (1, 2, 5, 6)] == [0.0, 0.5, 0.6, 1.0]
    assert median_holders(kind) == 1.0


def test_value_that_changed_hands_shows_who_holds_which(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All holders of the address, each with the era it is of; pairs tie inside an era alone."""
    days = {"ann": 0, "bob": 1, "cid": 60}
    rows = [exchange(name, day, ip="192.0.2.7") for name, day in days.items()]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = identifier(case, "192.0.2.7")
        assert {row.account_id: row.era for row in view.rows} == {
            "ann": "192.0.2.7@2026-04-22",
            "bob": "192.0.2.7@2026-04-22",
            "cid": "192.0.2.7@2026-06-21",
        }
        assert view.weakest_bits is not None
        show(screen.identifier(view), Output())
        shown = " ".join(capsys.readouterr().out.split())
        assert "more than 30 days apart: 2 identifiers" in shown
        alone = identifier(case, "ip:192.0.2.7@2026-06-21")
        assert (alone.holders, alone.weakest_bits, alone.rows[0].era) == (1, None, "")
