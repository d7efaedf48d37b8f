"""The embedded activity store: what accounts did, from the sorted files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from fraudgraph.assess.profiles import Profiles
from fraudgraph.case import Case
from fraudgraph.detect.sightings import Sightings
from fraudgraph.graph.base import AccountFacts, Activity, Mix, PaymentCounts, View
from fraudgraph.graph.clock import Action, Groups, Quarters, Uses, nothing_beside
from fraudgraph.graph.embedded import kept
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
_NEVER_ACTIVE = {"exchanges": 0, "served": 0, "active_days": 0, "first_us": -1, "last_us": -1, "created_us": -1}
"""What `activity` says of an account that no fact names."""
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

        def question(cache: Cache) -> dict[str, Any]:
            with self._reader.among("account_id", sorted(set(account_ids))) as wanted:
                return self._reader.arrays(
                    "SELECT account_id, exchanges, if(outcomes > 0 OR exchanges = 0, served, -1) AS served, "
                    "active_days, coalesce(first_us, -1) AS first_us, coalesce(last_us, -1) AS last_us, "
                    "coalesce(created_us, -1) AS created_us "
                    f"FROM {cache.file('accounts')} JOIN {cache.file('totals')} ON account = code WHERE {wanted}"
                )

        known = self._ask(view, question)
        place = {name: at for at, name in enumerate(known["account_id"])}
        at = np.array([place.get(name, -1) for name in account_ids], np.int64)  # -1: what follows the last one
        return Activity(**{name: np.append(known[name], nothing)[at] for name, nothing in _NEVER_ACTIVE.items()})

    def daily(self, view: View, account_ids: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """(UTC day since 1970-01-01, exchanges) summed over these accounts."""

        rows = self._counted(view, "days", "day, sum(exchanges)::BIGINT", account_ids)
        return tuple((day, count) for day, count in rows)

    def mix(self, view: View, account_ids: Sequence[str] | None = None) -> tuple[Mix, ...]:
        """Exchanges of these accounts by model and capability, ordered by both; None: of all accounts."""
        sums = "coalesce(model, '') AS model, coalesce(capability, '') AS capability, sum(exchanges)::BIGINT"
        return tuple(Mix(*row) for row in self._counted(view, "mixes", sums, account_ids))

    def _counted(self, view: View, file: str, sums: str, account_ids: Sequence[str] | None) -> list[tuple[Any, ...]]:
        """Sums over the rows of a file, ordered, of these accounts or of all: counted once for each group."""
        names = None if account_ids is None else sorted(set(account_ids))

        def question(cache: Cache) -> list[tuple[Any, ...]]:
            place = kept.place_of(cache, file, "all" if names is None else "accounts", names or ())
            known = kept.read(place)
            if known is None:
                known = self._sum_up(cache, file, sums, names)
                kept.keep(place, known)
            return known

        return self._ask(view, question)

    def _sum_up(self, cache: Cache, file: str, sums: str, names: Sequence[str] | None) -> list[tuple[Any, ...]]:
        query = f"SELECT {sums} FROM {cache.file(file)} {{}} GROUP BY ALL ORDER BY ALL"
        if names is None:
            return self._reader.rows(query.format(""))
        with self._reader.among("account_id", names) as wanted:
            codes = f"SELECT code FROM {cache.file('accounts')} WHERE {wanted}"
            return self._reader.rows(query.format(f"WHERE account IN ({codes})"))

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
