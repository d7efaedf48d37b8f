"""Where evidence is taken from: a ring as the latest sweep left it, and the store that knows who was seen with what."""

from typing import TYPE_CHECKING

from fraudgraph.evidence.subgraph import Ringed
from fraudgraph.graph.base import GraphStore

if TYPE_CHECKING:
    from fraudgraph.case import Case


def ring_and_store(case: "Case", ring_id: int) -> tuple[Ringed, GraphStore]:
    """The ring with members and identifiers. NotSwept before the first sweep; NotFound where it has no such ring."""
    from fraudgraph.case import sweeps
    from fraudgraph.graph.answering import graph_of
    from fraudgraph.investigate.desk import swept_facts

    sweep, graph = sweeps.latest(case), graph_of(case)
    view, owned = swept_facts(case, sweep), sweeps.identifiers(case, sweep.sweep_id, ring_id)
    ringed = Ringed(
        sweep=sweep,
        view=view,
        ring=sweeps.ring(case, sweep.sweep_id, ring_id),
        members=sweeps.members(case, sweep.sweep_id, ring_id),
        identifiers=owned,
        kinds=case.kinds(),
        known=graph.attributes(view, [(one.kind, one.value) for one in owned]),
    )
    return ringed, graph
