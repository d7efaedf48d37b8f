"""The null check: shuffle who holds what, keep everything else, and nothing may pass."""

import pytest

from fraudgraph.detect.check.shuffle import shuffled
from fraudgraph.detect.communities import Communities, Search
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.order import names_free
from fraudgraph.detect.params import Params
from tests.unit.detect.worlds import IP, Crowd, Planted


def population(seed: int) -> Planted:
    """3,000 accounts in three strata, one of them small and with addresses of its own; rings of 8 to 150."""
    small, middle, accounts = 250, 900, 3000
    stratum = [2] * small + [1] * middle + [0] * (accounts - small - middle)
    crowd = Crowd(accounts, seed=seed, stratum=stratum, strata=("big", "middle", "small"))
    crowd.everyday()
    for a in range(small):
        for ip in crowd.draw.integers(0, 20, 2).tolist():
            crowd.hold(IP, f"carrier-{ip}", [a])
    for size, at in ((8, 300), (20, 600), (60, 1300), (150, 2000)):
        crowd.ring(size, at)
    return crowd.planted()


def communities(i: Incidence) -> Communities:
    """By the whole way."""
    ordered = names_free(i).incidence
    return Search(ordered, ordered, Params(), 0).find()


@pytest.mark.parametrize("seed", range(3))
def test_nothing_passes_in_a_shuffled_population(seed: int) -> None:
    """The planted rings are found, and none after each of two shuffles: 0 cells, communities, associations."""
    some = population(seed).sightings
    assert communities(Incidence.of(some)).count >= 4
    for again in (1, 2):
        found = communities(Incidence.of(shuffled(some, 10 * seed + again)))
        assert (found.count, found.cells.K, found.associations.K) == (0, 0, 0)
