"""Lengths of codes, and their whole-number form."""

from math import comb, factorial, log2
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.detect.codelength import log2_choose, log2_factorial, quantise, sum_units, whole_number_code
from fraudgraph.model.rings import BIT


@pytest.mark.parametrize("n", [0, 1, 2, 20, 1023, 1024, 1025, 5000])
def test_log2_factorial_is_that_of_the_whole_number(n: int) -> None:
    """Against big integers, across the edges of the table."""
    assert float(log2_factorial(n)) == pytest.approx(log2(factorial(n)), rel=1e-12, abs=1e-12)


def test_log2_factorial_goes_beyond_its_table() -> None:
    """Sixty million and one: Stirling's series says what the table does not hold."""
    n = 60_000_001
    stirling = n * np.log2(n) - n / np.log(2) + 0.5 * np.log2(2 * np.pi * n)
    assert float(log2_factorial(n)) == pytest.approx(float(stirling), rel=1e-12)


@given(st.integers(0, 3000), st.data())
def test_log2_choose_is_that_of_the_whole_number(n: int, data: st.DataObject) -> None:
    """n choose k against big integers; nothing and all have one way."""
    k = data.draw(st.integers(0, n))
    assert float(log2_choose(n, k)) == pytest.approx(log2(comb(n, k)), abs=1e-8)
    assert log2_choose(n, [0, n]).tolist() == pytest.approx([0, 0], abs=1e-9)


def test_the_code_of_whole_numbers_leaves_no_room() -> None:
    """Kraft: the probabilities 1 / m(m + 1) sum to less than one and come as near as one likes."""
    total = float((2.0 ** -whole_number_code(np.arange(1, 100_000))).sum())
    assert 0.9999 < total < 1


def test_bits_become_whole_units() -> None:
    """Nearest unit, int64, negative bits too."""
    units = quantise([1.0, -0.5, 0.4 / BIT, 2.0**-20], BIT)
    assert units.dtype == np.int64
    assert units.tolist() == [BIT, -BIT // 2, 0, 1]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-(2**40), 2**40)), max_size=40), st.randoms())
def test_sums_of_units_are_exact_in_any_order(rows: list[tuple[int, int]], order: Random) -> None:
    """By group, against whole numbers, shuffled."""
    expected = [sum(value for group, value in rows if group == g) for g in range(4)]
    order.shuffle(rows)
    found = sum_units(np.array([g for g, _ in rows], np.int64), np.array([v for _, v in rows], np.int64), 4)
    assert found.tolist() == expected
