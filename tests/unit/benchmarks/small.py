"""A small world for the tests of the comparison: two rings, one firm, people who share an address by chance."""

import numpy as np

from benchmarks.quality.world import HONEST, World
from fraudgraph.detect.sightings import Sightings

KINDS = ("ip", "payment_instrument", "prompt_fingerprint")
RINGS = (range(12), range(12, 20))
ACCOUNTS = 200


def coded(rows: set[tuple[int, int, str]], accounts: int = ACCOUNTS) -> Sightings:
    """Sightings of (account, kind, value); values of one holder count in the degree only."""
    values = sorted({(kind, value) for _, kind, value in rows})
    holders = {one: sum((kind, value) == one for _, kind, value in rows) for one in values}
    shared = [one for one in values if holders[one] > 1]
    code = {one: v for v, one in enumerate(shared)}
    pairs = sorted((a, code[kind, value]) for a, kind, value in rows if (kind, value) in code)
    degree = np.zeros((accounts, len(KINDS)), np.int32)
    for a, kind, _ in rows:
        degree[a, kind] += 1
    return Sightings(
        np.array([a for a, _ in pairs], np.int32),
        np.array([v for _, v in pairs], np.int32),
        np.array([kind for kind, _ in shared], np.int16),
        degree,
        np.zeros(accounts, np.int32),
        KINDS,
        ("*",),
        np.array([f"a{n:04d}" for n in range(accounts)], object),
        np.array([value for _, value in shared], object),
        np.ones(len(pairs), np.int64),
    )


def world(name: str = "small", seed: int = 0) -> World:
    """Rings share cards (each of four accounts), addresses and templates; everybody else a public place."""
    draw = np.random.default_rng(seed)
    rows: set[tuple[int, int, str]] = set()
    ring = np.full(ACCOUNTS, HONEST, np.int64)
    for r, members in enumerate(RINGS):
        for n, a in enumerate(members):
            ring[a] = r
            rows |= {(a, 1, f"card {r} {n // 4}"), (a, 1, f"card {r} {(n + 4) % len(members) // 4}")}
            rows |= {(a, 0, f"address {r} {n % 2}"), (a, 2, f"template {r}")}
    for a in range(20, ACCOUNTS):
        rows |= {(a, 0, f"place {draw.integers(30)}"), (a, 1, f"own card {a}"), (a, 2, f"habit {draw.integers(60)}")}
    category = np.array(["ring" if r != HONEST else "individual" for r in ring], object)
    country = np.array(["DE" if a % 2 else "FR" for a in range(ACCOUNTS)], object)
    return World(name, "small", seed, coded(rows), ring, ("plain", "tiny"), category, country)
