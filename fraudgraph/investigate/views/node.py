"""The screen `node`, of an identifier and of an account."""

from dataclasses import dataclass

from fraudgraph.graph.base import AccountFacts
from fraudgraph.investigate.views.judged import UNSAID, Judged, Words
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import EvidenceClass, Member, Sweep, Tier


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One holder of an identifier. events: payments of a payment kind, else exchanges or sightings with it.
    era: name of the identifier held, where the value asked for changed hands and so is several; else ''.
    """

    account_id: str
    ring_id: int | None
    tier: Tier | None
    member_class: EvidenceClass | None
    status: str
    events: int
    first_us: int | None
    last_us: int | None
    era: str = ""


@dataclass(frozen=True, slots=True)
class IdentifierNode:
    """The screen `node` of an identifier. holders_shown: those in no ring first, then other rings, then its main
    ring, most events first.

    main_ring: the ring with most holders; in_ring of them in it. weakest_bits, strongest_bits: least and greatest
    pair bits between two holders (None: under
    two holders, or a hub). payments: (outcome, payments). share_below: share of its kind's identifiers that have
    fewer holders; median_holders of the kind.
    """

    kind: Kind
    value: str
    holders: int
    main_ring: int | None
    in_ring: int
    in_no_ring: int
    hub: str
    judged: Judged | None
    first_us: int | None
    last_us: int | None
    weakest_bits: int | None
    strongest_bits: int | None
    events: int
    payments: tuple[tuple[str, int], ...]
    share_below: float | None
    median_holders: float | None
    attributes: tuple[tuple[str, str], ...]
    rows: tuple[HolderRow, ...]
    sweep: Sweep | None
    words: Words = UNSAID


@dataclass(frozen=True, slots=True)
class Known:
    """An identifier of one account. bits: what it says of a link to another of its holders, h - log2(k - 1) of this
    account's edge, 0 for a private one. attributes: what the table `identifiers` says of it, (name, text).
    """

    kind: Kind
    value: str
    holders: int
    in_ring: int
    in_no_ring: int
    bits: int
    count: int
    first_us: int | None
    last_us: int | None
    sources: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AccountNode:
    """The screen `node` of an account. shared: identifiers with other holders, those with holders outside the
    ring first, then most bits.

    member: None if in no ring. hubs: (kind, value, holders, why) that tell nothing; own: identifiers that no one
    else has.
    days: calendar days from first to last exchange, inclusive.
    """

    facts: AccountFacts
    status: str
    member: Member | None
    judged: Judged | None
    shared: tuple[Known, ...]
    hubs: tuple[tuple[Kind, str, int, str], ...]
    own: tuple[Known, ...]
    days: int | None
    sweep: Sweep | None
    words: Words = UNSAID
