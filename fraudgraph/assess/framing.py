"""What a framer would have had to do: the least that gives an outsider a standing in a ring.

Every set of up to four identifiers of a ring is weighed as the law would weigh an outsider that takes them on
(`fraudgraph.detect.check.joining`), and judged by the rules of tiers and classes. Of the sets that suffice two are
said: the one that is easiest to forge, and the one with the fewest identifiers.
"""

from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import DECIDING
from fraudgraph.detect.check.joining import Joining, joining
from fraudgraph.detect.codelength import Floats
from fraudgraph.model.checks import Framing, Standing
from fraudgraph.model.kinds import Family, kind_of
from fraudgraph.model.limits import CORE_BITS, FAMILY_BITS, FRAMED, OWNERSHIP_BITS, PERIPHERY_BITS

Way = tuple[tuple[int, int], ...]
"""(kind code, how many), kinds ascending."""


def framings(scene: Scene, kappa: float) -> tuple[tuple[Framing, ...], ...]:
    """Of each ring: the least for each standing."""
    gains = joining(scene.sightings, scene.linkage, kappa)
    used = np.flatnonzero((gains.identifier[:, :, 0] >= 0).any(0)).tolist()
    ways = [_counted(some) for size in range(1, FRAMED + 1) for some in combinations_with_replacement(used, size)]
    orders = (sorted(ways, key=lambda way: _ease(scene, way)), sorted(ways, key=lambda way: _fewest(scene, way)))
    reached = {way: _reached(scene, gains, way) for way in ways}
    first = {one: [_first(order, reached, one, scene.linkage.rings) for order in orders] for one in Standing}
    return tuple(
        tuple(Framing(one, _named(scene, [found[r] for found in first[one]])) for one in Standing)
        for r in range(scene.linkage.rings)
    )


def _counted(kinds: Sequence[int]) -> Way:
    return tuple((kind, kinds.count(kind)) for kind in sorted(set(kinds)))


def _ranks(scene: Scene, way: Way) -> list[int]:
    """How easy each identifier is to forge, hardest first."""
    names = scene.sightings.kinds
    return sorted(kind_of(names[t], scene.declared).forgeability.rank for t, amount in way for _ in range(amount))


def _ease(scene: Scene, way: Way) -> tuple[int, int, list[int]]:
    """Its hardest identifier as easy as can be, then few, then the others easy."""
    ranks = _ranks(scene, way)
    return -ranks[0], len(ranks), [-rank for rank in ranks]


def _fewest(scene: Scene, way: Way) -> tuple[int, list[int]]:
    ranks = _ranks(scene, way)
    return len(ranks), [-rank for rank in ranks]


def _reached(scene: Scene, gains: Joining, way: Way) -> dict[Standing, NDArray[np.bool_]]:
    """bool[K] each: whether some cell of the ring gives that standing to whoever takes on the best of these."""
    bits = gains.base + sum(gains.net[:, t, amount - 1] for t, amount in way)
    family = {one: _family(scene, gains, way, one) for one in DECIDING}
    enough = sum((value >= FAMILY_BITS).astype(int) for value in family.values()) >= 2
    core = (bits >= CORE_BITS) & enough
    class_a = (family[Family.OWNERSHIP] >= OWNERSHIP_BITS) & enough
    cells = {Standing.LINKED: bits >= PERIPHERY_BITS, Standing.CORE: core, Standing.QUEUE: core & class_a}
    K = scene.linkage.rings
    return {name: np.bincount(gains.ring[flags], minlength=K).astype(bool) for name, flags in cells.items()}


def _family(scene: Scene, gains: Joining, way: Way, family: Family) -> Floats:
    total = np.zeros(len(gains.base))
    for t, amount in way:
        if scene.kind_families[t] is family:
            total += gains.own[:, t, amount - 1]
    return total


def _first(
    order: Sequence[Way], reached: dict[Way, dict[Standing, NDArray[np.bool_]]], standing: Standing, rings: int
) -> list[Way | None]:
    """Of each ring the first way that suffices, None if none does."""
    if not order:
        return [None] * rings
    table = np.array([reached[way][standing] for way in order])
    return [order[w] if table[w, r] else None for r, w in enumerate(table.argmax(0).tolist())]


def _named(scene: Scene, found: Sequence[Way | None]) -> tuple[tuple[tuple[str, int], ...], ...]:
    """Each way once, with the names of the kinds, hardest to forge first."""
    names = scene.sightings.kinds
    ways = list(dict.fromkeys(way for way in found if way is not None))
    rank = {t: kind_of(names[t], scene.declared).forgeability.rank for way in ways for t, _ in way}
    return tuple(tuple((names[t], amount) for t, amount in sorted(way, key=lambda one: rank[one[0]])) for way in ways)
