"""Which ring and which link of a case show most: what `demo` explains."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path

from fraudgraph.errors import NotFound

_LOOKED_AT = 400
_SMALL = 30
"""Holders of an identifier whose pairs are looked at."""


def top_ring(path: Path) -> int:
    """The ring that stands first in the list."""
    from fraudgraph.case import Case, sweeps

    with Case.open(path) as case:
        found = sweeps.rings(case, sweeps.latest(case).sweep_id)
    if not found:
        raise NotFound("the sweep found no ring", hint="fraudgraph demo --force")
    return found[0].ring_id


def strong_pair(path: Path, ring_id: int) -> tuple[str, str]:
    """Two of the ring's strongest members that share identifiers of as many kinds as possible."""
    from fraudgraph.case import Case, sweeps
    from fraudgraph.graph.embedded import EmbeddedGraph
    from fraudgraph.investigate.desk import swept_facts

    with Case.open(path) as case:
        sweep = sweeps.latest(case)
        best = [one.account_id for one in sweeps.members(case, sweep.sweep_id, ring_id)[:_LOOKED_AT]]
        seen = EmbeddedGraph(case).identifiers_of(swept_facts(case, sweep), best)
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in seen:
        if not one.hub:
            together[one.kind, one.value].append(one.account_id)
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (kind, _), holders in together.items():
        for pair in combinations(sorted(holders[:_SMALL]), 2):
            kinds[pair].add(kind)
    if not kinds:
        return best[0], best[-1]
    return max(kinds, key=lambda pair: (len(kinds[pair]), pair))
