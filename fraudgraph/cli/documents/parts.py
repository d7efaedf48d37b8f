"""Parts that several documents share."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.words import Says
from fraudgraph.model.rings import Role


class Sweep(TypedDict):
    """One reproducible run."""

    sweep_id: w.SweepId
    as_of: Annotated[str | None, Says("Facts before this instant were seen.", format="date-time")]
    window_seconds: Annotated[float | None, Says("And none older than this; null: all.")]
    seed: int
    parameters: Annotated[Mapping[str, str], Says("What else decided the outcome.")]
    versions: Annotated[Mapping[str, str], Says("Of the program and the libraries that computed it.")]
    counts: Annotated[Mapping[str, int], Says("What was seen: accounts, sightings, ...")]
    segments_sha256: Annotated[str, Says("Of the facts that were there.")]
    started: w.Instant | None
    finished: w.Instant | None


class Judgement(TypedDict):
    """The newest judgement that was not taken back."""

    judgement_id: w.JudgementId
    at: w.Instant | None
    actor: Annotated[str, Says("Who judged.")]
    verdict: str


class Member(TypedDict):
    """A membership of one sweep."""

    account_id: w.Account
    ring_id: w.RingId
    cell: Annotated[int, Says("Dense group of the ring, numbered for this sweep only.")]
    tier: w.Tier
    member_class: w.EvidenceClass
    in_queue: Annotated[bool, Says("To be looked at first: class A, core, in such a ring.")]
    member_bits: Annotated[float, Says("What the account adds to its cell; never to be summed over members.")]
    kind_bits: Annotated[Mapping[str, float], Says("Of the evidence on its own edges, before its name is paid.")]
    role: Annotated[str | None, Says("A reading of the facts, never a finding.", words=Role)]


class KindShare(TypedDict):
    """What one kind contributes to a ring."""

    kind: w.KindName
    kind_bits: w.Bits
    identifiers: int
    accounts: Annotated[int, Says("Members that hold one.")]
    accounts_without: Annotated[int, Says("Members left without the kind, estimated from bits.")]


class Sign(TypedDict):
    """A sign of abuse, or one that speaks against it."""

    name: str
    sentence: str
    against: bool
    state: w.State
    unit: str
    ring: Annotated[float | None, Says("The value among the members.")]
    others: Annotated[float | None, Says("The value among those it is compared with.")]
    accounts: Annotated[int | None, Says("Members that it concerns.")]
    innocent: Annotated[str, Says("How it comes about without abuse.")]
    sources: Annotated[list[str], Says("table.column that it was measured on.")]
    abuse_bits: w.AbuseBits
    group: Annotated[str, Says("Signs of one group measure one thing; the strongest counts.")]
    reference: Annotated[str, Says("Who the others are.")]


class Weighed(TypedDict):
    """The balance of a ring's signs, and the roles of its members."""

    balance_abuse_bits: w.AbuseBits
    calibrated_abuse_bits: Annotated[float | None, Says("By verdicts of people; null: uncalibrated.")]
    judged_rings: Annotated[int, Says("How many verdicts it is calibrated by.")]
    roles: Annotated[Mapping[str, int], Says("Accounts by role.")]


class Ring(Weighed):
    """A ring as a sweep left it. Linked is not abusive."""

    ring_id: w.RingId
    rank: int
    band: w.Band
    review: w.Review
    ring_class: w.EvidenceClass
    change: w.Change
    joined: Annotated[int, Says("Accounts since the sweep before.")]
    left: int
    born_sweep_id: w.SweepId
    accounts: int
    core: int
    probable: int
    periphery: Annotated[int, Says("Under 7 bits: never enforce on these alone.")]
    open_accounts: int | None
    suspended_accounts: int | None
    exchanges: Annotated[int | None, Says("After de-duplication, every outcome.")]
    served: int | None
    exchanges_7d: Annotated[int | None, Says("In the 7 days before facts end.")]
    first_exchange: w.Instant | None
    last_exchange: w.Instant | None
    ring_bits: w.Bits
    name_bits: Annotated[float, Says("What naming the members cost; taken off already.")]
    kinds: list[KindShare]
    signs: list[Sign]
    cells: Annotated[list[int], Says("Accounts of each dense group.")]
    associated: list[w.RingId]
    association_id: w.AssociationId | None


class TierTotal(TypedDict):
    """One tier of a ring."""

    tier: w.Tier
    accounts: int
    exchanges: int | None
    open_accounts: int | None
    rule: str


class Attributes(TypedDict):
    """What the table `identifiers` says of one; null: nothing known."""

    asn: str | None
    network_type: str | None
    issuer: str | None
    prepaid: bool | None
    country: str | None
    source: str | None
    as_of: str | None


class File(TypedDict):
    """A file outside the case."""

    path: str
    bytes: int
    sha256: w.Sha256
