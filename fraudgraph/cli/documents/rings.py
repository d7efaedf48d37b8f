"""Documents of `rings`, `ring` and `members`."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Judgement, Member, Ring, Sweep, TierTotal
from fraudgraph.cli.documents.people import Words
from fraudgraph.cli.documents.words import Says
from fraudgraph.investigate.views.ring import Claimed
from fraudgraph.model.checks import Standing


class BandTotal(TypedDict):
    """One band of the list."""

    band: w.Band
    rings: int
    accounts: int


class ListedRing(Ring):
    """A row of `rings`."""

    signs_present: int
    signs_measured: int
    signs_against: int
    linked_by: Annotated[list[str], Says("Kinds that add bits, most first.")]
    accounts_change: Annotated[int, Says("Joined less left.")]


class Rings(TypedDict):
    """The rings of the latest sweep, where to look first on top."""

    sweep: Sweep | None
    need_person: Annotated[int, Says("to_do + new + changed + dormant_to_do.")]
    to_do: int
    new: int
    changed: int
    dormant_to_do: int
    dormant: Annotated[int, Says("Given before, in no community of this sweep.")]
    merged_away: int
    accounts: Annotated[int, Says("In all rings of the sweep.")]
    all_accounts: int
    bands: list[BandTotal]
    rings: list[ListedRing]


class Claims(TypedDict):
    """Three claims, kept apart. The actor is only ever entered by a person."""

    coordinated: Annotated[str, Says(words=Claimed)]
    commonly_controlled: Annotated[str, Says(words=Claimed)]
    actor: Annotated[str, Says(words=Claimed)]


class Daily(TypedDict):
    """One day."""

    day: w.Day
    exchanges: int


class MixRow(TypedDict):
    """Exchanges on one model or capability."""

    value: str
    ring: int
    others: Annotated[int, Says("Of the accounts in no ring.")]


class Mix(TypedDict):
    """One column of the exchanges; only those that have a value."""

    column: str
    ring_exchanges: int
    others_exchanges: int
    rows: list[MixRow]


class CellTotals(TypedDict):
    """Dense groups of the ring."""

    cells: int
    largest: int
    median: float


class RingChecks(TypedDict):
    """What was asked again, and what came out; null: not run."""

    null_copies: int | None
    null_rings: Annotated[int | None, Says("Rings found in shuffled copies: none should be.")]
    resamples: int | None
    stability_mean_jaccard: float | None
    fragile: bool | None
    accounts_together_without: Annotated[Mapping[str, int] | None, Says("By kind that was left out.")]
    accounts_together_hard_to_forge_only: int | None


class Grade(TypedDict):
    """The bits of a ring by what forging them takes, over all members and before names are paid."""

    forgeability: w.Forgeability
    hard_to_fake: bool
    kinds: list[w.KindName]
    kind_bits: w.Bits


class Needed(TypedDict):
    """So many identifiers of one kind, of those that the ring owns."""

    kind: w.KindName
    identifiers: int
    owned_identifiers: int


class Least(TypedDict):
    """The least that would give an outsider a standing in the ring; no way: more than `identifiers_at_most`."""

    standing: Annotated[str, Says(words=Standing)]
    ways: list[list[Needed]]


class Framing(TypedDict):
    """How far the ring rests on what others can forge."""

    grades: list[Grade]
    accounts_hard_to_forge_only: int
    identifiers_at_most: int
    least: list[Least]


class OneRing(Ring, Words):
    """One ring, whole. Linked is not abusive."""

    sweep: Sweep | None
    judgement: Judgement | None
    claims: Claims
    days: Annotated[int | None, Says("Calendar days, both ends counted.")]
    facts_end: w.Instant | None
    active_at_end: bool
    cut_by_end: Annotated[bool, Says("The last exchange lies on the last day of the facts.")]
    account_days: Annotated[int, Says("Days with an exchange, summed over members.")]
    others_accounts: Annotated[int, Says("Accounts in no ring.")]
    empty_kinds: Annotated[list[str], Says("Of which nothing is loaded: silence is not innocence.")]
    tiers: list[TierTotal]
    ring_bits_per_account: float
    daily: list[Daily]
    mixes: list[Mix]
    cell_totals: CellTotals
    previous_sweep_id: w.SweepId | None
    previous_accounts: int | None
    notes: list[str]
    checks: RingChecks
    framing: Framing


class ListedMember(Member):
    """A row of `members`."""

    status: str | None
    exchanges: int | None
    first_exchange: w.Instant | None
    verdict: Annotated[str | None, Says("What people said of the account.")]


class Members(TypedDict):
    """The members of one ring, most bits first."""

    sweep: Sweep | None
    ring_id: w.RingId
    tier: Annotated[str | None, Says("The one that was asked for.")]
    tiers: list[TierTotal]
    members: list[ListedMember]
