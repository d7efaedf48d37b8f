"""Pair scoring after Fellegi and Sunter (1969), as record-linkage tools do it: m by EM, u from the population, weights
adjusted for the frequency of the value; then components over the pairs above a probability.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.methods.graphs import Floats, components, pairs
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Incidence, Index

ROUNDS = 25
LEAST, MOST = 1e-6, 1 - 1e-6


@dataclass(frozen=True)
class Match:
    """probability: least posterior of a pair; cap: most holders of an identifier that makes two accounts a pair."""

    probability: float = 0.95
    cap: int = 100

    def labels(self, seen: Seen, seed: int) -> Index:
        """Components over the pairs that match; the seed is not used."""
        del seed
        i = seen.incidence
        found = pairs(i, self.cap)
        agree, rare = _agreements(i, found.a, found.b, self.cap)
        u, close = _by_chance(i, i.N), _by_chance(i, self.cap)
        m, share = estimate(agree, close)
        prior = np.clip(share * len(found.a) / (i.N * (i.N - 1) / 2), LEAST / i.N, 0.5)
        odds = np.log2(prior / (1 - prior)) + _weights(agree, rare, m, u)
        keep = odds >= np.log2(self.probability / (1 - self.probability))
        return components(i.N, found.a[keep], found.b[keep])


def _by_chance(i: Incidence, cap: int) -> Floats:
    """float64[T]: u, the chance that two random accounts share an identifier of the kind, of at most `cap` holders."""
    k = np.where(i.holders <= cap, i.holders, 0).astype(np.float64)
    same = np.bincount(i.kind, k * (k - 1), minlength=i.T) / (i.N * (i.N - 1.0))
    return np.clip(same, LEAST, MOST)


def _agreements(i: Incidence, a: Index, b: Index, cap: int) -> tuple[NDArray[np.bool_], Floats]:
    """bool[pairs, T]: a shared identifier of the kind; float64[pairs, T]: k / N of all that they share, in bits."""
    agree, rare = np.zeros((len(a), i.T), bool), np.zeros((len(a), i.T))
    for t in range(i.T):
        of_kind = pairs(i, cap, i.kind == t)
        key, there = a * np.int64(i.N) + b, of_kind.a * np.int64(i.N) + of_kind.b
        at = np.searchsorted(key, there)
        agree[at, t], rare[at, t] = True, of_kind.worth / of_kind.shared
    return agree, rare


def estimate(agree: NDArray[np.bool_], u: Floats) -> tuple[Floats, float]:
    """m by kind and the share of matches among the pairs, by EM with u held fixed. All pairs agree somewhere (that made
    them pairs), so both likelihoods are conditional on it.
    """
    pattern, count = np.unique(agree, axis=0, return_counts=True)
    m, share = np.full(agree.shape[1], 0.9), 0.1
    for _ in range(ROUNDS if len(agree) else 0):
        match, other = share * _likelihood(pattern, m), (1 - share) * _likelihood(pattern, u)
        weight = count * match / np.maximum(match + other, 1e-300)
        share = float(np.clip(weight.sum() / count.sum(), LEAST, MOST))
        m = np.clip((weight[:, None] * pattern).sum(0) / max(weight.sum(), 1e-300), LEAST, MOST)
    return m, share


def _likelihood(pattern: NDArray[np.bool_], p: Floats) -> Floats:
    """Of each pattern of agreement, given that it is not empty."""
    return np.asarray(np.prod(np.where(pattern, p, 1 - p), 1) / (1 - np.prod(1 - p)), np.float64)


def _weights(agree: NDArray[np.bool_], rare: Floats, m: Floats, u: Floats) -> Floats:
    """Bits of each pair: log2(m N / k) where a kind agrees, log2((1 - m) / (1 - u)) where it does not."""
    return np.asarray(np.where(agree, np.log2(m) + rare, np.log2((1 - m) / (1 - u))).sum(1), np.float64)
