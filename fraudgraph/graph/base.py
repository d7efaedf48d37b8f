"""Two protocols: GraphStore (edges) and ActivityStore (what accounts did). One conformance suite runs over every
implementation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.profiles import Profiles
from fraudgraph.detect.sightings import Sightings
from fraudgraph.graph.clock import Clock
from fraudgraph.graph.holders import Holders
from fraudgraph.graph.ties import Ties
from fraudgraph.graph.view import View as View
from fraudgraph.graph.walking import Walking

LEAST_STRATUM = 20
"""A country of so many accounts is a stratum of its own."""
POOLED = "*"
"""Name of the stratum of all other countries, the unknown one too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting: an account with an identifier. holders: accounts seen with the identifier; hub: why it is
    excluded, '' if it is not. value: where holders of one value are further apart in time than the kind's lifetime,
    `value@2026-05-03`, the day on which the era of this one began (`@undated`: without a time), decision 0013.

    counts: (table, rows or aggregated count) for each table that shows it, most telling first: exchanges, payments,
    sightings, accounts. They are different things and overlap, so they are never added up. first_us, last_us: None
    where no source gave a time.
    """

    account_id: str
    kind: str
    value: str
    holders: int
    counts: tuple[tuple[str, int], ...]
    first_us: int | None
    last_us: int | None
    hub: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The tables that show it."""
        return tuple(table for table, _ in self.counts)

    @property
    def count(self) -> int:
        """How often, by the most telling table alone."""
        return self.counts[0][1]


@dataclass(frozen=True, slots=True)
class KindStanding:
    """One kind among the visible facts; hubs left out, unless every identifier of the kind is one (`hub`).

    identifiers: distinct values; shared: those with 2 holders or more (M_t); accounts: those that have one;
    mean_degree: identifiers of the kind an account, stratum by stratum; holders: (k, how many identifiers have k
    holders), k ascending.
    """

    kind: str
    hub: bool
    identifiers: int
    shared: int
    accounts: int
    mean_degree: tuple[float, ...]
    holders: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Population:
    """What the background is measured on.

    accounts: N; unlinkable: accounts without any identifier but hubs; stratum_sizes: N_r.
    """

    accounts: int
    unlinkable: int
    strata: tuple[str, ...]
    stratum_sizes: tuple[int, ...]
    kinds: tuple[KindStanding, ...]

    def kind(self, name: str) -> KindStanding | None:
        """The standing of a kind, if any fact has it."""
        return next((kind for kind in self.kinds if kind.kind == name), None)


@dataclass(frozen=True, slots=True)
class Slots:
    """What the surprise of some edges is made of, one entry an edge: k_v, k_{v,r} of every stratum r (int64[edges, R]),
    the account's stratum, and its degree d_{a,t}. See docs/method.md section 2. place: the edge's place in what was
    asked for, ascending.
    """

    place: NDArray[np.int64]
    holders: NDArray[np.int64]
    holders_by_stratum: NDArray[np.int64]
    stratum: NDArray[np.int64]
    degree: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Activity:
    """What some accounts did, one entry an account in the order asked for. Times are UTC microseconds; -1 is unknown.

    served: -1 where no exchange of the account gives an outcome; active_days: UTC days with an exchange; created_us:
    when the account was made.
    """

    exchanges: NDArray[np.int64]
    served: NDArray[np.int64]
    active_days: NDArray[np.int64]
    first_us: NDArray[np.int64]
    last_us: NDArray[np.int64]
    created_us: NDArray[np.int64]


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
    """Exchanges on one model for one capability; '' where they do not say."""

    model: str
    capability: str
    exchanges: int


class GraphStore(Walking, Holders, Protocol):
    """Edges account - identifier, of the facts visible in a view."""

    def ready(self, view: View) -> bool:
        """Whether questions are answered at once, without a first pass over the facts."""

    def sightings(self, view: View) -> Sightings:
        """Everything that detection needs, coded; hubs left out."""

    def identifiers_of(self, view: View, account_ids: Sequence[str]) -> tuple[Seen, ...]:
        """All sightings of these accounts, hubs too, ordered by (account_id, kind, value)."""

    def holders_of(self, view: View, identifiers: Sequence[tuple[str, str]]) -> tuple[Seen, ...]:
        """All sightings of these (kind, value), of all eras where a value has several, ordered by (kind, value,
        account_id).
        """

    def ties(self, view: View, account_ids: Sequence[str], identifiers: Sequence[tuple[str, str]]) -> Ties:
        """The sightings of these accounts with these (kind, value), hubs too; an era is asked by its own name."""

    def accounts_with(self, view: View, identifiers: Sequence[tuple[str, str]]) -> frozenset[str]:
        """The accounts seen with any of these (kind, value)."""

    def count_inside(
        self, view: View, identifiers: Sequence[tuple[str, str]], account_ids: Sequence[str]
    ) -> dict[tuple[str, str], int]:
        """How many holders of each (kind, value) are among these accounts; 0 for an identifier that nobody holds."""

    def find_values(self, view: View, value: str) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of every identifier that reads exactly `value`; all eras of a value are one entry."""

    def has_account(self, view: View, account_id: str) -> bool:
        """Whether any visible fact names the account."""

    def known_accounts(self, view: View, account_ids: Sequence[str]) -> frozenset[str]:
        """Those of these accounts that any visible fact names."""

    def accounts_like(self, view: View, text: str, tail: str = "") -> tuple[str, ...]:
        """Up to 20 account ids that begin like `text` or differ by 2 letters at most, nearest first. With a tail:
        those that begin with `text` and end with it.
        """

    def values_like(self, view: View, text: str, tail: str = "") -> tuple[tuple[str, str], ...]:
        """Up to 20 (kind, value) whose value begins like `text` or differs by 2 letters at most, nearest first. With
        a tail: those that begin with `text` and end with it.
        """

    def population(self, view: View) -> Population:
        """The constants of the background, and what is known of each kind."""

    def slots(self, view: View, edges: Sequence[tuple[str, str, str]]) -> Slots:
        """The parts of the surprise of these (account, kind, value); an edge that is no sighting, or a hub, is left
        out.
        """

    def attributes(
        self, view: View, identifiers: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
        """What the table `identifiers` says of these (kind, value): (name, text) in the order of its columns, of each
        the newest that the view sees; flags as `true` and `false`, `as_of` (of the newest row) as RFC 3339. An era is
        asked by its own name. Identifiers of which it says nothing are left out.
        """


class ActivityStore(Clock, Protocol):
    """What accounts did, of the facts visible in a view."""

    def profiles(self, view: View, sightings: Sightings) -> Profiles:
        """Arrays over all accounts, in the order of `sightings.account_ids`."""

    def account(self, view: View, account_id: str) -> AccountFacts:
        """The plain record of one account (all None and 0 where nothing is known)."""

    def statuses(self, view: View, account_ids: Sequence[str]) -> dict[str, str]:
        """Status of each account at as_of ('' where unknown): the last action or the accounts table."""

    def activity(self, view: View, account_ids: Sequence[str]) -> Activity:
        """Exchanges, days and span of each of these accounts; an account without exchanges has 0, -1 and -1."""

    def daily(self, view: View, account_ids: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """(UTC day since 1970-01-01, exchanges) summed over these accounts."""

    def mix(self, view: View, account_ids: Sequence[str] | None = None) -> tuple[Mix, ...]:
        """Exchanges of these accounts by model and capability, ordered by both; None: of all accounts."""

    def payments_with(self, view: View, value: str) -> tuple[PaymentCounts, ...]:
        """Payments made with a payment instrument, by account and outcome."""

    def facts_end_us(self) -> int | None:
        """Event time of the newest fact (exchanges, payments, sightings, actions); None for an empty case."""
