"""The screens `ring` and `members`."""

from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.investigate.views.checks import ChecksView, FramingView
from fraudgraph.investigate.views.judged import UNSAID, Judged, Words
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Member, Ring, Sweep, Tier


class Claimed(StrEnum):
    """How far the facts carry a claim; only a person says more."""

    INDICATED = "indicated"
    NOT_INDICATED = "not indicated"
    NOT_ENTERED = "not entered"


@dataclass(frozen=True, slots=True)
class Claims:
    """Three claims, kept apart. coordinated: signs for outweigh those against; commonly_controlled: class A;
    actor: only ever entered by a person.
    """

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
    """What one kind does for the ring: bits over all members (show bits / ring.accounts), owned identifiers, members
    that hold one, ring left without it.
    """

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
    """One column (`model`, `capability`): rows by most exchanges of the ring; totals over all rows (only exchanges
    that have a value).
    """

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

    exchanges, served: every outcome, served (None: outcome not given); first_us, last_us: of its exchanges; days:
    calendar days, inclusive.
    active_at_end: its last exchange lies within 24 h of facts_end_us; cut_by_end: it lies on the last UTC day of
    the facts.
    account_days: sum over members of days with an exchange. So a day over all days: exchanges / accounts / days;
    on active days: exchanges / account_days.
    others_accounts: accounts in no ring. previous_accounts: the ring's size in the sweep before (None: it was not
    there).
    daily: (UTC day since 1970-01-01, exchanges) for every day from first to last, zeros too. without_facts:
    exchanges given by no request_id, as a sentence.
    association: number of the hypothesis (AS-), with the rings it ties; association_kinds: by what. checks: what was
    asked of it again; framing: what it rests on that others can forge; words: what people said.
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
    checks: ChecksView
    framing: FramingView
    words: Words = UNSAID


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership with the account's standing; exchanges, first_us: None where no exchange is known; verdict: what
    people said of the account, '' for nothing.
    """

    member: Member
    status: str
    exchanges: int | None
    first_us: int | None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class MembersView:
    """The screen `members`: rows with most bits first (of one tier, if asked), totals of every tier, kinds in the
    order of columns.
    """

    ring: Ring
    sweep: Sweep
    tier: Tier | None
    rows: tuple[MemberRow, ...]
    totals: tuple[TierTotal, ...]
    kinds: tuple[Kind, ...]
