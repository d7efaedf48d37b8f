"""Numbers are exact where they can be, and rounded once, half up, where they cannot."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.cli import numbers
from fraudgraph.model.rings import BIT


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (16.4, "16.4"),
        (0.05, "0.1"),
        (0.0499, "0.0"),
        (-0.04, "0.0"),
        (-0.06, "-0.1"),
        (1234.25, "1,234.3"),
        (-2.25, "-2.2"),
    ],
)
def test_one_decimal_is_rounded_half_up(value: float, shown: str) -> None:
    """Halves go up, as written in decimal, and no zero is negative."""
    assert numbers.tenths(value) == shown


@given(st.integers(-(10**12), 10**12))
def test_bits_are_within_half_a_tenth_of_their_units(units: int) -> None:
    """Rounding is done once, from the exact integer."""
    shown = Fraction(numbers.bits(units).replace(",", ""))
    assert -Fraction(1, 20) < shown - Fraction(units, BIT) <= Fraction(1, 20)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (22_905, 24_975, "91.7 %"),
        (0, 5, "0.0 %"),
        (5, 5, "100.0 %"),
        (1, 10_000, "<0.1 %"),
        (9_999, 10_000, ">99.9 %"),
        (None, 5, "?"),
        (1, 0, "?"),
    ],
)
def test_a_share_never_says_all_or_none_of_a_part(part: int | None, whole: int, shown: str) -> None:
    """100.0 % is everything, 0.0 % is nothing, and nothing of nothing is unknown."""
    assert numbers.share(part, whole) == shown


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_only_the_whole_is_shown_as_everything(part: int, whole: int) -> None:
    """For any part of any whole."""
    shown = numbers.share(min(part, whole), whole)
    assert (shown == "100.0 %") == (part >= whole)
    assert (shown == "0.0 %") == (part == 0)


def test_counts_are_exact_with_separators_and_unknown_is_a_question_mark() -> None:
    """A count is never abbreviated."""
    assert numbers.count(28_795_104) == "28,795,104"
    assert numbers.count(None) == "?"
    assert numbers.counted(1, "identifier") == "1 identifier"
    assert numbers.counted(2, "facts", "facts") == "2 facts"
    assert [numbers.signed(value) for value in (3_112, -89, 0)] == ["+3,112", "-89", "0"]


def test_sizes_and_rough_numbers_keep_three_digits() -> None:
    """Rough numbers are for progress; sizes are decimal."""
    assert [numbers.size(value) for value in (812, 28_400_000, 1_400_000_000)] == ["812 B", "28.4 MB", "1.4 GB"]
    assert [numbers.rough(value) for value in (7, 1_520_000, 41_200_000, 812_000)] == ["7", "1.52M", "41.2M", "812k"]
