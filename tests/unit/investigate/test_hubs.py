"""`hubs`: what is excluded, how its holders compare, and what most accounts hold beside."""

from pathlib import Path

import pytest

from fraudgraph.case import Case, Hub
from fraudgraph.investigate.hubs import compared, hubs
from fraudgraph.investigate.views.hubs import Compared
from fraudgraph.model.kinds import Family, Kind
from tests.contract.facts import Facts, fill
from tests.contract.worlds import at, exchange

from .conftest import change


def test_each_hub_with_its_holders_in_rings(case: Case) -> None:
    """Three hold the gateway, all of them in rings; the mapping file set it."""
    view = hubs(case)
    (row,) = view.rows
    assert (row.held.kind.name, row.held.value, row.reason, row.set_by) == (
        "ip",
        "198.51.100.1",
        "carrier gateway",
        "mapping",
    )
    assert (row.held.holders, row.held.in_rings, row.actor, row.pending) == (3, 3, "", False)
    assert (view.ring_accounts, view.all_accounts) == (5, 65)


def test_most_held_are_neither_hubs_nor_owned(case: Case) -> None:
    """By kind, most holders first; an identifier that holds a ring together is left out."""
    view = hubs(case)
    assert [(one.kind.name, one.value, one.holders) for one in view.unowned] == [
        ("ip", "2001:db8::/64", 4),
        ("ip", "203.0.113.7", 3),
        ("ip", "203.0.113.8", 2),
        ("payment_instrument", "pm_1", 3),
        ("prompt_fingerprint", "tpl_ring", 4),
    ]
    change(case, "INSERT INTO ring_identifiers VALUES (1, 1, 'ip', '203.0.113.7', 3, 3, 9)")
    assert ("ip", "203.0.113.7") not in {(one.kind.name, one.value) for one in hubs(case).unowned}


def test_a_person_is_named_and_waits_for_the_next_sweep(case: Case) -> None:
    """What a person said after the sweep began counts from the next one on."""
    change(case, "INSERT INTO hubs VALUES ('payment_instrument', 'pm_1', 'test token', 'J-0001', 0)")
    change(
        case,
        "INSERT INTO judgements (judgement_id, at_us, actor, subject_type, subject, verdict, reason) "
        "VALUES (1, ?, 'ann', 'identifier', 'payment_instrument:pm_1', 'hub', 'test token')",
        1 << 60,
    )
    row = next(row for row in hubs(case).rows if row.held.value == "pm_1")
    assert (row.set_by, row.actor, row.pending, row.reason) == ("J-0001", "ann", True, "test token")


def test_before_the_first_sweep_nothing_is_said_of_rings(unswept: Case) -> None:
    """Holders are counted; who is in a ring nobody knows."""
    view = hubs(unswept)
    assert (view.sweep, view.ring_accounts) == (None, None)
    assert {one.in_rings for one in (*view.unowned, *(row.held for row in view.rows))} == {None}


def test_an_address_that_changed_hands_is_one_hub(tmp_path: Path) -> None:
    """A hub is named without its eras: holders of all of them count."""
    rows = [exchange(f"a{n}", day, ip="192.0.2.1") for n, day in enumerate((0, 0.1, 50, 50.1, 50.2))]
    with fill(tmp_path / "case", [Facts(exchanges=rows, hubs=[Hub("ip", "192.0.2.1", "", "list")])]) as case:
        view = hubs(case)
    assert [(row.held.value, row.held.holders) for row in view.rows] == [("192.0.2.1", 5)]
    assert view.unowned == ()


def test_whole_kinds_are_told(tmp_path: Path) -> None:
    """A block list is a kind that means nothing: how many values, of how many accounts."""
    rows = [
        {"account_id": name, "kind": "list", "value": value, "first_seen": at(0)} for name, value in ("ax", "bx", "by")
    ]
    with fill(tmp_path / "case", [Facts(sightings=rows, kinds=[Kind("list", Family.OTHER, hub=True)])]) as case:
        view = hubs(case)
    assert [(one.kind.name, one.identifiers, one.accounts) for one in view.kinds] == [("list", 2, 2)]
    assert view.unowned == ()


@pytest.mark.parametrize(
    ("inside", "holders", "word"),
    [
        (10, 100, Compared.AS_MANY),
        (18, 100, Compared.AS_MANY),
        (20, 100, Compared.MORE),
        (2, 100, Compared.AS_MANY),
        (0, 100, Compared.FEWER),
        (700, 10_000, Compared.FEWER),
        (5, 5, Compared.UNKNOWN),
    ],
)
def test_holders_are_compared_with_all_accounts(inside: int, holders: int, word: Compared) -> None:
    """A tenth of all accounts is in rings; three standard deviations tell; few holders tell nothing."""
    assert compared(inside, holders, 0.1) is word
