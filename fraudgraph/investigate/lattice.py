"""The shortest paths between two accounts: found from both ends, kept as the steps they have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fraudgraph.graph.base import GraphStore, View
from fraudgraph.graph.walking import Follow, Holdings

Index = NDArray[np.int64]
Edge = tuple[str, str, str]
"""(account, kind, value)"""


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a step: who holds which of its identifiers, as places in arrays. int64[E], by identifier, then
    account.
    """

    account: Index
    identifier: Index


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of all shortest paths. kind, value: object[I], by name; holders: int64[I]; near, far: its ends, as seen
    from the first account.
    """

    kind: NDArray[np.object_]
    value: NDArray[np.object_]
    holders: NDArray[np.int64]
    near: Side
    far: Side


@dataclass(frozen=True, slots=True)
class Lattice:
    """All shortest paths between two accounts. account_ids: object[A], by code point, of everybody on any of them;
    start, end: places of the two.
    """

    account_ids: NDArray[np.object_]
    start: int
    end: int
    hops: tuple[Hop, ...]

    def edges(self, hop: Hop, side: Side) -> list[Edge]:
        """The sightings of one end of a step, by name."""
        columns = self.account_ids[side.account], hop.kind[side.identifier], hop.value[side.identifier]
        return list(zip(*(column.tolist() for column in columns), strict=True))


@dataclass(slots=True)
class Wave:
    """What one end has reached. layers: accounts by distance; steps: what led from each layer to the next; seen: all
    accounts of all layers.
    """

    layers: list[frozenset[str]]
    steps: list[Holdings]
    seen: set[str]

    @property
    def front(self) -> frozenset[str]:
        """The accounts reached last."""
        return self.layers[-1]

    @property
    def reached(self) -> int:
        """How many accounts were reached, the end itself left out."""
        return len(self.seen) - 1

    def move(self, held: Holdings) -> None:
        """One step further, over what the front leads to."""
        new = frozenset(held.account_ids.tolist()) - self.seen
        self.steps.append(held)
        self.layers.append(new)
        self.seen |= new


@dataclass(frozen=True, slots=True)
class Meeting:
    """How two waves ended. met: accounts where they meet, halfway of every shortest path (none: they did not)."""

    first: Wave
    second: Wave
    met: frozenset[str]

    @property
    def steps(self) -> int:
        """Steps taken from both ends together."""
        return len(self.first.steps) + len(self.second.steps)


@dataclass(frozen=True, slots=True)
class Limits:
    """How far waves go: over which identifiers but these, how many steps, from how many accounts at most."""

    follow: Follow
    steps: int
    start: int
    but: frozenset[tuple[str, str]] = frozenset()


def meet(graph: GraphStore, view: View, ends: tuple[str, str], limits: Limits) -> Meeting:
    """Two waves, the smaller one moved on each time, until they meet, one dies out, or a limit stops them."""
    first, second = (Wave([frozenset([end])], [], {end}) for end in ends)
    met: frozenset[str] = frozenset()
    while not met and len(first.steps) + len(second.steps) < limits.steps:
        wave, other = sorted((first, second), key=lambda one: len(one.front))
        if not wave.front or len(wave.front) > limits.start:
            break
        wave.move(_without(graph.step(view, sorted(wave.front), limits.follow), limits.but))
        met = wave.front & other.front
    return Meeting(first, second, met)


def _without(held: Holdings, names: frozenset[tuple[str, str]]) -> Holdings:
    """The step without these identifiers, and without whom nothing else leads to."""
    if not names:
        return held
    kept = np.array([name not in names for name in zip(held.kind, held.value, strict=True)], np.bool_)
    edges = kept[held.identifier]
    there = np.zeros(len(held.account_ids), np.bool_)
    there[held.account[edges]] = True
    account = (np.cumsum(there) - 1)[held.account[edges]]
    return replace(held, account_ids=held.account_ids[there], account=account, identifier=held.identifier[edges])


def lattice_of(meeting: Meeting) -> Lattice:
    """The shortest paths of two waves that met, from the first account to the second; nothing that leads elsewhere."""
    there = reversed(_back(meeting.first, meeting.met))
    back = [(held, far, near) for held, near, far in _back(meeting.second, meeting.met)]
    steps = [*there, *back]
    names = sorted({name for held, *ends in steps for edges in ends for name in held.account_ids[held.account[edges]]})
    place = {name: number for number, name in enumerate(names)}
    ends = (next(iter(wave.layers[0])) for wave in (meeting.first, meeting.second))
    start, end = (place[name] for name in ends)
    hops = tuple(_hop(held, near, far, place) for held, near, far in steps)
    return Lattice(np.array(names, np.object_), start, end, hops)


def _back(wave: Wave, met: frozenset[str]) -> list[tuple[Holdings, Index, Index]]:
    """From where the waves met back to the start of one, the last step first: (step, edges at its near end, far)."""
    steps, targets = [], met
    for layer, held in zip(reversed(wave.layers[:-1]), reversed(wave.steps), strict=True):
        near, far = _edges_of(held, layer), _edges_of(held, targets)
        used = np.zeros(len(held.holders), np.bool_)
        used[held.identifier[far]] = True
        near = near[used[held.identifier[near]]]
        steps.append((held, near, far))
        targets = frozenset(held.account_ids[held.account[near]].tolist())
    return steps


def _edges_of(held: Holdings, accounts: frozenset[str]) -> Index:
    """The edges of these accounts. They are looked up, not the many that a wave reached."""
    names = np.array(sorted(accounts), np.object_)
    place = np.searchsorted(held.account_ids, names)
    there = place < len(held.account_ids)
    there[there] = held.account_ids[place[there]] == names[there]
    inside = np.zeros(len(held.account_ids), np.bool_)
    inside[place[there]] = True
    return np.flatnonzero(inside[held.account])


def _hop(held: Holdings, near: Index, far: Index, place: Mapping[str, int]) -> Hop:
    """Only the identifiers that lead on, numbered anew, and accounts by their places in the lattice."""
    used = np.flatnonzero(np.bincount(held.identifier[near]))
    accounts = np.unique(held.account[np.concatenate([near, far])])
    places = np.full(len(held.account_ids), -1)
    places[accounts] = [place[name] for name in held.account_ids[accounts]]
    sides = [Side(places[held.account[edges]], np.searchsorted(used, held.identifier[edges])) for edges in (near, far)]
    return Hop(held.kind[used], held.value[used], held.holders[used], *sides)
