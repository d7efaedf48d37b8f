"""Where everything stands: accounts around the identifier of their cluster, clusters in cells, cells in the ring."""

from dataclasses import dataclass

import igraph
import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.seeded import seeded
from fraudgraph.evidence.picture.clusters import NOWHERE, Clusters
from fraudgraph.evidence.picture.held import Held, Index, Reals
from fraudgraph.evidence.picture.spread import GENTLY, TIGHTLY, spread

PITCH = 0.6
"""Radius of the k-th account of a cluster is PITCH sqrt(k): a sunflower whose accounts are about 1 apart."""
GOLDEN = np.pi * (3 - np.sqrt(5))
MARGIN = 0.7
FILLED = 0.72
"""Share of the area that discs cover before they are moved apart."""
LARGEST, LEAST, GROWTH = 0.042, 0.6, 0.4
"""Radius of the identifier that gains most, as a share of the ring's; the least radius of any; the power of the gain
by which the radius grows.
"""
STEPS, STRIDE = 75, 0.2
"""Rounds of pulling and pushing, and the longest step of the first one, as a share of sqrt(n): with strides of 0.1, as
igraph takes them, it takes twice the rounds to settle.
"""
MANY = 3_000
"""So many clusters are laid out on a grid: each repels its neighbourhood only."""


@dataclass(frozen=True)
class Layout:
    """Places (float64[., 2]) and radii (float64[.]) of accounts, identifiers, clusters and cells. Accounts are about
    1 apart, the middle of the ring is the origin.
    """

    account: Reals
    identifier: Reals
    identifier_radius: Reals
    cluster: Reals
    cluster_radius: Reals
    cell: Reals
    cell_radius: Reals

    @property
    def radius(self) -> float:
        """Of the whole."""
        reach = np.hypot(*self.cell.T) + self.cell_radius
        return float(reach.max(initial=1.0))


@dataclass(frozen=True)
class _Discs:
    """What is placed: clusters, then identifiers that stand by themselves. node: of each identifier the disc that has
    it; ends: int64[., 2], discs that share accounts, by `weight`; middle: bool, the hearts of the cells.
    """

    radius: Reals
    cell: Index
    node: Index
    ends: Index
    weight: Reals
    middle: NDArray[np.bool_]


def layout_of(held: Held, clusters: Clusters, seed: int) -> Layout:
    """The layout; the same for the same ring and seed."""
    size = glyphs(held)
    offset, room = _middles(held, clusters, size)
    discs = _discs(held, clusters, size, room)
    inner, cell_radius = _cells(discs, held.cells, seed)
    cell, between = _ring(discs, cell_radius, seed)
    at = np.where((discs.cell >= 0)[:, None], inner + cell[np.maximum(discs.cell, 0)], between)
    gathered = len(clusters.anchor)
    return Layout(
        account=at[clusters.of] + sunflower(clusters, room),
        identifier=at[discs.node] + offset,
        identifier_radius=size,
        cluster=at[:gathered],
        cluster_radius=discs.radius[:gathered],
        cell=cell,
        cell_radius=cell_radius,
    )


def glyphs(held: Held) -> Reals:
    """float64[m]: radius of each identifier, growing with what it gains."""
    ring = PITCH * np.sqrt(held.accounts / 0.6)
    share = (np.maximum(held.gain, 0) / max(held.gain.max(initial=0), 1e-9)) ** GROWTH
    return np.asarray(np.maximum(LEAST, max(0.9, LARGEST * ring) * share), np.float64)


def _middles(held: Held, clusters: Clusters, size: Reals) -> tuple[Reals, Reals]:
    """float64[m, 2]: each identifier from the middle of its cluster; float64[K]: radius that the middle takes."""
    offset = np.zeros((held.identifiers, 2))
    room = np.where(clusters.anchor >= 0, np.append(size, 0.0)[clusters.anchor], 0.0)
    for heart in np.flatnonzero(clusters.heart):
        mine = np.flatnonzero(clusters.disc == heart)
        mine = mine[np.argsort(-size[mine], kind="stable")]
        offset[mine] = packed(size[mine] * 1.2)
        room[heart] = (np.hypot(*offset[mine].T) + size[mine]).max()
    return offset, room


def packed(radius: Reals) -> Reals:
    """float64[n, 2]: discs side by side around the origin, the first one inmost."""
    turn = GOLDEN * np.arange(len(radius))
    reach = np.sqrt(np.cumsum(radius**2) - radius**2)
    at = spread(np.stack([reach * np.cos(turn), reach * np.sin(turn)], 1), radius, pull=TIGHTLY)
    return np.asarray(at - np.average(at, axis=0, weights=radius**2))


def sunflower(clusters: Clusters, room: Reals) -> Reals:
    """float64[n, 2]: of each account from the middle of its cluster; the first members of the ring stand inmost."""
    order = np.argsort(clusters.of, kind="stable")
    starts = np.cumsum(clusters.sizes) - clusters.sizes
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(starts, clusters.sizes)
    reach = PITCH * np.sqrt(rank + _places(room)[clusters.of])
    return np.stack([reach * np.cos(GOLDEN * rank), reach * np.sin(GOLDEN * rank)], 1)


def _places(room: Reals) -> Reals:
    """float64[K]: accounts that would stand where the identifiers in the middle do."""
    return np.where(room > 0, ((room + 0.55) / PITCH) ** 2, 0.3)


def _discs(held: Held, clusters: Clusters, size: Reals, room: Reals) -> _Discs:
    gathered, free = len(clusters.anchor), np.flatnonzero(clusters.disc == NOWHERE)
    node = clusters.disc.copy()
    node[free] = gathered + np.arange(len(free))
    radius = np.maximum(PITCH * np.sqrt(clusters.sizes + _places(room)), room) + MARGIN
    cluster, to = clusters.of[held.account], node[held.identifier]
    apart = cluster != to
    discs = gathered + len(free)
    pair, count = np.unique(cluster[apart] * discs + to[apart], return_counts=True)
    ends, holders = np.stack(np.divmod(pair, discs), axis=1), np.bincount(to, minlength=discs)
    return _Discs(
        radius=np.concatenate([radius, size[free] + 0.6 * MARGIN]),
        cell=np.concatenate([clusters.cell, clusters.home[free]]),
        node=node,
        ends=ends,
        weight=count / np.maximum(holders[ends[:, 1]], 1),
        middle=np.concatenate([clusters.heart, np.zeros(len(free), np.bool_)]),
    )


def _cells(discs: _Discs, cells: int, seed: int) -> tuple[Reals, Reals]:
    """Places inside each cell, around its own middle, and the radius of each cell."""
    at, radius = np.zeros((len(discs.radius), 2)), np.ones(cells)
    inner = discs.cell[discs.ends]
    local = (inner[:, 0] == inner[:, 1]) & ~discs.middle[discs.ends].any(axis=1)
    for cell in range(cells):
        mine = np.flatnonzero(discs.cell == cell)
        ties = np.flatnonzero(local & (inner[:, 0] == cell))
        ends = np.searchsorted(mine, discs.ends[ties])
        at[mine] = placed(discs.radius[mine], ends, discs.weight[ties], seed, discs.middle[mine])
        middle, reach = enclosing(at[mine], discs.radius[mine])
        at[mine] -= middle
        radius[cell] = reach + 0.5 * MARGIN
    return at, radius


def _ring(discs: _Discs, cell_radius: Reals, seed: int) -> tuple[Reals, Reals]:
    """Places of the cells, and of the discs that stand between them."""
    cells, free = len(cell_radius), np.flatnonzero(discs.cell == NOWHERE)
    number = discs.cell.copy()
    number[free] = cells + np.arange(len(free))
    ends = number[discs.ends]
    apart = ends[:, 0] != ends[:, 1]
    pairs, where = np.unique(ends[apart], axis=0, return_inverse=True)
    weight = np.bincount(where.ravel(), discs.weight[apart], len(pairs)).astype(np.float64)
    gap = 0.06 * cell_radius.max(initial=1.0) if cells > 1 else 0.0
    radius = np.concatenate([cell_radius + gap, discs.radius[free] * 1.6])
    at = placed(radius, pairs, weight, seed, np.zeros(len(radius), np.bool_))
    between = np.zeros((len(discs.radius), 2))
    between[free] = at[cells:]
    return at[:cells], between


def enclosing(at: Reals, radius: Reals) -> tuple[Reals, float]:
    """Middle and radius of nearly the smallest circle around all discs (Badoiu and Clarkson 2003)."""
    middle = at.mean(axis=0)
    for step in range(2, 300):
        away = np.hypot(*(at - middle).T) + radius
        farthest = int(away.argmax())
        middle = middle + (at[farthest] - middle) * (1 - radius[farthest] / max(away[farthest], 1e-9)) / step
    return middle, float((np.hypot(*(at - middle).T) + radius).max())


def placed(radius: Reals, ends: Index, weight: Reals, seed: int, middle: NDArray[np.bool_]) -> Reals:
    """float64[n, 2]: discs that pull at each other by weight (Fruchterman and Reingold 1991), then moved apart.
    middle: bool[n], at most one, which stays in the middle.
    """
    n = len(radius)
    if n < 2:
        return np.zeros((n, 2))
    graph = igraph.Graph(n=n)
    graph.add_edges(ends)
    start = np.random.default_rng(seed).normal(size=(n, 2)) * np.sqrt(n)
    with seeded(seed):
        found = graph.layout_fruchterman_reingold(
            weights=(weight / max(weight.mean(), 1e-12)).tolist() if len(weight) else None,
            niter=STEPS,
            start_temp=STRIDE * float(np.sqrt(n)),
            seed=start.tolist(),
            grid=n > MANY,
        )
    at = np.array(found.coords)
    at = at - at[~middle].mean(axis=0)
    at[middle] = 0.0
    return spread(evened(at, radius), radius, middle, GENTLY if middle.any() else TIGHTLY / 2)


def evened(at: Reals, radius: Reals) -> Reals:
    """float64[n, 2]: the same directions from the middle and the same order of distances, with the area of the discs
    spread evenly over the whole.
    """
    distance = np.hypot(at[:, 0], at[:, 1])
    order = np.argsort(distance, kind="stable")
    area = np.cumsum(radius[order] ** 2) - radius[order] ** 2 / 2
    wanted = np.empty(len(at))
    wanted[order] = np.sqrt(area / FILLED)
    wanted[distance == 0] = 0.0
    return at * (wanted / np.maximum(distance, 1e-9))[:, None]
