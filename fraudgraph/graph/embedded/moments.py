"""Moments of the facts as further sightings: hand-overs, lockstep, sign-up batches and near-duplicate templates.

They are derived from all visible facts whenever the sums are made (nothing of them is carried over), and from then on
are identifiers like any other: the sweep, `why`, `node` and `export` read them from the same files. What is surprising
is decided in `fraudgraph.detect.timing`; only the rows that it asks about leave the database. It is imported where it
is asked: it needs scipy, a third of a second that questions to finished files should not pay.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from fraudgraph.graph.embedded.keys import Keys
from fraudgraph.graph.embedded.scope import Scope

if TYPE_CHECKING:
    from fraudgraph.detect.timing.windows import Scan, Windows

TEMPLATE = "prompt_fingerprint"
HAND_OVER, LOCKSTEPS, SIGN_UPS, PROMPT_GROUP = "hand_over", "lockstep", "signup_batch", "prompt_group"
DERIVED = (HAND_OVER, LOCKSTEPS, SIGN_UPS, PROMPT_GROUP)
"""Kinds that are made here."""
_BUSIEST_THREAD = 20_000
"""Exchanges of one session or template beyond which it is everybody's: then somebody always follows within seconds."""
_AT = 'epoch_us("at")'
_BATCH = 1 << 20
Index = NDArray[np.int64]


def moment_parts(db: DuckDBPyConnection, scope: Scope, keys: Keys) -> Iterator[str]:
    """SELECTs of columns of `sums`; unique by kind, account and
    value. A kind of which the facts hold nothing gives none. Each is to be read before the next one is asked for. Needs
    the tables `accounts` (code, account_id, key), `kinds` and `sums`.
    """
    from fraudgraph.detect.timing.windows import LOCKSTEP, SIGN_UP

    exchanges, accounts = scope.relation("exchanges"), scope.relation("accounts")
    columns = scope.columns("exchanges")
    for column in ("session_id", TEMPLATE):
        if exchanges and column in columns:
            yield from _hand_overs(db, exchanges, column, keys)
    if exchanges:
        yield from _in_windows(db, exchanges, (_AT, keys), (LOCKSTEPS, LOCKSTEP))
    if accounts and "created_at" in scope.columns("accounts"):
        known = f"(SELECT * FROM {accounts} WHERE created_at IS NOT NULL)"
        yield from _in_windows(db, known, ("epoch_us(created_at)", keys), (SIGN_UPS, SIGN_UP))
    if exchanges and {TEMPLATE, "prompt_minhash"} <= columns:
        yield from _near_templates(db, exchanges)


def _hand_overs(db: DuckDBPyConnection, exchanges: str, column: str, keys: Keys) -> Iterator[str]:
    """Chains of accounts that hand sessions or templates over; each is named by its first thread and minute."""
    from fraudgraph.detect.timing.hand_over import hand_overs

    account = keys.of("account_id")
    db.execute(f"CREATE OR REPLACE TEMP TABLE passed AS {_passed(exchanges, column, account)}")
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE used AS SELECT {column} AS value, {account} AS account, {_AT} AS at_us "
        f"FROM {exchanges} WHERE {column} IS NOT NULL AND hash({column}) IN (SELECT thread FROM passed)"
    )
    db.execute(
        "CREATE OR REPLACE TEMP TABLE threads AS "
        "SELECT value, (row_number() OVER (ORDER BY value) - 1)::BIGINT AS thread "
        "FROM used GROUP BY value HAVING min(account) <> max(account)"
    )
    rows = db.sql(
        "SELECT thread, code, at_us FROM used JOIN threads USING (value) JOIN accounts ON key = used.account "
        "ORDER BY thread, at_us, code"
    ).to_arrow_table()
    thread, account_code, at_us = (rows[name].to_numpy().astype(np.int64) for name in ("thread", "code", "at_us"))
    chain = hand_overs(thread, account_code, at_us)
    kept = np.flatnonzero(chain >= 0)
    if not len(kept):
        return
    order = kept[np.lexsort((thread[kept], at_us[kept], chain[kept]))]
    first = order[np.unique(chain[order], return_index=True)[1]]
    names = pa.table({"thread": thread[first], "minute": [minute_of(int(us)) for us in at_us[first]]})
    db.register("chains", names.append_column("chain", pa.array(np.arange(len(first)))))
    db.register("links", rows.take(pa.array(kept)).append_column("chain", pa.array(chain[kept])))
    source = "links JOIN chains USING (chain) JOIN threads ON threads.thread = chains.thread JOIN accounts USING (code)"
    yield _select(HAND_OVER, ("key", "value || ' ' || minute"), ("count(*)", "0"), ("min(at_us)", "max(at_us)"), source)
    db.unregister("chains")
    db.unregister("links")


def _passed(exchanges: str, column: str, account: str) -> str:
    """Threads of several accounts that are not everybody's. Of templates the sums say so: no fact is read for it."""
    facts, value, uses = f"{exchanges} WHERE {column} IS NOT NULL", column, "count(*)"
    if column == TEMPLATE:
        kind = f"(SELECT id FROM kinds WHERE kind = '{TEMPLATE}')"
        facts, value = f"sums WHERE kind = {kind} AND exchanges > 0", "value"
        uses, account = "sum(exchanges)", "account"
    return (
        f"SELECT hash({value}) AS thread FROM {facts} GROUP BY ALL "
        f"HAVING min({account}) <> max({account}) AND {uses} <= {_BUSIEST_THREAD}"
    )


def _in_windows(db: DuckDBPyConnection, facts: str, when: tuple[str, Keys], what: "tuple[str, Scan]") -> Iterator[str]:
    """Windows in which surprisingly many different accounts act."""
    from fraudgraph.detect.timing.windows import scan

    (at, keys), (kind, how) = when, what
    found = scan(*_seconds(db, facts, at), how)
    if not len(found.first):
        return
    db.register("windows", _seconds_of(found))
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE within AS "
        f"SELECT number, {keys.of('account_id')} AS account, count(*) AS events, min({at}) AS first_us, "
        f"max({at}) AS last_us FROM {facts} JOIN windows ON second = {at} // 1000000 GROUP BY ALL"
    )
    db.unregister("windows")
    counted = db.execute("SELECT number, count(*) AS accounts FROM within GROUP BY number").fetchnumpy()
    accounts = np.zeros(len(found.first), np.int64)
    accounts[counted["number"]] = counted["accounts"]
    kept = np.flatnonzero(found.holding(accounts))
    names = [f"{second_of(int(found.first[w]))}+{int(found.width[w])}s" for w in kept]
    db.register("named", pa.table({"number": pa.array(kept), "value": pa.array(names, pa.string())}))
    counts = ("sum(events)", "0") if kind == LOCKSTEPS else ("0", "1")
    yield _select(
        kind, ("account", "value"), counts, ("min(first_us)", "max(last_us)"), "within JOIN named USING (number)"
    )
    db.unregister("named")


def _seconds(db: DuckDBPyConnection, facts: str, at: str) -> tuple[Index, Index]:
    """Seconds in which anything happens, ascending, and how much. Counted here: a GROUP BY takes six times as long."""
    from fraudgraph.detect.timing.windows import is_dense

    seen = f"SELECT min({at}) // 1000000, max({at}) // 1000000, count(*) FROM {facts}"
    first, last, events = db.execute(seen).fetchall()[0]
    if first is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows = db.sql(f"SELECT ({at} // 1000000 - {first})::INTEGER AS second FROM {facts}").to_arrow_reader(_BATCH)
    if not is_dense(last - first, events):
        second, count = np.unique(np.concatenate([np.asarray(batch.column(0)) for batch in rows]), return_counts=True)
        return second.astype(np.int64) + first, count.astype(np.int64)
    total = np.zeros(last - first + 1, np.int64)
    for batch in rows:
        second = np.asarray(batch.column(0), np.int64)
        low, high = int(second.min()), int(second.max()) + 1
        total[low:high] += np.bincount(second - low, minlength=high - low)
    second = np.flatnonzero(total)
    return second + first, total[second]


def _seconds_of(found: "Windows") -> pa.Table:
    """A row for each second of each window, with the window's number."""
    number = np.repeat(np.arange(len(found.first)), found.width)
    start = np.cumsum(found.width) - found.width
    return pa.table({"number": number, "second": np.arange(len(number)) - start[number] + found.first[number]})


def _near_templates(db: DuckDBPyConnection, exchanges: str) -> Iterator[str]:
    """Groups of two templates or more that are nearly the same, seen where their templates are (table `sums`)."""
    from fraudgraph.detect.timing.near import near_groups

    rows = db.sql(
        f"SELECT {TEMPLATE} AS template, min(prompt_minhash) AS minima FROM {exchanges} "
        f"WHERE octet_length(prompt_minhash) = 512 AND {TEMPLATE} IS NOT NULL GROUP BY ALL ORDER BY 1"
    ).to_arrow_table()
    template = rows["template"].to_pylist()
    minima = np.frombuffer(b"".join(rows["minima"].to_pylist()), np.uint32).reshape(len(template), 128)
    group = near_groups(minima)
    grouped = np.flatnonzero((np.bincount(group, minlength=len(template)) > 1)[group])
    names = [f"near {template[g]}" for g in group[grouped]]
    like = {"template": [template[place] for place in grouped], "like": names}
    db.register("alike", pa.table({name: pa.array(values, pa.string()) for name, values in like.items()}))
    source = f"sums JOIN alike ON template = sums.value AND kind = (SELECT id FROM kinds WHERE kind = '{TEMPLATE}')"
    yield _select(
        PROMPT_GROUP, ("account", '"like"'), ("sum(exchanges)", "0"), ("min(first_us)", "max(last_us)"), source
    )
    db.unregister("alike")


def _select(kind: str, of: tuple[str, str], counts: tuple[str, str], times: tuple[str, str], source: str) -> str:
    """One SELECT of `moment_parts`; of: SQL of account and value; counts: SQL of exchanges and accounts; times:
    of the first and the last.
    """
    account, value = of
    return (
        f"SELECT (SELECT id FROM kinds WHERE kind = '{kind}') AS kind, {account} AS account, {value} AS value, "
        f"({counts[0]})::BIGINT AS exchanges, 0::BIGINT AS payments, 0::BIGINT AS declined, 0::BIGINT AS sightings, "
        f"({counts[1]})::BIGINT AS accounts, {times[0]} AS first_us, {times[1]} AS last_us "
        f"FROM {source} GROUP BY {account}, {value}"
    )


def minute_of(us: int) -> str:
    """UTC microseconds as a minute, like 2026-05-01T03:17Z."""
    return f"{datetime.fromtimestamp(us // 1_000_000, UTC):%Y-%m-%dT%H:%MZ}"


def second_of(second: int) -> str:
    """Seconds since 1970 as a second, like 2026-05-01T03:17:05Z."""
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%SZ}"
