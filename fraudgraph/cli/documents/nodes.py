"""Documents of `why` and `node`."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Attributes, Judgement, Member, Sweep
from fraudgraph.cli.documents.people import Words
from fraudgraph.cli.documents.rings import Daily
from fraudgraph.cli.documents.words import Says
from fraudgraph.investigate.views.why import Standing


class End(TypedDict):
    """One of the two accounts."""

    account_id: w.Account
    member: Member | None
    judgement: Judgement | None


class Reason(TypedDict):
    """One identifier that both were seen with."""

    kind: w.KindName
    family: w.Family
    value: str
    holders: int
    pair_bits: w.LinkBits
    counted: Annotated[bool, Says("The best of its family, and so part of the total.")]
    hard_to_fake: bool
    both_first_seen: w.Instant | None
    both_last_seen: w.Instant | None
    apart_seconds: Annotated[float | None, Says("0: the spans overlap; null: unknown.")]
    holders_in_ring: int
    holders_in_other_rings: int
    holders_in_no_ring: int
    causes: Annotated[str | None, Says("Who else could cause it.")]
    attributes: Attributes


class Drop(TypedDict):
    """The link without one kind, or (kind null) without all that is easy to fake."""

    kind: str | None
    easy_to_fake: bool
    bits_left: float
    families_left: int
    standing: Annotated[str, Says(words=Standing)]


class Against(TypedDict):
    """What speaks against the link; null: equal or unknown."""

    countries: list[str] | None
    email_domains: list[str] | None
    organizations: list[str] | None
    created_apart_seconds: float | None
    never_together: Annotated[list[list[str]], Says("Kind and value of reasons whose spans never overlap.")]
    holders_in_no_ring: Annotated[list[list[str | int]], Says("Kind, value, and how many.")]


class Why(TypedDict):
    """Why two accounts are linked. Bits measure surprise against chance, not guilt."""

    sweep: Sweep | None
    first: End
    second: End
    judgement: Judgement | None
    pair_bits: w.LinkBits
    families: Annotated[int, Says("That the counted reasons span.")]
    hard_to_fake: Annotated[int, Says("Counted reasons that are.")]
    standing: Annotated[str, Says(words=Standing)]
    reasons: list[Reason]
    shared_hubs: Annotated[int, Says("Identifiers in common that mean nothing.")]
    drops: list[Drop]
    weakest: Drop | None
    against: Against
    empty_kinds: list[str]
    longer_paths: Annotated[int, Says("Over other accounts: found, not added.")]


class Known(TypedDict):
    """An identifier of an account."""

    kind: w.KindName
    family: w.Family
    value: str
    holders: int
    holders_in_ring: int
    holders_in_no_ring: int
    link_bits: w.LinkBits
    count: int
    first_seen: w.Instant | None
    last_seen: w.Instant | None
    sources: Annotated[list[str], Says("Tables that it was seen in.")]
    attributes: Attributes


class Hub(TypedDict):
    """An identifier that means nothing."""

    kind: w.KindName
    value: str
    holders: int
    why: str | None


class AccountNode(Words):
    """One account."""

    sweep: Sweep | None
    account_id: w.Account
    status: str | None
    member: Member | None
    judgement: Judgement | None
    created: w.Instant | None
    country: str | None
    organization_id: str | None
    email_domain: str | None
    plan: str | None
    billing: str | None
    suspended: w.Instant | None
    exchanges: int
    served: int | None
    first_exchange: w.Instant | None
    last_exchange: w.Instant | None
    days: int | None
    daily: list[Daily]
    shared: list[Known]
    own: list[Known]
    hubs: list[Hub]


class Holder(TypedDict):
    """An account that was seen with an identifier."""

    account_id: w.Account
    ring_id: w.RingId | None
    tier: w.Tier | None
    member_class: w.EvidenceClass | None
    status: str | None
    events: int
    first_seen: w.Instant | None
    last_seen: w.Instant | None
    era: Annotated[str | None, Says("The identifier held, where the value changed hands.")]


class IdentifierNode(Words):
    """One identifier."""

    sweep: Sweep | None
    kind: w.KindName
    family: w.Family
    value: str
    holders: int
    main_ring_id: w.RingId | None
    holders_in_main_ring: int
    holders_in_no_ring: int
    hub: Annotated[str | None, Says("Why it means nothing; null: it is no hub.")]
    judgement: Judgement | None
    first_seen: w.Instant | None
    last_seen: w.Instant | None
    least_pair_bits: w.LinkBits | None
    greatest_pair_bits: w.LinkBits | None
    events: int
    payments: Annotated[Mapping[str, int], Says("By outcome.")]
    share_with_fewer_holders: w.Share | None
    median_holders: float | None
    attributes: Attributes
    rows: list[Holder]
