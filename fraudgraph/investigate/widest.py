"""Of all shortest paths the strongest: the one whose weakest link is strongest, then the one over the rarest
identifiers. And how many there are.

A sighting weighs its surprise less log2(k - 1), so that the lesser of the two sightings of a step is the pair bits of
its identifier (`fraudgraph.investigate.bits`). Layer by layer from the end back to the start, as the widest path of
M. Pollack, "The maximum capacity through a network", Operations Research 8 (1960).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fraudgraph.investigate.lattice import Hop, Lattice, Side

Units = NDArray[np.int64]
Weights = tuple[Units, Units]
"""Of the sightings at the near and at the far end of a step, in units."""
NOTHING = np.iinfo(np.int64).min
_ALL = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Link:
    """One step of one path: two accounts, the identifier between them, and its pair bits in units."""

    near: str
    far: str
    kind: str
    value: str
    holders: int
    bits: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """A lattice and the weights of its sightings, a pair a step."""

    lattice: Lattice
    weights: tuple[Weights, ...]

    @property
    def steps(self) -> list[tuple[Hop, Weights]]:
        """Each step and its weights, the last one first."""
        return list(zip(self.lattice.hops, self.weights, strict=True))[::-1]


def count_paths(lattice: Lattice) -> float:
    """How many paths there are, each a row of accounts and identifiers; exact up to 2^53."""
    paths = np.zeros(len(lattice.account_ids), np.float64)
    paths[lattice.end] = 1
    for hop in reversed(lattice.hops):
        through = np.bincount(hop.far.identifier, paths[hop.far.account], minlength=len(hop.holders))
        paths = np.bincount(hop.near.account, through[hop.near.identifier], minlength=len(paths)).astype(np.float64)
    return float(paths[lattice.start])


def strongest(weighed: Weighed) -> tuple[Link, ...]:
    """The strongest path; empty where none is left."""
    width = _width(weighed)
    if width == NOTHING:
        return ()
    return _rarest(_kept(weighed, [(near >= width, far >= width) for near, far in weighed.weights]))


def apart(weighed: Weighed) -> Iterator[tuple[Link, ...]]:
    """Strongest paths one after the other, none of which has an account (but the ends) or an identifier of another."""
    while path := strongest(weighed):
        yield path
        weighed = _without(weighed, path)


def _width(weighed: Weighed) -> int:
    """The weakest link of the strongest path, in units; NOTHING where no path is left."""
    width = np.full(len(weighed.lattice.account_ids), NOTHING)
    width[weighed.lattice.end] = _ALL
    for hop, (near, far) in weighed.steps:
        through, back = np.full(len(hop.holders), NOTHING), np.full(len(width), NOTHING)
        np.maximum.at(through, hop.far.identifier, np.minimum(width[hop.far.account], far))
        np.maximum.at(back, hop.near.account, np.minimum(through[hop.near.identifier], near))
        width = back
    return int(width[weighed.lattice.start])


def _rarest(weighed: Weighed) -> tuple[Link, ...]:
    """Of all paths, the one with the least product of holders, then the first by name."""
    lattice = weighed.lattice
    costs = [_from(lattice.end, len(lattice.account_ids))]
    for hop in reversed(lattice.hops):
        back = np.full(len(lattice.account_ids), np.inf)
        np.minimum.at(back, hop.near.account, _through(hop, costs[-1])[hop.near.identifier])
        costs.append(back)
    links: list[Link] = []
    at = lattice.start
    for (hop, weights), cost in zip(reversed(weighed.steps), costs[-2::-1], strict=True):
        near = _least(hop.near.account == at, _through(hop, cost)[hop.near.identifier])
        identifier = hop.near.identifier[near]
        far = _least(hop.far.identifier == identifier, cost[hop.far.account])
        ends = lattice.account_ids[at], lattice.account_ids[hop.far.account[far]]
        bits = max(0, int(min(weights[0][near], weights[1][far])))
        holders = int(hop.holders[identifier])
        links.append(Link(*ends, hop.kind[identifier], hop.value[identifier], holders, bits))
        at = int(hop.far.account[far])
    return tuple(links)


def _from(end: int, accounts: int) -> NDArray[np.float64]:
    cost = np.full(accounts, np.inf)
    cost[end] = 0
    return cost


def _through(hop: Hop, cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cost of going on over each identifier."""
    least = np.full(len(hop.holders), np.inf)
    np.minimum.at(least, hop.far.identifier, cost[hop.far.account])
    return least + np.log2(hop.holders)


def _least(edges: NDArray[np.bool_], cost: NDArray[np.float64]) -> int:
    """The first of the cheapest of these edges."""
    some = np.flatnonzero(edges)
    return int(some[np.argmin(cost[some])])


def _without(weighed: Weighed, path: Sequence[Link]) -> Weighed:
    """Without the accounts between the ends of a path, and without its identifiers."""
    lattice = weighed.lattice
    free = ~np.isin(lattice.account_ids, [link.far for link in path[:-1]])
    masks = []
    for hop, link in zip(lattice.hops, path, strict=True):
        other = ~((hop.kind == link.kind) & (hop.value == link.value))
        near, far = ((free[side.account] & other[side.identifier]) for side in (hop.near, hop.far))
        masks.append((near, far))
    return _kept(weighed, masks)


def _kept(weighed: Weighed, masks: Sequence[tuple[NDArray[np.bool_], NDArray[np.bool_]]]) -> Weighed:
    """Only the sightings in these masks."""
    hops = tuple(
        replace(hop, near=_part(hop.near, near), far=_part(hop.far, far))
        for hop, (near, far) in zip(weighed.lattice.hops, masks, strict=True)
    )
    weights = tuple(
        (of_near[near], of_far[far]) for (of_near, of_far), (near, far) in zip(weighed.weights, masks, strict=True)
    )
    return Weighed(replace(weighed.lattice, hops=hops), weights)


def _part(side: Side, mask: NDArray[np.bool_]) -> Side:
    return Side(side.account[mask], side.identifier[mask])
