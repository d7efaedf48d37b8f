"""The embedded activity store: what accounts did, from the sorted files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from fraudgraph.assess.profiles import Profiles
from fraudgraph.case import Case
from fraudgraph.detect.sightings import Sightings
from fraudgraph.graph.base import AccountFacts, Activity, Mix, PaymentCounts, View
from fraudgraph.graph.clock import Action, Groups, Quarters, Uses, nothing_beside
from fraudgraph.graph.embedded.account_sums import SUSPENDED_WORDS
from fraudgraph.graph.embedded.beside import activity_beside
from fraudgraph.graph.embedded.cache import Cache, with_activity
from fraudgraph.graph.embedded.clock import actions_of, quarters_of, uses_of
from fraudgraph.graph.embedded.edge_sums import PAYMENT
from fraudgraph.graph.embedded.incidence import hubs_of, raw_of
from fraudgraph.graph.embedded.profile_arrays import profiles_of
from fraudgraph.graph.embedded.reader import Answer, Reader
from fraudgraph.graph.embedded.scope import scope_of

_EVENTS = ("exchanges", "payments", "sightings", "actions")
_OPEN_WORDS = ("", "active", "open", "ok", "enabled")
_ATTRIBUTES = (
    "created_us", "country", "organization_id", "email_domain", "plan", "billing", "status", "suspended_us"
)  # fmt: skip
_RECORD = ("account_id", *_ATTRIBUTES, "exchanges", "first_us", "last_us")


class EmbeddedActivity:
    """`ActivityStore` over a case folder."""

    def __init__(self, case: Case) -> None:
        self._reader = Reader(case)

    def close(self) -> None:
        """Close what is open."""
        self._reader.close()

    def _ask(self, view: View, question: Callable[[Cache], Answer]) -> Answer:
        """The answer of a question that needs what accounts did."""
        case = self._reader.case
        return self._reader.ask(view, lambda cache: question(with_activity(case, view, cache)))

    def prepare(self, view: View) -> None:
        """Build everything that is missing, so that every later question is answered at once."""
        self._ask(view, lambda cache: None)

    @contextmanager
    def beside(self, view: View) -> Iterator[None]:
        """The same in the background, on one core, while the block computes something else."""
        with activity_beside(self._reader.case, view):
            yield

    def profiles(self, view: View, sightings: Sightings) -> Profiles:
        """Arrays over all accounts, in the order of `sightings.account_ids`."""
        hubs = hubs_of(self._reader)
        return self._ask(view, lambda cache: profiles_of(self._reader, cache, hubs, view.as_of_us))

    def account(self, view: View, account_id: str) -> AccountFacts:
        """The plain record of one account (all None and 0 where nothing is known)."""

        def question(cache: Cache) -> AccountFacts:
            rows = self._reader.rows(
                f"SELECT {', '.join(_RECORD)}, outcomes, served, code FROM {cache.file('accounts')} "
                f"JOIN {cache.file('totals')} ON account = code WHERE account_id = ?",
                account_id,
            )
            if not rows:
                return _nothing(account_id)
            *facts, outcomes, served, code = rows[0]
            days = self._reader.rows(
                f"SELECT day, exchanges FROM {cache.file('days')} WHERE account = {code} ORDER BY day"
            )
            record = dict(zip(_RECORD, facts, strict=True))
            return AccountFacts(**record, served=served if outcomes else None, daily=tuple((day, n) for day, n in days))

        return self._ask(view, question)

    def statuses(self, view: View, account_ids: Sequence[str]) -> dict[str, str]:
        """Status of each account at as_of: `open`, `suspended`, the table's own word for anything else, '' where
        unknown.
        """

        def question(cache: Cache) -> dict[str, str]:
            with self._reader.among("account_id", sorted(set(account_ids))) as wanted:
                rows = self._reader.rows(
                    f"SELECT account_id, shut, status, suspended_us FROM {cache.file('accounts')} WHERE {wanted}"
                )
            return {
                account_id: status_of(shut, status, since, view.as_of_us) for account_id, shut, status, since in rows
            }

        known = self._reader.ask(view, question)
        return {account_id: known.get(account_id, "") for account_id in account_ids}

    def activity(self, view: View, account_ids: Sequence[str]) -> Activity:
        """Exchanges, days and span of each of these accounts; an account without exchanges has 0, -1 and -1."""

        def question(cache: Cache) -> dict[str, tuple[int, ...]]:
            with self._reader.among("account_id", sorted(set(account_ids))) as wanted:
                rows = self._reader.rows(
                    "SELECT account_id, exchanges, if(outcomes > 0 OR exchanges = 0, served, -1), active_days, "
                    "coalesce(first_us, -1), coalesce(last_us, -1), coalesce(created_us, -1) "
                    f"FROM {cache.file('accounts')} JOIN {cache.file('totals')} ON account = code WHERE {wanted}"
                )
            return {row[0]: row[1:] for row in rows}

        known = self._ask(view, question)
        table = np.array([known.get(name, (0, 0, 0, -1, -1, -1)) for name in account_ids], np.int64).reshape(-1, 6)
        return Activity(*(np.ascontiguousarray(column) for column in table.T))

    def daily(self, view: View, account_ids: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """(UTC day since 1970-01-01, exchanges) summed over these accounts."""

        def question(cache: Cache) -> tuple[tuple[int, int], ...]:
            with self._reader.among("account_id", sorted(set(account_ids))) as wanted:
                rows = self._reader.rows(
                    f"SELECT day, sum(d.exchanges)::BIGINT FROM {cache.file('days')} AS d "
                    f"JOIN {cache.file('accounts')} ON code = account WHERE {wanted} GROUP BY day ORDER BY day"
                )
            return tuple((day, count) for day, count in rows)

        return self._ask(view, question)

    def mix(self, view: View, account_ids: Sequence[str], column: str) -> tuple[Mix, ...]:
        """Exchanges by `model` or `capability`, most inside first; exchanges that do not say are left out."""
        if column not in ("model", "capability"):
            raise ValueError(f"no mix by {column}")

        def question(cache: Cache) -> tuple[Mix, ...]:
            with self._reader.among("account_id", sorted(set(account_ids))) as wanted:
                rows = self._reader.rows(
                    f"WITH inside AS (SELECT code FROM {cache.file('accounts')} WHERE {wanted}) "
                    f"SELECT {column}, "
                    "coalesce(sum(m.exchanges) FILTER (WHERE account IN (FROM inside)), 0)::BIGINT AS own, "
                    f"sum(m.exchanges)::BIGINT AS everyone FROM {cache.file('mixes')} AS m WHERE {column} IS NOT NULL "
                    f"GROUP BY {column} ORDER BY own DESC, everyone DESC, {column}"
                )
            return tuple(Mix(*row) for row in rows)

        return self._ask(view, question)

    def quarters(self, view: View, account_ids: Sequence[str], beside: Groups = nothing_beside) -> Quarters:
        """Exchanges of these accounts in all, by quarter of an hour; beside: groups counted in the same pass."""
        reader, scope = self._reader, scope_of(self._reader.case, view)
        return self._ask(view, lambda cache: quarters_of(reader, scope, cache, (account_ids, beside)))

    def uses(self, view: View, kind: str, value: str) -> tuple[Uses, ...]:
        """Rows of each table that shows an identifier, by quarter of an hour."""
        reader, scope = self._reader, scope_of(self._reader.case, view)
        return reader.ask(view, lambda cache: uses_of(reader, scope, cache, (kind, value)))

    def actions(self, view: View, account_ids: Sequence[str]) -> tuple[Action, ...]:
        """What was done to these accounts, ordered by (at, account, action)."""
        reader, scope = self._reader, scope_of(self._reader.case, view)
        return reader.ask(view, lambda cache: actions_of(reader, scope, cache, account_ids))

    def payments_with(self, view: View, value: str) -> tuple[PaymentCounts, ...]:
        """Payments made with a payment instrument, by account and outcome ('' where not given)."""
        facts = scope_of(self._reader.case, view).relation("payments")
        if facts is None:
            return ()
        rows = self._reader.rows(
            f"SELECT account_id, coalesce(outcome, ''), count(*) FROM {facts} "
            f"WHERE {PAYMENT} = ? GROUP BY ALL ORDER BY 1, 2",
            self._reader.ask(view, lambda cache: raw_of(self._reader, cache, PAYMENT, value)),
        )
        return tuple(PaymentCounts(*row) for row in rows)

    def facts_end_us(self) -> int | None:
        """Event time of the newest fact (exchanges, payments, sightings, actions); None for an empty case."""
        case = self._reader.case
        ends = [segment.max_us for table in _EVENTS for segment in case.segments(table)]
        if case.segments("sightings"):
            rows = self._reader.rows(f"SELECT epoch_us(max(last_seen)) FROM {case.relation('sightings')}")
            ends.append(rows[0][0])
        return max((end for end in ends if end is not None), default=None)


def status_of(shut: bool | None, status: str | None, suspended_us: int | None, as_of_us: int) -> str:
    """An account's standing at as_of: its last action, else what the table accounts says, else '' (unknown).

    A suspension at or after as_of has not happened yet; a word of which we do not know whether it shuts an
    account is kept as it is.
    """
    if shut is not None:
        return "suspended" if shut else "open"
    if suspended_us is not None:
        return "suspended" if suspended_us < as_of_us else "open"
    if status is None:
        return ""
    word = status.strip().lower()
    if word in SUSPENDED_WORDS:
        return "suspended"
    return "open" if word in _OPEN_WORDS else status


def _nothing(account_id: str) -> AccountFacts:
    unknown = dict.fromkeys((*_ATTRIBUTES, "served", "first_us", "last_us"))
    return AccountFacts(**unknown, account_id=account_id, exchanges=0, daily=())
