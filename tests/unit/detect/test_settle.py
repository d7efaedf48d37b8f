"""The last word on who is in a cell: who leaves, who comes in alone, who comes in together."""

import numpy as np
import pytest

from fraudgraph.detect.groups import adopt_groups
from fraudgraph.detect.law import Law
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import Sets
from fraudgraph.detect.settle import adopt, release, settle
from tests.unit.detect.worlds import CARD, IP, Crowd, groups, incidence, random_incidence, random_sets, sets

PARAMS = Params()
N = 2000
RING = [set(range(12)), set(range(10)), set(range(2, 12)), {0, 1, 2, 6, 7, 8, 9}, {1, 3, 4, 5, 10, 11}]


def test_a_free_account_joins_where_it_holds_two_owned_identifiers() -> None:
    """Account 12 holds two of the ring's identifiers and is adopted; 13 holds one and is not; 14 none."""
    ring = [one | {12} if v in (0, 1) else one | {13} if v == 2 else one for v, one in enumerate(RING)]
    law = Law(incidence(N, ring), PARAMS)
    assert groups(adopt(law, sets(range(12)))) == {frozenset(range(13))}


def test_an_account_joins_one_cell_only_and_members_stay() -> None:
    """Between two cells it goes where it saves more; nobody is taken from a cell."""
    left = [set(range(12)), set(range(12)), set(range(10)), set(range(2, 12))]
    right = [{a + 20 for a in one} for one in left]
    for one in left[:2]:
        one.add(60)
    for one in right[:3]:
        one.add(60)
    law = Law(incidence(N, [*left, *right]), PARAMS)
    found = groups(adopt(law, sets(range(12), range(20, 32))))
    assert found == {frozenset(range(12)), frozenset([*range(20, 32), 60])}


def test_adoption_never_costs_the_cell_bits() -> None:
    """Every cell's gain is at least what it was."""
    crowd = Crowd(3000, seed=3)
    crowd.everyday()
    members = crowd.ring(40, 0)
    law = Law(crowd.planted(shuffled=False).incidence, PARAMS)
    cells = sets(sorted(members)[:30])
    wider = adopt(law, cells)
    assert wider.sizes[0] > 30
    assert law.weigh(wider).gain[0] > law.weigh(cells).gain[0]


def test_nobody_to_adopt_is_no_change() -> None:
    """No cells; and a cell that nobody else touches."""
    law = Law(incidence(N, RING), PARAMS)
    assert adopt(law, Sets.empty()).K == 0
    assert groups(adopt(law, sets(range(12)))) == {frozenset(range(12))}


def test_who_makes_the_rest_dearer_leaves() -> None:
    """Account 900 holds two of the ring's forty identifiers, each of which has one member more without it."""
    everyone = [set(range(30)) for _ in range(40)]
    everyone[0].add(900)
    everyone[1].add(900)
    law = Law(incidence(N, everyone), PARAMS)
    cells = sets([*range(30), 900])
    assert groups(release(law, cells)) == {frozenset(range(30))}
    assert law.weigh(release(law, cells)).gain[0] > law.weigh(cells).gain[0]


def test_a_cell_of_equals_stays_whole() -> None:
    """Nobody costs anything; and no cell falls below the least size, whatever its members cost."""
    law = Law(incidence(N, RING), PARAMS)
    assert groups(release(law, sets(range(12)))) == {frozenset(range(12))}
    assert groups(release(law, sets([100, 200, 300]))) == {frozenset([100, 200, 300])}
    assert release(law, Sets.empty()).K == 0


def late_four() -> Law:
    """A ring of twenty; four more have one of its addresses each and a card that no member of it has."""
    crowd = Crowd(10 * N, seed=9)
    crowd.everyday()
    for v in range(24):
        crowd.hold(IP, f"pool-{v}", crowd.draw.choice(20, 5, replace=False).tolist())
    for a in range(20, 24):
        crowd.hold(IP, f"pool-{a - 20}", [a])
    crowd.hold(CARD, "late", range(20, 24))
    return Law(crowd.planted(shuffled=False).incidence, PARAMS)


def test_free_accounts_come_in_together_with_what_ties_them() -> None:
    """One by one they hold too little of it; with their card they pay."""
    law, cells = late_four(), sets(range(20))
    assert groups(adopt(law, cells)) == {frozenset(range(20))}
    wider = adopt_groups(law, cells)
    assert groups(wider) == {frozenset(range(24))}
    assert law.weigh(wider).gain[0] > law.weigh(cells).gain[0]


def test_a_group_goes_to_one_cell_only() -> None:
    """Two rings, the four hold something of both: they go where it pays most, and no account is in two cells."""
    law = late_four()
    both = adopt_groups(law, sets(range(20), range(1000, 1020)))
    assert len(np.unique(both.member)) == len(both.member)
    assert adopt_groups(law, Sets.empty()).K == 0


@pytest.mark.parametrize("seed", range(6))
def test_no_step_lowers_the_gain_of_a_cell(seed: int) -> None:
    """Any disjoint sets of any incidence."""
    law = Law(random_incidence(seed), PARAMS)
    label = random_sets(law.incidence, seed, 4).labels(law.incidence.N)
    cells = Sets.from_labels(label, 3)
    gain = law.weigh(cells).gain
    for step in (release, adopt_groups, adopt, settle):
        after = step(law, cells)
        assert after.K == cells.K
        assert (law.weigh(after).gain >= gain).all()
