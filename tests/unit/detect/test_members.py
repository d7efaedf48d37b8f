"""One member at a time: who is trimmed, who hangs together, what each adds."""

import numpy as np
import pytest

from fraudgraph.detect.law import Law
from fraudgraph.detect.members import connected, membership, trim
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import Sets
from tests.unit.detect.worlds import groups, incidence, sets

PARAMS = Params()
N = 2000
RING = [set(range(12)), set(range(10)), set(range(2, 12)), {0, 1, 2, 6, 7, 8, 9}, {1, 3, 4, 5, 10, 11}]


def test_members_who_hold_nothing_of_it_leave() -> None:
    """Twelve accounts share five identifiers; three strangers among them are dropped."""
    law = Law(incidence(N, RING), PARAMS)
    assert groups(trim(law, sets([*range(12), 500, 501, 502]), 3)) == {frozenset(range(12))}


def test_a_set_that_owns_nothing_is_dropped_whole() -> None:
    """Three accounts without anything in common."""
    law = Law(incidence(N, RING), PARAMS)
    assert trim(law, sets([100, 200, 300]), 3).K == 0


def test_trim_keeps_a_set_that_is_as_it_should_be() -> None:
    """Nobody leaves a ring of equals, and other sets do not matter."""
    law = Law(incidence(N, RING), PARAMS)
    assert groups(trim(law, sets(range(12), [1000, 1001, 1002]), 3)) == {frozenset(range(12))}


def test_trim_of_nothing_is_nothing() -> None:
    """No sets, and sets below the least size."""
    law = Law(incidence(N, RING), PARAMS)
    assert trim(law, Sets.empty(), 3).K == 0
    assert trim(law, sets([0, 1]), 3).K == 0


def test_a_hub_that_everyone_visits_joins_nobody() -> None:
    """Two groups with their own identifiers and one public place: they come apart, and the place alone holds none."""
    i = incidence(100, [range(4), range(4), range(10, 14), range(10, 14), range(100)])
    law = Law(i, PARAMS)
    both = sets([*range(4), *range(10, 14), 50, 51])
    assert groups(connected(law, both)) == {frozenset(range(4)), frozenset(range(10, 14))}


def test_an_identifier_held_half_inside_joins() -> None:
    """Half of the holders inside is enough, less is not."""
    for outside, whole in ((4, True), (5, False)):
        i = incidence(50, [[0, 1], [0, 1], [2, 3], [2, 3], [0, 1, 2, 3, *range(10, 10 + outside)]])
        law = Law(i, Params(min_size=2))
        expected = {frozenset(range(4))} if whole else {frozenset({0, 1}), frozenset({2, 3})}
        assert groups(connected(law, sets(range(4)))) == expected


def test_pieces_below_the_least_size_are_gone() -> None:
    """A pair that comes apart from its set is no set of three."""
    law = Law(incidence(50, [[0, 1, 2], [3, 4]]), PARAMS)
    assert groups(connected(law, sets(range(5)))) == {frozenset({0, 1, 2})}


def test_overlapping_sets_are_cut_each_for_itself() -> None:
    """An account in two sets stays in both; the sets do not grow together through it."""
    law = Law(incidence(50, [[0, 1, 2], [2, 3, 4]]), PARAMS)
    assert groups(connected(law, sets([0, 1, 2], [2, 3, 4]))) == {frozenset({0, 1, 2}), frozenset({2, 3, 4})}


def test_a_stranger_in_a_ring_has_negative_bits() -> None:
    """Its name costs and it brings nothing; the others carry theirs."""
    law = Law(incidence(N, RING), PARAMS)
    some = sets([*range(12), 500])
    found = membership(law, some, law.weigh(some))
    assert found.gain[-1] < 0
    assert (found.gain[:-1] > 0).all()
    assert not found.edges[-1].any()


def test_leaving_one_of_three_out_is_well_defined() -> None:
    """The smallest set, all of whom hold everything: finite, alike, and the name of one of three among N."""
    law = Law(incidence(N, [range(3), range(3), range(3)]), PARAMS)
    some = sets(range(3))
    found = membership(law, some, law.weigh(some))
    assert found.gain.tolist() == [found.gain[0]] * 3
    assert found.gain[0] == found.edges[0].sum() - (law.name_members(some)[0] - law.name_members(sets([0, 1]))[0])


@pytest.mark.parametrize("stratum", [[0] * N, [a % 3 for a in range(N)]])
def test_membership_speaks_of_each_set_for_itself(stratum: list[int]) -> None:
    """Two sets weighed at once say what each says alone."""
    i = incidence(N, [*RING, *({a + 20 for a in one} for one in RING)], stratum=stratum)
    law = Law(i, PARAMS)
    both = membership(law, sets(range(12), range(20, 32)), law.weigh(sets(range(12), range(20, 32))))
    for place, group in enumerate((range(12), range(20, 32))):
        alone = membership(law, sets(group), law.weigh(sets(group)))
        assert np.array_equal(both.gain[place * 12 : place * 12 + 12], alone.gain)
