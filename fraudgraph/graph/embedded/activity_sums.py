"""Exchanges to sums an account: by day, by hour of the day, by model and capability, and in all. SQL over the
accounts' keys.

Every function needs the table `accounts` (code, account_id, key).
"""

from duckdb import DuckDBPyConnection

from fraudgraph.graph.embedded.edge_sums import Base, done_by
from fraudgraph.graph.embedded.keys import Keys
from fraudgraph.graph.embedded.scope import Scope

_WEEK_US = 7 * 86_400 * 1_000_000
_DAY = '(epoch_us("at") // 86400000000)::INTEGER'
_HOUR = '((epoch_us("at") // 3600000000) % 24)::UTINYINT'


def gather_days(db: DuckDBPyConnection, scope: Scope, base: Base | None, keys: Keys) -> None:
    """Table `days`: account (code), day (UTC, since 1970-01-01), exchanges, outcomes (exchanges that have one), served,
    first_us, last_us.
    """
    counts = (
        "count(*) AS exchanges, count(outcome) AS outcomes, count(*) FILTER (WHERE outcome = 'served') AS served, "
        'epoch_us(min("at")) AS first_us, epoch_us(max("at")) AS last_us'
    )
    sums = [f"sum({name})::BIGINT AS {name}" for name in ("exchanges", "outcomes", "served")]
    sums += ["min(first_us) AS first_us", "max(last_us) AS last_us"]
    new = _new(scope, base, keys, f"{_DAY} AS day", counts)
    _join(db, "days", [new, _old(base, "days")], "account, day", ", ".join(sums))


def gather_hours(db: DuckDBPyConnection, scope: Scope, base: Base | None, keys: Keys) -> None:
    """Table `hours`: account (code), hour (of the UTC day, 0 to 23), exchanges."""
    new = _new(scope, base, keys, f"{_HOUR} AS hour", "count(*) AS exchanges")
    _join(db, "hours", [new, _old(base, "hours")], "account, hour", "sum(exchanges)::BIGINT AS exchanges")


def gather_mixes(db: DuckDBPyConnection, scope: Scope, base: Base | None, keys: Keys) -> None:
    """Table `mixes`: account (code), model, capability, exchanges."""
    new = _new(scope, base, keys, "model, capability", "count(*) AS exchanges")
    key = "account, model, capability"
    _join(db, "mixes", [new, _old(base, "mixes")], key, "sum(exchanges)::BIGINT AS exchanges")


def gather_totals(db: DuckDBPyConnection, scope: Scope, keys: Keys) -> None:
    """Table `totals`: one row an account, with all its exchanges and those in the 7 days before the last one of all.
    Needs `days`.
    """
    counts = ("exchanges", "outcomes", "served", "active_days", "exchanges_7d")
    known = ", ".join(f"coalesce({name}, 0)::BIGINT AS {name}" for name in counts)
    in_all = (
        "SELECT account, sum(exchanges) AS exchanges, sum(outcomes) AS outcomes, sum(served) AS served, "
        "count(*) AS active_days, min(first_us) AS first_us, max(last_us) AS last_us FROM days GROUP BY account"
    )
    db.execute(
        f"CREATE TEMP TABLE totals AS SELECT code AS account, {known}, first_us, last_us FROM accounts "
        f"LEFT JOIN ({in_all}) ON account = code LEFT JOIN ({_recent(db, scope, keys)}) USING (key)"
    )


def _recent(db: DuckDBPyConnection, scope: Scope, keys: Keys) -> str:
    """Exchanges of the last 7 days, by key."""
    row = db.execute("SELECT max(last_us) FROM days").fetchone()
    facts = scope.relation("exchanges")
    if row is None or row[0] is None or facts is None:
        return f"SELECT NULL::{keys.type} AS key, 0 AS exchanges_7d WHERE false"
    since, account = f'"at" > make_timestamptz({row[0] - _WEEK_US})', keys.of("account_id")
    return f"SELECT {account} AS key, count(*) AS exchanges_7d FROM {facts} WHERE {since} GROUP BY {account}"


def _new(scope: Scope, base: Base | None, keys: Keys, by: str, sums: str) -> str | None:
    """The sums of what the base has not."""
    facts = scope.relation("exchanges", done_by(base))
    if facts is None:
        return None
    group = by.split(" AS ")[0]
    account = keys.of("account_id")
    grouped = f"SELECT {account} AS key, {by}, {sums} FROM {facts} GROUP BY {account}, {group}"
    return f"SELECT code AS account, g.* EXCLUDE (key) FROM ({grouped}) AS g JOIN accounts USING (key)"


def _old(base: Base | None, table: str) -> str | None:
    """The sums of the base, under the codes of now."""
    if base is None:
        return None
    return (
        f"SELECT n.code AS account, s.* EXCLUDE (account) FROM {base.file(table)} AS s "
        f"JOIN {base.file('accounts')} AS o ON o.code = s.account JOIN accounts AS n ON n.account_id = o.account_id"
    )


def _join(db: DuckDBPyConnection, table: str, selects: list[str | None], key: str, sums: str) -> None:
    """A table of the sums, of one source as they are, of two added up."""
    there = [select for select in selects if select]
    if len(there) == 1:
        db.execute(f"CREATE TEMP TABLE {table} AS {there[0]}")
        return
    nothing = _EMPTY[table]
    both = " UNION ALL BY NAME ".join(f"({select})" for select in there) or nothing
    db.execute(f"CREATE TEMP TABLE {table} AS SELECT {key}, {sums} FROM ({both}) GROUP BY {key}")


_COUNT = "0::BIGINT AS exchanges"
_EMPTY = {
    "days": f"SELECT 0 AS account, 0 AS day, {_COUNT}, 0::BIGINT AS outcomes, 0::BIGINT AS served, "
    "0::BIGINT AS first_us, 0::BIGINT AS last_us WHERE false",
    "hours": f"SELECT 0 AS account, 0::UTINYINT AS hour, {_COUNT} WHERE false",
    "mixes": f"SELECT 0 AS account, '' AS model, '' AS capability, {_COUNT} WHERE false",
}
