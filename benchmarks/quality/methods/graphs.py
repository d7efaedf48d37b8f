"""The two graphs that general methods are run on: accounts with identifiers, and accounts with accounts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from fraudgraph.detect.incidence import Incidence, Index

Floats = NDArray[np.float64]


def rarity(incidence: Incidence) -> Floats:
    """float64[E]: log2(N / k) of the identifier of each edge, never nothing (igraph drops no edge, Infomap does)."""
    return np.maximum(np.log2(incidence.N / incidence.holders), 1e-6)[incidence.identifier]


def two_sided(incidence: Incidence) -> Index:
    """int64[E, 2]: account a is vertex a, identifier v is vertex N + v."""
    return np.stack([incidence.account, incidence.N + incidence.identifier.astype(np.int64)], 1)


def components(n: int, a: Index, b: Index) -> Index:
    """int64[n]: connected components of the graph with these edges."""
    graph = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


@dataclass(frozen=True)
class Pairs:
    """Pairs of accounts a < b that share identifiers: how many, and the sum of their worth."""

    a: Index
    b: Index
    shared: Index
    worth: Floats

    def take(self, keep: NDArray[np.bool_]) -> "Pairs":
        """The pairs where keep holds."""
        return Pairs(self.a[keep], self.b[keep], self.shared[keep], self.worth[keep])


def pairs(incidence: Incidence, cap: int, wanted: NDArray[np.bool_] | None = None) -> Pairs:
    """Pairs over identifiers of at most `cap` holders (of which `wanted`, bool[M], holds); worth is log2(N / k) an
    identifier.

    A cap is unavoidable: an identifier of k holders has k(k-1)/2 pairs.
    """
    i = incidence
    use = (i.holders <= cap) & (True if wanted is None else wanted)
    edge = use[i.identifier]
    where = (i.account[edge], i.identifier[edge])
    holds = csr_array(coo_array((np.ones(int(edge.sum()), np.float64), where), shape=(i.N, i.M)))
    worth = csr_array(coo_array((np.sqrt(rarity(i)[edge]), where), shape=(i.N, i.M)))
    count, total = (holds @ holds.T).tocsr(), (worth @ worth.T).tocsr()
    count.sort_indices()
    total.sort_indices()
    row = np.repeat(np.arange(i.N), np.diff(count.indptr))
    upper = row < count.indices
    return Pairs(
        row[upper],
        count.indices[upper].astype(np.int64),
        count.data[upper].astype(np.int64),
        total.data[upper],
    )
