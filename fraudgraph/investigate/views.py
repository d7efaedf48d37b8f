"""What each screen says, as frozen values: every figure of a screen is a field here, unrounded. Rendering lies in `cli`.

Bits are integers of 2^-20 bit (`fraudgraph.model.rings.BIT`); times are UTC microseconds; None is "not known", never zero.
Tuples hold every row: a screen that shows fewer says how many it left out.
"""

from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.graph.base import AccountFacts
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Band, EvidenceClass, Member, Ring, Sweep, Tier


@dataclass(frozen=True, slots=True)
class Judged:
    """The last judgement on a subject that was not taken back."""

    judgement_id: int
    at_us: int
    actor: str
    verdict: str


# --- status


@dataclass(frozen=True, slots=True)
class KindCount:
    """One kind in the facts: identifiers (distinct values), accounts that have one."""

    kind: Kind
    identifiers: int
    accounts: int


@dataclass(frozen=True, slots=True)
class StatusView:
    """The screen `status`.

    need_person: rings that wait for a person (None: not swept yet); newer_facts: rows that the sweep does not see because they were loaded
    after it or happen at or after its as_of (0: the sweep covers every fact loaded; None: not swept).
    facts: rows in all live segments; exchanges, first_us, last_us: of the exchanges alone. accounts: in any table; unlinkable: without any identifier
    but hubs (None, and no kinds: many facts, and no sweep has counted them yet).
    empty_kinds: kinds of which nothing is loaded. last_judgement, judgements: of people. custody_first_bad: record where the chain breaks.
    """

    sweep: Sweep | None
    need_person: int | None
    newer_facts: int | None
    facts: int
    loads: int
    exchanges: int
    exchanges_first_us: int | None
    exchanges_last_us: int | None
    accounts: int | None
    unlinkable: int | None
    kinds: tuple[KindCount, ...]
    empty_kinds: tuple[Kind, ...]
    judgements: int
    last_judgement: Judged | None
    custody_records: int
    custody_whole: bool
    custody_first_bad: int | None


# --- rings


@dataclass(frozen=True, slots=True)
class BandTotal:
    """One band of the list: how many rings, accounts in them."""

    band: Band
    rings: int
    accounts: int


@dataclass(frozen=True, slots=True)
class RingRow:
    """One row of `rings`. linked_by: kinds that add bits, most first. signs: present of measured; delta: accounts joined less those that left."""

    ring: Ring
    signs_present: int
    signs_measured: int
    signs_against: int
    linked_by: tuple[Kind, ...]
    delta: int


@dataclass(frozen=True, slots=True)
class RingsView:
    """The screen `rings`: rows in the order of rank (so by band), bands in their order with those that are empty left out.

    need_person = to_do + new + changed + dormant_to_do. accounts: in all rings of the sweep; all_accounts: in the case.
    dormant, merged_away: rings given before that are not in this sweep.
    """

    sweep: Sweep
    rows: tuple[RingRow, ...]
    bands: tuple[BandTotal, ...]
    accounts: int
    all_accounts: int
    to_do: int
    new: int
    changed: int
    dormant_to_do: int
    dormant: int
    merged_away: int

    @property
    def need_person(self) -> int:
        """Rings that wait for a person."""
        return self.to_do + self.new + self.changed + self.dormant_to_do


# --- ring


class Claimed(StrEnum):
    """How far the facts carry a claim; only a person says more."""

    INDICATED = "indicated"
    NOT_INDICATED = "not indicated"
    NOT_ENTERED = "not entered"


@dataclass(frozen=True, slots=True)
class Claims:
    """Three claims, kept apart. coordinated: more signs for than against; commonly_controlled: class A; actor: only ever entered by a person."""

    coordinated: Claimed
    commonly_controlled: Claimed
    actor: Claimed
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class TierTotal:
    """One tier of a ring; exchanges, open_accounts: None where no fact measures them."""

    tier: Tier
    accounts: int
    exchanges: int | None
    open_accounts: int | None


@dataclass(frozen=True, slots=True)
class LinkedBy:
    """What one kind does for the ring: bits over all members (show bits / ring.accounts), owned identifiers, members that hold one, ring left without it."""

    kind: Kind
    bits: int
    identifiers: int
    accounts: int
    left_without: int


@dataclass(frozen=True, slots=True)
class MixRow:
    """Exchanges on one model or capability: by the ring, by the accounts in no ring."""

    value: str
    ring: int
    others: int


@dataclass(frozen=True, slots=True)
class MixTable:
    """One column (`model`, `capability`): rows by most exchanges of the ring; totals over all rows (only exchanges that have a value)."""

    column: str
    rows: tuple[MixRow, ...]
    ring_total: int
    others_total: int


@dataclass(frozen=True, slots=True)
class CellTotals:
    """Dense groups of the ring: how many, accounts in the largest, median accounts."""

    cells: int
    largest: int
    median: float


@dataclass(frozen=True, slots=True)
class RingView:
    """The screen `ring`.

    exchanges, served: every outcome, served (None: outcome not given); first_us, last_us: of its exchanges; days: calendar days, inclusive.
    active_at_end: its last exchange lies within 24 h of facts_end_us; cut_by_end: it lies on the last UTC day of the facts.
    account_days: sum over members of days with an exchange. So a day over all days: exchanges / accounts / days; on active days: exchanges / account_days.
    others_accounts: accounts in no ring. previous_accounts: the ring's size in the sweep before (None: it was not there).
    daily: (UTC day since 1970-01-01, exchanges) for every day from first to last, zeros too. without_facts: exchanges given by no request_id, as a sentence.
    association: number of the hypothesis (AS-), with the rings it ties; association_kinds: by what.
    """

    ring: Ring
    sweep: Sweep
    judged: Judged | None
    claims: Claims
    exchanges: int | None
    served: int | None
    first_us: int | None
    last_us: int | None
    days: int | None
    facts_end_us: int | None
    active_at_end: bool
    cut_by_end: bool
    account_days: int
    open_accounts: int | None
    suspended_accounts: int | None
    others_accounts: int
    empty_kinds: tuple[Kind, ...]
    tiers: tuple[TierTotal, ...]
    linked_by: tuple[LinkedBy, ...]
    daily: tuple[tuple[int, int], ...]
    mixes: tuple[MixTable, ...]
    cells: CellTotals
    associated: tuple[int, ...]
    association: int | None
    previous_sweep: int | None
    previous_accounts: int | None
    notes: tuple[str, ...]


# --- members


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership with the account's standing; exchanges, first_us: None where no exchange is known."""

    member: Member
    status: str
    exchanges: int | None
    first_us: int | None


@dataclass(frozen=True, slots=True)
class MembersView:
    """The screen `members`: rows with most bits first (of one tier, if asked), totals of every tier, kinds in the order of columns."""

    ring: Ring
    sweep: Sweep
    tier: Tier | None
    rows: tuple[MemberRow, ...]
    totals: tuple[TierTotal, ...]
    kinds: tuple[Kind, ...]


# --- why


class Standing(StrEnum):
    """What is left of a link. holds: 12 bits or more over 2 kinds or more; weakens: 7 bits or more; falls: under 7."""

    HOLDS = "holds"
    WEAKENS = "weakens"
    FALLS = "falls"


@dataclass(frozen=True, slots=True)
class Reason:
    """One identifier that two accounts share.

    bits: pair bits, counted: it is the best of its family and so part of the total. both_first_us, both_last_us: overlap of both spans (None: they
    do not overlap, or no source gave a time); apart_us: 0 if the spans overlap, else the time between them, None unknown.
    in_ring: holders in the ring of the first account (else of the second); in_no_ring: holders in no ring; in_other: in other rings.
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
    """What speaks against the link, from the record of both accounts. Pairs are (first, second); empty where equal or unknown.

    created_apart_us: between both sign-ups; apart: reasons whose spans never overlap; outside: (reason's place in `reasons`) with holders in no ring.
    """

    countries: tuple[str, str] | None
    email_domains: tuple[str, str] | None
    organizations: tuple[str, str] | None
    created_apart_us: int | None
    apart: tuple[Reason, ...]
    outside: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WhyView:
    """The screen `why`. reasons: most bits first; none if nothing but hubs is in common (shared_hubs: how many of these).

    total_bits: sum of the counted reasons; kinds: families they span; hard: counted reasons that are hard to fake.
    weakest: the first drop that does not hold (None: the link holds without any one kind). longer_paths: other accounts that share a further
    identifier of at most 10,000 holders with each of the two.
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


# --- node


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One holder of an identifier. events: payments of a payment kind, else exchanges or sightings with it."""

    account_id: str
    ring_id: int | None
    tier: Tier | None
    member_class: EvidenceClass | None
    status: str
    events: int
    first_us: int | None
    last_us: int | None


@dataclass(frozen=True, slots=True)
class IdentifierNode:
    """The screen `node` of an identifier. holders_shown: those in no ring first, then other rings, then its main ring, most events first.

    main_ring: the ring with most holders; in_ring of them in it. weakest_bits, strongest_bits: least and greatest pair bits between two holders (None: under
    two holders, or a hub). payments: (outcome, payments). share_below: share of its kind's identifiers that have fewer holders; median_holders of the kind.
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


@dataclass(frozen=True, slots=True)
class Known:
    """An identifier of one account. bits: what it says of a link to another of its holders, h - log2(k - 1) of this account's edge, 0 for a private one."""

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


@dataclass(frozen=True, slots=True)
class AccountNode:
    """The screen `node` of an account. shared: identifiers with other holders, those with holders outside the ring first, then most bits.

    member: None if in no ring. hubs: (kind, value, holders, why) that tell nothing; own: identifiers that no one else has.
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
