"""One level up: every part is one account, and what its members hold is what it holds."""

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from fraudgraph.detect.incidence import Codes, Incidence, Index, first_of_each
from fraudgraph.detect.sets import NONE
from fraudgraph.detect.witness import repeated

CLOSED = 10
"""Most holders of an identifier that ties parts in a chain: two rare ones between two parts, none beside."""


def contract(incidence: Incidence, label: Index) -> tuple[Incidence, Index, Index]:
    """Parts (label >= 0) become accounts 0 .. K-1, free accounts follow; identifiers inside one part only disappear,
    and so does what a single account says twice (`witness`).

    Returns the small incidence, the node of each account, and what each identifier was before. A part's degree counts
    its identifiers, so big parts surprise less.
    """
    i, K = incidence, int(label.max(initial=NONE)) + 1
    free = label == NONE
    node = np.where(free, K + np.cumsum(free) - 1, label)
    N = K + int(free.sum())
    a, v, told = _contracted_edges(i, node, K)
    degree = np.zeros((N, i.T), np.int64)
    np.add.at(degree, node, i.degree)
    np.subtract.at(degree, (node[i.account], i.kind[i.identifier]), 1)
    np.add.at(degree, (a, i.kind[v]), 1)
    again = repeated(i, label)
    counts = np.ones(len(a), np.bool_)  # only the parts, which come first, say something twice
    counts[:told] = ~np.isin(a[:told] * i.M + v[:told], node[i.account[again]] * i.M + i.identifier[again])
    a, v = a[counts], v[counts]
    holders = np.bincount(v, minlength=i.M)
    keep = holders > 1
    e = keep[v]
    small = Incidence(
        a[e].astype(np.int32),
        (np.cumsum(keep) - 1)[v[e]].astype(np.int32),
        i.kind[keep],
        degree.astype(np.int32),
        _strata(i, node, K),
    )
    return small, node, np.flatnonzero(keep)


def _strata(incidence: Incidence, node: Index, K: int) -> Codes:
    """The stratum of each node: of a part that of most of its members, the first among equals."""
    i, inside = incidence, node < K
    most = np.bincount(node[inside] * i.R + i.stratum[inside], minlength=K * i.R).reshape(K, i.R).argmax(1)
    return np.concatenate([most.astype(np.int32), i.stratum[~inside]])


def _contracted_edges(incidence: Incidence, node: Index, K: int) -> tuple[Index, Index, int]:
    """Edges (node, identifier) without repetition, sorted by node, and how many are of parts. Only the parts can repeat
    one; the edges of free accounts stay as they are.
    """
    i = incidence
    a, v = node[i.account], i.identifier.astype(np.int64)
    inside = a < K
    key = np.sort(a[inside] * i.M + v[inside])
    key = key[first_of_each(key)]
    return np.concatenate([key // i.M, a[~inside]]), np.concatenate([key % i.M, v[~inside]]), len(key)


def lift(label: Index, node: Index, K: int, nodes: int) -> Index:
    """A partition of accounts seen from the parts: a part goes where at least half of its accounts are."""
    inside = node < K
    size = np.bincount(node[inside], minlength=K)
    known = inside & (label != NONE)
    L = int(label.max(initial=0)) + 1
    key, count = np.unique(node[known] * L + label[known], return_counts=True)
    most = 2 * count >= size[key // L]
    out = np.full(nodes, NONE, np.int64)
    out[key[most] // L] = key[most] % L
    return out


def only_parts(small: Incidence, K: int) -> Index:
    """int64[N]: components of the parts over identifiers of at most CLOSED holders that nobody else holds."""
    i = small
    inside = np.bincount(i.identifier[: i.start[K]], minlength=i.M)
    edge = np.flatnonzero(((inside == i.holders) & (inside <= CLOSED))[i.identifier])
    ends = (i.account[edge], i.N + i.identifier[edge].astype(np.int64))
    graph = coo_array((np.ones(len(edge), np.int8), ends), shape=(i.N + i.M, i.N + i.M))
    label = np.asarray(connected_components(graph, directed=False)[1][: i.N], dtype=np.int64)
    label[K:] = NONE
    return label
