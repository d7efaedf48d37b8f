"""Shuffled copies keep what the background knows, and nothing else; every copy is as likely as another."""

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from fraudgraph.detect.check.shuffle import shuffled
from fraudgraph.detect.sightings import Sightings
from tests.unit.detect.worlds import CARD, IP, PROMPT, Crowd, sightings

Edges = frozenset[tuple[int, int]]


def crowd(seed: int) -> Sightings:
    """400 accounts in two strata with hubs, a ring, and an address that nearly everybody of a stratum has."""
    some = Crowd(400, seed=seed, stratum=[1] * 40 + [0] * 360, strata=("big", "small"))
    some.everyday()
    some.ring(30, 100)
    some.hold(IP, "carrier", range(38))
    return some.planted().sightings


def edges(s: Sightings) -> Edges:
    """(account, identifier) pairs."""
    return frozenset(zip(s.account.tolist(), s.identifier.tolist(), strict=True))


def held_by(s: Sightings) -> NDArray[np.int64]:
    """Shared templates of each account."""
    return np.bincount(s.account[s.kind[s.identifier] == PROMPT], minlength=s.accounts)


@pytest.mark.parametrize("seed", range(4))
def test_degrees_kinds_holders_and_strata_stay_exactly(seed: int) -> None:
    """Edges by (account, kind) and by (identifier, stratum); no edge twice; sorted by account, then identifier."""
    s = crowd(seed)
    other = shuffled(s, seed)
    for one in (s, other):
        assert len(edges(one)) == len(one.account)
    by_kind = [Counter(zip(x.account.tolist(), x.kind[x.identifier].tolist(), strict=True)) for x in (s, other)]
    by_stratum = [Counter(zip(x.identifier.tolist(), x.stratum[x.account].tolist(), strict=True)) for x in (s, other)]
    assert by_kind[0] == by_kind[1]
    assert by_stratum[0] == by_stratum[1]
    assert np.array_equal(np.lexsort((other.identifier, other.account)), np.arange(len(other.account)))
    assert other.account.dtype == s.account.dtype
    assert other.identifier.dtype == s.identifier.dtype


@pytest.mark.parametrize("seed", range(3))
def test_coincidences_fall_on_anyone_of_the_stratum(seed: int) -> None:
    """Holders of each identifier in each stratum stay, who they are does not; nobody twice; degrees go with them, and
    other kinds keep theirs.
    """
    s = crowd(seed)
    other = shuffled(s, seed, [PROMPT])
    assert len(edges(other)) == len(s.account)
    by_stratum = [Counter(zip(x.identifier.tolist(), x.stratum[x.account].tolist(), strict=True)) for x in (s, other)]
    assert by_stratum[0] == by_stratum[1]
    assert not np.array_equal(s.degree[:, PROMPT], other.degree[:, PROMPT])
    assert np.array_equal(np.delete(s.degree, PROMPT, 1), np.delete(other.degree, PROMPT, 1))
    for one in (s, other):
        held = np.bincount(one.account[one.kind[one.identifier] == PROMPT], minlength=one.accounts)
        assert np.array_equal(one.degree[:, PROMPT] - held, s.degree[:, PROMPT] - held_by(s))


def test_what_stays_is_what_chance_leaves() -> None:
    """A copy shares no more edges with the original than two copies share with each other."""
    s = crowd(0)
    copies = [edges(shuffled(s, seed)) for seed in range(12)]
    with_original = [len(edges(s) & copy) for copy in copies]
    with_each_other = [len(a & b) for place, a in enumerate(copies) for b in copies[:place]]
    spread = np.std(with_each_other) + 1
    assert abs(np.mean(with_original) - np.mean(with_each_other)) < 3 * spread / np.sqrt(len(copies))


def test_every_graph_with_the_same_degrees_is_as_likely() -> None:
    """Four accounts with one to two of four identifiers: all graphs of those degrees come, each about as often."""
    holders = {(IP, f"v{v}"): some for v, some in enumerate(([0, 1], [0, 2], [1, 3], [2, 3]))}
    s = sightings(4, holders, np.zeros(4, np.int32), ("",))
    seen = Counter(edges(shuffled(s, seed)) for seed in range(4_500))
    expected = 90  # 4 x 4 tables of zeros and ones in which every row and column holds two
    assert len(seen) == expected
    chi2 = sum((count - 50) ** 2 / 50 for count in seen.values())
    assert chi2 < expected - 1 + 5 * np.sqrt(2 * (expected - 1))


def test_the_same_seed_gives_the_same_copy() -> None:
    """And another seed another one."""
    s = crowd(0)
    assert edges(shuffled(s, 5)) == edges(shuffled(s, 5))
    assert edges(shuffled(s, 5)) != edges(shuffled(s, 6))


def test_a_group_that_allows_no_other_graph_stays_as_it_is() -> None:
    """Everybody holds everything, and one lonely pair: no swap is possible, and none is made."""
    full = {(IP, f"v{v}"): range(6) for v in range(5)} | {(CARD, "pair"): [0, 1]}
    s = sightings(6, full, np.zeros(6, np.int32), ("",))
    assert edges(shuffled(s, 1)) == edges(s)


def test_nothing_to_shuffle_is_no_error() -> None:
    """No shared identifier at all."""
    s = sightings(3, {(PROMPT, "own"): [0]}, np.zeros(3, np.int32), ("",))
    assert len(shuffled(s, 1).account) == 0


def test_a_planted_ring_is_taken_apart() -> None:
    """Of the identifiers that only the ring held, none is held by members alone any more."""
    some = Crowd(600, seed=1)
    some.everyday()
    ring = some.ring(40, 50)
    s = some.planted(shuffled=False).sightings
    own = [v for v, value in enumerate(s.identifier_values.tolist()) if value.startswith("r50-")]
    inside = [np.isin(x.account[np.isin(x.identifier, own)], sorted(ring)).mean() for x in (s, shuffled(s, 1))]
    assert inside[0] == 1
    assert inside[1] < 0.6
