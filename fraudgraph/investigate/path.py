"""`path`: how one account leads to another over identifiers that mean something, and what was not searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from fraudgraph.case import Case
from fraudgraph.errors import UsageError
from fraudgraph.graph.base import Seen
from fraudgraph.graph.walking import Follow
from fraudgraph.investigate.bits import kappa_of, surprises
from fraudgraph.investigate.desk import Attributes, Desk, desk
from fraudgraph.investigate.expand import MOST_HOLDERS, MOST_START, MOST_STEPS
from fraudgraph.investigate.lattice import Limits, Meeting, lattice_of, meet
from fraudgraph.investigate.names import account_named
from fraudgraph.investigate.views.expand import Closed
from fraudgraph.investigate.views.path import PathStep, PathView, Stop
from fraudgraph.investigate.widest import Link, Weighed, apart, count_paths
from fraudgraph.model.rings import BIT

LEAST_SHARE = 16
"""An identifier that more than one account in so many holds is worth under 4 bits to anybody: no path leads over it."""


@dataclass(frozen=True, slots=True)
class Search:
    """How to look: at most so many steps, over identifiers of at most so many holders (None: as `most_holders_of`);
    paths: how many to tell; longer: not over what both have.
    """

    steps: int = MOST_STEPS
    most_holders: int | None = None
    paths: int = 1
    longer: bool = False


def path(case: Case, first: str, second: str, how: Search) -> PathView:
    """The screen. NotFound, with a near name, for an account that no fact names; UsageError for one account twice, and
    for no step or too many.
    """
    if not 1 <= how.steps <= MOST_STEPS:
        raise UsageError(f"--steps takes 1 to {MOST_STEPS}, not {how.steps}", hint="--steps 4 is usual")
    at = desk(case)
    first, second = account_named(at, first), account_named(at, second)
    if first == second:
        raise UsageError(f"{first!r} is one account", hint="name two accounts")
    most = how.most_holders or most_holders_of(at)
    common = _common(at, first, second)
    but = frozenset((one.kind, one.value) for one in common) if how.longer else frozenset()
    meeting = meet(at.graph, at.view, (first, second), Limits(Follow(most), how.steps, MOST_START, but))
    found, count = _paths(at, meeting, how.paths)
    stops = _stops(at, [first, second, *(name for path in found for link in path for name in (link.near, link.far))])
    known = at.attributes((link.kind, link.value) for links in found for link in links)
    return PathView(
        first=stops[first],
        second=stops[second],
        paths=tuple(tuple(_step(at, link, stops, known) for link in links) for links in found),
        count=count,
        searched_steps=meeting.steps,
        asked_steps=how.steps,
        stopped_at=_stopped_at(meeting, how.steps),
        reached=(meeting.first.reached, meeting.second.reached),
        most_holders=most,
        longer=len(common) if how.longer else None,
        closed=tuple(_closed(at, one) for one in common if one.hub or one.holders > most),
        sweep=at.sweep,
    )


def most_holders_of(at: Desk) -> int:
    """How many holders an identifier may have that still says something: 10,000, in a small population fewer."""
    return max(2, min(MOST_HOLDERS, at.graph.population(at.view).accounts // LEAST_SHARE))


def _common(at: Desk, first: str, second: str) -> list[Seen]:
    """What both were seen with, those of most holders first."""
    seen = at.graph.identifiers_of(at.view, [first, second])
    held = {(one.kind, one.value) for one in seen if one.account_id == second}
    both = (one for one in seen if one.account_id == first and (one.kind, one.value) in held)
    return sorted(both, key=lambda one: (-one.holders, one.kind, one.value))


def _paths(at: Desk, meeting: Meeting, most: int) -> tuple[list[tuple[Link, ...]], int]:
    """The strongest paths, and how many there are in all."""
    if not meeting.met:
        return [], 0
    lattice = lattice_of(meeting)
    ends = [[(side, lattice.edges(hop, side)) for side in (hop.near, hop.far)] for hop in lattice.hops]
    edges = {edge for pair in ends for _, named in pair for edge in named}
    h = surprises(at.graph, at.view, sorted(edges), kappa_of(at.sweep))
    weights = []
    for hop, ((near, near_names), (far, far_names)) in zip(lattice.hops, ends, strict=True):
        price = np.rint(np.log2(hop.holders - 1) * BIT).astype(np.int64)
        of_near, of_far = (np.array([h[edge] for edge in names], np.int64) for names in (near_names, far_names))
        weights.append((of_near - price[near.identifier], of_far - price[far.identifier]))
    weighed = Weighed(lattice, tuple(weights))
    return list(islice(apart(weighed), max(most, 1))), int(count_paths(lattice))


def _stopped_at(meeting: Meeting, asked: int) -> int | None:
    """How many accounts another step would have started from, where only that stopped the search."""
    smaller = min(len(meeting.first.front), len(meeting.second.front))
    return smaller if not meeting.met and meeting.steps < asked and smaller else None


def _stops(at: Desk, account_ids: Sequence[str]) -> dict[str, Stop]:
    members = at.memberships(dict.fromkeys(account_ids))
    return {
        name: Stop(name, members[name].ring_id, members[name].tier) if name in members else Stop(name, None, None)
        for name in account_ids
    }


def _step(at: Desk, link: Link, stops: dict[str, Stop], known: dict[tuple[str, str], Attributes]) -> PathStep:
    ends, kind = (stops[link.near], stops[link.far]), at.kind(link.kind)
    return PathStep(*ends, kind, link.value, link.holders, link.bits, known[link.kind, link.value])


def _closed(at: Desk, one: Seen) -> Closed:
    return Closed(at.kind(one.kind), one.value, one.holders, bool(one.hub))
