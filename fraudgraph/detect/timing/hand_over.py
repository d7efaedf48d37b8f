"""Hand-overs: a thread of work (a session, a template) that leaves one account and goes on with another within seconds.

Strangers can have one thread in common: a session id like `default`, a template from a tutorial. What says more is how
quickly one takes up what another left. Each account's use of a thread falls into visits (pauses under ten minutes).
Under the background the visits of different people begin and end at independent times, at the pace at which visits to
that thread begin in the hour around: then E = sum of pace x g of those that begin would follow the end of another's
within a gap g. A thread hands over at the gap g for which S visits that follow so soon are most surprising,
P(Poisson(E) >= S), if S is at least twice E, and if it stands among all threads at a false discovery rate of FALSE
(Benjamini and Hochberg 1995).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import gammainc

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
SECOND_US = 1_000_000
GAPS = tuple(seconds * SECOND_US for seconds in (5, 15, 60))
"""What `within seconds` may mean."""
VISIT_US = 600 * SECOND_US
"""A pause that ends a visit."""
AROUND_US = 3600 * SECOND_US
"""On each side of a visit, where the pace is measured."""
WEEK_US = 7 * 86_400 * SECOND_US
FALSE = 0.05
"""Share of the threads that hand over by chance alone, in expectation."""
NONE = -1


def hand_overs(thread: Index, account: Index, at_us: Index) -> Index:
    """int64[rows]: the chain of each row, from 0 in the order of their first rows' times; NONE where a row is in none.

    Rows are exchanges, ordered by (thread, at_us, account); thread, account: codes from 0. Rows are handed over where
    one account begins a visit within the gap at which the thread hands over after the end of another's. A chain is a
    component of the accounts that hand over to each other within one week (UTC, from Thursday), over all threads: a
    single hand-over says little, that whoever takes part passes work on within one circle says much.
    """
    if len(thread) == 0:
        return np.zeros(0, np.int64)
    gap = np.concatenate([[0], np.diff(at_us)])
    on = np.concatenate([[False], thread[1:] == thread[:-1]])
    same = np.concatenate([[False], account[1:] == account[:-1]])
    begins, ends = _visits(thread, account, at_us)
    follows = on & ~same & begins & np.concatenate([[False], ends[:-1]])
    taken = np.flatnonzero(follows & (gap <= _quick(thread, at_us, gap, (begins, follows))[thread]))
    return _chains(account, at_us, taken)


def _chains(account: Index, at_us: Index, taken: Index) -> Index:
    """Chains of the rows that take over (`taken`) from the rows before them."""
    rows = np.concatenate([taken - 1, taken])
    week = np.tile(at_us[taken] // WEEK_US, 2)
    place, node = np.unique(week * (account.max() + 1) + account[rows], return_inverse=True)
    ends = (node[: len(taken)], node[len(taken) :])
    graph = coo_array((np.ones(len(taken), np.int8), ends), shape=(len(place), len(place)))
    part = connected_components(graph, directed=False)[1][node].astype(np.int64)
    first = np.full(int(part.max(initial=NONE)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, part, at_us[rows])
    rank = np.empty(len(first), np.int64)
    rank[np.lexsort((np.arange(len(first)), first))] = np.arange(len(first))
    chain = np.full(len(account), NONE, np.int64)
    chain[rows] = rank[part]
    return chain


def _visits(thread: Index, account: Index, at_us: Index) -> tuple[Flags, Flags]:
    """bool[rows], twice: rows that begin a visit of an account to a thread, and rows that end one."""
    key = thread * (account.max() + 1) + account
    order = np.argsort(key, kind="stable")
    parts = (np.diff(key[order]) != 0) | (np.diff(at_us[order]) > VISIT_US)
    begins, ends = np.ones(len(key), bool), np.ones(len(key), bool)
    begins[order[1:]], ends[order[:-1]] = parts, parts
    return begins, ends


def _quick(thread: Index, at_us: Index, gap: Index, rows: tuple[Flags, Flags]) -> Index:
    """int64[threads]: the gap within which each hands over, NONE where it does not. gap: to the row before; rows: those
    that begin a visit, and those that do so right after the end of another account's.
    """
    begins, follows = rows
    threads = int(thread[-1]) + 1
    line = thread * (int(at_us.max() - at_us.min()) + 3 * AROUND_US) + at_us - at_us.min()  # one thread after another
    visits, tried = line[begins], np.bincount(thread[follows], minlength=threads) > 0
    others = begins & np.concatenate([[False], thread[1:] == thread[:-1]])
    new = np.flatnonzero(others)
    near = np.searchsorted(visits, line[new] + AROUND_US, "right") - np.searchsorted(visits, line[new] - AROUND_US)
    pace = near / (2.0 * AROUND_US)
    chance, best = np.ones(threads), np.full(threads, NONE, np.int64)
    for within in GAPS:
        counts = np.bincount(thread[new], follows[new] & (gap[new] <= within), minlength=threads)
        expected = np.bincount(thread[new], np.minimum(pace * (within + SECOND_US), 1), minlength=threads)
        p = np.where(counts >= np.maximum(2 * expected, 1), gammainc(np.maximum(counts, 1), expected), 1.0)
        best[p < chance] = within
        chance = np.minimum(chance, p)
    best[~_discovered(np.minimum(chance * len(GAPS), 1), tried)] = NONE
    return best


def _discovered(chance: Floats, tried: Flags) -> Flags:
    """Which of those that were tried stand at the false discovery rate FALSE."""
    ordered = np.sort(chance[tried])
    below = np.flatnonzero(ordered <= FALSE * np.arange(1, len(ordered) + 1) / max(len(ordered), 1))
    return np.asarray(tried & (chance <= (ordered[below[-1]] if len(below) else -1.0)))
