"""Bits of single links. DETECTION.md section 3 (background) for the surprise h; DESIGN.md section 2 for pair bits.

    pi_v(a) = (b_{v|r} / z_v) max(1, (d_{a,t} + 1) / (mean_{r,t} + 1))
    b_{v|r} = (k_{v,r} + kappa k_v / N) / (N_r + kappa),      z_v = sum_r N_r b_{v|r}
    h = max(-log2 pi, 1);   pair bits of v = max(0, min(h_a, h_b) - log2(k_v - 1))

The same background as the sweep's (`fraudgraph.detect.background`), for some edges instead of all.
"""

from collections.abc import Sequence
from math import log2

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.params import Params
from fraudgraph.graph.base import GraphStore, Population, Slots, View
from fraudgraph.model.rings import BIT, Sweep

Edge = tuple[str, str, str]
"""(account, kind, value)"""


def surprise(slots: Slots, mean_degree: NDArray[np.float64], population: Population, kappa: float) -> NDArray[np.int64]:
    """int64, h of each slot in units. mean_degree: float64, of each slot's kind in its stratum."""
    rate = slots.holders / max(population.accounts, 1)
    if len(population.stratum_sizes) > 1:
        sizes = np.array(population.stratum_sizes, np.float64)
        at_home = slots.holders_by_stratum[np.arange(len(rate)), slots.stratum]
        full = sizes / (sizes + kappa)
        filled = slots.holders_by_stratum @ full / slots.holders + kappa / max(population.accounts, 1) * full.sum()
        rate = (at_home + kappa * rate) / (sizes[slots.stratum] + kappa) / filled
    busy = np.maximum((slots.degree + 1.0) / (mean_degree + 1.0), 1.0)
    h = np.maximum(-np.log2(rate / slots.holders * busy), 1.0)
    return np.asarray(np.rint(h * BIT).astype(np.int64))


def link_bits(h: int, holders: int) -> int:
    """What h is worth for a link to one of the other holders, who might as well be anyone of them; in units."""
    return max(0, h - round(log2(holders - 1) * BIT)) if holders > 1 else 0


def surprises(graph: GraphStore, view: View, edges: Sequence[Edge], kappa: float) -> dict[Edge, int]:
    """Edge -> h in units; an edge that is no sighting, or a hub, is left out."""
    if not edges:
        return {}
    population, slots = graph.population(view), graph.slots(view, edges)
    means = {kind.kind: kind.mean_degree for kind in population.kinds}
    found = [edges[place] for place in slots.place]
    mean = np.array([means[edge[1]][r] for edge, r in zip(found, slots.stratum, strict=True)], np.float64)
    return dict(zip(found, surprise(slots, mean, population, kappa).tolist(), strict=True))


def kappa_of(sweep: Sweep | None) -> float:
    """The shrinkage that the sweep used, else the default."""
    return float(dict(sweep.parameters).get("kappa", Params().kappa)) if sweep else Params().kappa
