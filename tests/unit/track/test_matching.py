"""Which ring of the sweep before is which community of this one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudgraph.model.rings import Change
from fraudgraph.track.matching import Carried, Found, Known, Matching, match


def names(accounts: Iterable[int]) -> frozenset[str]:
    """Account ids."""
    return frozenset(f"a{a}" for a in accounts)


def known(ring_id: int, members: Iterable[int], core: Iterable[int] = (), dormant: bool = False) -> Known:
    """A ring of before."""
    return Known(ring_id, names(members), names(core), dormant)


def found(members: Iterable[int], core: Iterable[int] = ()) -> Found:
    """A community of now."""
    return Found(names(members), names(core))


def only(before: list[Known], now: Found) -> Carried:
    """What the one community of now became."""
    (carried,) = match(before, [now], 10).carried
    return carried


def test_a_first_sweep_bears_all() -> None:
    """Ids from next_id on, in the order of the communities."""
    matching = match([], [found(range(5)), found(range(5, 9))], 7)
    assert [(c.ring_id, c.change, c.joined, c.left) for c in matching.carried] == [
        (7, Change.BORN, 5, 0),
        (8, Change.BORN, 4, 0),
    ]
    assert matching.born == (7, 8)
    assert matching.gone == ()


@pytest.mark.parametrize(
    ("now", "change", "joined", "left"),
    [
        (range(10), Change.SAME, 0, 0),
        (range(14), Change.GREW, 4, 0),
        (range(7), Change.SHRANK, 0, 3),
        (range(3, 15), Change.GREW, 5, 3),
        (range(5, 15), Change.GREW, 5, 5),
        (range(4, 13), Change.SHRANK, 3, 4),
        (range(30), Change.GREW, 20, 0),
    ],
)
def test_a_ring_keeps_its_id_while_it_changes(now: range, change: Change, joined: int, left: int) -> None:
    """Grown, shrunk, tripled: the same id and what joined and left."""
    carried = only([known(3, range(10))], found(now))
    assert (carried.ring_id, carried.change, carried.joined, carried.left) == (3, change, joined, left)


def test_containment_of_half_is_enough_and_less_is_not() -> None:
    """5 of 10 keep the id, 4 of 10 do not; the ring of before is gone."""
    assert only([known(3, range(10))], found(range(5, 15))).ring_id == 3
    matching = match([known(3, range(10))], [found(range(6, 16))], 9)
    assert (matching.carried[0].ring_id, matching.carried[0].change) == (9, Change.BORN)
    assert matching.gone == (3,)


def test_containment_is_by_the_smaller_of_both() -> None:
    """A tenth of the ring of now is the whole ring of before: itself, not Jaccard's stranger."""
    assert only([known(3, range(10))], found(range(100))).change is Change.GREW


def test_the_core_decides_where_both_have_one() -> None:
    """Most members went left, the core went right: the id goes with the core."""
    before = [known(3, range(20), core=range(16, 20))]
    matching = match(before, [found(range(15), core=range(3)), found([*range(16, 20), 30, 31], core=range(16, 20))], 9)
    assert [c.ring_id for c in matching.carried] == [9, 3]


def test_all_members_decide_where_either_has_no_core() -> None:
    """The core of before says nothing against a community without one."""
    assert only([known(3, range(20), core=range(4))], found(range(4, 20))).ring_id == 3


def test_two_rings_that_become_one_merge() -> None:
    """The one that shares more keeps its id; the other is merged away, not gone."""
    matching = match([known(1, range(6)), known(2, range(6, 16))], [found(range(16))], 9)
    (carried,) = matching.carried
    assert (carried.ring_id, carried.change, carried.absorbed) == (2, Change.MERGED, (1,))
    assert (carried.joined, carried.left) == (6, 0)
    assert matching.gone == ()


def test_a_ring_that_falls_apart_splits() -> None:
    """The greater piece keeps the id, the other gets a new one and says where it comes from."""
    matching = match([known(1, range(20))], [found(range(8)), found(range(8, 20))], 9)
    small, large = matching.carried
    assert (large.ring_id, large.change) == (1, Change.SPLIT)
    assert (small.ring_id, small.change, small.came_from) == (9, Change.SPLIT, 1)
    assert matching.born == (9,)


def test_a_ring_without_a_community_is_dormant() -> None:
    """It is gone once; a ring that was dormant already is not gone again."""
    matching = match([known(1, range(5)), known(2, range(20, 25), dormant=True)], [], 9)
    assert matching.gone == (1,)


def test_a_dormant_ring_returns_under_its_id() -> None:
    """After sweeps without it."""
    carried = only([known(2, range(20, 30), dormant=True)], found(range(20, 32)))
    assert (carried.ring_id, carried.change, carried.joined) == (2, Change.RETURNED, 2)


def test_rings_of_the_last_sweep_come_before_dormant_ones() -> None:
    """Even where the dormant one shares more."""
    before = [known(1, range(10), dormant=True), known(2, range(4, 10))]
    assert only(before, found(range(10))).ring_id == 2


def test_lower_ids_come_first_among_equals() -> None:
    """Two rings that share as much: the older id stays, in any order of the rings."""
    before = [known(5, range(4, 8)), known(4, range(4))]
    for some in (before, before[::-1]):
        carried = only(some, found(range(8)))
        assert (carried.ring_id, carried.absorbed) == (4, (5,))


def test_a_ring_torn_in_two_halves_is_merged_away_once() -> None:
    """Half of ring 3 went to ring 1, half to ring 2: it is accounted for once."""
    before = [known(1, range(10)), known(2, range(10, 20)), known(3, range(20, 26))]
    matching = match(before, [found([*range(10), 20, 21, 22]), found([*range(10, 20), 23, 24, 25])], 9)
    away = [ring_id for carried in matching.carried for ring_id in carried.absorbed]
    assert Counter([*away, *matching.gone])[3] == 1


ACCOUNTS = 24


@st.composite
def sweeps(draw: st.DrawFn) -> tuple[list[Known], list[Found]]:
    """Random disjoint rings of the last sweep, dormant ones of older sweeps, and random disjoint communities."""
    before = draw(st.lists(st.integers(-1, 4), min_size=ACCOUNTS, max_size=ACCOUNTS))
    older = draw(st.lists(st.integers(-1, 2), min_size=ACCOUNTS, max_size=ACCOUNTS))
    now = draw(st.lists(st.integers(-1, 4), min_size=ACCOUNTS, max_size=ACCOUNTS))
    cores = draw(st.lists(st.booleans(), min_size=3 * ACCOUNTS, max_size=3 * ACCOUNTS))

    def parts(label: list[int], flags: list[bool]) -> list[tuple[list[int], list[int]]]:
        some = [[a for a in range(ACCOUNTS) if label[a] == part] for part in range(5)]
        return [(one, [a for a in one if flags[a]]) for one in some if one]

    live = [known(i + 1, m, c) for i, (m, c) in enumerate(parts(before, cores[:ACCOUNTS]))]
    asleep = [
        known(i + 50, m, c, dormant=True) for i, (m, c) in enumerate(parts(older, cores[ACCOUNTS : 2 * ACCOUNTS]))
    ]
    return live + asleep, [found(m, c) for m, c in parts(now, cores[2 * ACCOUNTS :])]


@settings(max_examples=80)
@given(sweeps())
def test_ids_are_one_to_one_and_never_used_again(some: tuple[list[Known], list[Found]]) -> None:
    """Every community has one id; an id is of before or new; new ones count up from next_id."""
    before, now = some
    matching = match(before, now, 100)
    ids = [carried.ring_id for carried in matching.carried]
    assert len(ids) == len(set(ids)) == len(now)
    fresh = [ring_id for ring_id in ids if ring_id not in {ring.ring_id for ring in before}]
    assert tuple(fresh) == matching.born == tuple(range(100, 100 + len(fresh)))


@settings(max_examples=80)
@given(sweeps())
def test_every_ring_of_before_is_accounted_for_once(some: tuple[list[Known], list[Found]]) -> None:
    """A ring of the last sweep is carried, merged into another, or gone: exactly one of the three. A dormant ring
    only ever returns.
    """
    before, now = some
    matching = match(before, now, 100)
    carried = [c.ring_id for c in matching.carried]
    away = [ring_id for c in matching.carried for ring_id in c.absorbed]
    count = Counter([*carried, *away, *matching.gone])
    assert all(count[ring.ring_id] == 1 for ring in before if not ring.dormant)
    asleep = {ring.ring_id for ring in before if ring.dormant}
    assert not asleep & {*away, *matching.gone}
    for c in matching.carried:
        assert (c.ring_id in asleep) == (c.change is Change.RETURNED)


@settings(max_examples=80)
@given(sweeps())
def test_a_ring_that_split_has_a_piece_under_a_new_id(some: tuple[list[Known], list[Found]]) -> None:
    """Who keeps its id through a split is named by a new one; a piece names a ring of the last sweep."""
    before, now = some
    matching = match(before, now, 100)
    pieces = {c.came_from for c in matching.carried if c.change is Change.SPLIT and c.came_from != c.ring_id}
    assert pieces <= {ring.ring_id for ring in before if not ring.dormant}
    assert {c.ring_id for c in matching.carried if c.change is Change.SPLIT and c.came_from == c.ring_id} <= pieces


@settings(max_examples=80)
@given(sweeps())
def test_what_is_carried_shares_half_and_adds_up(some: tuple[list[Known], list[Found]]) -> None:
    """Containment of half, in the core where both have one; before - left + joined = now."""
    before, now = some
    rings = {ring.ring_id: ring for ring in before}
    for community, c in zip(now, match(before, now, 100).carried, strict=True):
        if c.ring_id not in rings:
            assert c.change in {Change.BORN, Change.SPLIT}
            continue
        ring = rings[c.ring_id]
        cores = bool(ring.core and community.core)
        a, b = (ring.core, community.core) if cores else (ring.members, community.members)
        assert 2 * len(a & b) >= min(len(a), len(b))
        assert len(ring.members) - c.left + c.joined == len(community.members)
        assert (c.change is Change.SAME) <= (ring.members == community.members)


@settings(max_examples=60)
@given(sweeps(), st.randoms())
def test_the_order_of_the_rings_of_before_does_not_matter(some: tuple[list[Known], list[Found]], order: Random) -> None:
    """The ledger may give them in any order."""
    before, now = some
    shuffled = before[:]
    order.shuffle(shuffled)

    def said(matching: Matching) -> tuple[object, ...]:
        return matching.carried, sorted(matching.gone), matching.born

    assert said(match(before, now, 100)) == said(match(shuffled, now, 100))


def test_a_confirmed_ring_keeps_its_id_before_a_larger_one() -> None:
    """A decision holds: the other merges into it. It must still be contained by half, and not have been dormant."""
    larger = known(1, range(20))
    confirmed = replace(known(2, range(20, 30)), pinned=True)
    both = only([larger, confirmed], found(range(30)))
    assert (both.ring_id, both.change, both.absorbed) == (2, Change.MERGED, (1,))
    assert only([larger, replace(confirmed, dormant=True)], found(range(30))).ring_id == 1
    assert only([larger, confirmed], found([*range(20), *range(20, 24)])).ring_id == 1
