"""Bands, the queue, the order of rings, and their figures."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from fraudgraph.assess.balance import balance, by_group
from fraudgraph.assess.bands import band_of, queue
from fraudgraph.assess.report import Assessed, assess, identifiers, members, order, rings
from fraudgraph.assess.scene import Scene
from fraudgraph.model.rings import BIT, Band, EvidenceClass, Ring, Sign, State, Tier
from tests.unit.assess.scenes import ACCOUNTS, FIRM, RING, edges, linkage, profiles, scene, with_measured
from tests.unit.detect.worlds import CARD, IP, KINDS, PROMPT

A, B, C = EvidenceClass.A, EvidenceClass.B, EvidenceClass.C


def signs(present_for: int, present_against: int, unknown: int = 3) -> list[Sign]:
    """So many signs present on each side, and unknown ones and absent ones beside them."""

    def one(against: bool, state: State) -> Sign:
        return Sign("s", "a sentence", against, state, "share", None, None, None, "", (), -2.0 if against else 2.0)

    some = [replace(one(False, State.PRESENT), group=f"g{n}") for n in range(present_for)]
    some += [replace(one(True, State.PRESENT), group=f"h{n}") for n in range(present_against)]
    return some + [one(side, state) for side in (True, False) for state in (State.UNKNOWN, State.ABSENT)] * unknown


@pytest.mark.parametrize(
    ("for_", "against", "ring_class", "band"),
    [
        (2, 1, A, Band.LOOK_FIRST),
        (2, 0, A, Band.LOOK_FIRST),
        (1, 0, A, Band.FIND_MORE),
        (2, 1, B, Band.FIND_MORE),
        (5, 0, C, Band.FIND_MORE),
        (1, 1, A, Band.FIND_MORE),
        (0, 0, A, Band.FIND_MORE),
        (1, 2, A, Band.MORE_AGAINST),
        (0, 1, C, Band.MORE_AGAINST),
    ],
)
def test_the_first_band_that_fits(for_: int, against: int, ring_class: EvidenceClass, band: Band) -> None:
    """More against than for; class A and two groups that outweigh the rest; the rest. Unknown and absent signs do not
    count.
    """
    assert band_of(signs(for_, against), ring_class) is band


def test_how_identifiers_lie_is_linkage_and_not_abuse() -> None:
    """Many cards and many addresses are two groups, of shape both: conduct must speak too."""
    shape = [replace(one, group=group) for one, group in zip(signs(2, 0), ("payers", "lines"), strict=False)]
    assert balance(shape) >= 2
    assert band_of(shape, A) is Band.FIND_MORE
    assert band_of([*shape, *signs(1, 0)], A) is Band.LOOK_FIRST


def test_a_bit_more_for_than_against_is_even() -> None:
    """Uncalibrated weights are not as exact as that."""
    some = signs(3, 2)
    some[-1 - 12] = replace(some[-1 - 12], abuse_bits=-3.0)
    assert balance(some) == 1
    assert band_of(some, A) is Band.FIND_MORE


def test_signs_of_one_group_count_once_a_side() -> None:
    """Equal load and flat hours measure one pace: the stronger counts; what speaks against it counts too."""

    def one(group: str, bits: float, state: State = State.PRESENT) -> Sign:
        return Sign("s", "a sentence", bits < 0, state, "share", None, None, None, "", (), bits, group)

    some = [one("pace", 3.0), one("pace", 2.0), one("text", 1.5), one("pace", -1.0), one("text", 9.0, State.ABSENT)]
    assert by_group(some, against=False) == {"pace": 3.0, "text": 1.5}
    assert balance(some) == 3.5


def put(some: Scene, bands: tuple[Band, ...]) -> Assessed:
    """Assessed, with these bands whatever the signs say."""
    assessed = assess(some)
    return replace(assessed, bands=bands, in_queue=queue(some, bands))


def test_the_queue_is_class_a_in_the_core_of_a_ring_to_look_at_first() -> None:
    """All three; take any of them away and nobody is in it."""
    own_a = (6.0, 10.0, 6.0)
    for own_bits, bits, band, queued in (
        (own_a, 20, Band.LOOK_FIRST, True),
        (own_a, 20, Band.FIND_MORE, False),
        (own_a, 20, Band.MORE_AGAINST, False),
        (own_a, 11, Band.LOOK_FIRST, False),
        ((6.0, 0.0, 6.0), 20, Band.LOOK_FIRST, False),
    ):
        some = scene(found=linkage([RING, FIRM], member_bits=bits, own_bits=own_bits))
        found = queue(some, (band, Band.FIND_MORE))
        assert found[:10].tolist() == [queued] * 10
        assert not found[10:].any()


def ranked(*rows: tuple[Band, int, int]) -> list[int]:
    """Numbers of the rings in their order, by (band, exchanges in the last 7 days, ring bits)."""
    groups = [range(3 * r, 3 * r + 3) for r in range(len(rows))]
    one = linkage(groups)
    one = replace(one, ring_units=np.array([bits * BIT for _, _, bits in rows], np.int64))
    week = {(3 * r,): seven for r, (_, seven, _) in enumerate(rows)}
    known = with_measured(profiles(exchanges_7d=week, exchanges=week), "exchanges")
    found = rings(put(scene(known, found=one), tuple(band for band, _, _ in rows)))
    assert sorted(ring.rank for ring in found) == list(range(1, len(rows) + 1))
    return [ring.ring_id for ring in sorted(found, key=lambda ring: ring.rank)]


def test_rings_stand_by_band_then_last_week_then_bits() -> None:
    """Bands first; inside a band what goes on now; then the linkage."""
    order = ranked(
        (Band.MORE_AGAINST, 900, 900),
        (Band.FIND_MORE, 500, 500),
        (Band.LOOK_FIRST, 1, 10),
        (Band.LOOK_FIRST, 2, 5),
        (Band.LOOK_FIRST, 1, 20),
        (Band.FIND_MORE, 500, 500),
    )
    assert order == [3, 4, 2, 1, 5, 0]


def test_outside_the_first_band_the_balance_of_signs_stands_first() -> None:
    """What speaks most for abuse before what goes on now: those bands are read for what the evidence lacks."""
    one = figures(profiles())
    rows = [replace(one, band=band, balance=net, exchanges_7d=week, ring_id=n) for n, (band, net, week) in enumerate(
        [(Band.FIND_MORE, 1.0, 900), (Band.FIND_MORE, 5.0, 1), (Band.LOOK_FIRST, 9.0, 1), (Band.LOOK_FIRST, 3.0, 900)]
    )]  # fmt: skip
    assert [ring.ring_id for ring in sorted(rows, key=order)] == [3, 2, 1, 0]


def figures(known: Any, ring: int = 0, **more: Any) -> Ring:
    """The figures of one ring."""
    return rings(assess(scene(known, **more)))[ring]


def test_activity_is_summed_over_members() -> None:
    """Exchanges, those of the last week, served ones, first and last; the others' do not count."""
    known = profiles(
        exchanges={(0,): 5, (1,): 7, (50,): 1000},
        exchanges_7d={(0,): 2, (50,): 900},
        served={tuple(range(ACCOUNTS)): 0, (0,): 4, (1,): 3},
        first_us={(0,): 500, (1,): 300},
        last_us={(0,): 900, (1,): 800},
    )
    ring = figures(with_measured(known, "exchanges", "outcome"))
    assert (ring.exchanges, ring.exchanges_7d, ring.served, ring.first_us, ring.last_us) == (12, 2, 7, 300, 900)


def test_members_of_whom_no_outcome_is_known_take_nothing_away() -> None:
    """-1 is unknown, not a number."""
    known = profiles(exchanges={tuple(RING): 5}, served={(0,): 5, (1,): 4})
    assert figures(with_measured(known, "exchanges", "outcome")).served == 9


def test_a_ring_without_exchanges_has_no_times() -> None:
    """Others have some: 0 exchanges, no first and no last."""
    known = with_measured(profiles(exchanges={(50,): 9}, first_us={(50,): 1}, last_us={(50,): 2}), "exchanges")
    ring = figures(known)
    assert (ring.exchanges, ring.first_us, ring.last_us, ring.served) == (0, None, None, None)


def test_nothing_measured_leaves_the_figures_empty() -> None:
    """None, never a 0 that reads like a measurement."""
    ring = figures(profiles())
    for name in (
        "exchanges",
        "served",
        "exchanges_7d",
        "first_us",
        "last_us",
        "open_accounts",
        "suspended_accounts",
    ):
        assert getattr(ring, name) is None


def test_suspended_members_are_counted() -> None:
    """By status; who is not known to be suspended is open."""
    known = with_measured(profiles(suspended={(0, 1, 2, 60): 1, (3,): 0}), "status")
    ring = figures(known)
    assert (ring.open_accounts, ring.suspended_accounts) == (7, 3)


def test_tiers_add_up_to_the_accounts() -> None:
    """Core, probable and periphery."""
    one = linkage([RING, FIRM])
    units = one.member_units.copy()
    units[[0, 1, 2]] = 10 * BIT
    units[3] = -BIT
    ring = rings(assess(scene(found=replace(one, member_units=units))))[0]
    assert (ring.core, ring.probable, ring.periphery, ring.accounts) == (6, 3, 1, 10)


def test_kind_shares_say_what_each_kind_gives() -> None:
    """Bits over all members, owned identifiers, members that hold one, and members with 7 bits without the kind."""
    some = edges({(IP, "a"): [0, 1, 2], (IP, "b"): [3, 4], (CARD, "c"): [0, 1]})
    one = linkage([RING, FIRM], member_bits=20, own_bits=(14.0, 6.0, 0.0), some=some)
    own = one.own_units.copy()
    own[5:10, CARD] = 0
    ring = rings(assess(scene(some=some, found=replace(one, own_units=own))))[0]
    ip, card = ring.kinds
    assert (ip.kind, ip.identifiers, ip.accounts, ip.left_without) == (KINDS[IP], 2, 10, 0)
    assert (card.kind, card.identifiers, card.accounts, card.left_without) == (KINDS[CARD], 1, 5, 10)
    assert (ip.bits, card.bits) == (140 * BIT, 60 * BIT)


def test_kinds_that_own_nothing_are_not_told() -> None:
    """Only kinds with an owned identifier, most bits first."""
    some = edges({(PROMPT, "t"): [0, 1, 2]})
    ring = rings(assess(scene(some=some, found=linkage([RING, FIRM], some=some))))[0]
    assert [share.kind for share in ring.kinds] == [KINDS[PROMPT]]


def test_cells_are_told_by_size() -> None:
    """Sizes of the dense groups, largest first, which add up to the ring."""
    one = linkage([RING, FIRM])
    cell = np.array([0, 0, 0, 1, 1, 1, 1, 1, 2, 2, *[3] * 10])
    first, second = rings(assess(scene(found=replace(one, cell=cell))))
    assert first.cells == (5, 3, 2)
    assert second.cells == (10,)


def test_associated_rings_name_each_other() -> None:
    """A group of rings tied by less: each knows the others, and the number of the hypothesis."""
    three = [range(3), range(3, 6), range(6, 9)]
    first, second, third = rings(assess(scene(found=linkage(three, associations=((0, 2),)))))
    assert (first.associated, first.association) == ((2,), 1)
    assert (third.associated, third.association) == ((0,), 1)
    assert (second.associated, second.association) == ((), None)


def test_members_stand_under_the_ids_of_their_rings() -> None:
    """Account ids, tier, class, bits, and the kinds on their own edges that are not nil."""
    assessed = assess(scene(found=linkage([RING, FIRM], own_bits=(6.0, 10.0, 0.0))))
    found = members(assessed, [41, 7])
    assert len(found) == 20
    assert {one.ring_id for one in found[:10]} == {41}
    one = found[0]
    assert (one.account_id, one.tier, one.member_class, one.member_bits) == ("a000000", Tier.CORE, A, 20 * BIT)
    assert one.kind_bits == ((KINDS[IP], 6 * BIT), (KINDS[CARD], 10 * BIT))
    assert not one.in_queue


def test_what_holds_a_ring_together_is_told_with_its_holders() -> None:
    """Kind, value, holders in all, holders inside, bits; a ring without any has an empty list."""
    some = edges({(IP, "198.51.100.7"): [0, 1, 2, 50, 51]})
    found = identifiers(scene(some=some, found=linkage([RING, FIRM], some=some)), [41, 7])
    (one,) = found[41]
    assert (one.kind, one.value, one.holders, one.inside, one.bits) == (KINDS[IP], "198.51.100.7", 5, 3, 10 * BIT)
    assert found[7] == ()


def test_no_rings_are_assessed_to_none() -> None:
    """Everything empty, nothing fails."""
    some = edges({})
    assessed = assess(scene(some=some, found=linkage([], some=some)))
    assert (rings(assessed), members(assessed, []), identifiers(assessed.scene, [])) == ((), [], {})
    assert len(assessed.in_queue) == 0
