"""Which identifiers a set owns, and what naming them costs.

Names are paid in full: the m_t owned identifiers of kind t are named among all M_t shared identifiers of the kind,
never among those that the set touches (that would not be a code). Naming costs

    log2 C(M_t, m_t) + log2 m_t (m_t + 1) + 1        one class a kind; the last bit says that the kind is used
    sum over classes b of floor(log2 k): log2 C(M_tb, m_tb) + log2 m_tb (m_tb + 1) - log2 0.1        an unused class
    costs -log2 0.9

whichever is shorter; a kind that owns nothing costs 1 bit, a used one 2 bits more, which say so and which of the two
codes it is. One more name costs about log2((M - m + 1) / m), so v is owned iff its gain exceeds that: a fixed point,
approached from all that gain.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Units, log2_choose, quantise, sum_units, whole_number_code
from fraudgraph.detect.incidence import Incidence, Index, numbered

CLASSES = 16
"""Classes of floor(log2 holders); the last one takes all above."""
ROUNDS = 6
PLAIN_UNUSED, CLASSED_UNUSED = 0.5, 0.9
"""Prior that a kind, or a class of holders of a kind, owns nothing."""


@dataclass(frozen=True)
class Naming:
    """One way to name owned identifiers: each belongs to a class; size: int64[classes], identifiers of each; group:
    its kind; unused: prior.
    """

    of: Index
    size: Index
    group: Index
    unused: float


def namings(incidence: Incidence) -> tuple[Naming, Naming]:
    """By kind alone, and by kind and floor(log2 holders)."""
    kind, T = incidence.kind.astype(np.int64), incidence.T
    level = np.log2(np.maximum(incidence.holders, 1)).astype(np.int64)
    fine = kind * CLASSES + np.minimum(level, CLASSES - 1)
    return (
        Naming(kind, np.bincount(kind, minlength=T), np.arange(T), PLAIN_UNUSED),
        Naming(fine, np.bincount(fine, minlength=T * CLASSES), np.repeat(np.arange(T), CLASSES), CLASSED_UNUSED),
    )


def choose(
    owner: Index, identifier: Index, gain: Units, naming: Naming, shape: tuple[int, int, int]
) -> tuple[Units, NDArray[np.bool_]]:
    """The owned rows among (owner, identifier, gain), and what they are worth when named this way.

    shape: sets, kinds, units a bit. Returns units[K, T], worth of the owned rows less their names, and bool[rows].
    """
    K, T, unit = shape
    classes = len(naming.size)
    used_class, c = numbered(owner * classes + naming.of[identifier], K * classes)
    size, where = naming.size[used_class % classes], used_class // classes * T + naming.group[used_class % classes]
    own = _fixed_point(gain, c, size, unit)
    m = np.bincount(c[own], minlength=len(size))
    nothing = quantise(np.log2(naming.unused), unit)
    cost = log2_choose(size, m) + whole_number_code(np.maximum(m, 1)) - np.where(m > 0, np.log2(1 - naming.unused), 0)
    worth = sum_units(c[own], gain[own], len(size)) - quantise(cost, unit)
    lose = (m == 0) | (worth < nothing)
    own &= ~lose[c]
    worth[lose] = nothing
    present = np.bincount(where, minlength=K * T)
    available = np.bincount(naming.group, naming.size > 0, minlength=T).astype(np.int64)
    idle = (np.tile(available, K) - present) * nothing
    return (sum_units(where, worth, K * T) + idle).reshape(K, T), own


def _fixed_point(gain: Units, c: Index, size: Index, unit: int) -> NDArray[np.bool_]:
    """The rows that gain more than one more name in their class costs."""
    own = gain > 0
    for _ in range(ROUNDS):
        m = np.bincount(c[own], minlength=len(size))
        price = np.log2(np.maximum(size - m + 1, 1) / np.maximum(m, 1))
        better = gain > quantise(np.maximum(price, 0), unit)[c]
        if (better == own).all():
            break
        own = better
    return own
