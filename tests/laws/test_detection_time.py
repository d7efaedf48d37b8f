"""Time alone: a ring that shares nothing but its moments comes out; shuffle who acts when, and nobody does."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fraudgraph.detect.communities import Search
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.order import names_free
from fraudgraph.detect.params import Params
from fraudgraph.detect.timing.hand_over import hand_overs
from fraudgraph.detect.timing.windows import LOCKSTEP, scan

Index = NDArray[np.int64]
ACCOUNTS, RING, DAYS, DAY = 3000, 50, 28, 86_400
T0 = 1_776_816_000


def moments(seed: int) -> tuple[Index, Index, Index]:
    """(thread, account, at_us) of every exchange. The first RING accounts act within 8 seconds of 40 moments, and pass
    sessions on within 4 seconds; sessions of all others stay with them, but for 60 ids that strangers share.
    """
    draw = np.random.default_rng(seed)
    rows = [(10_000 + a, a, T0 + float(t)) for a in range(ACCOUNTS) for t in draw.uniform(0, DAYS * DAY, 40)]
    rows += [(int(draw.integers(0, 60)), int(a), T0 + float(t)) for a, t in zip(
        draw.integers(RING, ACCOUNTS, 6000), draw.uniform(0, DAYS * DAY, 6000), strict=True)]  # fmt: skip
    for moment in T0 + draw.choice(DAYS * 140, 40, replace=False) * 617.0:
        rows += [(20_000 + a, a, moment + float(late)) for a, late in enumerate(draw.uniform(0, 8, RING))]
    for session in range(200):
        at = T0 + float(draw.uniform(0, DAYS * DAY))
        for account in draw.choice(RING, 3, replace=False).tolist():
            rows += [(30_000 + session, account, at + 30.0 * place) for place in range(10)]
            at += 270 + 4
    thread, account, at_s = (np.array(column) for column in zip(*rows, strict=True))
    return thread.astype(np.int64), account.astype(np.int64), (at_s * 1e6).astype(np.int64)


def incidence(thread: Index, account: Index, at_us: Index) -> Incidence:
    """Lockstep (kind 0) and hand-overs (kind 1) of the exchanges."""
    second, count = np.unique(at_us // 1_000_000, return_counts=True)
    found = scan(second, count.astype(np.int64), LOCKSTEP)
    window = np.searchsorted(found.first, at_us // 1_000_000, "right") - 1
    inside = window >= 0
    inside[inside] = at_us[inside] // 1_000_000 < (found.first + found.width)[window[inside]]
    order = np.lexsort((account, at_us, thread))
    _, dense = np.unique(thread[order], return_inverse=True)
    chain = hand_overs(dense.astype(np.int64), account[order], at_us[order])
    taken = chain >= 0
    edges = np.unique(
        np.concatenate(
            [
                np.stack([account[inside], window[inside]]),
                np.stack([account[order][taken], chain[taken] + len(found.first)]),
            ],
            axis=1,
        ),
        axis=1,
    )
    return _shared(edges[0], edges[1], len(found.first))


def _shared(account: Index, identifier: Index, windows: int) -> Incidence:
    kind = (identifier >= windows).astype(np.int64)
    degree = np.zeros((ACCOUNTS, 2), np.int32)
    np.add.at(degree, (account, kind), 1)
    kept = (np.bincount(identifier) > 1)[identifier]
    values, code = np.unique(identifier[kept], return_inverse=True)
    order = np.lexsort((code, account[kept]))
    return Incidence(
        account[kept][order].astype(np.int32),
        code[order].astype(np.int32),
        (values >= windows).astype(np.int16),
        degree,
        np.zeros(ACCOUNTS, np.int32),
    )


def communities(seen: Incidence) -> list[set[int]]:
    """By the whole way."""
    ordered = names_free(seen)
    found = Search(ordered.incidence, ordered.incidence, Params(), 0).find()
    ring = found.ring_of[found.cells.owner]
    return [set(ordered.account[found.cells.member[ring == one]].tolist()) for one in range(found.count)]


@pytest.mark.parametrize("seed", range(3))
def test_a_ring_that_shares_only_its_moments_is_found(seed: int) -> None:
    """All of it, and nobody else."""
    assert communities(incidence(*moments(seed))) == [set(range(RING))]


@pytest.mark.parametrize("seed", range(3))
def test_shuffling_accounts_against_times_leaves_nobody(seed: int) -> None:
    """The same times and threads, other accounts: 0 communities."""
    thread, account, at_us = moments(seed)
    np.random.default_rng(seed + 100).shuffle(account)
    assert communities(incidence(thread, account, at_us)) == []
