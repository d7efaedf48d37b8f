"""Honest people: individuals, families, people with two or three accounts, phone-only and VPN users.

Families share a line and often a card, phone-only users sit behind a carrier's shared addresses: both look linked.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from fraudgraph.simulate import networks
from fraudgraph.simulate.arrays import DAY, HOUR, Floats, Ints, pick
from fraudgraph.simulate.behaviour import Hours, Mix, Taste
from fraudgraph.simulate.networks import PublicPlaces, Visits
from fraudgraph.simulate.places import CLOCKS, WEIGHTS
from fraudgraph.simulate.population import CATEGORIES, PLANS, Calendar, Population, Role

FIRST_SIGN_UP_DAYS = 820  # before the window; the oldest accounts are from early 2024
HOUSEHOLD_SIZES = (0.78, 0.15, 0.045, 0.025)  # one to four accounts
PERSONAL_MIXES = (Mix.CASUAL, Mix.WRITER, Mix.CODER, Mix.STUDENT, Mix.ANALYST, Mix.SUPPORT, Mix.TRANSLATOR)
PERSONAL_SHARES = np.array([0.42, 0.15, 0.17, 0.11, 0.09, 0.03, 0.03])

Traits = Mapping[str, npt.ArrayLike]


def sign_up(rng: np.random.Generator, n: int, calendar: Calendar) -> Ints:
    """Sign-up times from early 2024 to just before the end of the window, more of them late."""
    span = calendar.end - DAY - (calendar.start - FIRST_SIGN_UP_DAYS * DAY)
    return np.asarray(calendar.end - DAY - (span * rng.beta(1.0, 1.5, n)).astype(np.int64))


def habits(rng: np.random.Generator, n: int, calendar: Calendar, median: float, sigma: float) -> dict[str, Floats]:
    """Log-normal volumes (median exchanges over the window) on a share of the days that grows with the volume."""
    total = np.minimum(rng.lognormal(np.log(median), sigma, n), 120.0 * calendar.days)
    active = np.clip(total / calendar.days, 0.08, 0.9) ** 0.6 * rng.uniform(0.6, 1.0, n)
    return {"per_day": total / calendar.days, "active": np.clip(active, 0.05, 0.95)}


def volume_factor(per_day: npt.ArrayLike) -> Floats:
    """How many more places a busy account is seen at: about 1 for a typical account, never above 3."""
    return np.asarray(np.clip((np.asarray(per_day) / 0.45) ** 0.38, 0.4, 3.0), np.float64)


def personal(rng: np.random.Generator, n: int, countries: Ints, calendar: Calendar) -> dict[str, npt.ArrayLike]:
    """Traits of n independent people."""
    return {
        **habits(rng, n, calendar, 20.5, 1.4),
        "country": countries,
        "created": sign_up(rng, n, calendar),
        "domain": pick(rng, np.array([60, 14, 9, 8, 4, 3, 1, 1.0]), n),
        "plan": pick(rng, np.array([24, 46, 12, 2, 16.0]), n),
        "templated": rng.beta(1.3, 3.2, n),
        "hours": np.where(rng.random(n) < 0.2, Hours.OFFICE, np.where(rng.random(n) < 0.12, Hours.STUDENT, 0)),
        "clock": CLOCKS[countries] % 48,
        "mix": np.array(PERSONAL_MIXES)[pick(rng, PERSONAL_SHARES, n)],
        "taste": np.array([Taste.SMALL, Taste.LATE, Taste.EARLY, Taste.LARGE])[pick(rng, np.array([3, 4, 2, 1.0]), n)],
    }


def own_templates(population: Population, rng: np.random.Generator, accounts: Ints, volume: Floats) -> None:
    """A handful of personal templates nobody else has, used more often than public ones."""
    owners = np.repeat(accounts, rng.poisson(2.4 * volume))
    population.prompt(owners, population.registry.new_templates(len(owners)), times=2)


def own_cards(population: Population, rng: np.random.Generator, accounts: Ints) -> None:
    """A card of one's own, for some a second one, and now and then a mistyped one that was only declined."""
    population.pay(accounts, population.registry.new_cards(len(accounts)))
    for share, role in ((0.09, Role.ONCE), (0.012, Role.DECLINED)):
        some = accounts[rng.random(len(accounts)) < share]
        population.pay(some, population.registry.new_cards(len(some)), role)


def add_people(population: Population, rng: np.random.Generator, places: PublicPlaces, n: int) -> None:
    """n people in households, with what they hold; incidents included."""
    sizes = pick(rng, np.array(HOUSEHOLD_SIZES), n) + 1
    homes = int(np.searchsorted(np.cumsum(sizes), n)) + 1
    household = np.repeat(np.arange(homes), sizes[:homes])[:n]
    sizes = np.bincount(household)
    countries = pick(rng, WEIGHTS, homes)[household]
    accounts = population.enrol(n, **personal(rng, n, countries, population.calendar))
    per_day = np.asarray(population.trait("per_day"), np.float64)[accounts]
    volume = volume_factor(per_day)
    one_person = (rng.random(homes) < 0.12) & (sizes > 1) & (sizes < 4)
    _live_together(population, rng, (accounts, household, sizes), one_person)
    _name_groups(population, (accounts, household, sizes), one_person)
    _go_out(population, rng, places, (accounts, countries, volume), sizes[household] == 1)
    own_templates(population, rng, accounts, volume)
    add_incidents(population, rng, accounts)


def _live_together(
    population: Population, rng: np.random.Generator, homes: tuple[Ints, Ints, Ints], one_person: npt.NDArray[np.bool_]
) -> None:
    """Lines and cards of households: one line each, often IPv6, and in six of ten families one card for all."""
    accounts, household, sizes = homes
    registry = population.registry
    line = registry.new_addresses(len(sizes), rng.random(len(sizes)) < 0.3)[household]
    alone = sizes[household] == 1
    hosts = line.copy()
    hosts[~alone] = registry.new_hosts(line[~alone])
    population.connect(accounts, hosts, times=4)
    shares_card = ((rng.random(len(sizes)) < 0.6) | one_person)[household] & ~alone
    cards = registry.new_cards(len(sizes))
    population.pay(accounts[shares_card], cards[household[shares_card]])
    plan = np.asarray(population.trait("plan"))[accounts]
    own_cards(population, rng, accounts[~shares_card & (plan != PLANS.index("free"))])


def _name_groups(population: Population, homes: tuple[Ints, Ints, Ints], one_person: npt.NDArray[np.bool_]) -> None:
    accounts, household, sizes = homes
    several = np.flatnonzero(sizes > 1)
    first = len(population.groups)
    population.groups += [
        f"{'person' if one_person[home] else 'family'}-{number:06d}" for number, home in enumerate(several, 1)
    ]
    codes = np.full(len(sizes), -1)
    codes[several] = first + np.arange(len(several))
    population.overwrite("group", accounts, codes[household])
    together = sizes[household] > 1
    kind = np.where(one_person[household], CATEGORIES.index("multi_account"), CATEGORIES.index("family"))
    population.overwrite("category", accounts[together], kind[together])


def _go_out(
    population: Population,
    rng: np.random.Generator,
    places: PublicPlaces,
    who: tuple[Ints, Ints, Floats],
    alone: npt.NDArray[np.bool_],
) -> None:
    """Public places; among people who live alone some are seen only behind a carrier, and some through VPN exits."""
    accounts, countries, volume = who
    draw = rng.random(len(accounts))
    phone_only, hidden = alone & (draw < 0.16), alone & (draw > 0.985)
    usual = ~phone_only
    networks.visit(population, rng, places, (accounts[usual], countries[usual], volume[usual]), Visits())
    quiet = (accounts[phone_only], countries[phone_only], volume[phone_only])
    networks.visit(population, rng, places, quiet, Visits(dynamic=2.5, carrier=0.0, vpn=0.03))
    for country in np.unique(countries[phone_only]):
        carriers = places.carriers[country]
        mine = accounts[phone_only & (countries == country)]
        which = networks.choose_carrier(rng, len(mine), carriers)
        networks.ride(population, rng, (mine, which), carriers, most=4)
        for index, carrier in enumerate(carriers):
            if (which == index).any():
                population.overwrite("group", mine[which == index], population.group(carrier.name))
    population.overwrite("category", accounts[phone_only], CATEGORIES.index("carrier"))
    exits = np.repeat(accounts[hidden], rng.integers(2, 5, int(hidden.sum())))
    population.connect(exits, places.exits[pick(rng, places.exits_busy, len(exits))], times=3)
    population.overwrite("category", accounts[hidden], CATEGORIES.index("vpn"))


def add_incidents(population: Population, rng: np.random.Generator, accounts: Ints) -> None:
    """Three in a thousand honest accounts are suspended during the window; half of them come back the next days."""
    calendar = population.calendar
    created = np.asarray(population.trait("created"), np.int64)
    hit = accounts[(rng.random(len(accounts)) < 0.003) & (created[accounts] < calendar.start - DAY)]
    at = calendar.start + (rng.random(len(hit)) * (calendar.end - calendar.start - 4 * DAY)).astype(np.int64)
    back = rng.random(len(hit)) < 0.5
    population.act(hit, "suspended", "payment dispute", at)
    population.act(hit[back], "reinstated", "appeal upheld", at[back] + HOUR * rng.integers(6, 90, int(back.sum())))
    population.overwrite("ended", hit[~back], at[~back])
    population.overwrite("status", hit[~back], 1)
