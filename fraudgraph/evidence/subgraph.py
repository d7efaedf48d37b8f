"""The evidence subgraph of a ring: its members, the identifiers that hold them together, and the edges that say why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from operator import attrgetter

from fraudgraph.graph.base import GraphStore, Seen, View
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.kinds import Kind, kind_of
from fraudgraph.model.rings import BIT, Member, Ring, RingIdentifier, Sweep

NODE_FIELDS: tuple[tuple[str, str], ...] = (
    ("type", "string"),
    ("kind", "string"),
    ("value", "string"),
    ("ring_id", "string"),
    ("sweep_id", "string"),
    ("tier", "string"),
    ("member_class", "string"),
    ("in_queue", "boolean"),
    ("member_bits", "double"),
    ("role", "string"),
    ("family", "string"),
    ("holders", "long"),
    ("holders_in_ring", "long"),
    ("gain_bits", "double"),
    ("asn", "string"),
    ("network_type", "string"),
    ("issuer", "string"),
    ("prepaid", "boolean"),
    ("country", "string"),
    ("source", "string"),
    ("as_of", "string"),
)
"""Attributes of a node and their GraphML types. `gain_bits`: what an identifier gains for the ring's cells; `asn` to
`as_of`: what a list says of it.
"""
EDGE_FIELDS: tuple[tuple[str, str], ...] = (
    ("kind", "string"),
    ("count", "long"),
    ("first_seen", "string"),
    ("last_seen", "string"),
    ("sources", "string"),
    ("strongest", "boolean"),
)
"""Attributes of an edge. `strongest`: of its kind, the member's identifier with fewest holders."""

Value = str | int | float | bool | None
_LEAST_EDGES = 2
_DAY_US = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Node:
    """One node. key: `account:` or the kind, then the value; values: in the order of NODE_FIELDS."""

    key: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge from an account to an identifier. values: in the order of EDGE_FIELDS."""

    source: str
    target: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and edges in a fixed order. sightings: edges there are between members and the identifiers, whether taken
    or not.
    """

    ring_id: str
    sweep_id: str
    accounts: tuple[Node, ...]
    identifiers: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sightings: int

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Accounts, then identifiers."""
        return self.accounts + self.identifiers


@dataclass(frozen=True, slots=True)
class Ringed:
    """A ring as one sweep left it: what `subgraph` starts from. view: the facts that the sweep saw; known: what the
    table `identifiers` says of (kind, value).
    """

    sweep: Sweep
    view: View
    ring: Ring
    members: tuple[Member, ...]
    identifiers: tuple[RingIdentifier, ...]
    kinds: dict[str, Kind]
    known: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)


def subgraph(ringed: Ringed, graph: GraphStore, all_edges: bool = False) -> Subgraph:
    """Members, owned identifiers, and each member's strongest edge of each kind.

    Two edges at least are kept of each identifier, so that none stands without those it holds together.
    all_edges: every sighting.
    """
    return assembled(ringed, sightings(ringed, graph), all_edges)


def sightings(ringed: Ringed, graph: GraphStore) -> tuple[Seen, ...]:
    """Every sighting of a member with an owned identifier, ordered by (account_id, kind, value)."""
    owned = {(one.kind, one.value) for one in ringed.identifiers}
    members = {member.account_id for member in ringed.members}
    held = graph.holders_of(ringed.view, sorted(owned))  # by (kind, value), which a sort by account leaves as it is
    return tuple(
        sorted(
            [one for one in held if one.account_id in members and (one.kind, one.value) in owned],
            key=attrgetter("account_id"),
        )
    )


def assembled(ringed: Ringed, seen: Sequence[Seen], all_edges: bool = False) -> Subgraph:
    """The subgraph that these sightings, ordered by (account_id, kind, value), make."""
    owned = {(one.kind, one.value): one for one in ringed.identifiers}
    strongest = _strongest(seen)
    taken = range(len(seen)) if all_edges else sorted(_with_least(seen, strongest))
    return Subgraph(
        ring_id=show_id(Minted.RING, ringed.ring.ring_id),
        sweep_id=show_id(Minted.SWEEP, ringed.sweep.sweep_id),
        accounts=tuple(_account(member, ringed) for member in ringed.members),
        identifiers=tuple(_identifier(owned[key], ringed) for key in sorted(owned)),
        edges=tuple(_edge(seen[place], place in strongest) for place in taken),
        sightings=len(seen),
    )


def _strength(one: Seen) -> tuple[int, int, str]:
    """Fewer holders surprise more; of equals the one seen more often, then by value, so that the choice is the same
    every time.
    """
    return one.holders, -one.count, one.value


def _strongest(seen: Sequence[Seen]) -> set[int]:
    """Of each member and kind the strongest sighting, by its place."""
    best: dict[tuple[str, str], int] = {}
    for place, one in enumerate(seen):
        known = best.setdefault((one.account_id, one.kind), place)
        if _strength(one) < _strength(seen[known]):
            best[one.account_id, one.kind] = place
    return set(best.values())


def _with_least(seen: Sequence[Seen], strongest: set[int]) -> set[int]:
    """The strongest, and for identifiers that have fewer than two of them the sightings with the highest count."""
    held = Counter((seen[place].kind, seen[place].value) for place in strongest)
    taken = set(strongest)
    for place in sorted(range(len(seen)), key=lambda place: -seen[place].count):
        key = (seen[place].kind, seen[place].value)
        if held[key] < _LEAST_EDGES and place not in strongest:
            taken.add(place)
            held[key] += 1
    return taken


def _account(member: Member, ringed: Ringed) -> Node:
    known: dict[str, Value] = {
        "type": "account",
        "value": member.account_id,
        "tier": member.tier.value,
        "member_class": member.member_class.value,
        "in_queue": member.in_queue,
        "member_bits": round(member.member_bits / BIT, 6),
        "role": member.role,
    }
    return _node(f"account:{member.account_id}", known, ringed)


def _identifier(one: RingIdentifier, ringed: Ringed) -> Node:
    known: dict[str, Value] = {
        "type": "identifier",
        "kind": one.kind,
        "value": one.value,
        "family": kind_of(one.kind, ringed.kinds).family.value,
        "holders": one.holders,
        "holders_in_ring": one.inside,
        "gain_bits": round(one.bits / BIT, 6),
        **dict(ringed.known.get((one.kind, one.value), ())),
    }
    if "prepaid" in known:
        known["prepaid"] = known["prepaid"] == "true"
    return _node(f"{one.kind}:{one.value}", known, ringed)


def _node(key: str, known: dict[str, Value], ringed: Ringed) -> Node:
    known["ring_id"] = show_id(Minted.RING, ringed.ring.ring_id)
    known["sweep_id"] = show_id(Minted.SWEEP, ringed.sweep.sweep_id)
    return Node(key, tuple(known.get(name) for name, _ in NODE_FIELDS))


def _edge(one: Seen, strongest: bool) -> Edge:
    sources = " ".join([table for table, _ in one.counts])
    values = (one.kind, one.count, iso(one.first_us), iso(one.last_us), sources, strongest)
    return Edge(f"account:{one.account_id}", f"{one.kind}:{one.value}", values)


def iso(us: int | None) -> str | None:
    """UTC microseconds as RFC 3339, None where unknown."""
    if us is None:
        return None
    day, within = divmod(us, _DAY_US)
    second, fraction = divmod(within, 1_000_000)
    minute, second = divmod(second, 60)
    return f"{_date(day)}T{minute // 60:02d}:{minute % 60:02d}:{second:02d}.{fraction:06d}Z"


@cache
def _date(day: int) -> str:
    """A UTC day since 1970-01-01 as 2026-05-01: an export has a hundred of them, and a million times."""
    return (_EPOCH + timedelta(days=day)).date().isoformat()
