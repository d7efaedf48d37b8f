"""Bits of single links. DETECTION.md section 3 (background) for the surprise h; DESIGN.md section 2 for pair bits.

    pi_v(a) = (b_{v|r} / k_v) max(1, (d_{a,t} + 1) / (mean_{r,t} + 1))
    b_{v|r} = (k_{v,r} + kappa k_v / N) / (N_r + kappa)
    h = max(-log2 pi, 1);   pair bits of v = max(0, min(h_a, h_b) - log2(k_v - 1))

The same background as the sweep's (`fraudgraph.detect.background`), for a handful of edges instead of all.
"""

from collections.abc import Sequence
from math import log2

from fraudgraph.detect.params import Params
from fraudgraph.graph.base import GraphStore, Population, Slot, View
from fraudgraph.model.rings import BIT, Sweep

Edge = tuple[str, str, str]
"""(account, kind, value)"""


def surprise(slot: Slot, population: Population, kappa: float) -> int:
    """h of one edge, in units."""
    n, k = population.accounts, slot.holders
    rate = k / n
    if len(population.stratum_sizes) > 1:
        rate = (slot.holders_in_stratum + kappa * rate) / (population.stratum_sizes[slot.stratum] + kappa)
    kind = population.kind(slot.kind)
    mean = kind.mean_degree[slot.stratum] if kind else 0.0
    pi = rate / k * max((slot.degree + 1.0) / (mean + 1.0), 1.0)
    return round(max(-log2(pi), 1.0) * BIT)


def link_bits(h: int, holders: int) -> int:
    """What h is worth for a link to one of the other holders, who might as well be anyone of them; in units."""
    return max(0, h - round(log2(holders - 1) * BIT)) if holders > 1 else 0


def surprises(graph: GraphStore, view: View, edges: Sequence[Edge], kappa: float) -> dict[Edge, int]:
    """Edge -> h in units; an edge that is no sighting, or a hub, is left out."""
    if not edges:
        return {}
    population = graph.population(view)
    return {
        (slot.account_id, slot.kind, slot.value): surprise(slot, population, kappa) for slot in graph.slots(view, edges)
    }


def kappa_of(sweep: Sweep | None) -> float:
    """The shrinkage that the sweep used, else the default."""
    return float(dict(sweep.parameters).get("kappa", Params().kappa)) if sweep else Params().kappa
