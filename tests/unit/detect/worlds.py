"""Small worlds for the tests of detection: hand-made, random, and with planted rings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.sets import Sets
from fraudgraph.detect.sightings import Sightings
from tests.unit.detect.oracle import World

Index = NDArray[np.int64]


def incidence(
    accounts: int,
    holders: Sequence[Iterable[int]],
    kinds: Sequence[int] = (),
    stratum: Sequence[int] = (),
    extra: Mapping[tuple[int, int], int] | None = None,
) -> Incidence:
    """Identifier v is held by holders[v] and of kind kinds[v] (0 where none is given); extra: private identifiers of
    (account, kind).
    """
    kind = np.array(list(kinds) or [0] * len(holders), np.int16)
    pairs = sorted((a, v) for v, some in enumerate(holders) for a in set(some))
    account = np.array([a for a, _ in pairs], np.int32)
    identifier = np.array([v for _, v in pairs], np.int32)
    T = int(max([*kind.tolist(), *(t for _, t in (extra or {})), 0])) + 1
    degree = np.zeros((accounts, T), np.int32)
    np.add.at(degree, (account, kind[identifier]), 1)
    for (a, t), more in (extra or {}).items():
        degree[a, t] += more
    return Incidence(account, identifier, kind, degree, np.array(list(stratum) or [0] * accounts, np.int32))


def sets(*groups: Iterable[int]) -> Sets:
    """One set a group."""
    return Sets.from_list([np.array(sorted(group), np.int64) for group in groups])


def groups(some: Sets) -> set[frozenset[int]]:
    """The sets as Python sets, order forgotten."""
    return {frozenset(some.of(c).tolist()) for c in range(some.K)}


def as_world(i: Incidence, kappa: float) -> World:
    """The same world for the oracle."""
    holders: dict[int, set[int]] = {v: set() for v in range(i.M)}
    for a, v in zip(i.account.tolist(), i.identifier.tolist(), strict=True):
        holders[v].add(a)
    degree = {(a, t): int(i.degree[a, t]) for a in range(i.N) for t in range(i.T)}
    return World(
        i.N,
        i.T,
        {v: frozenset(some) for v, some in holders.items()},
        dict(enumerate(i.kind.tolist())),
        dict(enumerate(i.stratum.tolist())),
        degree,
        kappa,
    )


def random_incidence(seed: int) -> Incidence:
    """12 to 60 accounts, 1 to 4 kinds, 1 to 3 strata, uneven identifiers and a dense corner, so that something is
    worth owning.
    """
    draw = np.random.default_rng(seed)
    accounts, kinds, strata = int(draw.integers(12, 60)), int(draw.integers(1, 5)), int(draw.integers(1, 4))
    count = int(draw.integers(4, 40))
    corner = draw.choice(accounts, size=int(draw.integers(3, accounts // 2)), replace=False)
    holders = []
    for _ in range(count):
        few = min(int(draw.zipf(1.7)) + 1, accounts)
        crowd = draw.choice(accounts, size=few, replace=False)
        dense = corner[draw.random(len(corner)) < draw.random()] if draw.random() < 0.5 else crowd
        chosen = dense if len(dense) >= 2 else crowd
        holders.append(chosen.tolist())
    extra = {
        (int(a), int(t)): int(draw.integers(1, 30))
        for a, t in zip(draw.integers(0, accounts, 20), draw.integers(0, kinds, 20), strict=True)
    }
    stratum = np.sort(np.concatenate([np.arange(strata), draw.integers(0, strata, accounts - strata)]))
    return incidence(accounts, holders, draw.integers(0, kinds, count).tolist(), stratum.tolist(), extra)


def random_sets(i: Incidence, seed: int, count: int) -> Sets:
    """Sets of 2 to N members: holders of one identifier, unions of two, random ones; they overlap."""
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        way = draw.random()
        chosen = i.account[np.isin(i.identifier, draw.integers(0, i.M, 1 if way < 0.4 else 2))].astype(np.int64)
        if way > 0.8 or len(np.unique(chosen)) < 2:
            chosen = draw.choice(i.N, size=int(draw.integers(2, i.N + 1)), replace=False)
        found.append(np.unique(chosen))
    return Sets.from_list(found)


KINDS = ("ip", "payment_instrument", "prompt_fingerprint")
IP, CARD, PROMPT = range(3)


@dataclass(frozen=True)
class Planted:
    """Sightings, and the true rings as sets of account codes."""

    sightings: Sightings
    rings: tuple[frozenset[int], ...]

    @property
    def incidence(self) -> Incidence:
        """The same for the law."""
        return Incidence.of(self.sightings)


@dataclass
class Crowd:
    """A population that is filled edge by edge: `hold` says who was seen with what."""

    accounts: int
    seed: int = 0
    stratum: Sequence[int] = ()
    strata: Sequence[str] = ("",)
    seen: dict[tuple[int, str], set[int]] = field(default_factory=dict)
    rings: list[frozenset[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The generator of this crowd."""
        self.draw = np.random.default_rng(self.seed)

    def hold(self, kind: int, value: str, accounts: Iterable[int]) -> None:
        """These accounts were seen with the identifier."""
        self.seen.setdefault((kind, value), set()).update(int(a) for a in accounts)

    def everyday(self, prompts: int = 30) -> None:
        """Everybody: an address or two, some at public places, own card, now and then a popular template."""
        everyone = np.arange(self.accounts)
        for a in everyone.tolist():
            self.hold(IP, f"home-{a}", [a])
            self.hold(CARD, f"own-{a}", [a])
        for a, b in everyone[: len(everyone) // 2 * 2].reshape(-1, 2)[::7].tolist():
            self.hold(IP, f"home-{a}", [a, b])
        for a in everyone[self.draw.random(self.accounts) < 0.3].tolist():
            self.hold(IP, f"public-{int(self.draw.integers(0, max(self.accounts // 40, 1)))}", [a])
        for a in everyone[self.draw.random(self.accounts) < 0.5].tolist():
            self.hold(PROMPT, f"popular-{min(int(self.draw.zipf(1.5)), prompts)}", [a])

    def ring(self, size: int, at: int, per_card: int = 4, per_ip: int = 5, templates: int = 3) -> frozenset[int]:
        """Accounts at .. at + size - 1 draw at random from a pool of cards, addresses and templates of their own."""
        members = frozenset(range(at, at + size))
        name = f"r{at}"
        for a in sorted(members):
            cards, ips = max(2, size // per_card), max(2, size // per_ip)
            self.hold(CARD, f"{name}-{int(self.draw.integers(0, cards))}", [a])
            for ip in self.draw.integers(0, ips, 2).tolist():
                self.hold(IP, f"{name}-{ip}", [a])
            self.hold(PROMPT, f"{name}-{int(self.draw.integers(0, templates))}", [a])
        self.rings.append(members)
        return members

    def planted(self, shuffled: bool = True) -> Planted:
        """The sightings; with `shuffled` the codes of the accounts are drawn anew, so that no order helps."""
        to = self.draw.permutation(self.accounts) if shuffled else np.arange(self.accounts)
        strata = np.array(list(self.stratum) or [0] * self.accounts, np.int32)
        moved = np.empty_like(strata)
        moved[to] = strata
        rings = tuple(frozenset(int(to[a]) for a in ring) for ring in self.rings)
        edges = {key: [int(to[a]) for a in some] for key, some in self.seen.items()}
        return Planted(sightings(self.accounts, edges, moved, self.strata), rings)


def sightings(
    accounts: int, seen: Mapping[tuple[int, str], Iterable[int]], stratum: NDArray[np.int32], strata: Sequence[str]
) -> Sightings:
    """Coded as the graph store codes them: shared identifiers by (kind name, value), private ones in the degrees."""
    degree = np.zeros((accounts, len(KINDS)), np.int32)
    for (kind, _), some in seen.items():
        degree[list(set(some)), kind] += 1
    shared = sorted(key for key, some in seen.items() if len(set(some)) >= 2)
    pairs = sorted((a, v) for v, key in enumerate(shared) for a in set(seen[key]))
    return Sightings(
        np.array([a for a, _ in pairs], np.int32),
        np.array([v for _, v in pairs], np.int32),
        np.array([kind for kind, _ in shared], np.int16),
        degree,
        stratum,
        KINDS,
        tuple(strata),
        np.array([f"a{a:06d}" for a in range(accounts)], object),
        np.array([value for _, value in shared], object),
        np.ones(len(pairs), np.int64),
    )


def f1(true: frozenset[int], found: Iterable[frozenset[int]]) -> float:
    """Best F1 of any found group against a true one."""
    return max((2 * len(true & one) / (len(true) + len(one)) for one in found), default=0.0)
