"""The screen `node` of several names."""

from dataclasses import dataclass

from fraudgraph.investigate.views.reach import Reach, Spread
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Member, Sweep


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account. member: None if in no ring; first_us, last_us: of its exchanges (None: it has none)."""

    account_id: str
    status: str
    member: Member | None
    exchanges: int
    first_us: int | None
    last_us: int | None


@dataclass(frozen=True, slots=True)
class IdentifierRow:
    """One identifier, and where its holders are."""

    kind: Kind
    value: str
    holders: Spread
    hub: bool


@dataclass(frozen=True, slots=True)
class NodesView:
    """The screen. accounts, identifiers: in the order of the names; unknown: names that mean nothing.

    reach: of the accounts; held: of all holders of the identifiers; statuses: (status, accounts), most first.
    """

    accounts: tuple[AccountRow, ...]
    identifiers: tuple[IdentifierRow, ...]
    unknown: tuple[str, ...]
    reach: Reach
    held: Reach
    statuses: tuple[tuple[str, int], ...]
    sweep: Sweep | None
