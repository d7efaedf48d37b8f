"""One value with all that a drawing of a ring needs: the subgraph with every sighting, places, and what carries it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.picture.bearing import cut_off, load_bearing, spans
from fraudgraph.evidence.picture.clusters import Clusters, clusters_of
from fraudgraph.evidence.picture.held import Held, Index, held_by
from fraudgraph.evidence.picture.layout import Layout, layout_of
from fraudgraph.evidence.subgraph import Ringed
from fraudgraph.graph.ties import Ties
from fraudgraph.model.rings import RingIdentifier

OPEN = "open"


@dataclass(frozen=True)
class Beside:
    """What is known beside the evidence. statuses: account -> status; attributes: (kind, value) -> (name, text)."""

    statuses: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[tuple[str, str], Sequence[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Picture:
    """seen: every sighting, in the order of `held`; identifiers: by kind and value; load_bearing: bool[m]; spans,
    cut_off: int64[m] (see `bearing`); evidence_sha256: of the same subgraph as node-link JSON with all edges.
    """

    ringed: Ringed
    seen: Ties
    identifiers: tuple[RingIdentifier, ...]
    held: Held
    clusters: Clusters
    layout: Layout
    load_bearing: NDArray[np.bool_]
    spans: Index
    cut_off: Index
    evidence_sha256: str
    beside: Beside

    def is_closed(self, account: int) -> bool:
        """Whether a member is known to be something else than open."""
        return self.beside.statuses.get(self.ringed.members[account].account_id, "") not in ("", OPEN)


def picture_of(ringed: Ringed, seen: Ties, evidence_sha256: str, beside: Beside | None = None) -> Picture:
    """The picture of a ring: a function of the ring, its sightings, the sweep's seed and what is known beside."""
    held = held_by(ringed, seen)
    clusters = clusters_of(held)
    return Picture(
        ringed=ringed,
        seen=seen,
        identifiers=ringed.owned,
        held=held,
        clusters=clusters,
        layout=layout_of(held, clusters, ringed.sweep.seed),
        load_bearing=load_bearing(held.gain),
        spans=spans(held),
        cut_off=cut_off(held),
        evidence_sha256=evidence_sha256,
        beside=beside or Beside(),
    )
