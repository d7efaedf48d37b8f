"""The null check: shuffle who holds what, keep everything else, and nothing may pass."""

import numpy as np
import pytest

from fraudgraph.detect.communities import Communities, find, propose
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.order import names_free
from fraudgraph.detect.params import Params
from tests.unit.detect.worlds import IP, Crowd, Planted


def population(seed: int) -> Planted:
    """3,000 accounts in three strata, one of them small and with addresses of its own; rings of 8 to 150."""
    small, middle, accounts = 250, 900, 3000
    stratum = [2] * small + [1] * middle + [0] * (accounts - small - middle)
    crowd = Crowd(accounts, seed=seed, stratum=stratum, strata=("big", "middle", "small"))
    crowd.everyday()
    for a in range(small):
        for ip in crowd.draw.integers(0, 20, 2).tolist():
            crowd.hold(IP, f"carrier-{ip}", [a])
    for size, at in ((8, 300), (20, 600), (60, 1300), (150, 2000)):
        crowd.ring(size, at)
    return crowd.planted()


def shuffled(i: Incidence, seed: int) -> Incidence:
    """Swap the identifiers of two edges of one kind and stratum, many times: every degree, every holder count, every
    count by stratum stays.
    """
    draw = np.random.default_rng(seed)
    holds = [set(i.identifier[i.start[a] : i.start[a + 1]].tolist()) for a in range(i.N)]
    account, identifier = i.account.tolist(), i.identifier.tolist()
    group = i.kind[i.identifier].astype(np.int64) * i.R + i.stratum[i.account]
    for g in np.unique(group).tolist():
        edges = np.flatnonzero(group == g)
        for e, f in draw.choice(edges, (12 * len(edges), 2)).tolist():
            a, b, v, w = account[e], account[f], identifier[e], identifier[f]
            if v != w and a != b and w not in holds[a] and v not in holds[b]:
                holds[a].remove(v)
                holds[a].add(w)
                holds[b].remove(w)
                holds[b].add(v)
                identifier[e], identifier[f] = w, v
    order = np.lexsort((identifier, account))
    return Incidence(i.account[order], np.array(identifier, np.int32)[order], i.kind, i.degree, i.stratum)


def counts(i: Incidence) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]:
    """Edges by account and kind, and by identifier and stratum."""
    by_kind = np.bincount(i.account * i.T + i.kind[i.identifier], minlength=i.N * i.T)
    return by_kind, np.bincount(i.identifier * i.R + i.stratum[i.account], minlength=i.M * i.R)


def communities(i: Incidence) -> Communities:
    """By the whole way."""
    ordered = names_free(i).incidence
    return find(ordered, propose(ordered, 0), Params(), 0)


def test_a_shuffle_keeps_degrees_kinds_and_strata() -> None:
    """And nothing else: most edges are others."""
    i = population(0).incidence
    other = shuffled(i, 1)
    assert np.array_equal(other.holders, i.holders)
    for x, y in zip(counts(i), counts(other), strict=True):
        assert np.array_equal(x, y)
    edges = [set(zip(x.account.tolist(), x.identifier.tolist(), strict=True)) for x in (i, other)]
    assert len(edges[0]) == len(edges[1]) == len(i.account)
    assert len(edges[0] & edges[1]) < 0.5 * len(i.account)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_passes_in_a_shuffled_population(seed: int) -> None:
    """The planted rings are found, and none after each of two shuffles: 0 cells, communities, associations."""
    i = population(seed).incidence
    assert communities(i).count >= 4
    for again in (1, 2):
        found = communities(shuffled(i, 10 * seed + again))
        assert (found.count, found.cells.K, found.associations.K) == (0, 0, 0)
