"""A data set of the comparison: who was seen with what, and (kept apart) what is true."""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.chains import one_level, roots_of
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.sightings import Sightings
from fraudgraph.model.kinds import BUILT_IN, Family, Kind, kind_of, root_of

HONEST = -1
"""Ring of an account in none."""
INSTRUMENTS = (Family.OWNERSHIP,)


@dataclass(frozen=True)
class Files:
    """What the product's own commands are given: a folder or file to load, a mapping file where one is needed."""

    data: Path
    mapping: Path | None = None


@dataclass(frozen=True)
class World:
    """N accounts. ring: int64[N], HONEST or an index into ring_type; category, country: object[N] of str ("" where
    nothing is known).

    kinds: declared kinds (None: the built-in ones). files: the same world as files (None: arrays only). unseen:
    int64[P, 2], pairs of accounts tied by identifiers that detection is not shown (the only truth of a world without
    rings).
    """

    name: str
    family: str
    seed: int
    sightings: Sightings
    ring: Index
    ring_type: tuple[str, ...]
    category: NDArray[np.object_]
    country: NDArray[np.object_]
    kinds: Mapping[str, Kind] | None = None
    files: Files | None = None
    unseen: Index | None = None

    @property
    def seen(self) -> "Seen":
        """What a method may look at."""
        return Seen(self.sightings, dict(self.kinds or BUILT_IN))

    def save(self, path: Path) -> None:
        """Write it for a child process."""
        path.write_bytes(pickle.dumps(self))

    @staticmethod
    def load(path: Path) -> "World":
        """Read what save() wrote."""
        world = pickle.loads(path.read_bytes())
        assert isinstance(world, World)
        return world


@dataclass(frozen=True)
class Seen:
    """What every method sees of a world, and all of it: no ring, no category."""

    sightings: Sightings
    kinds: Mapping[str, Kind] = field(default_factory=lambda: BUILT_IN)

    @cached_property
    def incidence(self) -> Incidence:
        """Account x identifier as our own detection sees it: of kinds that are functions of others, one an account."""
        s = self.sightings
        root = {name: root_of(kind_of(name, self.kinds), self.kinds).name for name in s.kinds}
        return one_level(Incidence.of(s), roots_of(s.kinds, root))[0]

    @property
    def instruments(self) -> NDArray[np.bool_]:
        """bool[T]: kinds that prove ownership (payment instruments, devices, phones)."""
        return np.array([kind_of(name, self.kinds).family in INSTRUMENTS for name in self.sightings.kinds], bool)

    def renamed(self, seed: int) -> tuple["Seen", Index]:
        """The same with accounts and identifiers in another order (0: as they are), and order: order[i] was the code
        of account i.
        """
        s = self.sightings
        if seed == 0:
            return self, np.arange(s.accounts)
        draw = np.random.default_rng(seed)
        accounts, identifiers = draw.permutation(s.accounts), draw.permutation(s.identifiers)
        a, v = np.argsort(accounts)[s.account], np.argsort(identifiers)[s.identifier]
        order = np.lexsort((v, a))
        moved = replace(
            s,
            account=a[order].astype(np.int32),
            identifier=v[order].astype(np.int32),
            kind=s.kind[identifiers],
            degree=s.degree[accounts],
            stratum=s.stratum[accounts],
            account_ids=s.account_ids[accounts],
            identifier_values=s.identifier_values[identifiers],
            count=s.count[order],
        )
        return Seen(moved, self.kinds), accounts
