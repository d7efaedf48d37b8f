"""Planted truth: rings of 7 to 300 among thousands of random accounts come out, and nobody else."""

from functools import cache

import numpy as np
import pytest

from fraudgraph.detect.communities import Communities, Search
from fraudgraph.detect.order import names_free
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import Sets
from tests.unit.detect.worlds import IP, Crowd, Planted, f1, groups

SIZES = (7, 12, 25, 60, 120, 300)


def rings_of(planted: Planted, seed: int = 0) -> tuple[list[frozenset[int]], Communities]:
    """Communities as sets of the planted codes, by the whole way."""
    ordered = names_free(planted.incidence)
    found = Search(ordered.incidence, ordered.incidence, Params(), seed).find()
    member = Sets.grouped(found.ring_of[found.cells.owner], ordered.account[found.cells.member])
    return sorted(groups(member), key=len), found


@cache
def population(seed: int) -> Planted:
    """6,000 accounts, six rings."""
    crowd = Crowd(6000, seed=seed)
    crowd.everyday()
    at = 0
    for size in SIZES:
        crowd.ring(size, at)
        at += size + 50
    return crowd.planted()


@pytest.mark.parametrize("seed", range(2))
def test_rings_of_7_to_300_are_found(seed: int) -> None:
    """Each at F1 0.9 or more, and no community that is none of them."""
    planted = population(seed)
    found, _ = rings_of(planted)
    assert {len(ring): f1(ring, found) >= 0.9 for ring in planted.rings} == dict.fromkeys(SIZES, True)
    assert all(any(2 * len(one & ring) > len(one) for ring in planted.rings) for one in found)


@pytest.mark.parametrize("seed", range(4))
def test_no_honest_individual_is_linked(seed: int) -> None:
    """Homes, public places, own cards and popular templates link nobody: an honest account is at most periphery (under
    7 bits), at a place that a member visits too, and these are fewer than 2 in 100.
    """
    planted = population(seed)
    truth = np.zeros(planted.incidence.N, bool)
    truth[list(frozenset[int]().union(*planted.rings))] = True
    ordered = names_free(planted.incidence)
    found = Search(ordered.incidence, ordered.incidence, Params(), 0).find()
    honest = ~truth[ordered.account[found.cells.member]]
    assert (found.members.gain[honest] < 7 * Params().unit).all()
    assert honest.mean() < 0.02


def test_a_crowd_without_rings_has_none() -> None:
    """0 communities, cells and associations."""
    crowd = Crowd(4000, seed=11)
    crowd.everyday()
    found, communities = rings_of(crowd.planted())
    assert found == []
    assert communities.cells.K == communities.associations.K == 0


@pytest.mark.parametrize("seed", range(3))
def test_small_countries_are_not_linked(seed: int) -> None:
    """Four countries of 100 to 300 accounts whose few local addresses only locals share: nobody is linked."""
    sizes = (100, 150, 200, 300)
    stratum = [r + 1 for r, size in enumerate(sizes) for _ in range(size)]
    accounts = 5000
    crowd = Crowd(accounts, seed=seed, stratum=stratum + [0] * (accounts - len(stratum)), strata=("big", *"abcd"))
    crowd.everyday()
    for r, size in enumerate(sizes):
        locals_ = [a for a, of in enumerate(stratum) if of == r + 1]
        for a in locals_:
            for ip in crowd.draw.integers(0, max(size // 12, 4), 2).tolist():
                crowd.hold(IP, f"carrier-{r}-{ip}", [a])
    found, _ = rings_of(crowd.planted())
    assert found == []


def test_a_ring_inside_a_small_country_is_found() -> None:
    """The same local addresses, and a ring of 20 among the locals."""
    size, accounts = 300, 5000
    crowd = Crowd(accounts, seed=4, stratum=[1] * size + [0] * (accounts - size), strata=("big", "small"))
    crowd.everyday()
    for a in range(size):
        for ip in crowd.draw.integers(0, 25, 2).tolist():
            crowd.hold(IP, f"carrier-{ip}", [a])
    ring = crowd.ring(20, 100)
    planted = crowd.planted()
    found, _ = rings_of(planted)
    assert f1(planted.rings[0], found) >= 0.9
    assert len(ring) == 20


def test_the_same_seed_finds_the_same_bytes() -> None:
    """Twice the whole way: cells, communities, gains, members."""
    planted = population(0)
    (_, a), (_, b) = rings_of(planted, 5), rings_of(planted, 5)
    for one, other in (
        (a.cells.member, b.cells.member),
        (a.cells.owner, b.cells.owner),
        (a.ring_of, b.ring_of),
        (a.join_gain, b.join_gain),
        (a.evidence.gain, b.evidence.gain),
        (a.members.gain, b.members.gain),
    ):
        assert one.tobytes() == other.tobytes()


def test_every_cell_passes_the_gate() -> None:
    """20 bits and 8 a member, after everything; communities are made of whole cells."""
    planted = population(1)
    _, found = rings_of(planted)
    assert (found.evidence.gain >= 20 * Params().unit).all()
    assert len(np.unique(found.ring_of)) == found.count
    assert found.cells.sizes.min() >= 3
