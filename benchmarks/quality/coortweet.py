"""Real accounts that post the same things at the same time; no ring is known. Detection sees who shared a link, hashtag
or domain within the same minute; whether it found anything is asked of what it is not shown: images of few accounts.
"""

from pathlib import Path

import duckdb
import numpy as np

from benchmarks.quality.sources import Place
from benchmarks.quality.world import HONEST, World
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.sightings import Sightings

SECONDS = 60
RARE = 10
"""Most accounts that shared an image for two of them to count as tied by it."""


def coortweet(name: str, place: Place) -> World:
    """The World; `unseen` are the pairs tied by a rare image."""
    edges = place.data / "coortweet_german_2021" / "edges.parquet"
    connection = duckdb.connect()
    rows = connection.execute(f"SELECT DISTINCT account FROM '{edges}' ORDER BY 1").fetchnumpy()
    accounts = np.asarray(rows["account"])
    number = {account: n for n, account in enumerate(accounts.tolist())}
    seen = connection.execute(
        "SELECT DISTINCT account, identifier_kind, "
        f"concat(identifier, ' ', epoch(time)::BIGINT // {SECONDS}) AS value FROM '{edges}' "
        "WHERE identifier_kind <> 'phash' AND time IS NOT NULL ORDER BY 2, 3, 1"
    ).fetchall()
    sightings = coded([(number[a], kind, value) for a, kind, value in seen], accounts)
    n = len(accounts)
    nobody = np.full(n, "", object)
    unseen = _tied(edges, number)
    return World(name, "coortweet", 0, sightings, np.full(n, HONEST), (), nobody, nobody, None, None, unseen)


def coded(rows: list[tuple[int, str, str]], accounts: np.ndarray) -> Sightings:
    """Sightings of (account, kind, value), ordered by kind and value; one with one holder counts in the degree only."""
    n = len(accounts)
    kinds = tuple(sorted({kind for _, kind, _ in rows}))
    values = sorted({(kind, value) for _, kind, value in rows})
    code = {value: v for v, value in enumerate(values)}
    account = np.array([a for a, _, _ in rows], np.int64)
    identifier = np.array([code[kind, value] for _, kind, value in rows], np.int64)
    kind = np.array([kinds.index(k) for k, _ in values], np.int64)
    degree = np.zeros((n, len(kinds)), np.int32)
    np.add.at(degree, (account, kind[identifier]), 1)
    common = np.bincount(identifier, minlength=len(values)) > 1
    keep = common[identifier]
    account, identifier = account[keep], (np.cumsum(common) - 1)[identifier[keep]]
    order = np.lexsort((identifier, account))
    return Sightings(
        account[order].astype(np.int32),
        identifier[order].astype(np.int32),
        kind[common].astype(np.int16),
        degree,
        np.zeros(n, np.int32),
        kinds,
        ("*",),
        accounts.astype(object),
        np.array([value for _, value in values], object)[common],
        np.ones(len(order), np.int64),
    )


def _tied(edges: Path, number: dict[str, int]) -> Index:
    """Pairs a < b that shared an image which at most RARE accounts shared."""
    rows = duckdb.execute(
        f"WITH seen AS (SELECT DISTINCT account, identifier FROM '{edges}' WHERE identifier_kind = 'phash'), "
        f"rare AS (SELECT identifier FROM seen GROUP BY 1 HAVING count(*) BETWEEN 2 AND {RARE}) "
        "SELECT DISTINCT a.account, b.account FROM seen a JOIN rare USING (identifier) JOIN seen b USING (identifier) "
        "WHERE a.account < b.account"
    ).fetchall()
    return np.array([(number[a], number[b]) for a, b in rows], np.int64).reshape(-1, 2)
