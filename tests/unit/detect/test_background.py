"""Pools of public places surprise once; everything else surprises as before."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from fraudgraph.detect.background import MANY, pool_rate, surprise
from fraudgraph.detect.law import Law
from fraudgraph.detect.params import Params
from tests.unit.detect import oracle
from tests.unit.detect.worlds import as_world, incidence, random_incidence, random_sets, sets

POOLED = Params(kappa=1000.0, pooled=(0, 1), public=4)


@pytest.mark.parametrize("seed", range(6))
def test_surprise_in_pools_is_the_oracles(seed: int) -> None:
    """h of every edge where two kinds are pooled from four holders on."""
    i = random_incidence(seed)
    world = replace(as_world(i, 1000.0), pooled=(0, 1), public=4)
    expected = [oracle.surprise(world, a, v) for a, v in zip(i.account.tolist(), i.identifier.tolist(), strict=True)]
    assert surprise(i, POOLED) / POOLED.unit == pytest.approx(expected, abs=1e-5)


def test_the_random_worlds_have_pools() -> None:
    """The comparison with the oracle is not about worlds without a pool."""
    assert (
        sum(
            int((surprise(i, POOLED) < surprise(i, Params(kappa=1000.0))).sum())
            for i in map(random_incidence, range(6))
        )
        > 50
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_pool_never_adds_surprise(seed: int) -> None:
    """A discount only lowers: no edge surprises more, and no identifier in any set."""
    i = random_incidence(seed)
    plain = Params(kappa=1000.0)
    assert (surprise(i, POOLED) <= surprise(i, plain)).all()
    some = random_sets(i, seed, 8)
    assert (Law(i, POOLED).rows(some).surprise <= Law(i, plain).rows(some).surprise).all()


def test_the_customers_of_one_carrier_share_its_addresses_at_the_price_of_one() -> None:
    """Three addresses with the same 60 holders: the second and third are no news (log2 60 bits place the slot)."""
    i = incidence(4000, [range(60)] * 3, extra={(a, 0): 1 for a in range(4000)})
    params = Params(pooled=(0,))
    assert pool_rate(i, params).reshape(60, 3).tolist() == [[0.0, 1.0, 1.0]] * 60
    h = surprise(i, params).reshape(60, 3) / params.unit
    assert (h[:, 0] > 9).all()
    assert h[:, 1:] == pytest.approx(np.full((60, 2), np.log2(60)), abs=1e-5)
    carrier = sets(range(60))
    assert Law(i, params).weigh(carrier).kind_units[0, 0] < Law(i, Params()).weigh(carrier).kind_units[0, 0] / 2


def test_who_holds_very_many_places_counts_like_anybody() -> None:
    """Accounts 0 and 1 hold every place, more than are counted in one go; the others a few each."""
    draw = np.random.default_rng(4)
    holders = [{0, 1, *draw.choice(np.arange(2, 400), 20, replace=False).tolist()} for _ in range(MANY + 20)]
    i = incidence(4000, holders)
    rate = pool_rate(i, Params(pooled=(0,), public=20))
    for a in (0, 1, 2, 3):
        held = [v for v, some in enumerate(holders) if a in some]
        assert (len(held) > MANY) == (a < 2)
        held.sort(key=lambda v: (len(holders[v]), v))
        edges = {int(i.identifier[e]): e for e in range(i.start[a], i.start[a + 1])}
        expected = [len(holders[u] & holders[v]) / len(holders[u]) for u, v in pairwise(held)]
        assert [rate[edges[v]] for v in held] == pytest.approx([0.0, *expected])


@pytest.mark.parametrize("params", [Params(), Params(pooled=(1,)), Params(pooled=(0,), public=61)])
def test_kinds_that_are_no_places_and_rare_identifiers_are_left_alone(params: Params) -> None:
    """Not declared a place, another kind is, or too few holders: as without pools."""
    i = incidence(4000, [range(60)] * 3)
    assert not pool_rate(i, params).any()


@pytest.mark.parametrize("holders", [[range(60)], [range(60), range(59, 130)]])
def test_one_place_or_one_pair_of_places_is_enough(holders: list[range]) -> None:
    """No pair at all, and a single pair with one account in common: 1 of the 60 holders of the rarer one."""
    i = incidence(4000, holders)
    rate = pool_rate(i, Params(pooled=(0,)))
    assert rate[rate > 0].tolist() == [1 / 60] * (len(holders) - 1)
