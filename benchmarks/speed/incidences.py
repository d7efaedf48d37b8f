"""A population of sightings, written directly: who was seen with what, without the exchanges behind it.

`simulate` makes exchanges and lets the load sum them up; for ten million sightings that is 100 million rows of which
only the sums matter. Here these are drawn: home lines, carriers, firms, families, popular templates, planted rings.
Every figure is an assumption of the same order as in `fraudgraph/simulate`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

Ints = NDArray[np.int64]
PER_ACCOUNT, PER_MEMBER = 7.4, 12.5
"""Sightings of an honest account, and of an account in a ring, about."""
RINGS = 30
SMALLEST, LARGEST = 7, 25_000
FIRM, FAMILY = 20, 2
START_US, DAY_US, DAYS = 1_775_001_600_000_000, 86_400_000_000, 66
COUNTRIES = ("US", "IN", "BR", "DE", "ID", "GB", "FR", "NG", "JP", "VN", "MX", "PK")
TEMPLATES = 3_000


@dataclass(frozen=True)
class People:
    """n accounts: country code; ring and firm (-1: none); family: number of the household."""

    country: Ints
    ring: Ints
    firm: Ints
    family: Ints

    @property
    def n(self) -> int:
        """How many."""
        return len(self.country)


def write(folder: Path, sightings: int, seed: int = 0) -> int:
    """Write data/sightings.parquet, data/accounts.parquet and truth.csv; the number of rows written."""
    rng = np.random.default_rng(seed)
    people = _people(rng, sightings)
    names = _text("acct_", rng.permutation(people.n), 7)
    (folder / "data").mkdir(parents=True)
    written = _write_sightings(folder / "data" / "sightings.parquet", people, names, rng)
    countries = pa.array(COUNTRIES).take(pa.array(people.country))
    created = pa.array(START_US - rng.integers(1, 600, people.n) * DAY_US, pa.timestamp("us", "UTC"))
    accounts = pa.table({"account_id": names, "country": countries, "created_at": created})
    pq.write_table(accounts, folder / "data" / "accounts.parquet")
    _write_truth(folder / "truth.csv", people, names)
    return written


def _people(rng: np.random.Generator, sightings: int) -> People:
    share = min(1.0, sightings / 10_000_000)
    sizes = np.geomspace(SMALLEST, max(LARGEST * share, 50), RINGS).round().astype(np.int64)
    honest = round((sightings - PER_MEMBER * int(sizes.sum())) / PER_ACCOUNT)
    ring = np.concatenate([np.full(honest, -1), np.repeat(np.arange(RINGS), sizes)])
    n = len(ring)
    weight = 1 / np.arange(1, len(COUNTRIES) + 1)
    firm = np.where((rng.random(n) < 0.05) & (ring < 0), rng.integers(0, max(honest // (20 * FIRM), 1), n), -1)
    family = np.where((rng.random(n) < 0.06) & (ring < 0), rng.integers(0, max(honest // 33, 1), n), -1)
    return People(rng.choice(len(COUNTRIES), n, p=weight / weight.sum()), ring, firm, family)


def _write_sightings(path: Path, people: People, names: pa.Array, rng: np.random.Generator) -> int:
    schema = pa.schema(
        [(name, pa.string()) for name in ("account_id", "kind", "value")]
        + [(name, pa.timestamp("us", "UTC")) for name in ("first_seen", "last_seen")]
        + [("count", pa.int64())]
    )
    total = 0
    with pq.ParquetWriter(path, schema) as out:
        for kind, account, code in (*_honest(people, rng), *_ringed(people, rng)):
            account, code = np.unique(np.stack([account, code]), axis=1) if len(account) else (account, code)
            first = START_US + (rng.random(len(account)) * (DAYS - 10) * DAY_US).astype(np.int64)
            last = first + np.minimum(rng.exponential(4, len(account)), 10).astype(np.int64) * DAY_US
            columns = [
                names.take(pa.array(account)),
                pa.array([kind]).take(pa.array(np.zeros(len(account), np.int64))),
                _address(code) if kind == "ip" else _text(kind[:2] + "_", code, 9),
                *(pa.array(at, pa.timestamp("us", "UTC")) for at in (first, last)),
                pa.array(1 + rng.geometric(0.1, len(account))),
            ]
            out.write_table(pa.table(dict(zip(schema.names, columns, strict=True)), schema))
            total += len(account)
    return total


def _honest(people: People, rng: np.random.Generator) -> Iterator[tuple[str, Ints, Ints]]:
    """Each kind of place in a range of codes of its own, so that no account holds one twice."""
    n, everyone = people.n, np.arange(people.n)
    here = people.country * n  # a range for each country
    home = np.repeat(everyone, rng.integers(1, 3, n))
    yield "ip", home, (here[home] + rng.integers(0, 2 * _in_country(people)[home])) % (12 * n)
    mobile = np.repeat(everyone[rng.random(n) < 0.4], 2)
    pool = np.maximum(_in_country(people)[mobile] // 150, 4)
    yield "ip", mobile, 14 * n + (people.country[mobile] * n + rng.integers(0, pool)) % (12 * n)
    at_work = everyone[people.firm >= 0]
    yield "ip", at_work, 27 * n + people.firm[at_work]
    yield "prompt_fingerprint", at_work, 4 * n + people.firm[at_work]
    paying = everyone[people.ring < 0]
    card = np.where((people.family >= 0) & (rng.random(n) < 0.7), 2 * n + people.family, everyone)
    yield "payment_instrument", paying, card[paying]
    popular = np.repeat(everyone, rng.integers(0, 5, n))
    yield "prompt_fingerprint", popular, 6 * n + (TEMPLATES * rng.random(len(popular)) ** 3).astype(np.int64)
    own = np.repeat(everyone, 2)
    yield "prompt_fingerprint", own, np.arange(2 * n)


def _in_country(people: People) -> Ints:
    return np.bincount(people.country, minlength=len(COUNTRIES))[people.country]


def _ringed(people: People, rng: np.random.Generator) -> Iterator[tuple[str, Ints, Ints]]:
    """A card for every eight, an address drawn by about twelve, two of a ring's templates each."""
    n = people.n
    for ring in range(RINGS):
        member = np.flatnonzero(people.ring == ring)
        cards, addresses = len(member) // 8 + 1, len(member) * 4 // 12 + 2
        base, step = 2_000_000_000, 100_000 * ring
        yield "payment_instrument", member, 3 * n + step + rng.integers(0, cards, len(member))
        drawn = np.repeat(member, 4)
        yield "ip", drawn, 29 * n + step + rng.integers(0, addresses, len(drawn))
        twice = np.repeat(member, 2)
        yield "prompt_fingerprint", twice, base + step + rng.integers(0, 3 + len(member) // 2000, len(twice))


def _text(prefix: str, code: Ints, digits: int) -> pa.Array:
    padded = pc.utf8_lpad(pc.cast(pa.array(code), pa.string()), digits, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), padded, "")


def _address(code: Ints) -> pa.Array:
    """Public IPv4 addresses from 20.0.0.0 on."""
    code = code + (20 << 24)
    octets: list[Any] = [pc.cast(pa.array(code >> shift & 255), pa.string()) for shift in (24, 16, 8, 0)]
    return pc.binary_join_element_wise(*octets, ".")


def _write_truth(path: Path, people: People, names: pa.Array) -> None:
    ring = [f"ring-{number:02d}" if number >= 0 else "" for number in people.ring.tolist()]
    group = np.where(people.firm >= 0, "firm", np.where(people.family >= 0, "family", "individual"))
    category = np.where(people.ring >= 0, "ring", group)
    kinds = ["planted" if one else "" for one in ring]
    rows = zip(names.to_pylist(), ring, kinds, category.tolist(), strict=True)
    path.write_text("account_id,ring,ring_type,category\n" + "".join(f"{','.join(row)}\n" for row in rows))
