"""Time in linkage: an identifier of a kind with a lifetime changes hands, so one value may be several identifiers.

The holders of a value, by first time, form runs: a new run (an era) begins where the next first time is later than all
last times before it by more than the lifetime. Decision 0013.
"""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection

DAY_US = 86_400_000_000
MARK = "@"
"""Between a value and the day on which its era begins; doubled where the facts themselves hold such a name."""
UNDATED = "undated"
_AFTER_ALL_BEFORE = (
    "coalesce(first_us > us + max(last_us) OVER (PARTITION BY kind, value ORDER BY first_us "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false)::INTEGER"
)
_ERA = "sum(later) OVER (PARTITION BY kind, value ORDER BY first_us ROWS UNBOUNDED PRECEDING)"


def split_eras(db: DuckDBPyConnection, lifetimes: Mapping[str, int]) -> None:
    """Give values in `sums` that have more than one era the names of their eras, `value@2026-05-03`, or
    `value@undated` for holders without a time. Table `raws`: kind, value (such a name), raw (what the facts say).

    lifetimes: days, by the name of the kind. Needs tables `kinds` and `sums`.
    """
    db.execute("CREATE TEMP TABLE lifetimes (kind SMALLINT, us BIGINT)")
    for kind, days in sorted(lifetimes.items()):
        db.execute("INSERT INTO lifetimes SELECT id, ? FROM kinds WHERE kind = ?", [days * DAY_US, kind])
    _find_eras(db)
    _name_eras(db)
    db.execute(
        "UPDATE sums SET value = eras.name FROM eras WHERE sums.kind = eras.kind AND sums.value = eras.value "
        "AND sums.account IS NOT DISTINCT FROM eras.account"
    )
    db.execute("CREATE TEMP TABLE raws AS SELECT DISTINCT kind, name AS value, value AS raw FROM eras")
    for table in ("lifetimes", "eras"):
        db.execute(f"DROP TABLE {table}")


def _find_eras(db: DuckDBPyConnection) -> None:
    """Table `eras`: kind, account, value, start_us (NULL: no time); every holder of a value of two eras or more."""
    db.execute(  # few values have holders so far apart: only these are sorted
        "CREATE TEMP TABLE apart AS SELECT kind, value, us FROM sums JOIN lifetimes USING (kind) "
        "GROUP BY kind, value, us HAVING max(first_us) - min(last_us) > us"
    )
    db.execute(
        "CREATE TEMP TABLE eras AS WITH marked AS ("
        f"SELECT kind, account, value, first_us, {_AFTER_ALL_BEFORE} AS later "
        "FROM sums JOIN apart USING (kind, value) WHERE first_us IS NOT NULL), "
        f"numbered AS (SELECT kind, account, value, first_us, {_ERA} AS era FROM marked) "
        "SELECT kind, account, value, min(first_us) OVER (PARTITION BY kind, value, era) AS start_us "
        "FROM numbered QUALIFY max(era) OVER (PARTITION BY kind, value) > 0"
    )
    db.execute(
        "INSERT INTO eras SELECT kind, account, value, NULL FROM sums "
        "WHERE first_us IS NULL AND (kind, value) IN (SELECT (kind, value) FROM eras)"
    )
    db.execute("DROP TABLE apart")


def _name_eras(db: DuckDBPyConnection) -> None:
    """Column `name` of `eras`: a name that no value of the kind has."""
    mark = MARK
    while True:
        day = f"coalesce(strftime(make_timestamp(start_us), '%Y-%m-%d'), '{UNDATED}')"
        db.execute(f"CREATE OR REPLACE TEMP TABLE named AS SELECT *, value || '{mark}' || {day} AS name FROM eras")
        taken = "SELECT 1 FROM sums WHERE (kind, value) IN (SELECT (kind, name) FROM named) LIMIT 1"
        if not db.execute(taken).fetchone():
            break
        mark += MARK
    db.execute("CREATE OR REPLACE TEMP TABLE eras AS SELECT * FROM named")
    db.execute("DROP TABLE named")
