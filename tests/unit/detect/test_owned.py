"""Which identifiers a set owns, and what their names cost."""

from math import comb, log2

import numpy as np
import pytest

from fraudgraph.detect.owned import CLASSES, Naming, choose, namings
from fraudgraph.model.rings import BIT
from tests.unit.detect.worlds import incidence


def naming(size: int, unused: float = 0.5) -> Naming:
    """`size` identifiers of one kind in one class."""
    return Naming(np.zeros(size, np.int64), np.array([size]), np.array([0]), unused)


def own(gains: list[float], among: int) -> tuple[float, list[bool]]:
    """Worth in bits and who is owned, of one set whose identifiers gain so many bits."""
    gain = np.rint(np.array(gains) * BIT).astype(np.int64)
    worth, chosen = choose(np.zeros(len(gains), np.int64), np.arange(len(gains)), gain, naming(among), (1, 1, BIT))
    return float(worth[0, 0]) / BIT, chosen.tolist()


def test_names_are_paid_among_all_of_the_kind() -> None:
    """Two owned of a thousand: log2 C(1000, 2) + log2 2 * 3 + 1."""
    worth, chosen = own([50.0, 40.0], 1000)
    assert chosen == [True, True]
    assert worth == pytest.approx(90 - log2(comb(1000, 2)) - log2(6) - 1, abs=1e-5)


def test_what_gains_less_than_its_name_is_not_owned() -> None:
    """With two owned of 1,000 another name costs log2(998/3) = 8.4 bits: 8 bits do not pay it, 9 do."""
    assert own([50.0, 40.0, 8.0], 1000)[1] == [True, True, False]
    assert own([50.0, 40.0, 9.0], 1000)[1] == [True, True, True]


def test_nothing_owned_costs_the_prior_of_nothing() -> None:
    """-1 bit for a kind that may own nothing one time in two; nothing to name costs nothing."""
    assert own([3.0], 1000) == (-1.0, [False])
    assert own([], 1000) == (-1.0, [])
    assert own([], 0) == (0.0, [])


def test_the_names_grow_cheaper_the_more_are_owned() -> None:
    """The fixed point: 8 bits each do not pay for one name among 500, but twenty of them pay for twenty."""
    assert own([8.0], 500)[1] == [False]
    assert all(own([8.0] * 20, 500)[1])


def test_the_fixed_point_stands_still() -> None:
    """Whoever is owned gains more than the last name, whoever is not gains no more than one."""
    draw = np.random.default_rng(0)
    for _ in range(200):
        among = int(draw.integers(5, 400))
        gains = draw.exponential(6, int(draw.integers(1, 6))).tolist()
        _, chosen = own(gains, among)
        m = sum(chosen)
        if m:
            price = max(log2((among - m + 1) / m), 0)
            assert all((gain > price) == mine for gain, mine in zip(gains, chosen, strict=True))


def test_classes_go_by_the_power_of_two_of_holders() -> None:
    """2 and 3 holders are of one class, 4 of the next; each kind has its own."""
    i = incidence(9, [range(2), range(3), range(4), range(8), range(2)], kinds=[0, 0, 0, 0, 1])
    plain, fine = namings(i)
    assert plain.of.tolist() == [0, 0, 0, 0, 1]
    assert plain.size.tolist() == [4, 1]
    assert fine.of.tolist() == [1, 1, 2, 3, CLASSES + 1]
    assert fine.size[[1, 2, 3, CLASSES + 1]].tolist() == [2, 1, 1, 1]
    assert fine.size.sum() == 5


def test_the_last_class_takes_all_above() -> None:
    """70,000 holders and 40,000 are in the sixteenth class."""
    i = incidence(70_000, [range(70_000), range(40_000)])
    assert namings(i)[1].of.tolist() == [CLASSES - 1, CLASSES - 1]


def test_unused_classes_are_paid_whether_the_set_touches_them_or_not() -> None:
    """Ten identifiers in class 1 and ten in class 3: a set that owns two of class 1 pays -log2 0.9 for class 3."""
    of = np.array([1] * 10 + [3] * 10)
    classed = Naming(of, np.bincount(of, minlength=CLASSES), np.zeros(CLASSES, np.int64), 0.9)
    gain = np.array([30 * BIT, 30 * BIT])
    worth, _ = choose(np.array([0, 0]), np.array([0, 1]), gain, classed, (1, 1, BIT))
    expected = 60 - (log2(comb(10, 2)) + log2(6) - log2(0.1)) + log2(0.9)
    assert float(worth[0, 0]) / BIT == pytest.approx(expected, abs=1e-5)
