"""Facts to sums an account: its exchanges by day and by hour, its record, its standing. SQL over strings."""

from duckdb import DuckDBPyConnection

from fraudgraph.case.facts import literal
from fraudgraph.graph.embedded.edge_sums import Base
from fraudgraph.graph.embedded.scope import Scope

SUSPENDED_WORDS = ("suspended", "blocked", "banned", "closed", "deactivated", "disabled", "terminated")
"""What the column `status` may say of an account that cannot act."""
SHUT = ("blocked", "suspended")
OPENED = ("reinstated",)
_WEEK_US = 7 * 86_400 * 1_000_000
_DAY = '(epoch_us("at") // 86400000000)::INTEGER'
_HOUR = '((epoch_us("at") // 3600000000) % 24)::UTINYINT'
_DAYS = """SELECT account_id, {day} AS day, count(*)::BIGINT AS exchanges, count(outcome)::BIGINT AS outcomes,
    count(*) FILTER (WHERE outcome = 'served')::BIGINT AS served,
    epoch_us(min("at")) AS first_us, epoch_us(max("at")) AS last_us
    FROM {facts} GROUP BY account_id, {day}"""
_HOURS = "SELECT account_id, {hour} AS hour, count(*)::BIGINT AS exchanges FROM {facts} GROUP BY account_id, {hour}"


def gather_days(db: DuckDBPyConnection, scope: Scope, base: Base | None) -> None:
    """Table `days`: account_id, day (UTC, since 1970-01-01), exchanges, outcomes (exchanges that have one), served,
    first_us, last_us.
    """
    counts = ", ".join(f"{name} BIGINT" for name in ("exchanges", "outcomes", "served", "first_us", "last_us"))
    db.execute(f"CREATE TEMP TABLE days (account_id VARCHAR, day INTEGER, {counts})")
    facts = scope.relation("exchanges", base.tokens if base else frozenset())
    if facts:
        db.execute(f"INSERT INTO days {_DAYS.format(day=_DAY, facts=facts)}")
    if base:
        db.execute(
            f"INSERT INTO days SELECT a.account_id, d.day, d.exchanges, d.outcomes, d.served, d.first_us, d.last_us "
            f"FROM {base.file('days')} AS d JOIN {base.file('accounts')} AS a ON a.code = d.account"
        )
        db.execute(
            "CREATE OR REPLACE TEMP TABLE days AS SELECT account_id, day, sum(exchanges)::BIGINT AS exchanges, "
            "sum(outcomes)::BIGINT AS outcomes, sum(served)::BIGINT AS served, "
            "min(first_us) AS first_us, max(last_us) AS last_us FROM days GROUP BY account_id, day"
        )


def gather_hours(db: DuckDBPyConnection, scope: Scope, base: Base | None) -> None:
    """Table `hours`: account_id, hour (of the UTC day, 0 to 23), exchanges."""
    db.execute("CREATE TEMP TABLE hours (account_id VARCHAR, hour UTINYINT, exchanges BIGINT)")
    facts = scope.relation("exchanges", base.tokens if base else frozenset())
    if facts:
        db.execute(f"INSERT INTO hours {_HOURS.format(hour=_HOUR, facts=facts)}")
    if base:
        db.execute(
            f"INSERT INTO hours SELECT a.account_id, h.hour, h.exchanges FROM {base.file('hours')} AS h "
            f"JOIN {base.file('accounts')} AS a ON a.code = h.account"
        )
        db.execute(
            "CREATE OR REPLACE TEMP TABLE hours AS "
            "SELECT account_id, hour, sum(exchanges)::BIGINT AS exchanges FROM hours GROUP BY account_id, hour"
        )


def gather_records(db: DuckDBPyConnection, scope: Scope) -> None:
    """Table `records`: one row an account of any table, with its attributes, its last action and the totals of its
    exchanges. Needs `days` and `sums`.
    """
    _attributes(db, scope)
    _last_actions(db, scope)
    _recent(db, scope)
    db.execute(
        "CREATE TEMP TABLE totals AS SELECT account_id, sum(exchanges)::BIGINT AS exchanges, "
        "sum(outcomes)::BIGINT AS outcomes, sum(served)::BIGINT AS served, count(*)::BIGINT AS active_days, "
        "min(first_us) AS first_us, max(last_us) AS last_us "
        "FROM days GROUP BY account_id"
    )
    parts = ("attributes", "last_actions", "totals", "recent")
    everyone = " UNION ".join(f"SELECT account_id FROM {table}" for table in (*parts, "sums"))
    joins = " ".join(f"LEFT JOIN {part} USING (account_id)" for part in parts)
    db.execute(f"CREATE TEMP TABLE records AS SELECT * FROM ({everyone}) {joins}")
    for part in parts:
        db.execute(f"DROP TABLE {part}")


def _attributes(db: DuckDBPyConnection, scope: Scope) -> None:
    """One row an account: the load keeps one; max() makes the answer definite where a file of another hand has two."""
    words = ("country", "organization_id", "email_domain", "plan", "billing", "status")
    nothing = f"(SELECT NULL::VARCHAR AS account_id, {_nulls(words)} WHERE false)"
    facts = scope.relation("accounts") or nothing
    columns = [f"nullif(max({word}), '') AS {word}" for word in words]
    columns += [f"epoch_us(max({name}_at)) AS {name}_us" for name in ("created", "suspended")]
    db.execute(
        f"CREATE TEMP TABLE attributes AS SELECT account_id, {', '.join(columns)} FROM {facts} GROUP BY account_id"
    )


def _nulls(words: tuple[str, ...]) -> str:
    times = "NULL::TIMESTAMPTZ AS created_at, NULL::TIMESTAMPTZ AS suspended_at"
    return ", ".join(f"NULL::VARCHAR AS {word}" for word in words) + ", " + times


def _last_actions(db: DuckDBPyConnection, scope: Scope) -> None:
    """The last action that opens or shuts an account; of two at one instant the one that shuts, since it needs a
    person to undo it.
    """
    facts = scope.relation("actions")
    if facts is None:
        db.execute("CREATE TEMP TABLE last_actions (account_id VARCHAR, shut BOOLEAN, action_us BIGINT)")
        return
    shut = f"lower(action) IN ({_words(SHUT)})"
    told = f"FILTER (WHERE lower(action) IN ({_words(SHUT + OPENED)}))"
    db.execute(
        f'CREATE TEMP TABLE last_actions AS SELECT account_id, max_by({shut}, ("at", {shut})) {told} AS shut, '
        f'epoch_us(max("at") {told}) AS action_us FROM {facts} GROUP BY account_id'
    )


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(map(literal, words))


def _recent(db: DuckDBPyConnection, scope: Scope) -> None:
    """Exchanges in the 7 days before the last visible one."""
    row = db.execute("SELECT max(last_us) FROM days").fetchone()
    facts = scope.relation("exchanges")
    if row is None or row[0] is None or facts is None:
        db.execute("CREATE TEMP TABLE recent (account_id VARCHAR, exchanges_7d BIGINT)")
        return
    db.execute(
        f"CREATE TEMP TABLE recent AS SELECT account_id, count(*)::BIGINT AS exchanges_7d FROM {facts} "
        f'WHERE "at" > make_timestamptz({row[0] - _WEEK_US}) GROUP BY account_id'
    )


def gather_mix(db: DuckDBPyConnection, scope: Scope, base: Base | None) -> None:
    """Table `mixes`: account_id, model, capability, exchanges."""
    db.execute("CREATE TEMP TABLE mixes (account_id VARCHAR, model VARCHAR, capability VARCHAR, exchanges BIGINT)")
    facts = scope.relation("exchanges", base.tokens if base else frozenset())
    key = "account_id, model, capability"
    if facts:
        db.execute(f"INSERT INTO mixes SELECT {key}, count(*) FROM {facts} GROUP BY {key}")
    if base:
        db.execute(
            f"INSERT INTO mixes SELECT a.account_id, m.model, m.capability, m.exchanges FROM {base.file('mixes')} AS m "
            f"JOIN {base.file('accounts')} AS a ON a.code = m.account"
        )
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE mixes AS SELECT {key}, sum(exchanges)::BIGINT AS exchanges "
            f"FROM mixes GROUP BY {key}"
        )
