"""Facts to sums, still under their own names: account x identifier, account x day, account x hour, accounts. SQL over
strings, one group-by a kind.

Measured with 15M exchanges: grouping the strings themselves costs half of coding them first by a join, and one scan a
kind less than one scan
with grouping sets, because a scan reads only the columns that it groups.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from fraudgraph.case.facts import exact_path, literal, quoted
from fraudgraph.graph.embedded.scope import Scope
from fraudgraph.model.tables import EXTRA_PREFIX

PAYMENT, ATTEMPT = "payment_instrument", "payment_attempt"
COUNTS = ("exchanges", "payments", "declined", "sightings", "accounts")
"""Columns of a sum: rows of each table, or the aggregated count; declined: payments of outcome `declined`, a part of
`payments`.
"""
_EXCHANGE_KINDS = {"ip": "coalesce(ip_net, ip)", "prompt_fingerprint": "prompt_fingerprint", PAYMENT: PAYMENT}
_SUMS = ", ".join(f"sum({name})::BIGINT AS {name}" for name in COUNTS)
_KEY = "kind, account_id, value"


@dataclass(frozen=True, slots=True)
class Base:
    """The finished sums of some of the segments, to be carried over: folder with its Parquet files, tokens of the
    segments.
    """

    folder: Path
    tokens: frozenset[str]

    def file(self, name: str) -> str:
        """SQL for FROM: one of its files."""
        return f"read_parquet({exact_path(str(self.folder / f'{name}.parquet'))})"


def gather_edges(db: DuckDBPyConnection, scope: Scope, base: Base | None) -> None:
    """Table `sums`: one row an (account, kind, value) with COUNTS, first_us and last_us (NULL where no source gave a
    time).
    """
    db.execute(
        f"CREATE TEMP TABLE parts (kind VARCHAR, account_id VARCHAR, value VARCHAR, "
        f"{', '.join(f'{name} BIGINT' for name in COUNTS)}, first_us BIGINT, last_us BIGINT, part INTEGER)"
    )
    for number, select in enumerate(_parts(scope, base)):
        db.execute(f"INSERT INTO parts SELECT *, {number} AS part FROM ({select})")
    once = "SELECT kind FROM parts GROUP BY kind HAVING min(part) = max(part)"
    db.execute(
        f"CREATE TEMP TABLE sums AS SELECT {_KEY}, {', '.join(COUNTS)}, first_us, last_us FROM parts "
        f"WHERE kind IN ({once}) UNION ALL SELECT {_KEY}, {_SUMS}, min(first_us), max(last_us) FROM parts "
        f"WHERE kind NOT IN ({once}) GROUP BY {_KEY}"
    )
    db.execute("DROP TABLE parts")
    _tell_attempts(db)


def _tell_attempts(db: DuckDBPyConnection) -> None:
    """An instrument that was only ever declined for an account, and that nothing else shows, is an attempt."""
    only = f"kind = '{PAYMENT}' AND payments > 0 AND declined = payments AND exchanges + sightings + accounts = 0"
    native = db.execute(f"SELECT count(*) FROM sums WHERE kind = '{ATTEMPT}'").fetchone()
    db.execute(f"UPDATE sums SET kind = '{ATTEMPT}' WHERE {only}")
    if native and native[0]:  # the table `sightings` may have attempts of its own
        db.execute(
            f"CREATE TEMP TABLE joined AS SELECT {_KEY}, {_SUMS}, min(first_us) AS first_us, max(last_us) AS last_us "
            f"FROM sums WHERE kind = '{ATTEMPT}' GROUP BY {_KEY}"
        )
        db.execute(f"DELETE FROM sums WHERE kind = '{ATTEMPT}'")
        db.execute("INSERT INTO sums BY NAME SELECT * FROM joined")
        db.execute("DROP TABLE joined")


def _parts(scope: Scope, base: Base | None) -> Iterator[str]:
    """SELECTs of kind, account_id, value, COUNTS, first_us, last_us; each is unique by the first three."""
    done = base.tokens if base else frozenset[str]()
    if base:
        yield _carried(base)
    for table, selects in (("exchanges", _exchanges), ("payments", _payments), ("sightings", _sightings)):
        facts = scope.relation(table, done)
        if facts:
            yield from selects(facts, scope.columns(table, done))
    facts = scope.relation("accounts")
    if facts:
        counts = Measure(_count(accounts="count(*)"), "NULL::BIGINT, NULL::BIGINT")
        yield from _extra(facts, scope.columns("accounts"), counts)


@dataclass(frozen=True, slots=True)
class Measure:
    """SQL of what is summed: the COUNTS, and first and last time."""

    counts: str
    times: str

    def by(self, facts: str, kind: str, value: str) -> str:
        """The sums of one kind; kind, value: SQL expressions."""
        key = f"account_id, {value}" if kind.startswith("'") else f"account_id, {value}, {kind}"
        return (
            f"SELECT {kind} AS kind, account_id, {value} AS value, {self.counts}, {self.times} FROM {facts} "
            f"WHERE {value} IS NOT NULL GROUP BY {key}"
        )


def _count(**expressions: str) -> str:
    return ", ".join(f"({expressions.get(name, '0')})::BIGINT AS {name}" for name in COUNTS)


def _span(first: str, last: str) -> str:
    return f"epoch_us(min({first})), epoch_us(max({last}))"


def _extra(facts: str, columns: frozenset[str], measure: Measure) -> Iterator[str]:
    for column in sorted(columns):
        if column.startswith(EXTRA_PREFIX):
            yield measure.by(facts, literal(column.removeprefix(EXTRA_PREFIX)), quoted(column))


def _exchanges(facts: str, columns: frozenset[str]) -> Iterator[str]:
    measure = Measure(_count(exchanges="count(*)"), _span('"at"', '"at"'))
    for kind, value in _EXCHANGE_KINDS.items():
        if kind in columns:
            yield measure.by(facts, literal(kind), value)
    yield from _extra(facts, columns, measure)


def _payments(facts: str, columns: frozenset[str]) -> Iterator[str]:
    declined = "count(*) FILTER (WHERE outcome = 'declined')"
    times = _span("paid_at", "paid_at")
    yield Measure(_count(payments="count(*)", declined=declined), times).by(facts, literal(PAYMENT), PAYMENT)
    yield from _extra(facts, columns, Measure(_count(payments="count(*)"), times))


def _sightings(facts: str, columns: frozenset[str]) -> Iterator[str]:
    counts = _count(sightings='sum(coalesce("count", 1))')
    times = _span("least(first_seen, last_seen)", "greatest(first_seen, last_seen)")  # of what there is
    yield Measure(counts, times).by(facts, "kind", "value")


def _carried(base: Base) -> str:
    """Its sums but what accounts gave (that table is read anew), attempts as instruments again."""
    kind = f"CASE WHEN i.kind = '{ATTEMPT}' AND e.declined > 0 THEN '{PAYMENT}' ELSE i.kind END"
    counts = ", ".join(f"e.{name}" if name != "accounts" else "0::BIGINT AS accounts" for name in COUNTS)
    return (
        f"SELECT {kind}, a.account_id, i.value, {counts}, e.first_us, e.last_us FROM {base.file('by_account')} AS e "
        f"JOIN {base.file('accounts')} AS a ON a.code = e.account "
        f"JOIN {base.file('identifiers')} AS i ON i.code = e.identifier "
        "WHERE e.exchanges + e.payments + e.sightings > 0"
    )
