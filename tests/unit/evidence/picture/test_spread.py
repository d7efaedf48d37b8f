"""Discs move apart: whoever overlaps is found, and nobody overlaps by much in the end."""

import numpy as np
import pytest

from fraudgraph.evidence.picture.held import Index, Reals
from fraudgraph.evidence.picture.spread import Near, beside, spread


def overlapping(at: Reals, radius: Reals) -> set[tuple[int, int]]:
    """Every pair that overlaps, by looking at all of them."""
    away = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    i, j = np.nonzero(np.triu(away < radius[:, None] + radius[None], 1))
    return set(zip(i.tolist(), j.tolist(), strict=True))


def pairs(found: tuple[Index, Index]) -> list[tuple[int, int]]:
    """As a list."""
    return list(zip(*(side.tolist() for side in found), strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_pairs_that_overlap_are_found_wherever_the_discs_have_moved(seed: int) -> None:
    """Small steps use up the room that was left, large ones all at once; each pair is told once, in order."""
    draw = np.random.default_rng(seed)
    radius = np.concatenate([draw.uniform(0.5, 1.5, 120), draw.uniform(5, 9, 4)])
    at, near = draw.normal(size=(124, 2)) * 12, Near(radius)
    for step in (0.0, *[0.15] * 12, 6.0, 0.1):
        at = at + draw.uniform(-step, step, at.shape)
        found = pairs(near.pairs(at))
        assert overlapping(at, radius) <= set(found)
        assert found == sorted(set(found))
        assert all(low < high for low, high in found)


@pytest.mark.parametrize("places", [0, 1, 2, 60])
def test_places_beside_each_other(places: int) -> None:
    """Each pair once; of those so far apart none is missed, also where they stand in a grid of just that width."""
    at = np.random.default_rng(places).integers(-6, 6, (places, 2)).astype(np.float64) * 1.5
    found = [tuple(sorted(pair)) for pair in pairs(beside(at, 1.5))]
    expected = {(i, j) for j in range(places) for i in range(j) if np.abs(at[i] - at[j]).max() <= 1.5}
    assert expected <= set(found)
    assert len(found) == len(set(found)) < max(places * 20, 2)


def test_discs_end_up_apart() -> None:
    """Even those that began on one point."""
    radius = np.linspace(0.5, 2, 40)
    at = spread(np.zeros((40, 2)), radius)
    away = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    overlap = (radius[:, None] + radius[None] - away)[np.triu_indices(40, 1)]
    assert overlap.max() < 0.3
