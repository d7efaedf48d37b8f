"""`rings`, `ring`, `members`: the list, one ring, its accounts."""

from dataclasses import replace

import pytest

from fraudgraph.case import Case
from fraudgraph.case.sweeps import NotSwept
from fraudgraph.errors import NotFound
from fraudgraph.investigate.members import members
from fraudgraph.investigate.ring import claims, days_between, every_day, ring
from fraudgraph.investigate.rings import rings
from fraudgraph.investigate.views.judged import Judged
from fraudgraph.investigate.views.ring import Claimed
from fraudgraph.model.rings import Band, Change, EvidenceClass, LineageEvent, Review, Tier
from tests.contract.worlds import at

from .conftest import RING_1, a_member, a_ring, members_of, write_sweep


def test_list(case: Case) -> None:
    """Bands in order with their totals; signs present of measured; kinds by bits."""
    view = rings(case)
    assert [(row.ring.ring_id, row.signs_present, row.signs_measured, row.signs_against) for row in view.rows] == [
        (1, 2, 3, 1),
        (2, 2, 3, 1),
    ]
    assert [(band.band, band.rings, band.accounts) for band in view.bands] == [
        (Band.LOOK_FIRST, 1, 3),
        (Band.FIND_MORE, 1, 2),
    ]
    assert [kind.word for kind in view.rows[0].linked_by] == ["payment", "ip"]
    assert (view.accounts, view.all_accounts, view.need_person, view.new, view.rows[0].delta) == (5, 65, 2, 2, 3)


def test_rings_that_are_gone_are_counted(case: Case) -> None:
    """What is in no community now is dormant, unless it merged into another ring."""
    write_sweep(case, [replace(a_ring(3, 1, 3), review=Review.TO_DO)], [], [LineageEvent(2, Change.MERGED, 3, 2)])
    view = rings(case)
    assert (view.dormant, view.dormant_to_do, view.merged_away, view.to_do, view.new) == (1, 1, 1, 1, 0)
    assert view.need_person == 2


def test_nothing_before_the_first_sweep(unswept: Case) -> None:
    """Said as what it is."""
    for ask in (lambda: rings(unswept), lambda: ring(unswept, 1), lambda: members(unswept, 1)):
        with pytest.raises(NotSwept):
            ask()


def test_ring(case: Case) -> None:
    """Figures that add up with each other and with the facts."""
    view = ring(case, 1)
    assert (view.days, view.account_days) == (10, 3 + 3 + 3 + 2 + 1)
    assert view.daily == tuple(
        (at(0) // 86_400_000_000 + day, many) for day, many in enumerate((3, 3, 0, 3, 0, 0, 0, 0, 2, 1))
    )
    assert [(one.tier, one.accounts, one.exchanges, one.open_accounts) for one in view.tiers] == [
        (Tier.CORE, 2, 9, 2),
        (Tier.PROBABLE, 1, 3, 0),
        (Tier.PERIPHERY, 0, 0, 0),
    ]
    model = next(one for one in view.mixes if one.column == "model")
    assert [(row.value, row.ring, row.others) for row in model.rows] == [("large", 9, 0), ("small", 1, 60)]
    assert (model.ring_total, model.others_total) == (10, 60)
    assert (view.active_at_end, view.cut_by_end, view.facts_end_us) == (True, True, at(9))
    assert (view.others_accounts, view.cells.cells, view.cells.largest, view.cells.median) == (60, 2, 2, 1.5)
    assert [one.kind.name for one in view.linked_by] == ["payment_instrument", "ip"]
    assert (view.previous_sweep, view.previous_accounts, view.judged) == (None, None, None)


def test_ring_that_ended_before_the_facts(case: Case) -> None:
    """Not active, not cut."""
    write_sweep(case, [replace(a_ring(1, 1, 3), last_us=at(7))], members_of()[:3])
    view = ring(case, 1)
    assert (view.active_at_end, view.cut_by_end) == (False, False)
    assert (view.previous_sweep, view.previous_accounts) == (1, 3)


def test_unknown_ring_is_not_found(case: Case) -> None:
    """With a near name."""
    with pytest.raises(NotFound) as caught:
        ring(case, 12)
    assert "R-000" in caught.value.hint


def test_claims_are_kept_apart() -> None:
    """Coordinated by signs, commonly controlled by class, an actor never by us, a judgement beside them."""
    found = a_ring(1, 1, 3)
    judged = Judged(4, 0, "eve", "confirmed")
    view = claims(found, judged)
    assert (view.coordinated, view.commonly_controlled, view.actor) == (
        Claimed.INDICATED,
        Claimed.INDICATED,
        Claimed.NOT_ENTERED,
    )
    assert view.judged is judged
    weak = claims(replace(found, ring_class=EvidenceClass.B, signs=found.signs[-1:]), None)
    assert (weak.coordinated, weak.commonly_controlled) == (Claimed.NOT_INDICATED, Claimed.NOT_INDICATED)


def test_days_are_calendar_days_both_ends_counted() -> None:
    """One second over midnight is two days."""
    assert days_between(at(0), at(0)) == 1
    assert days_between(at(1) - 1, at(1)) == 2
    assert days_between(None, at(1)) is None
    assert every_day(((3, 5), (6, 1))) == ((3, 5), (4, 0), (5, 0), (6, 1))
    assert every_day(()) == ()


def test_members(case: Case) -> None:
    """Most bits first, with standing and exchanges; totals of every tier even when one is asked for."""
    view = members(case, 1)
    assert [(row.member.account_id, row.status, row.exchanges, row.first_us) for row in view.rows] == [
        ("acct_a", "open", 5, at(0)),
        ("acct_b", "open", 4, at(0.01)),
        ("acct_c", "suspended", 3, at(0.02)),
    ]
    one = members(case, 1, Tier.PROBABLE)
    assert [row.member.account_id for row in one.rows] == ["acct_c"]
    assert one.totals == view.totals
    assert sum(total.accounts for total in one.totals) == len(RING_1)


def test_member_without_exchanges(case: Case) -> None:
    """A zero where exchanges are measured, and no first time; nothing where they are not."""
    ghost = a_member("ghost", 4, Tier.PERIPHERY, 3)
    write_sweep(case, [a_ring(4, 1, 1)], [ghost])
    row = members(case, 4).rows[0]
    assert (row.exchanges, row.first_us, row.status) == (0, None, "")
    write_sweep(case, [replace(a_ring(4, 1, 1), exchanges=None)], [ghost])
    assert members(case, 4).rows[0].exchanges is None
