"""Every method of the comparison, one a file, each with the grid on which the table may tune it."""

from collections.abc import Iterator

from benchmarks.quality.methods.barber import BarberAlone
from benchmarks.quality.methods.base import Method, Missing, Variant
from benchmarks.quality.methods.connected import Connected
from benchmarks.quality.methods.flow import Infomap
from benchmarks.quality.methods.fraudar import Fraudar
from benchmarks.quality.methods.gds import Gds
from benchmarks.quality.methods.leiden import ConstantPotts, Projected, TwoSided
from benchmarks.quality.methods.louvain import Louvain
from benchmarks.quality.methods.match import Match
from benchmarks.quality.methods.ours import Fraudgraph
from benchmarks.quality.methods.propagation import LabelPropagation
from benchmarks.quality.methods.shared_pairs import SharedPairs
from benchmarks.quality.methods.tutorial import Tutorial

__all__ = ["FAMILIES", "OURS", "Method", "Missing", "Variant", "variants"]

OURS = "fraudgraph"
RESOLUTIONS = (5.0, 20.0, 100.0)
"""Beside the default of 1."""


def _all() -> Iterator[Variant]:
    """In the order of the table; the defaults are those of the tool, its tutorial or its paper."""
    for cap in (10, 5, 30, 50, 100):
        yield Variant("components", f"<= {cap} holders", Connected(cap), cap == 10)
    for cap, further in ((10, 2), (10, 1), (20, 1), (30, 1)):
        yield Variant(
            "tutorial rule", f"<= {cap}, {further} further", Tutorial(cap, further), (cap, further) == (10, 2)
        )
    for least, cap in ((2, 10), (2, 30), (3, 30), (4, 100)):
        yield Variant("shared pairs", f"{least} of <= {cap}", SharedPairs(least, cap), (least, cap) == (2, 10))
    for probability in (0.95, 0.05, 0.5, 0.9999):
        yield Variant("pair scoring", f"p >= {probability:g}", Match(probability), probability == 0.95)
    yield from _modularity()
    for density in (0.05, 0.01, 0.2, 1.0):
        yield Variant("CPM", f"pairs, density {density:g}", ConstantPotts(density), density == 0.05)
    for rare in (True, False):
        yield Variant("label propagation", "" if rare else "raw", LabelPropagation(rare), rare)
    yield Variant("Infomap", "", Infomap(), True)
    yield from _gds()
    for blocks in (40, 10):
        yield Variant("FRAUDAR", f"{blocks} blocks", Fraudar(blocks), blocks == 40)
    yield Variant(OURS, "", Fraudgraph(), True)


def _modularity() -> Iterator[Variant]:
    for rare, name in ((False, "Louvain"), (True, "Louvain, rarity")):
        for r in (1.0, 20.0):  # much slower than Leiden at high resolutions, and no better
            yield Variant(name, f"resolution {r:g}", Louvain(rare, r), r == 1)
    for rare, name in ((False, "Leiden"), (True, "Leiden, rarity")):
        for r in (1.0, *RESOLUTIONS):
            yield Variant(name, f"resolution {r:g}", TwoSided(rare, r), r == 1)
        for r in (1.0, 20.0):
            yield Variant(name, f"pairs, resolution {r:g}", Projected(rare, r))
    for r in (1.0, 8.0, 64.0):
        yield Variant("Barber", f"resolution {r:g}", BarberAlone(r), r == 1)


def _gds() -> Iterator[Variant]:
    """Neo4j's own library, as its tutorials use it; Leiden at the resolutions at which igraph's is run too."""
    for rule in (None, Tutorial()):
        then = "" if rule is None else "then the tutorial rule"
        for gamma in (1.0, *RESOLUTIONS):
            parameters = ", ".join(filter(None, (f"gamma {gamma:g}", then)))
            method = Gds("leiden", gamma, rare=True, rule=rule)
            yield Variant("GDS Leiden", parameters, method, gamma == 1 and rule is None)
        yield Variant("GDS Louvain", then, Gds("louvain", rare=True, rule=rule), rule is None)
        yield Variant("GDS label propagation", then, Gds("label propagation", rare=True, rule=rule), rule is None)
        parameters = ", ".join(filter(None, ("<= 10 holders", then)))
        yield Variant("GDS WCC", parameters, Gds("wcc", cap=10, rule=rule), rule is None)


def variants() -> tuple[Variant, ...]:
    """All points of all grids."""
    return tuple(_all())


FAMILIES = tuple(dict.fromkeys(one.family for one in _all()))
