"""`status`: what the case holds, and what waits."""

import shutil

import pytest

from fraudgraph.case import Case
from fraudgraph.investigate import status as room
from fraudgraph.investigate.status import status
from tests.contract.facts import Facts, add
from tests.contract.worlds import at, exchange

from .conftest import a_ring, change, write_sweep


def test_case_with_a_sweep(case: Case) -> None:
    """Facts, accounts, kinds with the accounts that have one, and what nobody loaded."""
    view = status(case)
    rows = sum(segment.rows for segment in case.segments())
    assert (view.facts, view.loads, view.need_person, view.newer_facts) == (rows, 1, 2, 0)
    assert (view.exchanges_first_us, view.exchanges_last_us) == (at(0), at(9))
    assert (view.accounts, view.unlinkable) == (65, 0)
    assert [(one.kind.name, one.identifiers, one.accounts) for one in view.kinds] == [
        ("payment_instrument", 1, 3),
        ("ip", 64, 65),
        ("prompt_fingerprint", 1, 4),
    ]
    assert [kind.name for kind in view.empty_kinds] == ["device", "phone", "email"]
    assert (view.custody_whole, view.judgements, view.last_judgement) == (True, 0, None)


def test_facts_that_the_sweep_did_not_see(case: Case) -> None:
    """Those loaded after it began, and those that happen at or after its as_of."""
    add(case, Facts(exchanges=[exchange("new", 1), exchange("new", 2)]))
    assert status(case).newer_facts == 2
    write_sweep(case, [a_ring(1, 1, 3)], [])
    assert status(case).newer_facts == 0
    change(case, "UPDATE sweeps SET as_of_us = ? WHERE sweep_id = 2", at(8))
    assert status(case).newer_facts == 4


def test_before_the_first_sweep(unswept: Case) -> None:
    """Nothing is said to wait, nothing to be missing."""
    view = status(unswept)
    assert (view.sweep, view.need_person, view.newer_facts, view.accounts) == (None, None, None, 65)


def test_large_case_is_not_counted_while_a_person_waits(unswept: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first sweep counts accounts and kinds; until then they are unknown, not zero."""
    monkeypatch.setattr(room, "_SMALL", 10)
    shutil.rmtree(unswept.cache)
    view = status(unswept)
    assert (view.accounts, view.unlinkable, view.kinds, view.empty_kinds) == (None, None, (), ())
    assert view.exchanges == 3 * 3 + 1 + 2 + 60 + 4 + 2 + 2


def test_judgement_and_broken_chain_are_shown(case: Case) -> None:
    """The last judgement that a person gave, and where the custody log breaks."""
    values = "31, ?, 'eve', 'ring', 'R-0001', 'confirmed', 'seen', 1, NULL, ''"
    change(case, f"INSERT INTO judgements VALUES ({values})", at(9))
    last = status(case).last_judgement
    assert last is not None
    assert (last.judgement_id, last.verdict) == (31, "confirmed")
