"""Scenes made by hand: two rings among others, and what all of them did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from fraudgraph.assess.bands import INDICATORS, signs_of
from fraudgraph.assess.profiles import UNKNOWN, Profiles
from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import stand
from fraudgraph.detect.linkage import Linkage, Owned
from fraudgraph.detect.sightings import Sightings
from fraudgraph.model.kinds import BUILT_IN, Kind
from fraudgraph.model.rings import BIT, Sign
from tests.unit.detect.worlds import KINDS, sightings

ACCOUNTS = 120
RING, FIRM = range(10), range(10, 20)
"""Ring 0 and ring 1; accounts 20 and on are in none."""
OTHERS = range(20, ACCOUNTS)
HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
START = 20_000 * DAY_US


def profiles(accounts: int = ACCOUNTS, **known: Any) -> Profiles:
    """Nothing measured, except what is given (an array, or {accounts: value}); `measured` says which of it counts."""
    zero, unknown = np.zeros(accounts, np.int64), np.full(accounts, UNKNOWN, np.int64)
    plain: dict[str, Any] = {field.name: unknown.copy() for field in fields(Profiles)}
    plain |= {name: zero.copy() for name in ("exchanges", "exchanges_7d", "active_days", "shared_template")}
    plain |= {
        "with_template": zero.copy(),
        "hours": np.zeros((accounts, 24), np.int32),
        "organization": unknown.astype(np.int32),
        "invoiced": unknown.astype(np.int8),
        "suspended": unknown.astype(np.int8),
        "measured": frozenset[str](),
    }
    for name, value in known.items():
        if isinstance(value, Mapping):
            for some, one in value.items():
                plain[name][list(some)] = one
        else:
            plain[name] = value
    return Profiles(**plain)


def edges(seen: Mapping[tuple[int, str], Iterable[int]], accounts: int = ACCOUNTS) -> Sightings:
    """Sightings of (kind, value) -> accounts; each counts 1 exchange."""
    return sightings(accounts, seen, np.zeros(accounts, np.int32), ("",))


def linkage(
    rings: Sequence[Sequence[int]],
    *,
    member_bits: float = 20,
    own_bits: Sequence[float] = (6, 10, 6),
    some: Sightings | None = None,
    associations: tuple[tuple[int, ...], ...] = (),
) -> Linkage:
    """Rings of these accounts, each one cell; every member with these bits, and these on its own edges by kind. A
    shared identifier of `some` is owned by the ring that holds two or more of it.
    """
    account = np.array([a for ring in rings for a in ring], np.int64)
    ring = np.array([r for r, one in enumerate(rings) for _ in one], np.int64)
    count, kinds = len(rings), len(own_bits)
    own = np.tile(np.rint(np.array(own_bits) * BIT).astype(np.int64), (len(account), 1))
    sizes = np.bincount(ring, minlength=count)
    return Linkage(
        account,
        ring.copy(),
        ring,
        np.full(len(account), round(member_bits * BIT), np.int64),
        own,
        sizes * round(member_bits * BIT),
        sizes * 5 * BIT,
        sizes[:, None] * own[:1].repeat(count, 0) if count else np.zeros((0, kinds), np.int64),
        owned(rings, some),
        associations,
        (1, count),
    )


def owned(rings: Sequence[Sequence[int]], some: Sightings | None) -> Owned:
    """(ring, identifier) with two holders inside or more, 10 bits each."""
    rows = []
    for r, members in enumerate(rings):
        for v in range(0 if some is None else some.identifiers):
            assert some is not None
            inside = int(np.isin(some.account[some.identifier == v], list(members)).sum())
            if inside >= 2:
                rows.append((r, v, inside))
    columns = np.array(rows, np.int64).reshape(-1, 3).T
    return Owned(columns[0], columns[1], columns[2], np.full(len(rows), 10 * BIT, np.int64))


def scene(
    known: Profiles | None = None,
    some: Sightings | None = None,
    found: Linkage | None = None,
    declared: Mapping[str, Kind] = BUILT_IN,
) -> Scene:
    """Ring 0 and ring 1 (RING, FIRM) unless other linkage is given."""
    some = edges({}) if some is None else some
    found = linkage([RING, FIRM], some=some) if found is None else found
    known = profiles(some.accounts) if known is None else known
    return Scene(some, known, found, stand(found, KINDS, declared), declared)


def sign(of: Scene, name: str, ring: int = 0) -> Sign:
    """One sign of one ring."""
    return next(one for one in signs_of(of, INDICATORS)[ring] if one.name == name)


def with_measured(known: Profiles, *names: str) -> Profiles:
    """The same, with these measured."""
    return replace(known, measured=frozenset(names))
