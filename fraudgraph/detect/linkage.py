"""What detection hands on: members, cells and rings in the codes of the sightings."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.codelength import Units
from fraudgraph.detect.communities import Communities
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.order import Ordered


@dataclass(frozen=True)
class Owned:
    """Identifiers that hold rings together, one row a (ring, identifier): holders inside the ring, units gained over
    its cells.
    """

    ring: Index
    identifier: Index
    inside: Index
    worth: Units


@dataclass(frozen=True)
class Linkage:
    """m members in C cells in K rings; all codes are those of the sightings.

    account, cell, ring: int64[m], ordered by (ring, account). member_units: units[m], G(C) - G(C without a).
    own_units: units[m, T], the part from the member's own edges. ring_units, name_units: units[K]: gains of cells and
    joins; names paid in them. kind_units: units[K, T], evidence before names. associations: groups of rings tied by
    less than what ties each.
    """

    account: Index
    cell: Index
    ring: Index
    member_units: Units
    own_units: Units
    ring_units: Units
    name_units: Units
    kind_units: Units
    owned: Owned
    associations: tuple[tuple[int, ...], ...]
    proposed: tuple[int, int]

    @property
    def rings(self) -> int:
        """K."""
        return len(self.ring_units)

    @property
    def cells(self) -> int:
        """C."""
        return int(self.cell.max(initial=-1)) + 1


def linkage(found: Communities, ordered: Ordered) -> Linkage:
    """Communities in the codes of the incidence that was put in names-free order."""
    cells, ring_of, K = found.cells, found.ring_of, found.count
    account, ring = ordered.account[cells.member], ring_of[cells.owner]
    order = np.lexsort((account, ring))
    evidence = found.evidence
    kind_units = np.zeros((K, evidence.kind_units.shape[1]), np.int64)
    np.add.at(kind_units, ring_of, np.maximum(evidence.kind_units, 0))
    return Linkage(
        account[order],
        cells.owner[order],
        ring[order],
        found.members.gain[order],
        found.members.edges[order],
        _by_ring(evidence.gain, ring_of, K) + found.join_gain,
        _by_ring(evidence.names, ring_of, K),
        kind_units,
        _owned(found, ordered),
        _groups(found),
        found.proposed,
    )


def _by_ring(values: Units, ring_of: Index, K: int) -> Units:
    return np.bincount(ring_of, values, minlength=K).astype(np.int64)


def _owned(found: Communities, ordered: Ordered) -> Owned:
    """Owned rows of cells, summed over the cells of each ring."""
    rows = found.evidence.owned
    M = int(ordered.identifier.max(initial=0)) + 1
    ring = found.ring_of[rows.set] if len(rows.set) else rows.set
    key, place = np.unique(ring * M + ordered.identifier[rows.identifier], return_inverse=True)
    inside = np.bincount(place, rows.inside, minlength=len(key)).astype(np.int64)
    worth = np.bincount(place, found.evidence.worth, minlength=len(key)).astype(np.int64)
    return Owned(key // M, key % M, inside, worth)


def _groups(found: Communities) -> tuple[tuple[int, ...], ...]:
    groups: list[NDArray[np.int64]] = [found.associations.of(g) for g in range(found.associations.K)]
    return tuple(tuple(sorted(group.tolist())) for group in groups)
