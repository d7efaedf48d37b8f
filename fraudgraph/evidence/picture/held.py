"""Who holds what inside a ring, as arrays: what every drawing starts from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.subgraph import Ringed
from fraudgraph.graph.ties import Ties
from fraudgraph.model.kinds import kind_of
from fraudgraph.model.rings import BIT

Index = NDArray[np.int64]
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Held:
    """n members, in the order of the ring's; m owned identifiers, by kind and value; E sightings, by member.

    account, identifier: int64[E]; cell: int64[n], numbered from 0 by size, largest first; hardness: int64[m], 0 for
    what is hardest to forge; gain: float64[m], bits.
    """

    account: Index
    identifier: Index
    cell: Index
    hardness: Index
    gain: Reals

    @property
    def accounts(self) -> int:
        """n."""
        return len(self.cell)

    @property
    def identifiers(self) -> int:
        """m."""
        return len(self.gain)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return int(self.cell.max(initial=-1)) + 1

    @property
    def inside(self) -> Index:
        """int64[m]: members that hold each identifier."""
        return np.bincount(self.identifier, minlength=self.identifiers)

    @cached_property
    def by_cell(self) -> tuple[Index, Index, Index]:
        """(identifier, cell, how many members of the cell hold it), int64 each, by identifier, most first."""
        cells = max(self.cells, 1)
        pair, count = np.unique(self.identifier * cells + self.cell[self.account], return_counts=True)
        order = np.lexsort((pair, -count, pair // cells))
        return pair[order] // cells, pair[order] % cells, count[order]


def held_by(ringed: Ringed, seen: Ties) -> Held:
    """The arrays of a ring and the sightings of its members with its identifiers."""
    return Held(
        account=seen.account,
        identifier=seen.identifier,
        cell=_by_size(np.array([member.cell for member in ringed.members], np.int64)),
        hardness=np.array([kind_of(one.kind, ringed.kinds).forgeability.rank for one in ringed.owned], np.int64),
        gain=np.array([one.bits / BIT for one in ringed.owned], np.float64),
    )


def _by_size(cell: Index) -> Index:
    """The same cells, numbered from 0 by size, largest first; of equals the one whose members come first."""
    _, first, number, size = np.unique(cell, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(size), np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    return rank[number]
