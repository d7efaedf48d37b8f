"""Holdings and deeds as the product's input tables: every holding is seen at least once, and the rest of an account's
exchanges follow its volume, its share on templates, its hours and its day of sign-up.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.quality.populations.second_author import hours
from benchmarks.quality.populations.second_author.ground import ADDRESS, CARD, TEMPLATE, Codes, Deeds, Ground
from fraudgraph.simulate.arrays import DAY, HOUR, MINUTE
from fraudgraph.simulate.files import UTC, write_table
from fraudgraph.simulate.identifiers import distinct, hex_names, ipv4_names
from fraudgraph.simulate.places import CLOCKS, COUNTRIES

FIRST_DAY = 1_767_225_600_000_000  # 2026-01-01
PEAK = 15  # local hour


@dataclass(frozen=True)
class Held:
    """Identifiers of one kind by account: those of account a are codes[start[a] : start[a + 1]]."""

    start: Codes
    codes: Codes

    @property
    def number(self) -> Codes:
        """How many each account has."""
        return np.diff(self.start)


def write_tables(ground: Ground, folder: Path, volume: float) -> None:
    """Write accounts, payments and exchanges below folder/data, and folder/truth.csv."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    rng = ground.rng
    ids = hex_names("acct_", distinct(rng, ground.accounts, 40), 10)
    deeds = Deeds(*(np.concatenate([getattr(d, f.name) for d in ground.deeds]) for f in fields(Deeds)))
    region = np.concatenate(ground.region)
    created = FIRST_DAY + (np.minimum(deeds.signed_up, ground.days - 0.1) * DAY).astype(np.int64)
    write_table(_accounts(ids, region, created, deeds), data / "accounts.parquet", "parquet")
    write_table(_payments(ground, ids, created), data / "payments.parquet", "parquet")
    write_table(_exchanges(ground, ids, created, (deeds, volume)), data / "exchanges.parquet", "parquet")
    write_table(_truth(ground, ids), folder / "truth.csv", "csv")


def held(ground: Ground, kind: int) -> Held:
    """Who holds what of a kind, each pair once."""
    account = np.concatenate([pair[0] for pair in ground.held])
    code = np.concatenate([pair[1] for pair in ground.held])
    mine = np.concatenate(ground.kinds)[code] == kind
    span = int(code.max()) + 1
    key = np.unique(account[mine] * span + code[mine])
    start = np.searchsorted(key // span, np.arange(ground.accounts + 1))
    return Held(start, key % span)


def _words(words: list[str], codes: Codes) -> pa.DictionaryArray:
    missing = codes < 0
    return pa.DictionaryArray.from_arrays(pa.array(np.where(missing, 0, codes), mask=missing), pa.array(words))


def _times(at: Codes) -> pa.Array:
    return pa.array(at, pa.int64()).cast(UTC)


def _accounts(ids: pa.Array, region: Codes, created: Codes, deeds: Deeds) -> pa.Table:
    organizations = [f"org_{number:04d}" for number in range(int(deeds.organization.max(initial=0)) + 1)]
    return pa.table(
        {
            "account_id": ids,
            "created_at": _times(created),
            "country": _words([c.code for c in COUNTRIES], region),
            "organization_id": _words(organizations, deeds.organization),
            "billing": _words(["self_serve", "invoiced"], (deeds.organization >= 0).astype(np.int64)),
        }
    )


def _payments(ground: Ground, ids: pa.Array, created: Codes) -> pa.Table:
    rng, cards = ground.rng, held(ground, CARD)
    payer = np.repeat(np.arange(ground.accounts), cards.number)
    used, card = np.unique(cards.codes, return_inverse=True)
    names = hex_names("pm_", distinct(rng, len(used), 64), 16)
    opens = np.maximum(created, FIRST_DAY)[payer]
    paid_at = opens + (rng.random(len(payer)) * (FIRST_DAY + ground.days * DAY - opens)).astype(np.int64)
    return pa.table(
        {
            "account_id": ids.take(pa.array(payer)),
            "payment_instrument": names.take(pa.array(card)),
            "paid_at": _times(paid_at),
            "outcome": _words(["ok"], np.zeros(len(payer), np.int64)),
            "amount_minor": pa.array(np.full(len(payer), 2000)),
            "currency": _words(["USD"], np.zeros(len(payer), np.int64)),
        }
    )


def _exchanges(ground: Ground, ids: pa.Array, created: Codes, done: tuple[Deeds, float]) -> pa.Table:
    rng, (deeds, volume) = ground.rng, done
    addresses, templates = held(ground, ADDRESS), held(ground, TEMPLATE)
    times = np.maximum(np.rint(deeds.volume * volume), np.maximum(addresses.number, templates.number))
    times = np.maximum(times, 1).astype(np.int64)
    account = np.repeat(np.arange(ground.accounts), times)
    turn = np.arange(len(account)) - np.repeat(np.cumsum(times) - times, times)
    template = _choose(rng, templates, account, turn)
    left = np.clip((deeds.templated * times - templates.number) / np.maximum(times - templates.number, 1), 0, 1)
    template[(turn >= templates.number[account]) & (rng.random(len(account)) >= left[account])] = -1
    at = _moments(ground, account, created, deeds.evenness)
    order = np.argsort(at, kind="stable")
    used, address = _renumbered(_choose(rng, addresses, account, turn))
    kept, template = _renumbered(template)
    return pa.table(
        {
            "account_id": pa.DictionaryArray.from_arrays(pa.array(account[order].astype(np.int32)), ids),
            "at": _times(at[order]),
            "ip": _coded(ipv4_names(distinct(rng, used, 28) + np.uint64(1 << 28)), address[order]),
            "prompt_fingerprint": _coded(hex_names("tpl_", distinct(rng, kept, 48), 12), template[order]),
        }
    )


def _choose(rng: np.random.Generator, holdings: Held, account: Codes, turn: Codes) -> Codes:
    """Each holding once, in the first turns of its account, then at random; -1 for an account without."""
    number = np.maximum(holdings.number, 1)[account]
    place = np.where(turn < number, turn, (rng.random(len(turn)) * number).astype(np.int64))
    chosen = holdings.codes[np.minimum(holdings.start[account] + place, len(holdings.codes) - 1)]
    return np.where(holdings.number[account] > 0, chosen, -1)


def _renumbered(codes: Codes) -> tuple[int, Codes]:
    """How many different codes there are, and the codes numbered from 0 (-1 stays)."""
    used = np.unique(codes[codes >= 0])
    return len(used), np.where(codes >= 0, np.searchsorted(used, codes), -1)


def _coded(words: pa.Array, codes: Codes) -> pa.DictionaryArray:
    missing = codes < 0
    indices = pa.array(np.where(missing, 0, codes).astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, words)


def _moments(ground: Ground, account: Codes, created: Codes, evenness: np.ndarray[Any, np.dtype[np.float64]]) -> Codes:
    """Times after sign-up: a day at random, an hour by the account's evenness around its own peak."""
    rng, n = ground.rng, ground.accounts
    clock = CLOCKS[np.concatenate(ground.region)] / 2.0
    peak = (PEAK + rng.normal(0, 2.0, n) - clock).round().astype(np.int64) % 24
    first = np.maximum(-(-(created - FIRST_DAY) // DAY), 0)
    late = first[account] >= ground.days  # signed up on the last day: what remains of it
    day = np.minimum(first[account] + (rng.random(len(account)) * (ground.days - first)[account]), ground.days - 1)
    hour = hours.draw(rng, evenness[account], peak[account])
    at = FIRST_DAY + day.astype(np.int64) * DAY + hour * HOUR + (rng.random(len(account)) * HOUR).astype(np.int64)
    opens = created[account] + MINUTE
    squeezed = opens + (rng.random(len(account)) * (FIRST_DAY + ground.days * DAY - opens)).astype(np.int64)
    return np.where(late, squeezed, at)


def _truth(ground: Ground, ids: pa.Array) -> pa.Table:
    ring = np.concatenate(ground.ring)
    return pa.table(
        {
            "account_id": ids,
            "ring": _words([name for name, _ in ground.rings], ring),
            "ring_type": _words([kind for _, kind in ground.rings], ring),
            "category": pa.array(ground.category),
            "group": pa.array(np.full(ground.accounts, ""), pa.string()),
        }
    )
