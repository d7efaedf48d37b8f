"""One account is one witness: it ties its part to another part once, whatever it holds there.

Seen from above a part is one account that holds everything its members hold. So a single account that takes on many
identifiers of another ring would make the two one, and whoever wants a firm taken for part of a ring, or two rings for
one, needs no more than that. Where only one member of a part holds identifiers of another part, the one that proves
most is counted and the others are not.
"""

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.sets import NONE


def repeated(incidence: Incidence, label: Index) -> NDArray[np.bool_]:
    """bool[E]: edges by which an account says again what it has said: it is the only one of its part (label >= 0) to
    hold the identifier, and ties the part to the same other part by a rarer one (the first among equals).
    """
    i, K = incidence, int(label.max(initial=NONE)) + 1
    part = label[i.account]
    edge = np.flatnonzero(part != NONE)
    if len(edge) == 0:
        return np.zeros(len(i.account), bool)
    key, place, count = np.unique(
        i.identifier[edge] * np.int64(K) + part[edge], return_inverse=True, return_counts=True
    )
    alone = edge[count[place] == 1]
    other = _elsewhere(i.M, key // K, key % K, count)[:, i.identifier[alone]]
    home = np.where(other[0] == part[alone], other[1], other[0])
    tie = home != NONE
    alone, home = alone[tie], home[tie]
    v = i.identifier[alone]
    order = np.lexsort((v, i.holders[v], home, i.account[alone]))
    alone, home = alone[order], home[order]
    again = np.zeros(len(alone), bool)
    again[1:] = (i.account[alone[1:]] == i.account[alone[:-1]]) & (home[1:] == home[:-1])
    out = np.zeros(len(i.account), bool)
    out[alone[again]] = True
    return out


def _elsewhere(M: int, identifier: Index, part: Index, count: Index) -> Index:
    """int64[2, M]: the part with most holders of each identifier, and the next one; NONE where there is none."""
    order = np.lexsort((part, -count, identifier))
    v, p = identifier[order], part[order]
    rank = np.arange(len(v)) - np.searchsorted(v, v)
    out = np.full((2, M), NONE, np.int64)
    for place in (0, 1):
        out[place, v[rank == place]] = p[rank == place]
    return out
