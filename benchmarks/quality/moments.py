"""`python -m benchmarks.quality.moments FOLDER`: do hand-overs and lockstep find who works together, on real times?

FOLDER holds edges.parquet of a set with real times (account, identifier_kind, identifier, time), such as
coortweet_german_2021. A URL is the thread of work, a post is an exchange. Nothing says which accounts are run together,
so another kind that nobody looked at is the witness: how many pairs share a rare image (at most RARE holders), among
pairs that moments bring together, pairs that shared two URLs or more at any time, and random pairs that post images.
"""

import sys
from itertools import combinations, pairwise
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from fraudgraph.case.facts import literal
from fraudgraph.detect.timing.hand_over import hand_overs
from fraudgraph.detect.timing.windows import LOCKSTEP, scan

RARE = 10
DRAWN = 200_000
Pairs = set[tuple[int, int]]
Index = NDArray[np.int64]


def main(folder: Path) -> None:
    """Print one row a way of bringing pairs together."""
    db = duckdb.connect()
    db.execute(
        "CREATE TABLE edges AS SELECT (dense_rank() OVER (ORDER BY account) - 1)::BIGINT AS account, identifier_kind, "
        f"identifier, epoch_us(time) AS at_us FROM read_parquet({literal(str(folder / 'edges.parquet'))})"
    )
    images = _sharing(db, "phash", RARE)
    posting = db.execute("SELECT DISTINCT account FROM edges WHERE identifier_kind = 'phash' ORDER BY 1").fetchall()
    seen = frozenset(row[0] for row in posting)
    draw = np.random.default_rng(0).choice([row[0] for row in posting], (DRAWN, 2))
    chance = {(min(a, b), max(a, b)) for a, b in draw.tolist() if a != b}
    for name, pairs in (
        ("random pairs that post images", chance),
        ("two URLs or more at any time", _twice(db)),
        ("hand-over of a URL, in one week's chain", _handed_over(db)),
        ("lockstep, in one window twice or more", _lockstep(db, 2)),
    ):
        known = {pair for pair in pairs if seen.issuperset(pair)}
        both = len(known & images)
        share = both / max(len(known), 1)
        print(f"{name:42} {len(pairs):8,} pairs {len(known):8,} post images {both:6,} share {share:9.4%}")


def _sharing(db: duckdb.DuckDBPyConnection, kind: str, most: int) -> Pairs:
    rows = db.execute(
        "SELECT list(DISTINCT account) FROM edges WHERE identifier_kind = ? GROUP BY identifier "
        "HAVING count(DISTINCT account) BETWEEN 2 AND ?", [kind, most],
    ).fetchall()  # fmt: skip
    return {pair for (accounts,) in rows for pair in combinations(sorted(accounts), 2)}


def _twice(db: duckdb.DuckDBPyConnection) -> Pairs:
    rows = db.execute(
        "WITH u AS (SELECT DISTINCT account, identifier FROM edges WHERE identifier_kind = 'url') "
        "SELECT a.account, b.account FROM u AS a JOIN u AS b ON a.identifier = b.identifier AND a.account < b.account "
        "GROUP BY ALL HAVING count(*) > 1"
    ).fetchall()
    return {(a, b) for a, b in rows}


def _handed_over(db: duckdb.DuckDBPyConnection) -> Pairs:
    rows = db.execute(
        "SELECT (dense_rank() OVER (ORDER BY identifier) - 1)::BIGINT AS thread, account, at_us FROM edges "
        "WHERE identifier_kind = 'url' ORDER BY thread, at_us, account"
    ).fetchnumpy()
    thread, account, at_us = (np.asarray(rows[name]) for name in ("thread", "account", "at_us"))
    chain = hand_overs(thread, account, at_us)
    return _together(account[chain >= 0], chain[chain >= 0], 1)


def _lockstep(db: duckdb.DuckDBPyConnection, least: int) -> Pairs:
    rows = db.execute("SELECT DISTINCT account, at_us // 1000000 AS second FROM edges ORDER BY second").fetchnumpy()
    account, at = np.asarray(rows["account"]), np.asarray(rows["second"])
    second, count = np.unique(at, return_counts=True)
    found = scan(second.astype(np.int64), count.astype(np.int64), LOCKSTEP)
    window = np.searchsorted(found.first, at, "right") - 1
    inside = (window >= 0) & (at < (found.first + found.width)[window]) if len(found.first) else window < -1
    return _together(account[inside], window[inside], least)


def _together(account: Index, group: Index, least: int) -> Pairs:
    """Pairs that are in one group, in `least` groups or more."""
    times: dict[tuple[int, int], int] = {}
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1, append=-1))
    for first, last in pairwise(starts.tolist()):
        for pair in combinations(sorted(set(account[order[first:last]].tolist())), 2):
            times[pair] = times.get(pair, 0) + 1
    return {pair for pair, many in times.items() if many >= least}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
