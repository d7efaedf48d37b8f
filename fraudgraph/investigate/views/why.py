"""The screen `why`."""

from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.investigate.views.judged import Judged
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Member, Sweep


class Standing(StrEnum):
    """What is left of a link. holds: 12 bits or more over 2 kinds or more; weakens: 7 bits or more; falls: under 7."""

    HOLDS = "holds"
    WEAKENS = "weakens"
    FALLS = "falls"


@dataclass(frozen=True, slots=True)
class Reason:
    """One identifier that two accounts share.

    bits: pair bits, counted: it is the best of its family and so part of the total. both_first_us, both_last_us:
    overlap of both spans (None: they
    do not overlap, or no source gave a time); apart_us: 0 if the spans overlap, else the time between them, None
    unknown.
    in_ring: holders in the ring of the first account (else of the second); in_no_ring: holders in no ring;
    in_other: in other rings.
    attributes: what the table `identifiers` says of it, (name, value).
    """

    kind: Kind
    value: str
    holders: int
    bits: int
    counted: bool
    both_first_us: int | None
    both_last_us: int | None
    apart_us: int | None
    in_ring: int
    in_other: int
    in_no_ring: int
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drop:
    """The link without one kind, or (kind None) without all that is easy to fake."""

    kind: Kind | None
    bits_left: int
    kinds_left: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Against:
    """What speaks against the link, from the record of both accounts. Pairs are (first, second); empty where
    equal or unknown.

    created_apart_us: between both sign-ups; apart: reasons whose spans never overlap; outside: (reason's place in
    `reasons`) with holders in no ring.
    """

    countries: tuple[str, str] | None
    email_domains: tuple[str, str] | None
    organizations: tuple[str, str] | None
    created_apart_us: int | None
    apart: tuple[Reason, ...]
    outside: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WhyView:
    """The screen `why`. reasons: most bits first; none if nothing but hubs is in common (shared_hubs: how many of
    these).

    total_bits: sum of the counted reasons; kinds: families they span; hard: counted reasons that are hard to fake.
    weakest: the first drop that does not hold (None: the link holds without any one kind). longer_paths: other
    accounts that share a further
    identifier of at most 10,000 holders with each of the two. judged: the link; first_judged, second_judged: the
    accounts themselves.
    """

    first: str
    second: str
    sweep: Sweep | None
    first_member: Member | None
    second_member: Member | None
    judged: Judged | None
    reasons: tuple[Reason, ...]
    shared_hubs: int
    total_bits: int
    kinds: int
    hard: int
    standing: Standing
    drops: tuple[Drop, ...]
    weakest: Drop | None
    against: Against
    empty_kinds: tuple[Kind, ...]
    longer_paths: int
    first_judged: Judged | None = None
    second_judged: Judged | None = None
