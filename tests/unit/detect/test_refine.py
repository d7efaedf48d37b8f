"""Cut a cell where the pieces are shorter apart, merge two where one code is shorter than two."""

import numpy as np
import pytest

from fraudgraph.detect.law import Law
from fraudgraph.detect.params import Params
from fraudgraph.detect.refine import merge, split
from fraudgraph.detect.sets import Sets
from tests.unit.detect.worlds import Crowd, groups, incidence, sets

PARAMS = Params()


def two_rings(size: int = 30) -> Law:
    """Two tight rings side by side, with nothing in common, among 2,000 everyday accounts."""
    crowd = Crowd(2000, seed=1)
    crowd.everyday()
    crowd.ring(size, 0, per_card=10, per_ip=10, templates=1)
    crowd.ring(size, size, per_card=10, per_ip=10, templates=1)
    crowd.ring(9, 200)
    return Law(crowd.planted(shuffled=False).incidence, PARAMS)


def total(law: Law, cells: Sets) -> int:
    """Units that all sets gain together."""
    return int(law.weigh(cells).gain.sum())


def test_two_rings_in_one_cell_are_cut() -> None:
    """A cell of both comes apart into the two, and the gain grows."""
    law = two_rings()
    cut = split(law, sets(range(60)), seed=0)
    assert groups(cut) == {frozenset(range(30)), frozenset(range(30, 60))}
    assert total(law, cut) > total(law, sets(range(60)))


def test_one_ring_is_not_cut() -> None:
    """The pieces of one ring never beat it."""
    law = two_rings()
    assert groups(split(law, sets(range(30)), seed=0)) == {frozenset(range(30))}


@pytest.mark.parametrize("params", [Params(split_min=61), Params(split_max=59)])
def test_cells_out_of_size_are_left_alone(params: Params) -> None:
    """Too small or too large to be tried."""
    law = Law(two_rings().incidence, params)
    assert groups(split(law, sets(range(60)), seed=0)) == {frozenset(range(60))}


def test_every_piece_is_accounted_for_once() -> None:
    """Cells that are cut and cells that are not: nobody is in two, whole cells stay."""
    law = two_rings()
    cells = split(law, sets(range(60), range(200, 209)), seed=0)
    assert frozenset(range(200, 209)) in groups(cells)
    assert len(cells.member) == len(set(cells.member.tolist()))


def test_split_of_nothing_is_nothing() -> None:
    """No cells."""
    assert split(two_rings(), Sets.empty(), seed=0).K == 0


def test_the_same_seed_cuts_alike() -> None:
    """Byte for byte."""
    law = two_rings()
    a, b = (split(law, sets(range(60)), seed=7) for _ in range(2))
    assert np.array_equal(a.member, b.member)
    assert np.array_equal(a.owner, b.owner)


def test_halves_of_one_ring_are_merged() -> None:
    """One code for both halves is shorter than two; the gain grows."""
    law = two_rings()
    halves = sets(range(0, 30, 2), range(1, 30, 2))
    whole = merge(law, halves)
    assert groups(whole) == {frozenset(range(30))}
    assert total(law, whole) > total(law, halves)


def test_pieces_of_a_ring_are_merged_over_several_rounds() -> None:
    """Five pieces: each round pairs them up, in the end there is one."""
    law = two_rings(50)
    pieces = sets(*(range(j, 50, 5) for j in range(5)))
    assert groups(merge(law, pieces)) == {frozenset(range(50))}


def test_two_rings_are_not_merged() -> None:
    """They share no identifier that they mostly hold."""
    law = two_rings()
    both = sets(range(30), range(30, 60))
    assert groups(merge(law, both)) == groups(both)


def test_a_merger_must_pay() -> None:
    """Two rings that share one address of their own: one code for both is longer, so they stay two."""
    crowd = Crowd(2000, seed=1)
    crowd.everyday()
    crowd.ring(30, 0)
    crowd.ring(30, 30)
    crowd.hold(0, "both", [0, 1, 30, 31])
    law = Law(crowd.planted(shuffled=False).incidence, PARAMS)
    both = sets(range(30), range(30, 60))
    assert law.weigh(sets(range(60))).gain[0] < law.weigh(both).gain.sum()
    assert groups(merge(law, both)) == groups(both)


def test_merge_of_none_or_one_changes_nothing() -> None:
    """Nothing to pair."""
    law = Law(incidence(100, [range(5), range(5)]), PARAMS)
    assert merge(law, Sets.empty()).K == 0
    assert groups(merge(law, sets(range(5)))) == {frozenset(range(5))}


@pytest.mark.parametrize("seed", range(4))
def test_neither_way_ever_loses_bits(seed: int) -> None:
    """On random cuts of planted rings: the total gain after split and after merge is at least that before."""
    crowd = Crowd(1500, seed=seed)
    crowd.everyday()
    crowd.ring(24, 0)
    crowd.ring(36, 24)
    law = Law(crowd.planted(shuffled=False).incidence, PARAMS)
    label = crowd.draw.integers(0, 4, 60)
    cells = sets(*(np.flatnonzero(label == x).tolist() for x in range(4)))
    cut = split(law, cells, seed=0)
    assert total(law, cut) >= total(law, cells)
    assert total(law, merge(law, cut)) >= total(law, cut)
