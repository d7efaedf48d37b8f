"""Scores of a partition into rings against a truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]
NONE = -1


def adjusted_rand(a: Labels, b: Labels) -> float:
    """Adjusted Rand index of two partitions (Hubert and Arabie 1985)."""
    a, b = np.unique(a, return_inverse=True)[1], np.unique(b, return_inverse=True)[1]
    both = np.unique(a.astype(np.int64) * (b.max() + 1) + b, return_counts=True)[1]
    together, by_a, by_b, total = (
        _pairs(both),
        _pairs(np.bincount(a)),
        _pairs(np.bincount(b)),
        _pairs(np.array([len(a)])),
    )
    expected = by_a * by_b / total
    return float((together - expected) / ((by_a + by_b) / 2 - expected))


def _pairs(sizes: NDArray[Any]) -> float:
    return float((sizes.astype(np.float64) * (sizes - 1) / 2).sum())


def alone(labels: Labels) -> Labels:
    """Accounts without a ring become singletons."""
    out = labels.copy()
    free = out == NONE
    out[free] = out.max(initial=0) + 1 + np.arange(int(free.sum()))
    return out


@dataclass(frozen=True)
class AccountScore:
    """ari: over accounts with a true ring; ari_all: over all accounts; precision, recall: of accounts in any ring."""

    ari: float
    ari_all: float
    precision: float
    recall: float
    rings: int


def score_accounts(found: Labels, truth: Labels) -> AccountScore:
    """Scores of labels (NONE: in no ring) against true ones."""
    true, linked = truth != NONE, found != NONE
    both = int((true & linked).sum())
    a, b = alone(found), alone(truth)
    return AccountScore(
        round(adjusted_rand(a[true], b[true]), 4),
        round(adjusted_rand(a, b), 4),
        round(both / max(int(linked.sum()), 1), 4),
        round(both / max(int(true.sum()), 1), 4),
        len(np.unique(found[linked])),
    )


@dataclass(frozen=True)
class RingScore:
    """One planted ring: its best F1 with a ring that was found, and that ring's rank and band."""

    name: str
    ring_type: str
    accounts: int
    f1: float
    rank: int | None
    band: str | None


def best_f1(found: dict[str, set[str]], planted: dict[str, set[str]]) -> dict[str, tuple[float, str]]:
    """For each planted ring the best F1 and the ring found that reaches it."""
    home = {account: ring for ring, accounts in found.items() for account in accounts}
    best = {}
    for name, accounts in planted.items():
        shared: dict[str, int] = {}
        for account in accounts & home.keys():
            shared[home[account]] = shared.get(home[account], 0) + 1
        scores = [(2 * n / (len(accounts) + len(found[ring])), ring) for ring, n in shared.items()]
        best[name] = max(scores, default=(0.0, ""))
    return best


def average_precision(order: list[str], best: dict[str, tuple[float, str]]) -> float:
    """Of the ranked list, over all planted rings: a ring is a hit if it is the best of a planted ring at F1 >= 0.5."""
    hits = {ring for f1, ring in best.values() if f1 >= 0.5}
    return sum(_precisions([ring in hits for ring in order])) / max(len(best), 1)


def precision_of_listed(hits: Sequence[bool]) -> float:
    """Average precision of a ranked list over its own hits: what was never listed does not count against the order."""
    found = _precisions(hits)
    return sum(found) / max(len(found), 1)


def _precisions(hits: Sequence[bool]) -> list[float]:
    """At each hit, the share of hits among all down to it."""
    places = [place for place, hit in enumerate(hits, 1) if hit]
    return [seen / place for seen, place in enumerate(places, 1)]


@dataclass(frozen=True)
class PairScore:
    """Pairs of accounts in one group: precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def pair_scores(found: Labels, truth: Labels) -> PairScore:
    """Of all pairs of accounts, those found together against those truly together (NONE: together with nobody)."""
    both = (found != NONE) & (truth != NONE)
    together = _pairs(np.unique(found[both] * (truth.max(initial=0) + 1) + truth[both], return_counts=True)[1])
    linked = _pairs(np.bincount(found[found != NONE]))
    real = _pairs(np.bincount(truth[truth != NONE]))
    return PairScore(
        together / linked if linked else 0.0, together / real if real else 0.0, f1_of(together, linked, real)
    )


def f1_of(both: float, found: float, true: float) -> float:
    """Harmonic mean of both / found and both / true."""
    return 2 * both / (found + true) if found + true else 0.0


def b_cubed(found: Labels, truth: Labels) -> PairScore:
    """Mean over accounts that are in a group or a ring of the share of their group that is of their ring, and of their
    ring that is in their group (Bagga and Baldwin 1998); NONE is alone.
    """
    either = (found != NONE) | (truth != NONE)
    if not either.any():
        return PairScore(0.0, 0.0, 0.0)
    a = np.unique(alone(found)[either], return_inverse=True)[1]
    b = np.unique(alone(truth)[either], return_inverse=True)[1]
    cell, count = np.unique(a.astype(np.int64) * (b.max() + 1) + b, return_inverse=True, return_counts=True)[1:]
    precision = float((count[cell] / np.bincount(a)[a]).mean())
    recall = float((count[cell] / np.bincount(b)[b]).mean())
    return PairScore(precision, recall, 2 * precision * recall / (precision + recall))
