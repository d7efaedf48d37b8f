"""The evidence subgraph of a ring: its members, the identifiers that hold them together, and the edges that say why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.table import Column, Index, Table, Value, alike, coded
from fraudgraph.graph.base import GraphStore, View
from fraudgraph.graph.ties import TABLES, UNKNOWN, Ties
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

_LEAST_EDGES = 2
_SOURCES = [" ".join(name for bit, name in enumerate(TABLES) if mask >> bit & 1) for mask in range(1 << len(TABLES))]
"""The tables that show a sighting, by `Ties.tables`."""
_SAID = ("asn", "network_type", "issuer", "prepaid", "country", "source", "as_of")
"""Attributes that a list may say of an identifier."""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes and edges in a fixed order, as tables. accounts, identifiers: `id` (`account:` or the kind, then the value)
    and NODE_FIELDS; edges: `source`, an account, `target`, an identifier, and EDGE_FIELDS. sightings: edges there are
    between members and the identifiers, whether taken or not.
    """

    ring_id: str
    sweep_id: str
    accounts: Table
    identifiers: Table
    edges: Table
    sightings: int

    @property
    def nodes(self) -> tuple[Table, Table]:
        """Accounts, then identifiers."""
        return self.accounts, self.identifiers

    @property
    def size(self) -> tuple[int, int]:
        """How many nodes and edges there are."""
        return len(self.accounts) + len(self.identifiers), len(self.edges)


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

    @property
    def owned(self) -> tuple[RingIdentifier, ...]:
        """What holds the ring together, by kind and value."""
        return tuple(sorted(self.identifiers, key=lambda one: (one.kind, one.value)))


def subgraph(ringed: Ringed, graph: GraphStore, all_edges: bool = False) -> Subgraph:
    """Members, owned identifiers, and each member's strongest edge of each kind.

    Two edges at least are kept of each identifier, so that none stands without those it holds together.
    all_edges: every sighting.
    """
    return assembled(ringed, sightings(ringed, graph), all_edges)


def sightings(ringed: Ringed, graph: GraphStore) -> Ties:
    """Every sighting of a member with an owned identifier, by their places in `members` and `owned`."""
    accounts = [member.account_id for member in ringed.members]
    return graph.ties(ringed.view, accounts, [(one.kind, one.value) for one in ringed.owned])


def assembled(ringed: Ringed, seen: Ties, all_edges: bool = False) -> Subgraph:
    """The subgraph that these sightings make; its edges by the names of account, kind and identifier."""
    seen = seen.taken(np.lexsort((seen.identifier, _rank(ringed)[seen.account])))
    strongest = _strongest(seen, _kinds(ringed))
    taken = np.arange(len(seen)) if all_edges else _with_least(seen, strongest)
    accounts, identifiers = _accounts(ringed), _identifiers(ringed)
    return Subgraph(
        ring_id=show_id(Minted.RING, ringed.ring.ring_id),
        sweep_id=show_id(Minted.SWEEP, ringed.sweep.sweep_id),
        accounts=accounts,
        identifiers=identifiers,
        edges=_edges(seen.taken(taken), strongest[taken], accounts, identifiers),
        sightings=len(seen),
    )


def _rank(ringed: Ringed) -> Index:
    """int64[n]: the place of each member by account id."""
    rank = np.empty(len(ringed.members), np.int64)
    rank[sorted(range(len(rank)), key=lambda place: ringed.members[place].account_id)] = np.arange(len(rank))
    return rank


def _kinds(ringed: Ringed) -> Index:
    """int64[m]: a number for the kind of each identifier."""
    number = {kind: place for place, kind in enumerate(sorted({one.kind for one in ringed.identifiers}))}
    return np.array([number[one.kind] for one in ringed.owned], np.int64)


def _strongest(seen: Ties, kinds: Index) -> NDArray[np.bool_]:
    """bool[E]: of each member and kind one sighting. Fewer holders surprise more; of equals the one seen more often,
    then by value, so that the choice is the same every time.
    """
    group = seen.account * (kinds.max(initial=0) + 1) + kinds[seen.identifier]
    order = np.lexsort((seen.identifier, -seen.count, seen.holders, group))
    found = np.zeros(len(seen), np.bool_)
    found[order[np.unique(group[order], return_index=True)[1]]] = True
    return found


def _with_least(seen: Ties, strongest: NDArray[np.bool_]) -> Index:
    """Places of the strongest, and for identifiers that have fewer than two of them of those with the highest count."""
    missing = _LEAST_EDGES - np.bincount(seen.identifier[strongest], minlength=seen.identifier.max(initial=0) + 1)
    rest = np.flatnonzero(~strongest)
    rest = rest[np.lexsort((-seen.count[rest], seen.identifier[rest]))]
    held = seen.identifier[rest]
    rank = np.arange(len(rest)) - np.searchsorted(held, held)
    return np.union1d(np.flatnonzero(strongest), rest[rank < missing[held]])


def _accounts(ringed: Ringed) -> Table:
    members = ringed.members
    columns = (
        alike("type", "account", len(members)),
        Column("value", [member.account_id for member in members]),
        coded("tier", [member.tier.value for member in members]),
        coded("member_class", [member.member_class.value for member in members]),
        coded("in_queue", [member.in_queue for member in members]),
        Column("member_bits", [round(member.member_bits / BIT, 6) for member in members]),
        coded("role", [member.role for member in members]),
    )
    return _nodes([f"account:{member.account_id}" for member in members], columns, ringed)


def _identifiers(ringed: Ringed) -> Table:
    owned = ringed.owned
    said = [_said(ringed.known.get((one.kind, one.value), ())) for one in owned]
    columns = (
        alike("type", "identifier", len(owned)),
        coded("kind", [one.kind for one in owned]),
        Column("value", [one.value for one in owned]),
        coded("family", [kind_of(one.kind, ringed.kinds).family.value for one in owned]),
        Column("holders", [one.holders for one in owned]),
        Column("holders_in_ring", [one.inside for one in owned]),
        Column("gain_bits", [round(one.bits / BIT, 6) for one in owned]),
        *(coded(name, [known.get(name) for known in said]) for name in _SAID),
    )
    return _nodes([f"{one.kind}:{one.value}" for one in owned], columns, ringed)


def _said(known: Sequence[tuple[str, str]]) -> dict[str, Value]:
    """What a list says of an identifier; a flag is a flag."""
    return {name: text == "true" if name == "prepaid" else text for name, text in known}


def _nodes(ids: list[str], columns: Sequence[Column], ringed: Ringed) -> Table:
    """`id` and all of NODE_FIELDS; those that these nodes do not have are unknown."""
    known = {column.name: column for column in columns}
    known["ring_id"] = alike("ring_id", show_id(Minted.RING, ringed.ring.ring_id), len(ids))
    known["sweep_id"] = alike("sweep_id", show_id(Minted.SWEEP, ringed.sweep.sweep_id), len(ids))
    fields = (known[name] if name in known else alike(name, None, len(ids)) for name, _ in NODE_FIELDS)
    return Table((Column("id", ids), *fields))


def _edges(seen: Ties, strongest: NDArray[np.bool_], accounts: Table, identifiers: Table) -> Table:
    counts, count = np.unique(seen.count, return_inverse=True)
    return Table(
        (
            Column("source", accounts.column("id"), seen.account),
            Column("target", identifiers.column("id"), seen.identifier),
            Column("kind", identifiers.column("kind"), seen.identifier),
            Column("count", counts.tolist(), count),
            Column("first_seen", _isos(seen.first_us)),
            Column("last_seen", _isos(seen.last_us)),
            Column("sources", _SOURCES, seen.tables),
            Column("strongest", (False, True), strongest.astype(np.int64)),
        )
    )


def _isos(us: Index) -> list[str | None]:
    """UTC microseconds as RFC 3339, None where UNKNOWN."""
    texts = np.datetime_as_string(us.astype("datetime64[us]")).tolist()
    return [None if text == "NaT" else f"{text}Z" for text in texts]


def iso(us: int | None) -> str | None:
    """One time as RFC 3339, None where unknown."""
    return _isos(np.array([UNKNOWN if us is None else us], np.int64))[0]
