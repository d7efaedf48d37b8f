"""Public places that nobody owns: dynamic lines, carriers behind shared addresses, VPN exits, popular templates.

Honest accounts meet here by chance, and rings that hide use the same places. Addresses of a country are drawn
independently, as the background of the detection law assumes; carriers are few and large in every country.
"""

from dataclasses import dataclass, field

import numpy as np

from fraudgraph.simulate.arrays import Floats, Ints, pick, zipf
from fraudgraph.simulate.identifiers import Registry
from fraudgraph.simulate.places import COUNTRIES, WEIGHTS
from fraudgraph.simulate.population import Population

DYNAMIC_PER_ACCOUNT = 3.2
ACCOUNTS_PER_CARRIER_ADDRESS = 240
ACCOUNTS_PER_VPN_EXIT = 2600
POPULAR_TEMPLATES = 2000
REGIONAL_TEMPLATES = 200


@dataclass(frozen=True, slots=True)
class Visits:
    """How much of the public places an account uses (means; `volume` scales the first and the last two)."""

    dynamic: float = 11.0
    carrier: float = 0.45
    vpn: float = 0.08
    popular: float = 2.8
    regional: float = 0.9


@dataclass(frozen=True, slots=True)
class Carrier:
    """A mobile carrier of a country: its shared addresses and how busy each is."""

    name: str
    addresses: Ints
    busy: Floats


@dataclass(frozen=True, slots=True)
class PublicPlaces:
    """The places of a population of a given size."""

    dynamic: tuple[Ints, ...]
    carriers: tuple[tuple[Carrier, ...], ...]
    exits: Ints
    exits_busy: Floats
    popular: Ints
    popular_rank: Floats
    regional: tuple[Ints, ...]
    regional_rank: Floats = field(default_factory=lambda: zipf(REGIONAL_TEMPLATES, 1.05))


def build(registry: Registry, rng: np.random.Generator, accounts: int) -> PublicPlaces:
    """Places for about `accounts` accounts, spread over the countries."""
    people = np.maximum(40, np.round(WEIGHTS * accounts)).astype(np.int64)
    exits = max(6, accounts // ACCOUNTS_PER_VPN_EXIT)
    return PublicPlaces(
        dynamic=tuple(
            registry.new_addresses(n, rng.random(n) < 0.1) for n in (people * DYNAMIC_PER_ACCOUNT).astype(int)
        ),
        carriers=tuple(
            _carriers(registry, rng, country.code, int(n)) for country, n in zip(COUNTRIES, people, strict=True)
        ),
        exits=registry.new_addresses(exits),
        exits_busy=rng.lognormal(0.0, 0.8, exits),
        popular=registry.new_templates(POPULAR_TEMPLATES),
        popular_rank=zipf(POPULAR_TEMPLATES, 1.1),
        regional=tuple(registry.new_templates(REGIONAL_TEMPLATES) for _ in COUNTRIES),
    )


def _carriers(registry: Registry, rng: np.random.Generator, country: str, people: int) -> tuple[Carrier, ...]:
    """Two carriers for a country of some size, one for a small one: few and heavy."""
    total = max(2, people // ACCOUNTS_PER_CARRIER_ADDRESS)
    shares = (0.58, 0.42) if total >= 8 else (1.0,)
    made = []
    for number, share in enumerate(shares, 1):
        n = max(2, round(total * share))
        made.append(Carrier(f"carrier-{country}-{number}", registry.new_addresses(n), rng.lognormal(0.0, 0.9, n)))
    return tuple(made)


def visit(
    population: Population, rng: np.random.Generator, places: PublicPlaces, who: tuple[Ints, Ints, Floats], use: Visits
) -> None:
    """Send accounts to public places. who: accounts, their countries (codes), and a volume factor around 1 for each."""
    accounts, countries, volume = who
    n = len(accounts)
    exits = accounts[rng.random(n) < use.vpn]
    population.connect(exits, places.exits[pick(rng, places.exits_busy, len(exits))])
    counts = rng.poisson(use.popular * volume)
    population.prompt(np.repeat(accounts, counts), places.popular[pick(rng, places.popular_rank, int(counts.sum()))])
    order = np.argsort(countries, kind="stable")
    bounds = np.searchsorted(countries[order], np.arange(len(COUNTRIES) + 1))
    for country in range(len(COUNTRIES)):
        local = order[bounds[country] : bounds[country + 1]]
        if len(local):
            _visit_country(population, rng, places, (country, accounts[local], volume[local]), use)


def _visit_country(
    population: Population, rng: np.random.Generator, places: PublicPlaces, who: tuple[int, Ints, Floats], use: Visits
) -> None:
    country, accounts, volume = who
    n = len(accounts)
    counts = rng.poisson(use.dynamic * volume)
    population.connect(np.repeat(accounts, counts), rng.choice(places.dynamic[country], int(counts.sum())))
    counts = rng.poisson(use.regional * volume)
    drawn = pick(rng, places.regional_rank, int(counts.sum()))
    population.prompt(np.repeat(accounts, counts), places.regional[country][drawn])
    mobile = accounts[rng.random(n) < use.carrier]
    ride(
        population, rng, (mobile, choose_carrier(rng, len(mobile), places.carriers[country])), places.carriers[country]
    )


def choose_carrier(rng: np.random.Generator, n: int, carriers: tuple[Carrier, ...]) -> Ints:
    """Which carrier each of n accounts is with, in proportion to their addresses."""
    return pick(rng, np.array([len(c.addresses) for c in carriers], np.float64), n)


def ride(
    population: Population,
    rng: np.random.Generator,
    who: tuple[Ints, Ints],
    carriers: tuple[Carrier, ...],
    most: int = 3,
) -> None:
    """Accounts appear at one to `most` shared addresses of their carrier. who: accounts, and which carrier each has."""
    accounts, which = who
    for index, carrier in enumerate(carriers):
        mine = accounts[which == index]
        counts = rng.integers(1, most + 1, len(mine))
        drawn = pick(rng, carrier.busy, int(counts.sum()))
        population.connect(np.repeat(mine, counts), carrier.addresses[drawn])
