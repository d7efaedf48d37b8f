"""Facts to sums, one an (account, kind, value): one group-by a kind, in SQL.

Measured on 12M exchanges: one scan a kind costs less than one scan with grouping sets, since a scan reads only the
columns that it groups;
coding the texts first by a join costs more than grouping by their hashes (see `keys`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from fraudgraph.case.facts import exact_path, literal, quoted
from fraudgraph.graph.embedded.keys import Keys
from fraudgraph.graph.embedded.moments import DERIVED, moment_parts
from fraudgraph.graph.embedded.scope import EVENTS, Scope
from fraudgraph.model.tables import EXTRA_PREFIX

PAYMENT, ATTEMPT = "payment_instrument", "payment_attempt"
COUNTS = ("exchanges", "payments", "declined", "sightings", "accounts")
"""Columns of a sum: rows of each table, or the aggregated count; declined: payments of outcome `declined`, a part of
`payments`.
"""
EXCHANGE_KINDS = {"ip": "coalesce(ip_net, ip)", "prompt_fingerprint": "prompt_fingerprint", PAYMENT: PAYMENT}
"""Columns of exchanges that show a kind, and the SQL of its value."""
_SUMS = ", ".join(f"sum({name})::BIGINT AS {name}" for name in COUNTS)
_KEY = "kind, account, value"


@dataclass(frozen=True, slots=True)
class Base:
    """The finished files of some of the segments, to be carried over: their folder, tokens of the segments, names of
    the kinds.
    """

    folder: Path
    tokens: frozenset[str]
    kinds: tuple[str, ...]

    def file(self, name: str) -> str:
        """SQL for FROM: one of its files."""
        return f"read_parquet({exact_path(str(self.folder / f'{name}.parquet'))})"


def done_by(base: Base | None) -> frozenset[str]:
    """Tokens of the segments that need not be read again."""
    return base.tokens if base else frozenset()


def gather_kinds(db: DuckDBPyConnection, scope: Scope, base: Base | None) -> tuple[str, ...]:
    """Table `kinds`: id, kind; every kind that the facts may give, by name. Returns the names."""
    names = {PAYMENT, ATTEMPT, *DERIVED, *EXCHANGE_KINDS, *(base.kinds if base else ())}
    for table in (*EVENTS, "accounts"):
        columns = scope.columns(table)
        names |= {name.removeprefix(EXTRA_PREFIX) for name in columns if name.startswith(EXTRA_PREFIX)}
    facts = scope.relation("sightings", done_by(base))
    if facts:
        names |= {row[0] for row in db.execute(f"SELECT DISTINCT kind FROM {facts} WHERE kind IS NOT NULL").fetchall()}
    kinds = tuple(sorted(names))
    db.execute("CREATE TEMP TABLE kinds (id SMALLINT, kind VARCHAR)")
    db.executemany("INSERT INTO kinds VALUES (?, ?)", list(enumerate(kinds)))
    return kinds


def gather_edges(db: DuckDBPyConnection, scope: Scope, base: Base | None, keys: Keys) -> None:
    """Table `sums`: kind (id), account (key), value, COUNTS, first_us and last_us (NULL where no source gave a time).

    Needs `gather_kinds`.
    """
    counts = ", ".join(f"{name} BIGINT" for name in COUNTS)
    db.execute(
        f"CREATE TEMP TABLE parts (kind SMALLINT, account {keys.type}, value VARCHAR, {counts}, "
        "first_us BIGINT, last_us BIGINT, part INTEGER)"
    )
    for number, select in enumerate(_parts(scope, base, keys)):
        db.execute(f"INSERT INTO parts SELECT *, {number} AS part FROM ({select})")
    _add_up(db)
    _tell_attempts(db)
    for select in moment_parts(db, scope, keys):
        db.execute(f"INSERT INTO sums BY NAME {select}")
    for name in DERIVED:  # the table `sightings` may have some of its own
        _merge(db, f"(SELECT id FROM kinds WHERE kind = '{name}')")


def _add_up(db: DuckDBPyConnection) -> None:
    """Table `sums` of `parts`, which goes: the same rows where no kind stands in two parts, not held twice then."""
    repeated = "SELECT kind FROM parts GROUP BY kind HAVING min(part) <> max(part)"
    if db.execute(repeated).fetchone() is None:
        db.execute("ALTER TABLE parts DROP COLUMN part")
        db.execute("ALTER TABLE parts RENAME TO sums")
        return
    db.execute(
        f"CREATE TEMP TABLE sums AS SELECT {_KEY}, {', '.join(COUNTS)}, first_us, last_us FROM parts "
        f"WHERE kind NOT IN ({repeated}) UNION ALL SELECT {_KEY}, {_SUMS}, min(first_us), max(last_us) FROM parts "
        f"WHERE kind IN ({repeated}) GROUP BY {_KEY}"
    )
    db.execute("DROP TABLE parts")


def _tell_attempts(db: DuckDBPyConnection) -> None:
    """An instrument that was only ever declined for an account, and that nothing else shows, is an attempt."""
    attempt, payment = (f"(SELECT id FROM kinds WHERE kind = '{name}')" for name in (ATTEMPT, PAYMENT))
    only = f"kind = {payment} AND payments > 0 AND declined = payments AND exchanges + sightings + accounts = 0"
    native = db.execute(f"SELECT count(*) FROM sums WHERE kind = {attempt}").fetchone()
    db.execute(f"UPDATE sums SET kind = {attempt} WHERE {only}")
    if native and native[0]:  # the table `sightings` may have attempts of its own
        _merge(db, attempt)


def _merge(db: DuckDBPyConnection, kind: str) -> None:
    """Add up the sums of one kind (SQL of its id) that stand in more rows than one."""
    repeated = f"SELECT 1 FROM sums WHERE kind = {kind} GROUP BY {_KEY} HAVING count(*) > 1 LIMIT 1"
    if db.execute(repeated).fetchone() is None:
        return
    db.execute(
        f"CREATE TEMP TABLE joined AS SELECT {_KEY}, {_SUMS}, min(first_us) AS first_us, max(last_us) AS last_us "
        f"FROM sums WHERE kind = {kind} GROUP BY {_KEY}"
    )
    db.execute(f"DELETE FROM sums WHERE kind = {kind}")
    db.execute("INSERT INTO sums BY NAME SELECT * FROM joined")
    db.execute("DROP TABLE joined")


def _parts(scope: Scope, base: Base | None, keys: Keys) -> Iterator[str]:
    """SELECTs of the columns of `parts`; each is unique by kind, account and value."""
    if base:
        yield _carried(base, keys)
    for table, selects in (("exchanges", _exchanges), ("payments", _payments), ("sightings", _sightings)):
        facts = scope.relation(table, done_by(base))
        if facts:
            yield from selects(facts, scope.columns(table, done_by(base)), keys)
    facts = scope.relation("accounts")
    if facts:
        measure = Measure(keys, _count(accounts="count(*)"), "NULL::BIGINT, NULL::BIGINT")
        yield from _extra(facts, scope.columns("accounts"), measure)


@dataclass(frozen=True, slots=True)
class Measure:
    """SQL of what is summed: the COUNTS, and first and last time."""

    keys: Keys
    counts: str
    times: str

    def by(self, facts: str, kind: str, value: str) -> str:
        """The sums of one kind; kind, value: SQL expressions."""
        account, one = self.keys.of("account_id"), kind.startswith("'")
        kind_id = f"(SELECT id FROM kinds WHERE kind = {kind})" if one else "any_value(id)"
        joined = "" if one else " JOIN kinds USING (kind)"
        return (
            f"SELECT {kind_id} AS kind, {account} AS account, {value} AS value, {self.counts}, {self.times} "
            f"FROM {facts}{joined} WHERE {value} IS NOT NULL GROUP BY {account}, {value}{'' if one else ', kind'}"
        )


def _count(**expressions: str) -> str:
    return ", ".join(f"({expressions.get(name, '0')})::BIGINT AS {name}" for name in COUNTS)


def _span(first: str, last: str) -> str:
    return f"epoch_us(min({first})), epoch_us(max({last}))"


def _extra(facts: str, columns: frozenset[str], measure: Measure) -> Iterator[str]:
    for column in sorted(columns):
        if column.startswith(EXTRA_PREFIX):
            yield measure.by(facts, literal(column.removeprefix(EXTRA_PREFIX)), quoted(column))


def _exchanges(facts: str, columns: frozenset[str], keys: Keys) -> Iterator[str]:
    measure = Measure(keys, _count(exchanges="count(*)"), _span('"at"', '"at"'))
    for kind, value in EXCHANGE_KINDS.items():
        if kind in columns:
            yield measure.by(facts, literal(kind), value)
    yield from _extra(facts, columns, measure)


def _payments(facts: str, columns: frozenset[str], keys: Keys) -> Iterator[str]:
    declined = "count(*) FILTER (WHERE outcome = 'declined')"
    times = _span("paid_at", "paid_at")
    yield Measure(keys, _count(payments="count(*)", declined=declined), times).by(facts, literal(PAYMENT), PAYMENT)
    yield from _extra(facts, columns, Measure(keys, _count(payments="count(*)"), times))


def _sightings(facts: str, columns: frozenset[str], keys: Keys) -> Iterator[str]:
    counts = _count(sightings='sum(coalesce("count", 1))')
    times = _span("least(first_seen, last_seen)", "greatest(first_seen, last_seen)")  # of what there is
    yield Measure(keys, counts, times).by(facts, "kind", "value")


def _carried(base: Base, keys: Keys) -> str:
    """Its sums but what accounts gave (that table is read anew) and what was derived, attempts as instruments again."""
    kind = f"CASE WHEN i.kind = '{ATTEMPT}' AND e.declined > 0 THEN '{PAYMENT}' ELSE i.kind END"
    derived = f"i.kind IN ({', '.join(map(literal, DERIVED))})"
    own = {"accounts": "0::BIGINT AS accounts", "exchanges": f"if({derived}, 0, e.exchanges) AS exchanges"}
    counts = ", ".join(own.get(name, f"e.{name}") for name in COUNTS)
    return (
        f"SELECT k.id, {keys.of('a.account_id')}, coalesce(i.raw, i.value), {counts}, e.first_us, e.last_us "
        f"FROM {base.file('by_account')} AS e JOIN {base.file('accounts')} AS a ON a.code = e.account "
        f"JOIN {base.file('identifiers')} AS i ON i.code = e.identifier JOIN kinds AS k ON k.kind = {kind} "
        f"WHERE if({derived}, 0, e.exchanges) + e.payments + e.sightings > 0"
    )
