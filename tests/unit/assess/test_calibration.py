"""Isotonic calibration: steps that never fall, from a hundred judged rings on."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.assess.calibration import LEAST_JUDGED, Verdict, calibrate, pool_adjacent

pairs = st.lists(st.tuples(st.integers(-10, 10), st.booleans()), min_size=LEAST_JUDGED, max_size=300)


def test_under_a_hundred_judged_rings_nothing_is_calibrated() -> None:
    """99 are too few, 100 are enough; and verdicts that are all alike teach nothing."""
    some = [Verdict(float(n % 7), n % 2 == 0) for n in range(LEAST_JUDGED)]
    assert calibrate(some[:-1]) is None
    assert calibrate(some) is not None
    assert calibrate([Verdict(1.0, True)] * 200) is None


def test_violators_are_pooled() -> None:
    """Shares 0, 1, 0, 1 of one ring each: the two in the middle are one half together."""
    assert pool_adjacent([0, 1, 0, 1], [1, 1, 1, 1]) == [(0, 1, 1), (1, 2, 2), (1, 1, 1)]


def test_bits_are_the_odds_of_the_step() -> None:
    """Sixty at -1 of which none, sixty at 2 of which half, sixty at 8 of which all were confirmed."""
    some = [Verdict(-1.0, False)] * 60 + [Verdict(2.0, n < 30) for n in range(60)] + [Verdict(8.0, True)] * 60
    found = calibrate(some)
    assert found is not None
    assert found.judged == 180
    assert found.of(-5.0) == found.of(0.0) == pytest.approx(np.log2(0.5 / 60.5), abs=1e-3)
    assert found.of(2.0) == found.of(7.9) == 0
    assert found.of(99.0) == pytest.approx(np.log2(60.5 / 0.5), abs=1e-3)


@given(pairs)
def test_calibrated_bits_never_fall(some: list[tuple[int, bool]]) -> None:
    """Whatever the verdicts: more balance is never fewer bits."""
    found = calibrate([Verdict(float(balance), abusive) for balance, abusive in some])
    if found is not None:
        bits = [found.of(x) for x in np.linspace(-12, 12, 97)]
        assert bits == sorted(bits)


@given(pairs)
def test_pooled_blocks_rise_and_keep_every_ring(some: list[tuple[int, bool]]) -> None:
    """Shares of the blocks grow strictly; nothing is lost."""
    yes, of = [float(abusive) for _, abusive in some], [1.0] * len(some)
    blocks = pool_adjacent(yes, of)
    shares = [block[0] / block[1] for block in blocks]
    assert all(a < b for a, b in pairwise(shares))
    assert (sum(b[0] for b in blocks), sum(b[1] for b in blocks)) == (sum(yes), len(some))
