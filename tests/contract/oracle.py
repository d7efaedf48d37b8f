"""What the stores must answer, in plain Python over the rows: an independent reading of the two protocols."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fraudgraph.graph.base import Mix, PaymentCounts, Seen, View
from fraudgraph.graph.clock import QUARTER_US, Action, Quarters, Uses
from fraudgraph.model.kinds import declare
from tests.contract.facts import Facts, Row
from tests.contract.moments import moments

DAY_US = 86_400_000_000
TABLES = ("exchanges", "payments", "sightings", "accounts")
TIME = {"accounts": "created_at", "exchanges": "at", "payments": "paid_at", "actions": "at", "identifiers": "as_of"}
SHUT = ("blocked", "suspended")
SUSPENDED = {"suspended", "blocked", "banned", "closed", "deactivated", "disabled", "terminated"}


@dataclass
class Edge:
    """One sighting while it is summed up."""

    counts: Counter[str] = field(default_factory=Counter)
    declined: int = 0
    times: list[int] = field(default_factory=list)


class Oracle:
    """Answers from the rows that a view sees."""

    def __init__(self, loads: Sequence[Facts], view: View) -> None:
        self.loads, self.view = loads, view
        self.hub_kinds = {kind.name for load in loads for kind in load.kinds if kind.hub}
        self.hubs = {(hub.kind, hub.value): hub.reason for load in loads for hub in load.hubs}
        declared = declare(kind for load in loads for kind in load.kinds)
        self.lifetimes = {name: kind.lifetime_days for name, kind in declared.items() if kind.lifetime_days is not None}
        self.raw: dict[tuple[str, str], str] = {}
        self.edges = self._attempts(self._edges())
        for account, kind, value, table, times in moments(self.rows("exchanges"), self.rows("accounts")):
            edge = self.edges[account, kind, value]
            edge.counts[table] += len(times)
            edge.times += times
        self.edges = self._eras(self.edges)

    def rows(self, table: str) -> list[Row]:
        """Visible rows of a table."""
        last = len(self.loads) if self.view.last_load is None else self.view.last_load
        gone = {place for load in self.loads[:last] for place in load.replaced}
        return [
            row
            for number, load in enumerate(self.loads[:last])
            for place, row in enumerate(load.rows(table))
            if (table, number, place) not in gone and self._visible(table, row)
        ]

    def _visible(self, table: str, row: Row) -> bool:
        first = row.get("first_seen" if table == "sightings" else TIME[table])
        last = row.get("last_seen") if table == "sightings" else first
        if first is not None and first >= self.view.as_of_us:
            return False
        if self.view.from_us is None or table not in ("exchanges", "payments", "sightings"):
            return True
        end = first if last is None else last
        return end is None or end >= self.view.from_us

    def _edges(self) -> dict[tuple[str, str, str], Edge]:
        edges: dict[tuple[str, str, str], Edge] = defaultdict(Edge)
        for table in TABLES:
            for row in self.rows(table):
                for kind, value, many, times in identifiers_in(table, row):
                    edge = edges[row["account_id"], kind, value]
                    edge.counts[table] += many
                    edge.times += times
                    if table == "payments" and kind == "payment_instrument" and row.get("outcome") == "declined":
                        edge.declined += 1
        return edges

    def _attempts(self, edges: dict[tuple[str, str, str], Edge]) -> dict[tuple[str, str, str], Edge]:
        """Instruments that were only ever declined for an account, and that no other table shows."""
        out: dict[tuple[str, str, str], Edge] = defaultdict(Edge)
        for (account, kind, value), edge in edges.items():
            only = set(edge.counts) == {"payments"} and edge.declined == edge.counts["payments"]
            name = "payment_attempt" if kind == "payment_instrument" and only else kind
            out[account, name, value].counts += edge.counts
            out[account, name, value].times += edge.times
        return out

    def _eras(self, edges: dict[tuple[str, str, str], Edge]) -> dict[tuple[str, str, str], Edge]:
        """Holders of a value in groups: two are in one if a chain of holders, each within a lifetime, joins them."""
        out = {}
        for (account, kind, value), edge in edges.items():
            name = value
            if kind in self.lifetimes:
                times = {
                    a: (min(e.times), max(e.times)) for (a, *v), e in edges.items() if v == [kind, value] and e.times
                }
                groups = chained(times, self.lifetimes[kind] * DAY_US)
                if len(groups) > 1:
                    own = [times[a][0] for group in groups if account in group for a in group]
                    name += "@" + (f"{datetime.fromtimestamp(min(own) / 1e6, UTC):%Y-%m-%d}" if own else "undated")
                    self.raw[kind, name] = value
            out[account, kind, name] = edge
        return out

    @property
    def accounts(self) -> list[str]:
        """Every account of any visible row, sorted by code point."""
        return sorted({row["account_id"] for table in (*TABLES, "actions") for row in self.rows(table)})

    def is_hub(self, kind: str, value: str) -> bool:
        """Whether an identifier is excluded."""
        return kind in self.hub_kinds or (kind, self.raw.get((kind, value), value)) in self.hubs

    def holders(self) -> Counter[tuple[str, str]]:
        """Accounts by (kind, value)."""
        return Counter((kind, value) for _, kind, value in self.edges)

    def seen(self) -> list[Seen]:
        """Every sighting, hubs too, without a word on why a hub is one."""
        holders = self.holders()
        return [
            Seen(
                account_id=account,
                kind=kind,
                value=value,
                holders=holders[kind, value],
                counts=tuple((table, edge.counts[table]) for table in TABLES if table in edge.counts),
                first_us=min(edge.times, default=None),
                last_us=max(edge.times, default=None),
                hub="hub" if self.is_hub(kind, value) else "",
            )
            for (account, kind, value), edge in self.edges.items()
        ]

    def shared(self) -> list[tuple[str, str]]:
        """(kind, value) with two holders or more that are no hubs, ascending."""
        return sorted(name for name, many in self.holders().items() if many > 1 and not self.is_hub(*name))

    def degree(self, account: str, kind: str) -> int:
        """Identifiers of a kind that an account has, hubs left out."""
        return sum(a == account and k == kind and not self.is_hub(k, v) for a, k, v in self.edges)

    def exchanges_of(self, accounts: Iterable[str]) -> list[Row]:
        """Visible exchanges of these accounts."""
        own = set(accounts)
        return [row for row in self.rows("exchanges") if row["account_id"] in own]

    def status(self, account: str) -> str:
        """Standing at as_of."""
        actions = [
            (row["at"], row["action"].lower() in ("blocked", "suspended"))
            for row in self.rows("actions")
            if row["account_id"] == account and row["action"].lower() in ("blocked", "suspended", "reinstated")
        ]
        if actions:
            return "suspended" if max(actions)[1] else "open"
        row = self.record(account)
        if row.get("suspended_at") is not None:
            return "suspended" if row["suspended_at"] < self.view.as_of_us else "open"
        word = row.get("status")
        if not word:
            return ""
        if word.lower() in SUSPENDED:
            return "suspended"
        return "open" if word.lower() in ("active", "open") else word

    def record(self, account: str) -> Row:
        """The row of the table accounts, empty where there is none."""
        return next((row for row in self.rows("accounts") if row["account_id"] == account), {})

    def daily(self, accounts: Iterable[str]) -> tuple[tuple[int, int], ...]:
        """Exchanges by UTC day."""
        return tuple(sorted(Counter(row["at"] // DAY_US for row in self.exchanges_of(accounts)).items()))

    def mix(self, accounts: Iterable[str] | None) -> tuple[Mix, ...]:
        """Exchanges by model and capability."""
        rows = self.rows("exchanges") if accounts is None else self.exchanges_of(accounts)
        counts = Counter((row.get("model") or "", row.get("capability") or "") for row in rows)
        return tuple(Mix(*key, counts[key]) for key in sorted(counts))

    def payments_with(self, value: str) -> tuple[PaymentCounts, ...]:
        """Payments by account and outcome."""
        counts = Counter(
            (row["account_id"], row.get("outcome") or "")
            for row in self.rows("payments")
            if row["payment_instrument"] == value
        )
        return tuple(PaymentCounts(account, outcome, many) for (account, outcome), many in sorted(counts.items()))

    def quarters(self, accounts: Iterable[str]) -> Quarters:
        """Exchanges by quarter of an hour."""
        return by_quarter(row["at"] for row in self.exchanges_of(accounts))

    def uses(self, kind: str, value: str) -> tuple[Uses, ...]:
        """Rows that show an identifier, of the accounts that hold it."""
        raw = self.raw.get((kind, value), value)
        held = {account for account, k, v in self.edges if k == kind and value in (v, self.raw.get((k, v)))}
        column = "payment_instrument" if kind == "payment_attempt" else kind
        tables = ("payments",) if kind == "payment_attempt" else ("exchanges", "payments")
        found = {
            table: by_quarter(
                row[TIME[table]]
                for row in self.rows(table)
                if row["account_id"] in held
                and row.get(TIME[table]) is not None
                and any((k, v) == (column, raw) for k, v, _, _ in identifiers_in(table, row))
            )
            for table in tables
        }
        return tuple(Uses(table, quarters) for table, quarters in found.items() if quarters)

    def actions(self, accounts: Iterable[str]) -> tuple[Action, ...]:
        """What was done to these accounts; a date of suspension where no action shuts one."""
        found = []
        for account in set(accounts):
            own = [row for row in self.rows("actions") if row["account_id"] == account]
            found += [Action(account, row["at"], row["action"], row.get("reason") or "") for row in own]
            since = self.record(account).get("suspended_at")
            if since is not None and since < self.view.as_of_us and all(r["action"].lower() not in SHUT for r in own):
                found.append(Action(account, since, "suspended"))
        return tuple(sorted(found, key=lambda one: (one.at_us, one.account_id, one.action)))


def by_quarter(times: Iterable[int]) -> Quarters:
    """How many of these times fall into each quarter of an hour."""
    return tuple(sorted(Counter(time // QUARTER_US for time in times).items()))


def chained(times: dict[str, tuple[int, int]], reach: int) -> list[set[str]]:
    """Accounts in groups, joined wherever two intervals are no further apart than reach."""
    groups: list[set[str]] = []
    for account, (first, last) in times.items():
        near = [g for g in groups if any(times[a][0] <= last + reach and first <= times[a][1] + reach for a in g)]
        groups = [g for g in groups if g not in near] + [{account}.union(*near)]
    return groups


def identifiers_in(table: str, row: Row) -> Iterable[tuple[str, str, int, list[int]]]:
    """(kind, value, how many, times) that one row gives."""
    if table == "sightings":
        first, last = row.get("first_seen"), row.get("last_seen")
        times = [time for time in (first, last) if time is not None]
        yield row["kind"], row["value"], 1 if row.get("count") is None else row["count"], times
        return
    time = None if table == "accounts" else row.get(TIME[table])
    times = [] if time is None else [time]
    address = row.get("ip_net") or row.get("ip")
    given = {"ip": address, **{name: row.get(name) for name in ("prompt_fingerprint", "payment_instrument")}}
    for kind, value in given.items():
        if value is not None:
            yield kind, value, 1, times
    for name, value in row.items():
        if name.startswith("kind_") and value is not None:
            yield name.removeprefix("kind_"), value, 1, times
