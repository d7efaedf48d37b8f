"""Pair scoring after Fellegi and Sunter (1969), as record-linkage tools do it: m by EM, u from the population, weights
adjusted for the frequency of the value; then components over the pairs above a probability.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.methods.graphs import Floats, components, pairs
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Incidence, Index

Flags = NDArray[np.bool_]
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
        compared = _compare(i, found.a, found.b, self.cap)
        m, share = estimate(compared.agree, compared.both, _by_chance(i, self.cap))
        prior = np.clip(share * len(found.a) / (i.N * (i.N - 1) / 2), LEAST / i.N, 0.5)
        odds = np.log2(prior / (1 - prior)) + _weights(compared, m, _by_chance(i, i.N))
        keep = odds >= np.log2(self.probability / (1 - self.probability))
        return components(i.N, found.a[keep], found.b[keep])


@dataclass(frozen=True)
class Compared:
    """By pair and kind. agree: they share one; both: each has one (else the kind says nothing); rare: log2(N / k) of
    what they share.
    """

    agree: Flags
    both: Flags
    rare: Floats


def _compare(i: Incidence, a: Index, b: Index, cap: int) -> Compared:
    agree, rare = np.zeros((len(a), i.T), bool), np.zeros((len(a), i.T))
    for t in range(i.T):
        of_kind = pairs(i, cap, i.kind == t)
        at = np.searchsorted(a * np.int64(i.N) + b, of_kind.a * np.int64(i.N) + of_kind.b)
        agree[at, t], rare[at, t] = True, of_kind.worth / of_kind.shared
    return Compared(agree, (i.degree[a] > 0) & (i.degree[b] > 0), rare)


def _by_chance(i: Incidence, cap: int) -> Floats:
    """float64[T]: u, the chance that two random accounts share an identifier of the kind, of at most `cap` holders."""
    k = np.where(i.holders <= cap, i.holders, 0).astype(np.float64)
    same = np.bincount(i.kind, k * (k - 1), minlength=i.T) / (i.N * (i.N - 1.0))
    return np.clip(same, LEAST, MOST)


def estimate(agree: Flags, both: Flags, u: Floats) -> tuple[Floats, float]:
    """m by kind and the share of matches among the pairs, by EM with u held fixed. All pairs agree somewhere (that made
    them pairs), so both likelihoods are conditional on it.
    """
    T = len(u)
    pattern, count = np.unique(np.hstack([agree, both]), axis=0, return_counts=True)
    same, there = pattern[:, :T], pattern[:, T:]
    m, share = np.full(T, 0.9), 0.1
    for _ in range(ROUNDS if len(agree) else 0):
        match, other = share * _likelihood(same, there, m), (1 - share) * _likelihood(same, there, u)
        weight = count * match / np.maximum(match + other, 1e-300)
        share = float(np.clip(weight.sum() / count.sum(), LEAST, MOST))
        known = np.maximum((weight[:, None] * there).sum(0), 1e-300)
        m = np.clip((weight[:, None] * same).sum(0) / known, LEAST, MOST)
    return m, share


def _likelihood(agree: Flags, both: Flags, p: Floats) -> Floats:
    """Of each pattern of agreement over the kinds that both have, given that they agree somewhere."""
    each = np.where(both, np.where(agree, p, 1 - p), 1.0)
    return np.asarray(np.prod(each, 1) / (1 - np.prod(np.where(both, 1 - p, 1.0), 1)), np.float64)


def _weights(compared: Compared, m: Floats, u: Floats) -> Floats:
    """Bits of each pair: log2(m N / k) where a kind agrees, log2((1 - m) / (1 - u)) where both have one and differ."""
    differ = np.where(compared.both, np.log2((1 - m) / (1 - u)), 0.0)
    return np.asarray(np.where(compared.agree, np.log2(m) + compared.rare, differ).sum(1), np.float64)
