"""From overlapping candidates to disjoint sets."""

from collections.abc import Iterable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudgraph.detect.params import Params
from fraudgraph.detect.select import Candidate, select
from fraudgraph.model.rings import BIT
from tests.unit.detect.worlds import groups

PARAMS = Params()


def chosen(*some: tuple[Iterable[int], float]) -> set[frozenset[int]]:
    """The selection among (members, bits)."""
    candidates = [Candidate(np.array(sorted(m), np.int64), round(bits * BIT)) for m, bits in some]
    return groups(select(candidates, 100, PARAMS))


def test_nothing_to_select() -> None:
    """No candidates, no sets."""
    assert select([], 10, PARAMS).K == 0


def test_disjoint_candidates_all_stay() -> None:
    """Whatever their gains."""
    assert chosen((range(3), 30), (range(5, 9), 25)) == {frozenset(range(3)), frozenset(range(5, 9))}


def test_a_larger_set_must_beat_the_sum_of_those_it_replaces() -> None:
    """70 bits do not replace 40 and 35, 76 do, and just the sum is not enough."""
    small = (range(4), 40), (range(4, 8), 35)
    both = {frozenset(range(4)), frozenset(range(4, 8))}
    assert chosen(*small, (range(8), 70)) == both
    assert chosen(*small, (range(8), 75)) == both
    assert chosen(*small, (range(8), 76)) == {frozenset(range(8))}


def test_the_order_of_candidates_does_not_matter_here() -> None:
    """Small first, whoever proposes first."""
    assert chosen((range(8), 70), (range(4, 8), 35), (range(4), 40)) == {frozenset(range(4)), frozenset(range(4, 8))}


def test_a_candidate_keeps_what_others_do_not_hold() -> None:
    """One of ten is held by another set that it does not replace: it gets the other nine."""
    found = chosen((range(3), 60), ([2, *range(10, 19)], 50))
    assert found == {frozenset(range(3)), frozenset(range(10, 19))}


def test_a_candidate_of_which_others_hold_much_is_left_out() -> None:
    """Others may keep 0.3 of it: 3 of 10 are allowed, 4 of 10 are not, whatever it gains."""
    small = tuple(([*range(4 * j, 4 * j + 4)], 30) for j in range(4))
    held = {frozenset(range(4 * j, 4 * j + 4)) for j in range(4)}
    three, four = [0, 4, 8, *range(50, 57)], [0, 4, 8, 12, *range(50, 56)]
    assert chosen(*small, (three, 500)) == held | {frozenset(range(50, 57))}
    assert chosen(*small, (four, 500)) == held


def test_the_same_set_from_two_proposers_is_one() -> None:
    """Twice the same candidate: one set, and the sum it must beat is its own."""
    assert chosen((range(5), 40), (range(5), 40)) == {frozenset(range(5))}


CANDIDATES = st.lists(
    st.tuples(st.sets(st.integers(0, 29), min_size=3, max_size=12), st.integers(20, 200)), max_size=12
)


@settings(max_examples=60)
@given(CANDIDATES)
def test_selected_sets_are_parts_of_candidates_and_disjoint(some: list[tuple[set[int], int]]) -> None:
    """Every selected set is at least 0.7 of a candidate, no account is in two, none is below three."""
    found = chosen(*some)
    accounts = [a for one in found for a in one]
    assert len(accounts) == len(set(accounts))
    for one in found:
        assert len(one) >= 3
        assert any(one <= members and len(one) >= 0.7 * len(members) for members, _ in some)


@settings(max_examples=60)
@given(CANDIDATES)
def test_every_candidate_that_meets_no_other_is_selected(some: list[tuple[set[int], int]]) -> None:
    """The greatest total gain leaves nothing out that stands alone."""
    found = chosen(*some)
    for z, (members, _) in enumerate(some):
        if not any(members & other for y, (other, _) in enumerate(some) if y != z):
            assert frozenset(members) in found
