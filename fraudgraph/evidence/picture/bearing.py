"""What carries a ring: the identifiers that gain most, that span cells, and without which accounts come apart."""

import igraph
import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.picture.held import Held, Index, Reals

CARRIED = 0.5


def load_bearing(gain: Reals) -> NDArray[np.bool_]:
    """bool[m]: the fewest identifiers that together gain half of what all of them gain."""
    order = np.argsort(-gain, kind="stable")
    before = np.cumsum(np.maximum(gain[order], 0)) - np.maximum(gain[order], 0)
    found = np.zeros(len(gain), np.bool_)
    found[order] = (before < CARRIED * np.maximum(gain, 0).sum()) & (gain[order] > 0)
    return found


def spans(held: Held) -> Index:
    """int64[m]: cells whose members hold each identifier."""
    return np.bincount(held.by_cell[0], minlength=held.identifiers)


def cut_off(held: Held) -> Index:
    """int64[m]: accounts that come apart from the largest part of theirs if the identifier is left out.

    The graph of members and identifiers is a tree of blocks that meet in cut vertices (Hopcroft and Tarjan 1973), so
    what lies behind each cut vertex is the sum of a subtree.
    """
    n, m = held.accounts, held.identifiers
    graph = igraph.Graph(n=n + m)
    graph.add_edges(np.stack([held.account, n + held.identifier], 1))
    blocks, cuts = graph.biconnected_components(return_articulation_points=True)
    tree, weight = _block_tree(blocks, cuts, n)
    return _behind(tree, weight, [cut - n for cut in cuts], m)


def _block_tree(blocks: igraph.VertexCover, cuts: list[int], accounts: int) -> tuple[igraph.Graph, Index]:
    """Cut vertices first, then blocks; weight: accounts that each has, a cut vertex those of no block."""
    place = {vertex: at for at, vertex in enumerate(cuts)}
    weight = [int(vertex < accounts) for vertex in cuts]
    edges = []
    for number, block in enumerate(blocks, len(cuts)):
        edges += [(place[vertex], number) for vertex in block if vertex in place]
        weight.append(sum(vertex < accounts and vertex not in place for vertex in block))
    tree = igraph.Graph(n=len(weight))
    tree.add_edges(edges)
    return tree, np.array(weight, np.int64)


def _behind(tree: igraph.Graph, weight: Index, cuts: list[int], identifiers: int) -> Index:
    """For each cut vertex that is an identifier (cuts: its number, negative for an account): all of its part but the
    largest piece.
    """
    found = np.zeros(identifiers, np.int64)
    whole, largest = weight.copy(), np.zeros(len(weight), np.int64)
    for component in tree.connected_components():
        order, _, parent = tree.bfs(component[0])
        for vertex, above in zip(order[:0:-1], parent_of(order, parent)[:0:-1], strict=True):
            whole[above] += whole[vertex]
            largest[above] = max(largest[above], whole[vertex])
        everyone = whole[component[0]]
        for vertex in component:
            if vertex < len(cuts) and cuts[vertex] >= 0:
                found[cuts[vertex]] = everyone - max(largest[vertex], everyone - whole[vertex])
    return found


def parent_of(order: list[int], parent: list[int]) -> list[int]:
    """The parent of each vertex of a breadth-first order."""
    return [parent[vertex] for vertex in order]
