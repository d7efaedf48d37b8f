"""The figures of the comparison, against small cases by hand and against definitions written out pair by pair."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from benchmarks.quality.metrics import agreement, best_of, communities, honest, lift, ppm, ring_f1, rings, score
from benchmarks.quality.rules import Believed
from benchmarks.quality.score import NONE, adjusted_rand, alone, b_cubed, pair_scores
from benchmarks.quality.world import HONEST, World
from tests.unit.benchmarks.small import world

CASES = [(seed, n, groups) for seed, (n, groups) in enumerate([(8, 2), (20, 3), (30, 6), (25, 1), (12, 12), (40, 4)])]


def some_labels(seed: int, n: int, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """Random labels found and true, some accounts in none."""
    draw = np.random.default_rng(seed)
    return draw.integers(NONE, groups, n), draw.integers(NONE, groups, n)


def together(label: np.ndarray) -> set[tuple[int, int]]:
    """Pairs of accounts in one group."""
    return {(a, b) for a, b in combinations(range(len(label)), 2) if label[a] == label[b] != NONE}


@pytest.mark.parametrize(("seed", "n", "groups"), CASES)
def test_pair_scores_count_pairs(seed: int, n: int, groups: int) -> None:
    """Precision, recall and F1 are those of the sets of pairs."""
    found, true = some_labels(seed, n, groups)
    a, b = together(found), together(true)
    scores = pair_scores(found, true)
    assert scores.precision == pytest.approx(len(a & b) / max(len(a), 1))
    assert scores.recall == pytest.approx(len(a & b) / max(len(b), 1))
    assert scores.f1 == pytest.approx(2 * len(a & b) / max(len(a) + len(b), 1))


@pytest.mark.parametrize(("seed", "n", "groups"), CASES)
def test_adjusted_rand_index_is_that_of_the_pairs(seed: int, n: int, groups: int) -> None:
    """(agreements - expected) / (mean - expected), all four counted pair by pair; singletons are nobody's pair."""
    found, true = some_labels(seed, n, groups)
    a, b = together(found), together(true)
    expected = len(a) * len(b) / (n * (n - 1) / 2)
    wanted = (len(a & b) - expected) / ((len(a) + len(b)) / 2 - expected)
    assert adjusted_rand(alone(found), alone(true)) == pytest.approx(wanted)


def cubes(found: np.ndarray, true: np.ndarray) -> Iterator[tuple[float, float]]:
    """Precision and recall of each account in a group or a ring, from the sets that it is in."""
    for a in range(len(found)):
        if found[a] == NONE and true[a] == NONE:
            continue
        group = {b for b in range(len(found)) if b == a or found[a] == found[b] != NONE}
        ring = {b for b in range(len(found)) if b == a or true[a] == true[b] != NONE}
        yield len(group & ring) / len(group), len(group & ring) / len(ring)


@pytest.mark.parametrize(("seed", "n", "groups"), CASES)
def test_b_cubed_is_the_mean_over_accounts(seed: int, n: int, groups: int) -> None:
    """Account by account over those in a group or a ring."""
    found, true = some_labels(seed, n, groups)
    each = np.array(list(cubes(found, true)))
    scores = b_cubed(found, true)
    assert (scores.precision, scores.recall) == pytest.approx(tuple(each.mean(0)))


def test_nothing_found_scores_nothing() -> None:
    """No division by nothing: no pairs, no F1."""
    nothing = np.full(5, NONE)
    assert pair_scores(nothing, np.array([0, 0, 1, 1, NONE])).f1 == 0
    assert b_cubed(nothing, nothing).f1 == 0


def labelled(found: list[int]) -> tuple[World, np.ndarray]:
    """Ten accounts: ring 0 of four, ring 1 of three, three honest ones."""
    ring = np.array([0, 0, 0, 0, 1, 1, 1, HONEST, HONEST, HONEST])
    category = np.array(["ring"] * 7 + ["family", "firm", "family"], object)
    country = np.array(["DE"] * 8 + ["FR"] * 2, object)
    return replace(world(), ring=ring, category=category, country=country), np.array(found)


def test_rings_are_found_by_f1_and_by_jaccard_each_at_its_threshold() -> None:
    """Ring 0 whole (F1 1), ring 1 with one of its three in a group of two (F1 0.4, Jaccard 0.25)."""
    some, label = labelled([5, 5, 5, 5, 6, NONE, NONE, 6, NONE, NONE])
    found = rings(some, best_of(some, label))
    assert (found["planted"], found["f1_0.9"], found["jaccard_0.5"], found["jaccard_0.8"]) == (2, 1, 1, 1)
    assert found["mean_f1"] == pytest.approx((1 + 0.4) / 2)
    assert found["by_type"] == {"plain": [1, 1], "tiny": [0, 1]}
    assert found["by_size"] == {"3-9": [1, 2]}


def test_half_by_jaccard_is_two_thirds_by_f1() -> None:
    """Two of four in a group of their own: Jaccard exactly one half counts."""
    some, label = labelled([5, 5, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE])
    found = rings(some, best_of(some, label))
    assert (found["jaccard_0.5"], found["f1_0.9"]) == (1, 0)


def test_honest_accounts_are_counted_by_category_and_country_with_those_there_are() -> None:
    """One of two family members and the firm are linked: two of three, in parts per million."""
    some, label = labelled([NONE, NONE, NONE, NONE, 6, NONE, NONE, 6, 7, NONE])
    result = honest(some, label)
    assert (result["accused"], result["ppm"]) == (2, round(2e6 / 3, 1))
    assert (result["people"], result["people_ppm"]) == (1, 500_000)
    assert result["by_category"] == {"family": [1, 2], "firm": [1, 1]}
    assert result["by_country"] == {"DE": [1, 1], "FR": [1, 2]}


def test_f1_of_rings_leaves_organisations_out_of_the_groups() -> None:
    """Three of four rings found among six groups, of which two are firms: 2 x 3 / (4 + 4)."""
    found = {"f1_0.9": 3, "planted": 4}
    assert ring_f1(found, 6, {"firm": 1, "campus": 1}) == 0.75
    assert ring_f1(found, 6, {"family": 2}) == 0.6


def test_a_community_is_honest_where_more_than_half_of_it_is() -> None:
    """One ring account and one honest: not honest. One and two: honest, of its commonest category."""
    some, label = labelled([3, NONE, NONE, NONE, 6, NONE, NONE, 6, 3, 3])
    assert communities(some, label) == {"family": 1}


def test_parts_per_million_of_nobody_are_nothing() -> None:
    """A world without honest accounts has no such figure."""
    nobody = np.zeros(3, bool)
    assert ppm(nobody, nobody) is None


def test_ranking_by_worth_counts_for_average_precision() -> None:
    """Both rings first: 1. An honest group before them: (1/2 + 2/3) / 2."""
    some, label = labelled([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
    assert score(some, Believed(label, np.array([9.0, 8.0, 1.0])))["average_precision"] == 1
    late = score(some, Believed(label, np.array([5.0, 4.0, 8.0])))["average_precision"]
    assert late == pytest.approx((1 / 2 + 2 / 3) / 2, abs=1e-4)


def test_lift_compares_pairs_of_one_group_with_random_pairs() -> None:
    """One of three pairs inside is tied, two of ten pairs at all: (1/3) / (2/10)."""
    result = lift(np.array([0, 0, 0, NONE, NONE]), np.array([[0, 1], [3, 4]]))
    assert (result["pairs"], result["tied"]) == (3, 1)
    assert result["lift"] == round((1 / 3) / (2 / 10), 1)


def test_agreement_of_runs_ignores_names_and_accounts_that_neither_links() -> None:
    """The same groups under other names agree wholly; nothing against nothing says nothing."""
    one = np.array([0, 0, 1, 1, NONE])
    assert agreement(one, np.array([7, 7, 2, 2, NONE])) == 1
    assert agreement(np.full(3, NONE), np.full(3, NONE)) is None
    moved = agreement(one, np.array([7, 2, 2, 2, NONE]))
    assert moved is not None
    assert moved < 0.5
