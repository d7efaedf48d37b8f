"""Two protocols: GraphStore (edges) and ActivityStore (what accounts did). One conformance suite runs over every
implementation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fraudgraph.assess.profiles import Profiles
from fraudgraph.detect.sightings import Sightings


@dataclass(frozen=True, slots=True)
class View:
    """Which facts are visible: event time before as_of_us and, with a window, not older than window_us before it.
    UTC microseconds.
    """

    as_of_us: int
    window_us: int | None = None

    @property
    def from_us(self) -> int | None:
        """The first visible instant (None: no limit)."""
        return None if self.window_us is None else self.as_of_us - self.window_us


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting: an account with an identifier. holders: accounts seen with the identifier; hub: why it is
    excluded, '' if it is not.

    count: exchanges, payments or aggregated sightings; first_us, last_us: None where no source gave a time. sources:
    tables.
    """

    account_id: str
    kind: str
    value: str
    holders: int
    count: int
    first_us: int | None
    last_us: int | None
    sources: tuple[str, ...]
    hub: str = ""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The plain record of one account; None where no fact says."""

    account_id: str
    created_us: int | None
    country: str | None
    organization_id: str | None
    email_domain: str | None
    plan: str | None
    billing: str | None
    status: str | None
    suspended_us: int | None
    exchanges: int
    served: int | None
    first_us: int | None
    last_us: int | None
    daily: tuple[tuple[int, int], ...]  # (UTC day as days since 1970-01-01, exchanges), days without any left out


@dataclass(frozen=True, slots=True)
class PaymentCounts:
    """Payments made with one instrument, by outcome."""

    account_id: str
    outcome: str
    payments: int


@dataclass(frozen=True, slots=True)
class Mix:
    """Exchanges on one model or one capability: by the accounts asked for, and by all accounts."""

    value: str
    inside: int
    everyone: int


class GraphStore(Protocol):
    """Edges account - identifier, of the facts visible in a view."""

    def sightings(self, view: View) -> Sightings:
        """Everything that detection needs, coded; hubs left out."""

    def identifiers_of(self, view: View, account_ids: Sequence[str]) -> tuple[Seen, ...]:
        """All sightings of these accounts, hubs too, ordered by (account_id, kind, value)."""

    def holders_of(self, view: View, identifiers: Sequence[tuple[str, str]]) -> tuple[Seen, ...]:
        """All sightings of these (kind, value), ordered by (kind, value, account_id)."""

    def find_values(self, view: View, value: str) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of every identifier that reads exactly `value`."""

    def has_account(self, view: View, account_id: str) -> bool:
        """Whether any visible fact names the account."""


class ActivityStore(Protocol):
    """What accounts did, of the facts visible in a view."""

    def profiles(self, view: View, sightings: Sightings) -> Profiles:
        """Arrays over all accounts, in the order of `sightings.account_ids`."""

    def account(self, view: View, account_id: str) -> AccountFacts:
        """The plain record of one account (all None and 0 where nothing is known)."""

    def statuses(self, view: View, account_ids: Sequence[str]) -> dict[str, str]:
        """Status of each account at as_of ('' where unknown): the last action or the accounts table."""

    def daily(self, view: View, account_ids: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """(UTC day since 1970-01-01, exchanges) summed over these accounts."""

    def mix(self, view: View, account_ids: Sequence[str], column: str) -> tuple[Mix, ...]:
        """Exchanges by `model` or `capability`, most inside first."""

    def payments_with(self, view: View, value: str) -> tuple[PaymentCounts, ...]:
        """Payments made with a payment instrument, by account and outcome."""

    def facts_end_us(self) -> int | None:
        """Event time of the newest fact (exchanges, payments, sightings, actions); None for an empty case."""
