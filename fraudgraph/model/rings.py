"""Rings, members and signs as a sweep leaves them. Bits are integers of 2^-20 bit (`BIT`), so sums are exact in any
order.
"""

from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.errors import UsageError

BIT = 1 << 20
"""How many units make one bit."""


class Band(StrEnum):
    """Where a ring stands in the list; the first that fits of judged, more_against, look_first, find_more."""

    LOOK_FIRST = "look_first"
    FIND_MORE = "find_more"
    MORE_AGAINST = "more_against"
    JUDGED = "judged"


class EvidenceClass(StrEnum):
    """A: ownership and another family; B: two of network, content and timing; C: everything else."""

    A = "A"
    B = "B"
    C = "C"


class Tier(StrEnum):
    """How strongly a member is linked."""

    CORE = "core"
    PROBABLE = "probable"
    PERIPHERY = "periphery"


def read_tier(word: str) -> Tier:
    """The tier of that name; UsageError otherwise."""
    if word not in set(Tier):
        raise UsageError(f"{word!r} is not a tier", hint=f"one of {', '.join(Tier)}")
    return Tier(word)


class Role(StrEnum):
    """What part a member seems to have: a reading of the facts, never a finding."""

    POOL = "pool"
    MIXED = "mixed"
    BRIDGE = "bridge"
    BYSTANDER = "bystander"
    VICTIM = "possible_victim"


class Review(StrEnum):
    """What people have said of a ring; only a judgement closes it."""

    NEW = "new"
    TO_DO = "to_do"
    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    BENIGN = "benign"
    UNSURE = "unsure"
    CHANGED = "changed"


class Change(StrEnum):
    """What happened to a ring since the sweep before."""

    BORN = "born"
    SAME = "same"
    GREW = "grew"
    SHRANK = "shrank"
    MERGED = "merged"
    SPLIT = "split"
    DORMANT = "dormant"
    RETURNED = "returned"


class State(StrEnum):
    """Whether a sign is there."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of abuse, or (against=True) a sign that speaks against it.

    ring, others: the value among the members and among the accounts in no ring, in `unit` (share, count, days, hours,
    ...), None where not measured; accounts: how many members it concerns (signs against); innocent: how it comes
    about without abuse; sources: table.column names; abuse_bits: indicator bits (never added to linkage bits); group:
    signs of one group measure one thing, the strongest counts; reference: who the others are.
    """

    name: str
    sentence: str
    against: bool
    state: State
    unit: str
    ring: float | None
    others: float | None
    accounts: int | None
    innocent: str
    sources: tuple[str, ...]
    abuse_bits: float
    group: str = ""
    reference: str = "no ring"


@dataclass(frozen=True, slots=True)
class KindShare:
    """What one kind contributes to a ring: bits over all members, owned identifiers, members that hold one, members
    left without the kind.
    """

    kind: str
    bits: int
    identifiers: int
    accounts: int
    left_without: int


@dataclass(frozen=True, slots=True)
class RingIdentifier:
    """An identifier that holds a ring together: its holders, those inside the ring, and what it gains for the ring's
    cells.
    """

    kind: str
    value: str
    holders: int
    inside: int
    bits: int


@dataclass(frozen=True, slots=True)
class Member:
    """One membership of one sweep. kind_bits: (kind, units) of the evidence on the member's own edges, before its
    name is paid.
    """

    account_id: str
    ring_id: int
    cell: int
    tier: Tier
    member_class: EvidenceClass
    in_queue: bool
    member_bits: int
    kind_bits: tuple[tuple[str, int], ...]
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring of one sweep. Times are UTC microseconds, None where nothing was measured; counts are accounts or
    exchanges as named. balance: indicator bits for abuse less those against it, each group of signs once;
    calibrated: the same by people's verdicts on judged_rings rings (None: uncalibrated); roles: (role, accounts).
    """

    ring_id: int
    rank: int
    band: Band
    review: Review
    ring_class: EvidenceClass
    change: Change
    joined: int
    left: int
    born_sweep: int
    accounts: int
    core: int
    probable: int
    periphery: int
    open_accounts: int | None
    suspended_accounts: int | None
    exchanges: int | None
    served: int | None
    exchanges_7d: int | None
    first_us: int | None
    last_us: int | None
    ring_bits: int
    name_bits: int
    kinds: tuple[KindShare, ...]
    signs: tuple[Sign, ...]
    cells: tuple[int, ...]
    associated: tuple[int, ...] = ()
    association: int | None = None
    balance: float = 0.0
    calibrated: float | None = None
    judged_rings: int = 0
    roles: tuple[tuple[str, int], ...] = ()

    @property
    def signs_for(self) -> tuple[Sign, ...]:
        """The signs of abuse, present or not."""
        return tuple(sign for sign in self.signs if not sign.against)

    @property
    def signs_against(self) -> tuple[Sign, ...]:
        """The signs that speak against abuse."""
        return tuple(sign for sign in self.signs if sign.against)


@dataclass(frozen=True, slots=True)
class Sweep:
    """One reproducible run. as_of_us: facts before this instant; window_us: None for all facts; counts, parameters,
    versions: name -> value.
    """

    sweep_id: int
    as_of_us: int
    window_us: int | None
    seed: int
    parameters: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    segments_sha256: str
    started_us: int
    finished_us: int


@dataclass(frozen=True, slots=True)
class LineageEvent:
    """What happened to a ring in a sweep; other: the ring that it split from or merged into; accounts: members then."""

    ring_id: int
    event: Change
    other: int | None
    accounts: int
