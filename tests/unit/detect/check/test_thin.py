"""Copies that lost a part of the sightings, or whole kinds, are what the store would have given."""

import numpy as np
import pytest

from fraudgraph.detect.check.thin import resampled, without
from fraudgraph.detect.sightings import Sightings
from tests.unit.detect.worlds import CARD, IP, KINDS, PROMPT, Crowd, sightings


def crowd() -> Crowd:
    """500 accounts with a ring."""
    some = Crowd(500, seed=2)
    some.everyday()
    some.ring(30, 100)
    return some


def consistent(s: Sightings) -> None:
    """Every identifier is shared, every degree at least the shared ones, codes without gaps."""
    holders = np.bincount(s.identifier, minlength=s.identifiers)
    assert (holders >= 2).all()
    assert len(s.kind) == len(s.identifier_values) == s.identifiers
    shared = np.zeros(s.degree.shape, np.int64)
    np.add.at(shared, (s.account, s.kind[s.identifier]), 1)
    assert (s.degree >= shared).all()
    assert s.degree.shape == (s.accounts, len(s.kinds))
    assert len(s.count) == len(s.account) == len(s.identifier)


def names(s: Sightings) -> set[tuple[int, str, str]]:
    """Edges by what they are called."""
    kind = [s.kinds[t] for t in s.kind.tolist()]
    value = s.identifier_values.tolist()
    return {(a, kind[v], value[v]) for a, v in zip(s.account.tolist(), s.identifier.tolist(), strict=True)}


@pytest.mark.parametrize("seed", range(3))
def test_a_resample_loses_its_share_of_all_sightings(seed: int) -> None:
    """A fifth of them, private ones too, and nothing is added."""
    s = crowd().planted().sightings
    other = resampled(s, seed)
    consistent(other)
    assert names(other) < names(s)
    assert other.accounts == s.accounts
    total = int(s.degree.sum())
    assert abs(int(other.degree.sum()) - 0.8 * total) < 5 * np.sqrt(0.16 * total)


def test_a_resample_depends_on_its_seed_alone() -> None:
    """Same seed, same copy."""
    s = crowd().planted().sightings
    assert names(resampled(s, 4)) == names(resampled(s, 4)) != names(resampled(s, 5))


def test_nothing_dropped_is_the_original() -> None:
    """Every edge and degree."""
    s = crowd().planted().sightings
    other = resampled(s, 0, dropped=0.0)
    assert names(other) == names(s)
    assert np.array_equal(other.degree, s.degree)


def test_the_last_holder_has_a_private_identifier() -> None:
    """Two holders, of whom one loses it: it is shared no more, and counts for the other."""
    pairs = {(CARD, f"c{n:03}"): [2 * n, 2 * n + 1] for n in range(200)}
    s = sightings(400, pairs, np.zeros(400, np.int32), ("",))
    other = resampled(s, 1)
    consistent(other)
    assert int(other.degree.sum()) > len(other.account)
    assert other.identifiers < 200


@pytest.mark.parametrize("gone", [("ip",), ("payment_instrument", "ip"), KINDS, ()])
def test_without_a_kind_is_as_if_it_had_never_been_loaded(gone: tuple[str, ...]) -> None:
    """The same sightings as those of a population in which nobody was ever seen with it."""
    some = crowd()
    s = some.planted(shuffled=False).sightings
    left = {key: held for key, held in some.seen.items() if KINDS[key[0]] not in gone}
    other = without(s, gone)
    consistent(other)
    plain = sightings(500, left, s.stratum, s.strata)
    keep = [t for t, name in enumerate(KINDS) if name not in gone]
    assert other.kinds == tuple(KINDS[t] for t in keep)
    assert names(other) == names(plain)
    assert np.array_equal(other.degree, plain.degree[:, keep])


def test_kinds_keep_their_codes_in_order() -> None:
    """The kind in the middle goes, the one after it moves up."""
    s = sightings(4, {(IP, "i"): [0, 1], (CARD, "c"): [1, 2], (PROMPT, "p"): [2, 3]}, np.zeros(4, np.int32), ("",))
    other = without(s, {"payment_instrument"})
    assert [other.kinds[t] for t in other.kind.tolist()] == ["ip", "prompt_fingerprint"]
    assert other.identifier_values.tolist() == ["i", "p"]
