"""What the indicators look at: the members of each ring, the accounts in none, and what all of them did."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.profiles import Profiles
from fraudgraph.assess.standing import Index, Standing
from fraudgraph.detect.linkage import Linkage
from fraudgraph.detect.sightings import Sightings
from fraudgraph.model.kinds import Family, Kind, kind_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """Rings (K of them, m members) among N accounts."""

    sightings: Sightings
    profiles: Profiles
    linkage: Linkage
    standing: Standing
    declared: Mapping[str, Kind]

    @cached_property
    def sizes(self) -> Index:
        """int64[K]: members of each ring."""
        return np.bincount(self.linkage.ring, minlength=self.linkage.rings)

    @cached_property
    def others(self) -> Index:
        """The accounts in no ring that did anything: what rings are compared with."""
        free = np.ones(self.sightings.accounts, bool)
        free[self.linkage.account] = False
        if "exchanges" in self.profiles.measured:
            free &= self.profiles.exchanges > 0
        return np.flatnonzero(free)

    @cached_property
    def start(self) -> Index:
        """int64[K + 1]: where the members of each ring start."""
        return np.concatenate([[0], np.cumsum(self.sizes)])

    def total(self, value: NDArray[Any]) -> NDArray[Any]:
        """Sum over the members of each ring of a value an account."""
        return np.bincount(self.linkage.ring, value[self.linkage.account], minlength=self.linkage.rings)

    def per_ring(self, value: NDArray[Any]) -> list[NDArray[Any]]:
        """The members' values, an array a ring."""
        return np.split(value[self.linkage.account], self.start[1:-1]) if self.linkage.rings else []

    @cached_property
    def kind_families(self) -> tuple[Family, ...]:
        """Family of each kind of the sightings."""
        return tuple(kind_of(name, self.declared).family for name in self.sightings.kinds)

    @cached_property
    def on_shared_template(self) -> Index:
        """int64[N]: exchanges of each account on a template that SHARED_BY accounts or more hold. Of a template and its
        group of near ones, which count the same exchanges, the larger sum.
        """
        s = self.sightings
        holders = np.bincount(s.identifier, minlength=s.identifiers)
        content = np.array([family is Family.CONTENT for family in self.kind_families], bool)
        edge = content[s.kind[s.identifier]] & (holders[s.identifier] >= SHARED_BY)
        kind = s.kind[s.identifier[edge]]
        total = np.zeros(s.accounts)
        for t in np.flatnonzero(content):
            own = kind == t
            total = np.maximum(total, np.bincount(s.account[edge][own], s.count[edge][own], minlength=s.accounts))
        return total.astype(np.int64)


SHARED_BY = 5
"""A template is shared when so many accounts use it."""
