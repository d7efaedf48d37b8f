"""Granularity of cells, decided by the law: cut where the pieces are shorter apart, merge where one code is shorter
than two.
"""

from typing import Any

import igraph
import numpy as np

from fraudgraph.detect.incidence import Index, ranges
from fraudgraph.detect.law import Law, Rows
from fraudgraph.detect.params import units
from fraudgraph.detect.seeded import seeded
from fraudgraph.detect.sets import Sets

BATCH = 5000
"""Pairs of cells weighed at once."""


def split(law: Law, cells: Sets, seed: int) -> Sets:
    """Cut a cell wherever the sum of its pieces' gains beats its own; pieces come from modularity inside the cell.
    Exact: each piece is weighed.
    """
    p, done = law.params, []
    for _ in range(p.split_rounds):
        if cells.K == 0:
            break
        gain = law.weigh(cells).gain
        pieces, parent = _pieces(law, cells, seed)
        worth = law.weigh(pieces).gain
        good = worth >= units(p.min_gain, p)
        total = np.bincount(parent[good], worth[good], minlength=cells.K).astype(np.int64)
        better = total > gain
        done += [cells.of(int(c)) for c in np.flatnonzero(~better)]
        cells = pieces.take(good & better[parent])
    return Sets.from_list(done + [cells.of(c) for c in range(cells.K)])


def _pieces(law: Law, cells: Sets, seed: int) -> tuple[Sets, Index]:
    """Modularity communities inside each cell of a size worth cutting, and the cell that each comes from."""
    p = law.params
    rows = law.rows(cells)
    slot, edge, row = rows.held()
    order = np.lexsort((row, slot))  # as the accounts come
    slot, edge, row = slot[order], edge[order], row[order]
    at = np.searchsorted(cells.owner[slot], np.arange(cells.K + 1))
    worth_it = (cells.sizes >= p.split_min) & (cells.sizes <= p.split_max) & (np.diff(at) > 0)
    piece: list[Index] = []
    parent: list[int] = []
    for c in np.flatnonzero(worth_it).tolist():
        e = slice(int(at[c]), int(at[c + 1]))
        label = _modularity(slot[e] - cells.start[c], row[e], law.h[edge[e]] / p.unit, int(cells.sizes[c]), seed)
        parts = np.unique(label)
        if len(parts) > 1:
            found = [cells.of(c)[label == part] for part in parts.tolist()]
            kept = [part for part in found if len(part) >= p.min_size]
            piece += kept
            parent += [c] * len(kept)
    return Sets.from_list(piece), np.array(parent, np.int64)


def _modularity(account: Index, identifier: Index, weight: Any, n: int, seed: int) -> Index:
    """Leiden on one cell's own two-sided graph: label of each of its n accounts."""
    v = np.unique(identifier, return_inverse=True)[1]
    with seeded(seed):
        graph = igraph.Graph(n=n + int(v.max()) + 1)
        graph.add_edges(np.stack([account, n + v], 1))
        found = graph.community_leiden("modularity", weights=weight.tolist(), n_iterations=3)
    return np.array(found.membership, np.int64)[:n]


def merge(law: Law, cells: Sets) -> Sets:
    """Make two cells one wherever G(A u B) > G(A) + G(B); only pairs that share an identifier which they mostly
    hold.
    """
    for _ in range(law.params.merge_rounds):
        a, b = _neighbours(law, cells)
        if len(a) == 0:
            break
        to = _pair_up(cells.K, a, b, _saved(law, cells, a, b))
        if (to == np.arange(cells.K)).all():
            break
        cells = Sets.grouped(to[cells.owner], cells.member)
    return cells


def _neighbours(law: Law, cells: Sets) -> tuple[Index, Index]:
    """Pairs of cells (a < b) that could gain by one code."""
    K = cells.K
    if K < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows = law.rows(cells, least=1)
    volume = np.bincount(rows.set, rows.inside, minlength=K)
    rows, i, j = _meetings(law, rows)
    key = np.concatenate([rows.set[i] * K + rows.set[j], rows.set[j] * K + rows.set[i]])
    key, group = np.unique(key, return_inverse=True)
    held = np.bincount(group, np.concatenate([rows.inside[i], rows.inside[j]]), minlength=len(key))
    a, b = key // K, key % K
    n, N = cells.sizes, law.incidence.N
    # a sighting of the smaller cell loses log2(growth) bits, a shared one gains at most log2 N: too few shared ones
    # cannot pay
    can_pay = held / volume[a] * np.log2(N) >= np.log2(1 + n[b] / n[a])
    ok = (n[a] <= n[b]) & can_pay
    pair = np.unique(np.minimum(a[ok], b[ok]) * K + np.maximum(a[ok], b[ok]))
    return pair // K, pair % K


def _meetings(law: Law, rows: Rows) -> tuple[Rows, Index, Index]:
    """Rows by identifier, and the pairs of rows that meet at one identifier and together hold a good share of it."""
    order = np.lexsort((rows.set, -rows.inside, rows.identifier))
    rows = rows.take(order)
    cells_of = np.bincount(rows.identifier, minlength=law.incidence.M)
    rank = np.arange(len(rows.set)) - (np.cumsum(cells_of) - cells_of)[rows.identifier]
    keep = (cells_of[rows.identifier] >= 2) & (rank < law.params.merge_cells)
    rows, rank = rows.take(keep), rank[keep]
    j, i = ranges(np.arange(len(rank)) - rank, rank)
    together = rows.inside[i] + rows.inside[j]
    mostly = together >= law.params.join_share * law.incidence.holders[rows.identifier[i]]
    return rows, i[mostly], j[mostly]


def _saved(law: Law, cells: Sets, a: Index, b: Index) -> Index:
    """units[pairs]: what one code for both saves against two."""
    gain = law.weigh(cells).gain
    saved = -(gain[a] + gain[b])
    for s in range(0, len(a), BATCH):
        both = [
            np.concatenate([cells.of(int(x)), cells.of(int(y))])
            for x, y in zip(a[s : s + BATCH], b[s : s + BATCH], strict=True)
        ]
        saved[s : s + BATCH] += law.weigh(Sets.from_list(both)).gain
    return saved


def _pair_up(K: int, a: Index, b: Index, saved: Index) -> Index:
    """The new number of each cell: best pairs first, each cell in at most one."""
    to, busy = np.arange(K), np.zeros(K, bool)
    for s in np.argsort(-saved, kind="stable").tolist():
        if saved[s] <= 0:
            break
        if not (busy[a[s]] or busy[b[s]]):
            to[b[s]] = a[s]
            busy[a[s]] = busy[b[s]] = True
    return to
