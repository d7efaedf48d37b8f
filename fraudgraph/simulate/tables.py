"""A finished population as Arrow tables with the columns of the input contract.

Exchanges carry no request_id (a column of 60 million different values would double every file and the time to write
it), and session_id in scenarios with sessions only; whoever loads them is told so by the load.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fraudgraph.simulate.arrays import DAY, MINUTE, NEVER, Codes, Ints, stream
from fraudgraph.simulate.behaviour import CAPABILITIES, MODELS, OUTCOMES
from fraudgraph.simulate.exchanges import Day
from fraudgraph.simulate.files import UTC
from fraudgraph.simulate.identifiers import Registry, distinct, hex_names
from fraudgraph.simulate.places import COUNTRIES
from fraudgraph.simulate.population import (
    ACTIONS,
    CATEGORIES,
    PLANS,
    REASONS,
    STATUSES,
    Calendar,
    Role,
    World,
)
from fraudgraph.simulate.script import session_words

MONTH = 30 * DAY
PAYMENT_OUTCOMES = ("ok", "declined", "refunded", "disputed")
# US cents of a payment on each plan (free accounts with a card: a small top-up)
CENTS = {
    "free": (500,),
    "plus": (2000,),
    "pro": (10_000, 20_000),
    "team": (6_000, 30_000),
    "api": (2_500, 5_000, 10_000),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Strings of every code: account ids, cards, addresses and templates (Arrow arrays)."""

    accounts: pa.Array
    cards: pa.Array
    addresses: pa.Array
    templates: pa.Array


def draw_names(world: World, registry: Registry, seed: int) -> Names:
    """Random names for everything; their order is unrelated to the order of making."""
    return Names(
        accounts=hex_names("acct_", distinct(stream(seed, "account ids"), world.accounts, 40), 10),
        cards=registry.card_names(stream(seed, "card tokens")),
        addresses=registry.address_names(stream(seed, "addresses")),
        templates=registry.template_names(stream(seed, "fingerprints")),
    )


def by_id(names: Names) -> Ints:
    """Account codes in the order of their ids."""
    return np.asarray(pc.array_sort_indices(names.accounts)).astype(np.int64)


def accounts_table(world: World, names: Names, seed: int) -> pa.Table:
    """The table `accounts`, by account id."""
    traits, order = world.traits, by_id(names)
    organizations = hex_names("org_", distinct(stream(seed, "organisations"), max(1, world.organizations), 32), 8)
    suspended = np.where(traits["status"] == STATUSES.index("suspended"), traits["ended"].astype(np.int64), NEVER)[
        order
    ]
    return pa.table(
        {
            "account_id": names.accounts.take(pa.array(order)),
            "created_at": _times(traits["created"][order].astype(np.int64)),
            "country": _words([c.code for c in COUNTRIES], traits["country"][order]),
            "organization_id": _words(organizations, traits["organization"][order]),
            "email_domain": _words(world.domains, traits["domain"][order]),
            "plan": _words(PLANS, traits["plan"][order]),
            "billing": _words(("self_serve", "invoiced"), traits["invoiced"][order].astype(np.int8)),
            "status": _words(STATUSES, traits["status"][order]),
            "suspended_at": _times(np.where(suspended == NEVER, 0, suspended), suspended == NEVER),
        }
    )


def exchanges_table(day: Day, names: Names, seed: int) -> pa.Table:
    """The table `exchanges` of one day, by time."""
    session = {} if day.session is None else {"session_id": _sessions(day.session, seed)}
    return pa.table(
        {
            "account_id": _compact(day.account, names.accounts),
            "at": _times(day.at),
            "ip": _compact(day.address, names.addresses),
            "prompt_fingerprint": _compact(day.template, names.templates),
            "model": _words(MODELS, day.model),
            "capability": _words(CAPABILITIES, day.capability),
            "input_tokens": pa.array(day.input_tokens),
            "output_tokens": pa.array(day.output_tokens),
            "outcome": _words(OUTCOMES, day.outcome),
        }
        | session
    )


def _sessions(numbers: Ints, seed: int) -> pa.DictionaryArray:
    """Session numbers as ses_ and 16 hexadecimal digits."""
    known, place = np.unique(numbers, return_inverse=True)
    return _words(hex_names("ses_", session_words(known, seed), 16), place.astype(np.int32))


def payments_table(world: World, names: Names, calendar: Calendar, seed: int) -> pa.Table:
    """The table `payments`, by time: monthly on main cards, once on others; the first of a main card never fails."""
    rng = stream(seed, "payments")
    account, card, role = world.cards
    first, times = _schedule(world, calendar, rng)
    row = np.repeat(np.arange(len(account)), times)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    paid_at = first[row] + nth * MONTH + (nth > 0) * rng.integers(0, 3 * 60, len(row)) * MINUTE
    order = np.argsort(paid_at, kind="stable")
    row, nth, paid_at = row[order], nth[order], paid_at[order]
    payer = account[row]
    return pa.table(
        {
            "account_id": names.accounts.take(pa.array(payer)),
            "payment_instrument": names.cards.take(pa.array(card[row])),
            "paid_at": _times(paid_at),
            "outcome": _words(PAYMENT_OUTCOMES, _payment_outcomes(world, role[row], payer, nth, rng)),
            "amount_minor": pa.array(_amounts(world, payer, role[row], rng)),
            "currency": _words([c.currency for c in COUNTRIES], world.traits["country"][payer]),
        }
    )


def _schedule(world: World, calendar: Calendar, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Time of the first payment of every (account, card) and how many follow each other by a month."""
    account, _, role = world.cards
    created = world.traits["created"][account].astype(np.int64)
    opens = np.maximum(created + MINUTE, calendar.start)
    closes = np.minimum(world.traits["ended"][account].astype(np.int64), calendar.end)
    room = np.where(created > calendar.start, 2 * 60 * MINUTE, MONTH)  # new customers pay within two hours
    span = np.maximum(np.minimum(room, closes - opens - MINUTE), 1)
    first = opens + (rng.random(len(account)) * span).astype(np.int64)
    months = np.maximum(0, closes - 3 * 60 * MINUTE - first) // MONTH
    return first, np.where(role == Role.MAIN, 1 + months, 1)


def _payment_outcomes(world: World, role: Ints, payer: Ints, nth: Ints, rng: np.random.Generator) -> Codes:
    draw = rng.random(len(role))
    ring = world.traits["category"][payer] == CATEGORIES.index("ring")
    outcome = np.zeros(len(role), np.int8)
    outcome[(draw < 0.02) & (nth > 0)] = PAYMENT_OUTCOMES.index("declined")
    outcome[(draw > 0.985)] = PAYMENT_OUTCOMES.index("refunded")
    outcome[draw > np.where(ring, 0.97, 0.998)] = PAYMENT_OUTCOMES.index("disputed")
    outcome[role == Role.DECLINED] = PAYMENT_OUTCOMES.index("declined")
    outcome[role == Role.DISPUTED] = PAYMENT_OUTCOMES.index("disputed")
    return outcome


def _amounts(world: World, payer: Ints, role: Ints, rng: np.random.Generator) -> Ints:
    """Minor units of the payer's currency: a few round prices a plan, and less on a card used once."""
    choices = np.array([[CENTS[p][i % len(CENTS[p])] for i in range(6)] for p in PLANS], np.float64)
    cents = choices[world.traits["plan"][payer].astype(np.int64), rng.integers(0, 6, len(payer))]
    cents = np.where(role == Role.MAIN, cents, 500.0)
    rate = np.array([c.per_dollar for c in COUNTRIES])[world.traits["country"][payer].astype(np.int64)] / 100.0
    return np.asarray(np.maximum(1, np.round(cents * rate)).astype(np.int64))


def actions_table(world: World, names: Names) -> pa.Table:
    """The table `actions`, by time."""
    done = world.actions
    order = np.argsort(done.at, kind="stable")
    return pa.table(
        {
            "account_id": names.accounts.take(pa.array(done.account[order])),
            "action": _words(ACTIONS, done.action[order]),
            "at": _times(done.at[order]),
            "reason": _words(REASONS, done.reason[order]),
        }
    )


def truth_table(world: World, names: Names, rings: tuple[tuple[str, str], ...]) -> pa.Table:
    """What was planted, by account id: account_id, ring, ring_type, category, group. rings: (name, type) of each."""
    traits, order = world.traits, by_id(names)
    return pa.table(
        {
            "account_id": names.accounts.take(pa.array(order)),
            "ring": _words([r[0] for r in rings], traits["ring"][order]),
            "ring_type": _words([r[1] for r in rings], traits["ring"][order]),
            "category": _words(CATEGORIES, traits["category"][order]),
            "group": _words(world.groups, traits["group"][order]),
        }
    )


def _times(at: Ints, absent: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(at, pa.int64(), mask=absent).cast(UTC)


def _words(words: pa.Array | tuple[str, ...] | list[str], codes: Codes) -> pa.DictionaryArray:
    """Codes with their words; negative codes are empty.

    A word that occurs twice becomes one entry: Parquet's writer fills dictionaries with repeats up with stray memory.
    """
    missing = codes < 0
    if isinstance(words, pa.Array):
        dictionary = words
    else:
        entries = {word: place for place, word in enumerate(dict.fromkeys(words))}
        dictionary = pa.array(entries, pa.string())
        codes = np.array([entries[word] for word in words] or [0])[np.where(missing, 0, codes)]
    indices = pa.array(np.where(missing, 0, codes).astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, dictionary)


def _compact(codes: npt.NDArray[np.int32], names: pa.Array) -> pa.DictionaryArray:
    """Codes with the names that occur among them only; negative codes are empty."""
    missing = codes < 0
    seen = np.zeros(len(names) + 1, np.bool_)  # the last place takes -1
    seen[codes] = True
    used = np.flatnonzero(seen[:-1])
    place = np.zeros(len(names) + 1, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(place[codes], mask=missing), names.take(pa.array(used)))
