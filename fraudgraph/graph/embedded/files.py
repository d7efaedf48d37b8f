"""The sums under integer codes, as sorted Parquet files: what every question is answered from.

accounts.parquet       code, account_id, stratum, in_events, attributes, last action; code is the place of account_id
by code point
identifiers.parquet    code, kind, value, raw, holders; code is the place of (kind, value); raw: what the facts say
where value is the name of an era, else NULL
by_account.parquet     account, identifier, COUNTS, first_us, last_us; sorted by (account, identifier)
by_identifier.parquet  the same, sorted by (identifier, account)
meta.json              tokens of the segments of events, names of kinds and strata, counts

and, made when activity is first asked for:

days, hours, mixes     account, then day, hour or (model, capability), and exchanges; sorted by account
totals.parquet         a row an account: exchanges, served, days, span; the last of them to appear

Small row groups with their minima and maxima let a reader of one account or identifier skip nearly all of a file.
"""

import json
from pathlib import Path

from duckdb import DuckDBPyConnection

from fraudgraph.case.disk import FILE_MODE
from fraudgraph.case.facts import literal
from fraudgraph.graph.base import LEAST_STRATUM, POOLED
from fraudgraph.graph.embedded.account_sums import WORDS, gather_records
from fraudgraph.graph.embedded.activity_sums import gather_days, gather_hours, gather_mixes, gather_totals
from fraudgraph.graph.embedded.edge_sums import ATTEMPT, COUNTS, Base, gather_edges, gather_kinds
from fraudgraph.graph.embedded.eras import split_eras
from fraudgraph.graph.embedded.keys import Keys, SameHash
from fraudgraph.graph.embedded.scope import ALGORITHM, Scope

EDGE_FILES = ("accounts", "identifiers", "by_account", "by_identifier")
ACTIVITY_FILES = ("days", "hours", "mixes", "totals")
"""In the order of appearance: the last one says that all are there."""
ROW_GROUP = 20_480
_EDGE = f"account, identifier, {', '.join(COUNTS)}, first_us, last_us"
_RECORD = f"in_events, {', '.join(WORDS)}, created_us, suspended_us, shut, action_us"


def write_edges(db: DuckDBPyConnection, scope: Scope, base: Base | None, folder: Path) -> None:
    """Sum up the facts of the scope and write EDGE_FILES and meta.json into the folder, which is there and empty."""
    db.execute("SET preserve_insertion_order = true")
    gather_records(db, scope, base)
    strata = _code_accounts(db)
    copy(db, "SELECT * FROM accounts ORDER BY code", folder / "accounts.parquet")
    db.execute("CREATE OR REPLACE TEMP TABLE accounts AS SELECT code, account_id FROM accounts")
    names = gather_kinds(db, scope, base)
    try:
        keys = _sum_up(db, scope, base, Keys())
    except SameHash:
        keys = _sum_up(db, scope, base, Keys(exact=True))
    starts = db.execute("SELECT kind, min(code) FROM identifiers GROUP BY kind ORDER BY kind").fetchall()
    copy(
        db,
        "SELECT code, kinds.kind, i.value, raw, holders FROM identifiers AS i JOIN kinds ON id = i.kind "
        "LEFT JOIN raws ON raws.kind = i.kind AND raws.value = i.value ORDER BY code",
        folder / "identifiers.parquet",
    )
    carriable = _write_both_orders(db, folder, keys) and not scope.cut
    counted = db.execute("SELECT count(*) FROM accounts").fetchone()
    meta = {
        "algorithm": ALGORITHM,
        "events": sorted(scope.event_tokens) if carriable else None,
        "exact": keys.exact,
        "accounts": counted[0] if counted else 0,
        "kinds": [names[kind] for kind, _ in starts],
        "kind_starts": [start for _, start in starts],
        "strata": strata,
    }
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def _sum_up(db: DuckDBPyConnection, scope: Scope, base: Base | None, keys: Keys) -> Keys:
    """Tables `sums` and `identifiers`; the keys, by which every account is one too. SameHash where they do not tell
    all apart.
    """
    for table in ("parts", "sums", "raws", "identifiers"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    key = keys.of("account_id")
    db.execute(f"CREATE OR REPLACE TEMP TABLE accounts AS SELECT code, account_id, {key} AS key FROM accounts")
    if db.execute("SELECT count(DISTINCT key) = count(*) FROM accounts").fetchone() != (True,):
        raise SameHash
    gather_edges(db, scope, base, keys)
    split_eras(db, scope.lifetimes)
    key, same = keys.of("value"), "min(value) = max(value) AS same"
    db.execute(
        "CREATE TEMP TABLE identifiers AS SELECT (row_number() OVER (ORDER BY kind, value) - 1)::INTEGER AS code, * "
        f"FROM (SELECT kind, {key} AS key, min(value) AS value, {same}, count(*)::INTEGER AS holders "
        f"FROM sums GROUP BY kind, {key})"
    )
    if db.execute("SELECT 1 FROM identifiers WHERE NOT same LIMIT 1").fetchone():
        raise SameHash
    return keys


def write_activity(db: DuckDBPyConnection, scope: Scope, base: Base | None, files: tuple[Path, str, Keys]) -> None:
    """Write ACTIVITY_FILES into a folder, which is there. files: the folder, SQL for FROM of the coded accounts, the
    keys.
    """
    folder, accounts, keys = files
    db.execute("SET preserve_insertion_order = true")
    db.execute(f"CREATE TEMP TABLE accounts AS SELECT code, account_id, {keys.of('account_id')} AS key FROM {accounts}")
    gather_days(db, scope, base, keys)
    gather_totals(db, scope, keys)
    for table, order in (("totals", "account"), ("days", "account, day")):
        _move(db, table, order, folder)
    gather_hours(db, scope, base, keys)
    _move(db, "hours", "account, hour", folder)
    gather_mixes(db, scope, base, keys)
    _move(db, "mixes", "account", folder)


def copy(db: DuckDBPyConnection, select: str, target: Path) -> None:
    """Write the rows of a SELECT, in its order, to a Parquet file with mode 0600."""
    db.execute(
        f"COPY ({select}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    target.chmod(FILE_MODE)


def _move(db: DuckDBPyConnection, table: str, order: str, folder: Path) -> None:
    copy(db, f"SELECT * FROM {table} ORDER BY {order}", folder / f"{table}.parquet")
    db.execute(f"DROP TABLE {table}")


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


def _write_both_orders(db: DuckDBPyConnection, folder: Path, keys: Keys) -> bool:
    """The edges, twice; whether another build may carry them over (an attempt that is more than one cannot be told
    apart).
    """
    counts = ", ".join(f"sums.{name}" for name in COUNTS)
    db.execute(
        f"CREATE TEMP TABLE edges AS SELECT a.code AS account, i.code AS identifier, {counts}, "
        "sums.first_us, sums.last_us FROM sums JOIN accounts AS a ON a.key = sums.account "
        ""
        f"JOIN identifiers AS i ON i.kind = sums.kind AND i.key = {keys.of('sums.value')}"
    )
    mixed = db.execute(
        f"SELECT count(*) FROM sums JOIN kinds ON id = sums.kind WHERE kinds.kind = '{ATTEMPT}' "
        "AND declined > 0 AND exchanges + sightings + accounts > 0"
    ).fetchone()
    db.execute("DROP TABLE sums")
    db.execute("DROP TABLE identifiers")
    copy(db, f"SELECT {_EDGE} FROM edges ORDER BY account, identifier", folder / "by_account.parquet")
    copy(db, f"SELECT {_EDGE} FROM edges ORDER BY identifier, account", folder / "by_identifier.parquet")
    db.execute("DROP TABLE edges")
    return mixed == (0,)
