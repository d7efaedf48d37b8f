"""`expand`: whom an account, an identifier or a set of both leads to, step by step, and what was not followed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fraudgraph.case import Case, sweeps
from fraudgraph.errors import UsageError
from fraudgraph.graph.walking import Follow, Holdings
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.names import all_named
from fraudgraph.investigate.reach import count_rings, counted_rings, reach_of, ring_places, rings_behind, spread_of
from fraudgraph.investigate.views.expand import Closed, ExpandView, Reached, Step, Way

MOST_HOLDERS = 10_000
"""Identifiers of more holders are not followed unless asked for: whoever shares one of them shares little."""
MOST_STEPS = 6
MOST_START = 50_000
"""No step is taken from more accounts: nearly everybody is reached then, which says nothing."""
Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Walk:
    """How far to go: steps, over identifiers of at most so many holders (None: any), hubs too or not, of
    these kinds alone, by name or word (None: of all). listed: whether every account is to be named.
    """

    steps: int = 1
    most_holders: int | None = MOST_HOLDERS
    through_hubs: bool = False
    kinds: tuple[str, ...] | None = None
    listed: bool = False


def expand(case: Case, names: Sequence[str], walk: Walk) -> ExpandView:
    """The screen. NotFound and UsageError as `names.all_named`; UsageError for too many steps or none."""
    if not 1 <= walk.steps <= MOST_STEPS:
        raise UsageError(f"--steps takes 1 to {MOST_STEPS}, not {walk.steps}", hint="--steps 2 is usual")
    at = desk(case)
    walk = replace(walk, kinds=_kinds(at, walk.kinds))
    asked = all_named(at, names)
    held = at.graph.holdings(at.view, asked.identifiers)
    start = frozenset(held.account_ids.tolist()) | frozenset(asked.accounts)
    taken = list(_steps(at, start, walk))
    by_ring: Counter[int] = Counter()
    for one in taken:
        by_ring += one.by_ring
    return ExpandView(
        names=tuple(names),
        start=reach_of(at, count_rings(at, start)),
        identifiers=len(asked.identifiers),
        unknown=asked.unknown,
        steps=tuple(one.step for one in taken),
        reached=reach_of(at, by_ring),
        rows=_placed(at, [row for one in taken for row in one.rows]) if walk.listed else None,
        asked_steps=walk.steps,
        most_holders=walk.most_holders,
        most_start=MOST_START,
        through_hubs=walk.through_hubs,
        kinds=tuple(map(at.kind, walk.kinds)) if walk.kinds is not None else None,
        sweep=at.sweep,
    )


def _kinds(at: Desk, words: Sequence[str] | None) -> tuple[str, ...] | None:
    """Kinds by their names, or by the words that screens use; UsageError for one that no fact has."""
    if words is None:
        return None
    unknown = [word for word in words if word not in at.kinds_called]
    if unknown:
        known = sorted({at.kind(kind.kind).word for kind in at.graph.population(at.view).kinds})
        raise UsageError(f"{unknown[0]!r} is not a kind of identifier", hint=f"one of {', '.join(known)}")
    return tuple(sorted({name for word in words for name in at.kinds_called[word]}))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A step that was taken; rows: the accounts that it reached first, if they are to be listed."""

    step: Step
    by_ring: Counter[int]
    rows: list[Reached]


def _steps(at: Desk, start: frozenset[str], walk: Walk) -> Iterator[_Taken]:
    seen, frontier = set(start), sorted(start)
    for number in range(1, walk.steps + 1):
        if not frontier or len(frontier) > MOST_START:
            return
        held = at.graph.step(at.view, frontier, Follow(walk.most_holders, walk.through_hubs, walk.kinds))
        new = ~np.fromiter(map(seen.__contains__, held.account_ids), np.bool_, len(held.account_ids))
        ring = ring_places(at, held.account_ids)
        by_ring = counted_rings(ring[new])
        rows = _reached(at, held, new, number) if walk.listed else []
        yield _Taken(_step(at, held, (new, ring), (number, len(frontier))), by_ring, rows)
        frontier = held.account_ids[new].tolist()
        seen.update(frontier)


def _step(at: Desk, held: Holdings, accounts: tuple[Mask, Places], of: tuple[int, int]) -> Step:
    """accounts: which are new, and the ring of each; of: the number of the step, and from how many it started."""
    (new, ring), (number, start) = accounts, of
    outward = new[held.account]
    leads = np.bincount(held.identifier[outward], minlength=len(held.holders)) > 0
    closed = np.flatnonzero(~held.followed)
    return Step(
        start=start,
        reached=reach_of(at, counted_rings(ring[new])),
        kinds=tuple(_by_kind(at, held, ring, (outward, leads))),
        ways=_ways(at, held, ring, outward) if number == 1 else (),
        inward=int((held.followed & ~leads).sum()),
        closed=tuple(
            Closed(at.kind(held.kind[place]), held.value[place], int(held.holders[place]), bool(held.hub[place]))
            for place in closed[np.argsort(-held.holders[closed], kind="stable")].tolist()
        ),
    )


def _ways(at: Desk, held: Holdings, ring: Places, outward: Mask) -> tuple[Way, ...]:
    """One by one, those of fewest others first: they say most."""
    known = at.attributes(zip(held.kind.tolist(), held.value.tolist(), strict=True))
    ways = [
        Way(at.kind(kind), value, 1, int(holders), spread_of(by_ring), known[kind, value])
        for kind, value, holders, by_ring in zip(
            held.kind, held.value, held.holders, rings_behind(held, ring, outward), strict=True
        )
        if by_ring
    ]
    return tuple(sorted(ways, key=lambda way: (way.others.accounts, way.kind.name, way.value)))


def _by_kind(at: Desk, held: Holdings, ring: Places, edges: tuple[Mask, Mask]) -> Iterator[Way]:
    """All identifiers of a kind as one, so that nobody behind several of them counts twice. edges: those that lead
    outward, and the identifiers that have any.
    """
    outward, leads = edges
    for name in dict.fromkeys(held.kind.tolist()):
        own = leads & (held.kind == name)
        behind = np.bincount(held.account[outward & own[held.identifier]], minlength=len(ring)) > 0
        if own.any():
            holders = int(held.holders[own].sum())
            yield Way(at.kind(name), "", int(own.sum()), holders, spread_of(counted_rings(ring[behind])))


def _reached(at: Desk, held: Holdings, new: Mask, number: int) -> list[Reached]:
    """Every new account, with the identifier of fewest holders that led to it."""
    edges = np.flatnonzero(new[held.account])
    order = edges[np.lexsort((held.identifier[edges], held.holders[held.identifier[edges]], held.account[edges]))]
    first = order[np.unique(held.account[order], return_index=True)[1]]
    return [
        Reached(held.account_ids[account], number, at.kind(held.kind[place]), held.value[place], None, None)
        for account, place in zip(held.account[first].tolist(), held.identifier[first].tolist(), strict=True)
    ]


def _placed(at: Desk, found: Sequence[Reached]) -> tuple[Reached, ...]:
    """Where each stands; by step, those in no ring first, for they are the news, then by ring."""
    tier_of = sweeps.tier_of(at.case, at.sweep.sweep_id) if at.sweep else {}
    rows = [replace(one, ring_id=at.ring_of.get(one.account_id), tier=tier_of.get(one.account_id)) for one in found]
    return tuple(sorted(rows, key=lambda row: (row.step, row.ring_id or 0, row.account_id)))
