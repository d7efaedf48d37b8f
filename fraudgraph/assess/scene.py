"""What the indicators look at: the members of each ring, the accounts in none, and what all of them did."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
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

    def of_family(self, family: Family) -> NDArray[np.bool_]:
        """bool[T]: kinds of a family."""
        return np.array([one is family for one in self.kind_families], bool)

    def edges(self, family: Family) -> Index:
        """int64[N]: exchanges of each account over shared identifiers of a family."""
        s = self.sightings
        edge = self.of_family(family)[s.kind[s.identifier]]
        return np.bincount(s.account[edge], s.count[edge], minlength=s.accounts).astype(np.int64)

    def private(self, family: Family) -> Index:
        """int64[N]: identifiers of a family that no other account has."""
        s, mine = self.sightings, self.of_family(family)
        shared = np.bincount(s.account[mine[s.kind[s.identifier]]], minlength=s.accounts)
        return np.asarray(s.degree[:, mine].sum(1) - shared)

    @cached_property
    def owned_edges(self) -> tuple[Index, Index, Index]:
        """(member, identifier, exchanges) of every edge of a member to an identifier that holds its ring together;
        members ascending.
        """
        s, linkage = self.sightings, self.linkage
        place = np.full(s.accounts, -1)
        place[linkage.account] = np.arange(len(linkage.account))
        at = place[s.account]
        inside = np.flatnonzero(at >= 0)
        key = linkage.ring[at[inside]] * s.identifiers + s.identifier[inside]
        keep = inside[np.isin(key, linkage.owned.ring * s.identifiers + linkage.owned.identifier)]
        order = np.argsort(at[keep], kind="stable")
        return at[keep][order], s.identifier[keep][order].astype(np.int64), s.count[keep][order]

    def on_owned(self, family: Family) -> Index:
        """int64[m]: exchanges of each member over identifiers of a family that hold its ring together."""
        member, identifier, count = self.owned_edges
        keep = self.of_family(family)[self.sightings.kind[identifier]]
        return np.bincount(member[keep], count[keep], minlength=len(self.linkage.account)).astype(np.int64)

    def holds(self, r: int) -> list[frozenset[int]]:
        """What each member of a ring holds of the identifiers that hold it together."""
        member, identifier, _ = self.owned_edges
        at = np.searchsorted(member, np.arange(self.start[r], self.start[r + 1] + 1))
        return [frozenset(identifier[a:b].tolist()) for a, b in pairwise(at.tolist())]

    @cached_property
    def payers(self) -> "Pool":
        """How the owned identifiers of family ownership lie over the members."""
        return pool(self, Family.OWNERSHIP)

    @cached_property
    def lines(self) -> "Pool":
        """The same for family network."""
        return pool(self, Family.NETWORK)


@dataclass(frozen=True)
class Pool:
    """Owned identifiers of one family, a ring (nan without any). median: holders inside; largest: share of members on
    the largest; most: members on it; uses: holders inside, summed, a member; effective: how many of equal size would
    be as even, (sum x)^2 / sum x^2.
    """

    median: Floats
    largest: Floats
    most: Floats
    uses: Floats
    effective: Floats


def pool(scene: Scene, family: Family) -> Pool:
    """How the owned identifiers of a family lie over the members of each ring."""
    owned, K = scene.linkage.owned, scene.linkage.rings
    of_family = np.array([f is family for f in scene.kind_families], bool)
    keep = of_family[scene.sightings.kind[owned.identifier]]
    ring, inside = owned.ring[keep], owned.inside[keep]
    order = np.lexsort((inside, ring))
    at = np.searchsorted(ring[order], np.arange(K + 1))
    parts = [inside[order][at[r] : at[r + 1]].astype(np.float64) for r in range(K)]
    rows = [(np.median(x), x[-1], x.sum(), x.sum() ** 2 / (x**2).sum()) if len(x) else (np.nan,) * 4 for x in parts]
    median, most, uses, effective = np.array(rows, np.float64).reshape(-1, 4).T
    return Pool(median, most / scene.sizes, most, uses / scene.sizes, effective)


SHARED_BY = 5
"""A template is shared when so many accounts use it."""
