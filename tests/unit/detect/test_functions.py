"""What follows from another kind is not seen twice; what only goes together often is left alone."""

from dataclasses import replace

import numpy as np

from fraudgraph.detect.functions import counted_once, functions, single
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.law import Law
from fraudgraph.detect.params import Params
from tests.unit.detect.worlds import incidence, sets

GROUPS, EACH = 100, 4
"""Finer identifiers, and holders of each; two finer ones lie under a coarser one."""


def nested(errors: int = 0, others: int = 0) -> Incidence:
    """Kind 0 is finer, kind 1 follows from it, kind 2 has nothing to do with them. errors: groups of which one holder
    has a coarser value of its own; others: accounts with a private finer value.
    """
    finer = [[g * EACH + j for j in range(EACH)] for g in range(GROUPS)]
    coarser = [[*finer[g], *finer[g + 1]] for g in range(0, GROUPS, 2)]
    for g in range(errors):
        coarser[g] = coarser[g][1:]
    unrelated = [[a, (a * 7 + 13) % (GROUPS * EACH)] for a in range(40)]
    kinds = [0] * len(finer) + [1] * len(coarser) + [2] * len(unrelated)
    extra = {(GROUPS * EACH + a, 0): 1 for a in range(others)}
    return incidence(GROUPS * EACH + others, [*finer, *coarser, *unrelated], kinds, extra=extra)


def edges_of(i: Incidence, kind: int) -> int:
    """How many edges meet identifiers of the kind."""
    return int((i.kind[i.identifier] == kind).sum())


def test_a_function_is_found_and_only_in_its_direction() -> None:
    """The coarser kind follows from the finer, not the other way, and the third from none."""
    assert functions(nested()) == [(0, 1)]


def test_a_function_with_a_few_errors_is_still_one() -> None:
    """Two of 300 slots do not follow: phi is 0.993."""
    assert functions(nested(errors=2)) == [(0, 1)]


def test_kinds_that_often_go_together_are_no_functions() -> None:
    """A tenth of the slots does not follow, as with households: nothing is implied, the same incidence comes back."""
    i = nested(errors=30)
    assert functions(i) == []
    assert counted_once(i)[0] is i


def test_a_ring_in_which_everything_is_shared_makes_no_function() -> None:
    """The finer kind is shared by less than half of those who have it: what holds for them holds for no population."""
    assert functions(nested(others=399)) == [(0, 1)]
    assert functions(nested(others=401)) == []


def test_a_handful_of_shared_identifiers_makes_no_function() -> None:
    """Too few slots to tell a function from a habit."""
    few = incidence(200, [[2 * g, 2 * g + 1] for g in range(80)] * 2, [0] * 80 + [1] * 80)
    assert functions(few) == []


def test_the_coarser_identifier_keeps_one_slot_for_each_group_under_it() -> None:
    """Of eight holders in two groups the first of each stays; finer and unrelated kinds keep all; degrees follow."""
    i = nested()
    once, kept = counted_once(i)
    assert edges_of(once, 0) == GROUPS * EACH
    assert edges_of(once, 1) == GROUPS
    assert edges_of(once, 2) == edges_of(i, 2)
    assert set(once.holders[once.kind == 1].tolist()) == {2}
    assert once.degree.sum(0).tolist() == [GROUPS * EACH, GROUPS, i.degree[:, 2].sum()]
    assert np.array_equal(i.kind[kept], once.kind)


def test_what_is_left_with_one_slot_is_no_shared_identifier() -> None:
    """A coarser identifier over one group alone says nothing that the finer one does not say."""
    finer = [[g * 4 + j for j in range(4)] for g in range(GROUPS)]
    i = incidence(GROUPS * 4, [*finer, *finer], [0] * GROUPS + [1] * GROUPS)
    once, kept = counted_once(i)
    assert kept.tolist() == list(range(GROUPS))
    assert edges_of(once, 1) == 0


def test_a_copied_kind_adds_no_bits() -> None:
    """A kind and its copy: the gain of a group is that of the kind alone, but for the bits that say that the copy owns
    nothing.
    """
    finer = [[g * 4 + j for j in range(4)] for g in range(GROUPS)]
    alone = incidence(GROUPS * 4, finer, [0] * GROUPS)
    twice = incidence(GROUPS * 4, [*finer, *finer], [0] * GROUPS + [1] * GROUPS)
    group, unit = sets(range(4)), Params().unit
    plain = Law(alone, Params()).weigh(group).gain[0]
    assert Law(twice, Params()).weigh(group).gain[0] > plain + 10 * unit
    assert abs(Law(counted_once(twice)[0], Params()).weigh(group).gain[0] - plain) <= unit


def test_of_two_kinds_that_follow_from_each_other_one_stays() -> None:
    """The one with more identifiers is the finer; the lower code among equals."""
    both = [(0, 1), (1, 0)]
    assert single(both, np.array([5, 9])) == [(1, 0)]
    assert single(both, np.array([9, 9])) == [(0, 1)]


def test_kinds_made_of_several_stay_as_they_are() -> None:
    """Surname and birth date follow from their composite and not from each other; a chain of three is one."""
    size = np.array([9, 5, 5])
    assert single([(0, 1), (0, 2)], size) == []
    assert single([(0, 1), (0, 2), (1, 2)], size) == [(0, 1), (0, 2), (1, 2)]


def test_an_incidence_without_identifiers_has_no_functions() -> None:
    """Nothing shared, nothing implied."""
    empty = replace(
        nested(),
        account=np.zeros(0, np.int32),
        identifier=np.zeros(0, np.int32),
        kind=np.zeros(0, np.int16),
    )
    assert counted_once(empty)[0] is empty
