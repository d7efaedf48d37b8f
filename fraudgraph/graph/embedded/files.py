"""The sums under integer codes, as sorted Parquet files: what every question is answered from.

accounts.parquet       code, account_id, stratum, attributes, standing, totals; code is the place of account_id by
code point
identifiers.parquet    code, kind, value, holders; code is the place of (kind, value)
by_account.parquet     account, identifier, COUNTS, first_us, last_us; sorted by (account, identifier)
by_identifier.parquet  the same, sorted by (identifier, account)
days, hours, mixes     account, then day, hour or (model, capability), and exchanges; sorted
meta.json              tokens of the segments of events, names of kinds and strata, counts

Small row groups with their minima and maxima let a reader of one account or identifier skip nearly all of a file.
"""

import json
from pathlib import Path

from duckdb import DuckDBPyConnection

from fraudgraph.case.disk import FILE_MODE
from fraudgraph.case.facts import literal
from fraudgraph.graph.base import LEAST_STRATUM, POOLED
from fraudgraph.graph.embedded.account_sums import gather_days, gather_hours, gather_mix, gather_records
from fraudgraph.graph.embedded.edge_sums import ATTEMPT, COUNTS, Base, gather_edges
from fraudgraph.graph.embedded.scope import Scope

FILES = ("accounts", "identifiers", "by_account", "by_identifier", "days", "hours")
"""What every finished cache has."""
ROW_GROUP = 20_480
_EDGE = f"account, identifier, {', '.join(COUNTS)}, first_us, last_us"
_RECORD = (
    "country, organization_id, email_domain, plan, billing, status, created_us, suspended_us, shut, action_us, "
    "coalesce(exchanges, 0) AS exchanges, coalesce(outcomes, 0) AS outcomes, coalesce(served, 0) AS served, "
    "coalesce(active_days, 0) AS active_days, coalesce(exchanges_7d, 0) AS exchanges_7d, first_us, last_us"
)


def write_files(db: DuckDBPyConnection, scope: Scope, base: Base | None, folder: Path) -> None:
    """Sum up the facts of the scope and write all files but mixes into the folder, which is there and empty."""
    db.execute("SET preserve_insertion_order = true")
    gather_days(db, scope, base)
    gather_edges(db, scope, base)
    gather_records(db, scope)
    strata = _code_accounts(db)
    copy(db, "SELECT * FROM accounts ORDER BY code", folder / "accounts.parquet")
    db.execute("CREATE OR REPLACE TEMP TABLE accounts AS SELECT code, account_id FROM accounts")
    _write_by_account(db, "days", "day", "exchanges, outcomes, served, first_us, last_us", folder)
    gather_hours(db, scope, base)
    _write_by_account(db, "hours", "hour", "exchanges", folder)
    kinds = _code_identifiers(db)
    copy(db, "SELECT * FROM identifiers ORDER BY code", folder / "identifiers.parquet")
    carriable = _write_edges(db, folder)
    counted = db.execute("SELECT count(*) FROM accounts").fetchone()
    meta = {
        "events": sorted(scope.event_tokens) if carriable and not scope.cut else None,
        "accounts": counted[0] if counted else 0,
        "kinds": [name for name, _ in kinds],
        "kind_starts": [start for _, start in kinds],
        "strata": strata,
    }
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def write_mixes(db: DuckDBPyConnection, scope: Scope, base: Base | None, target: Path, accounts: str) -> None:
    """The file of exchanges by model and capability. accounts: SQL for FROM, the coded accounts of the same scope."""
    db.execute("SET preserve_insertion_order = true")
    gather_mix(db, scope, base)
    copy(
        db,
        "SELECT code AS account, model, capability, mixes.exchanges "
        f"FROM mixes JOIN {accounts} AS a USING (account_id) ORDER BY account, model, capability",
        target,
    )
    db.execute("DROP TABLE mixes")


def copy(db: DuckDBPyConnection, select: str, target: Path) -> None:
    """Write the rows of a SELECT, in its order, to a Parquet file with mode 0600."""
    db.execute(
        f"COPY ({select}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    target.chmod(FILE_MODE)


def _code_accounts(db: DuckDBPyConnection) -> list[str]:
    """Table `accounts`; the names of the strata, in the order of their codes."""
    sizes = db.execute("SELECT coalesce(country, ''), count(*) FROM records GROUP BY ALL ORDER BY 1").fetchall()
    strata = strata_of(dict(sizes))
    names = sorted(set(strata.values()))
    db.execute("CREATE TEMP TABLE strata (country_name VARCHAR, stratum INTEGER)")
    if strata:
        db.executemany("INSERT INTO strata VALUES (?, ?)", [(name, names.index(to)) for name, to in strata.items()])
    db.execute(
        "CREATE TEMP TABLE accounts AS SELECT (row_number() OVER (ORDER BY account_id) - 1)::INTEGER AS code, "
        f"account_id, stratum, {_RECORD} FROM records JOIN strata ON country_name = coalesce(country, '')"
    )
    db.execute("DROP TABLE records")
    return names


def strata_of(sizes: dict[str, int]) -> dict[str, str]:
    """Country ('' where unknown) -> stratum: itself, or the pool of those with under LEAST_STRATUM accounts."""
    return {country: country if size >= LEAST_STRATUM else POOLED for country, size in sizes.items()}


def _code_identifiers(db: DuckDBPyConnection) -> list[tuple[str, int]]:
    """Table `identifiers`; the names of the kinds, ascending, each with the code of its first identifier."""
    db.execute(
        "CREATE TEMP TABLE identifiers AS SELECT (row_number() OVER (ORDER BY kind, value) - 1)::INTEGER AS code, * "
        "FROM (SELECT kind, value, count(*)::INTEGER AS holders FROM sums GROUP BY kind, value)"
    )
    return db.execute("SELECT kind, min(code) FROM identifiers GROUP BY kind ORDER BY kind").fetchall()


def _write_edges(db: DuckDBPyConnection, folder: Path) -> bool:
    """Both orders of the edges; whether another build may carry them over (an attempt that is also more than one
    cannot be told apart).
    """
    counts = ", ".join(f"sums.{name}" for name in COUNTS)
    db.execute(
        f"CREATE TEMP TABLE edges AS SELECT a.code AS account, i.code AS identifier, {counts}, "
        "sums.first_us, sums.last_us "
        "FROM sums JOIN accounts AS a USING (account_id) JOIN identifiers AS i USING (kind, value)"
    )
    mixed = db.execute(
        f"SELECT count(*) FROM sums WHERE kind = '{ATTEMPT}' AND declined > 0 AND exchanges + sightings + accounts > 0"
    ).fetchone()
    db.execute("DROP TABLE sums")
    db.execute("DROP TABLE identifiers")
    copy(db, f"SELECT {_EDGE} FROM edges ORDER BY account, identifier", folder / "by_account.parquet")
    copy(db, f"SELECT {_EDGE} FROM edges ORDER BY identifier, account", folder / "by_identifier.parquet")
    db.execute("DROP TABLE edges")
    return mixed == (0,)


def _write_by_account(db: DuckDBPyConnection, table: str, key: str, values: str, folder: Path) -> None:
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT code AS account, {key}, {values} "
        f"FROM {table} JOIN accounts USING (account_id)"
    )
    copy(db, f"SELECT * FROM {table} ORDER BY account, {key}", folder / f"{table}.parquet")
    db.execute(f"DROP TABLE {table}")
