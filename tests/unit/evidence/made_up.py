"""A small ring with chosen sightings, to build subgraphs from."""

from collections.abc import Iterable, Sequence
from typing import cast

from fraudgraph.evidence.subgraph import Ringed
from fraudgraph.graph.base import GraphStore, Seen, View
from fraudgraph.graph.ties import Ties, ties_of
from fraudgraph.model.kinds import BUILT_IN
from fraudgraph.model.rings import BIT, EvidenceClass, Member, RingIdentifier, Tier
from tests.unit.cli.made_up import SWEEP, ring


class Sighted:
    """The part of a graph store that an export asks: sightings of identifiers, from a list."""

    def __init__(self, seen: Iterable[Seen]) -> None:
        self.seen = tuple(seen)

    def ties(self, view: View, account_ids: Sequence[str], identifiers: Sequence[tuple[str, str]]) -> Ties:
        """As GraphStore.ties."""
        return ties_of(self.seen, account_ids, identifiers)


def store(seen: Iterable[Seen]) -> GraphStore:
    """The sightings as a store."""
    return cast(GraphStore, Sighted(seen))


def seen(account: str, kind: str, value: str, holders: int, count: int = 1) -> Seen:
    """A sighting of 1970-01-01."""
    return Seen(account, kind, value, holders, (("exchanges", count),), 0, 86_400_000_000)


def ringed(accounts: Sequence[str], identifiers: Sequence[tuple[str, str, int]]) -> Ringed:
    """Core members, and owned identifiers (kind, value, holders)."""
    members = tuple(
        Member(account, 7, 1, Tier.CORE, EvidenceClass.A, True, 20 * BIT, (("ip", 20 * BIT),)) for account in accounts
    )
    owned = tuple(RingIdentifier(kind, value, holders, 2, 5 * BIT) for kind, value, holders in identifiers)
    return Ringed(SWEEP, View(SWEEP.as_of_us), ring(7, len(accounts)), members, owned, dict(BUILT_IN))
