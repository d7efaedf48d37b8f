"""FRAUDAR (Hooi et al. 2016): the densest block of accounts and identifiers by greedy peeling, again and again.

Columns weigh 1 / log(k + 5), so that camouflage with popular identifiers gains nothing. After each block its edges are
taken out.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from benchmarks.quality.methods.graphs import two_sided
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index


@dataclass(frozen=True)
class Fraudar:
    """blocks: how many are taken out."""

    blocks: int = 40

    def labels(self, seen: Seen, seed: int) -> Index:
        """One block a group, the first block of an account; the seed is not used."""
        del seed
        i = seen.incidence
        edges, weight = two_sided(i), (1 / np.log(i.holders + 5.0))[i.identifier]
        label = np.full(i.N, -1, np.int64)
        for block in range(self.blocks):
            if len(edges) == 0:
                break
            inside = densest(i.N + i.M, edges, weight)
            label[np.flatnonzero(inside[: i.N] & (label < 0))] = block
            left = ~(inside[edges[:, 0]] & inside[edges[:, 1]])
            edges, weight = edges[left], weight[left]
        return label


def densest(n: int, edges: Index, weight: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray:
    """bool[n]: the vertices left when the weight of edges a vertex was highest, peeling the lightest vertex first."""
    ends = np.concatenate([edges, edges[:, ::-1]])
    both = csr_array(coo_array((np.tile(weight, 2), (ends[:, 0], ends[:, 1])), shape=(n, n)))
    degree = np.asarray(both.sum(1)).ravel()
    there = degree > 0
    order, best = peel(both, degree.tolist(), np.flatnonzero(there).tolist())
    there[order[:best]] = False
    return there


def peel(both: csr_array, degree: list[float], alive: list[int]) -> tuple[list[int], int]:
    """The order of peeling and after how many vertices the rest was densest."""
    start, to, worth = both.indptr.tolist(), both.indices.tolist(), both.data.tolist()
    heap = [(degree[v], v) for v in alive]
    heapq.heapify(heap)
    gone, order = set(range(len(degree))) - set(alive), []
    total, density, best = sum(degree) / 2, sum(degree) / 2 / max(len(alive), 1), 0
    while heap:
        d, v = heapq.heappop(heap)
        if v in gone or d > degree[v] + 1e-9:
            continue
        gone.add(v)
        order.append(v)
        total -= degree[v]
        for j in range(start[v], start[v + 1]):
            u = to[j]
            if u not in gone:
                degree[u] -= worth[j]
                heapq.heappush(heap, (degree[u], u))
        left = len(alive) - len(order)
        if left and total / left > density + 1e-12:
            density, best = total / left, len(order)
    return order, best
