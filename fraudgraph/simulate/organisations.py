"""Honest groups that look like rings: firms with one card, automated work, campuses, agencies, resellers, hackathons.

They are correctly *linked*; only signs of conduct, declared organisation and tenure tell them from a ring.
"""

from dataclasses import dataclass

import numpy as np

from fraudgraph.simulate import networks
from fraudgraph.simulate.arrays import DAY, HOUR, NEVER, Ints, pick
from fraudgraph.simulate.behaviour import Hours, Mix, Taste, Trouble
from fraudgraph.simulate.networks import PublicPlaces, Visits
from fraudgraph.simulate.people import habits, own_cards, own_templates, personal, sign_up, volume_factor
from fraudgraph.simulate.places import CLOCKS, WEIGHTS
from fraudgraph.simulate.population import CATEGORIES, PLANS, WEBMAIL, Population, presence

OFFICE_MIXES = (Mix.WRITER, Mix.CODER, Mix.ANALYST, Mix.SUPPORT, Mix.TRANSLATOR)
OFFICE_TASTES = (Taste.LATE, Taste.EARLY, Taste.LARGE)
EVENT_EXCHANGES = 32.0  # a day and participant, on the two days of a hackathon


@dataclass(frozen=True, slots=True)
class Site:
    """Where a group is built: the population, its public places, the generator of this group, its number."""

    population: Population
    places: PublicPlaces
    rng: np.random.Generator
    number: int

    def some(self, accounts: Ints, share: float) -> Ints:
        """A random share of the accounts."""
        return accounts[self.rng.random(len(accounts)) < share]

    def share_addresses(self, accounts: Ints, count: int, share: float, six: bool = False) -> None:
        """`count` addresses of the group, each seen with a share of its accounts."""
        registry = self.population.registry
        for address in registry.new_addresses(count, six):
            here = self.some(accounts, share)
            self.population.connect(here, registry.new_hosts(np.full(len(here), address)), times=4)

    def share_templates(self, accounts: Ints, count: int, low: float, high: float) -> None:
        """`count` templates of the group, each used by a share of its accounts between low and high."""
        for template in self.population.registry.new_templates(count):
            users = self.some(accounts, self.rng.uniform(low, high))
            self.population.prompt(users, np.full(len(users), template), times=2)

    def share_cards(self, accounts: Ints, count: int) -> None:
        """Every account pays with one of `count` cards of the group."""
        self.population.pay(accounts, self.rng.choice(self.population.registry.new_cards(count), len(accounts)))

    def visit(self, accounts: Ints, use: Visits) -> None:
        """Send the accounts to public places as well."""
        country = np.asarray(self.population.trait("country"), np.int64)[accounts]
        volume = volume_factor(np.asarray(self.population.trait("per_day"))[accounts])
        networks.visit(self.population, self.rng, self.places, (accounts, country, volume), use)

    def country(self) -> int:
        """A country at random, large ones more often."""
        return int(pick(self.rng, WEIGHTS, 1)[0])

    def name(self, kind: str) -> int:
        """Code of the group, named by its kind and number."""
        return self.population.group(f"{kind}-{self.number:03d}")


def _roll_out(site: Site, n: int) -> Ints:
    """Sign-ups of a firm: a wave within two weeks for most, hires for the rest."""
    created = sign_up(site.rng, n, site.population.calendar)
    wave = int(sign_up(site.rng, 1, site.population.calendar)[0])
    together = wave - (site.rng.random(n) * 14 * DAY).astype(np.int64)
    return np.where(site.rng.random(n) < 0.6, together, created)


def add_firm(site: Site, n: int) -> None:
    """n employees: one to three cards, office addresses, internal templates. A third of firms declare nothing."""
    population, rng, country = site.population, site.rng, site.country()
    declared = bool(rng.random() < 0.65)
    accounts = population.enrol(
        n,
        **habits(rng, n, population.calendar, 70.0, 1.15),
        country=country,
        created=_roll_out(site, n),
        category=CATEGORIES.index("firm"),
        group=site.name("firm"),
        organization=population.organization() if declared else -1,
        domain=_domain(site, "firm", n, own=declared or rng.random() < 0.5),
        plan=PLANS.index("team") if declared else pick(rng, np.array([0, 5, 4, 1, 3.0]), n),
        invoiced=declared and rng.random() < 0.55,
        templated=rng.beta(2, 3.6, n),
        hours=Hours.OFFICE,
        clock=CLOCKS[country] % 48,
        mix=rng.choice(OFFICE_MIXES, n),
        taste=rng.choice(OFFICE_TASTES, n),
    )
    site.share_cards(accounts, int(rng.integers(1, 4)))
    site.share_addresses(accounts, int(rng.integers(1, 5)), 0.8, six=bool(rng.random() < 0.2))
    site.share_templates(accounts, int(rng.integers(1, 7)), 0.2, 0.9)
    own_templates(population, rng, accounts, np.full(n, 0.8))
    site.visit(accounts, Visits(dynamic=2.5, carrier=0.2, vpn=0.04, popular=0.9, regional=0.3))


def _domain(site: Site, kind: str, n: int, own: bool) -> int | Ints:
    if own:
        return site.population.domain(f"{kind}{site.number:03d}.example")
    return site.rng.integers(0, len(WEBMAIL), n)


def add_automated_firm(site: Site, n: int) -> None:
    """n service accounts of one firm: flat hours, equal load, one template, few addresses; 85 % declared."""
    population, rng, country = site.population, site.rng, site.country()
    declared = bool(rng.random() < 0.85)
    per_day = rng.uniform(14, 44)
    first = int(sign_up(rng, 1, population.calendar)[0])
    accounts = population.enrol(
        n,
        country=country,
        created=np.maximum(first - (rng.random(n) * 3 * DAY).astype(np.int64), 0),
        category=CATEGORIES.index("automated_firm"),
        group=site.name("automated-firm"),
        organization=population.organization() if declared else -1,
        domain=_domain(site, "works", n, own=True),
        plan=PLANS.index("api"),
        invoiced=declared and rng.random() < 0.7,
        per_day=per_day * rng.lognormal(0.0, 0.08, n),
        templated=rng.uniform(0.85, 0.98),
        hours=rng.choice([Hours.FLAT, Hours.FLAT, Hours.NIGHT_BATCH]),
        clock=CLOCKS[country] % 48,
        mix=rng.choice([Mix.EXTRACTION, Mix.SUPPORT, Mix.TRANSLATOR, Mix.CODER], p=[0.4, 0.25, 0.2, 0.15]),
        taste=rng.choice([Taste.SMALL, Taste.LATE]),
        trouble=Trouble.MACHINE,
    )
    if population.sessions and rng.random() < 0.5:  # work that a clock starts, all accounts at once
        population.overwrite("beat", accounts, int(rng.choice([5, 15, 30, 60])))
    site.share_cards(accounts, 1)
    site.share_addresses(accounts, int(rng.integers(1, 4)), 0.9)
    site.share_templates(accounts, 1, 1.0, 1.0)
    site.share_templates(accounts, int(rng.integers(0, 3)), 0.2, 0.6)


def add_campus(site: Site, n: int) -> None:
    """n students: campus addresses, course templates of 15 to 120 users, cards of their own or none."""
    population, rng, country = site.population, site.rng, site.country()
    traits = personal(rng, n, np.full(n, country), population.calendar) | {
        "category": CATEGORIES.index("campus"),
        "group": site.name("campus"),
        "domain": np.where(rng.random(n) < 0.5, population.domain(f"campus{site.number:03d}.example"), 0),
        "plan": pick(rng, np.array([60, 40.0]), n),
        "hours": Hours.STUDENT,
        "mix": np.where(rng.random(n) < 0.6, Mix.STUDENT, Mix.CODER),
    }
    accounts = population.enrol(n, **traits)
    site.share_addresses(accounts, int(rng.integers(1, 5)), 0.6)
    for template in population.registry.new_templates(int(rng.integers(4, 17))):
        course = rng.choice(accounts, min(n, int(rng.integers(15, 121))), replace=False)
        population.prompt(course, np.full(len(course), template), times=2)
    paying = np.asarray(traits["plan"]) > 0
    own_cards(population, rng, accounts[paying])
    own_templates(population, rng, accounts, np.full(n, 0.6))
    site.visit(accounts, Visits(dynamic=4.0))


def add_agency(site: Site, n: int) -> None:
    """n client accounts run by a small agency: one or two cards, one office, templates; nothing declared."""
    population, rng, country = site.population, site.rng, site.country()
    accounts = population.enrol(
        n,
        **habits(rng, n, population.calendar, 120.0, 1.1),
        country=country,
        created=sign_up(rng, n, population.calendar),
        category=CATEGORIES.index("agency"),
        group=site.name("agency"),
        domain=_domain(site, "studio", n, own=bool(rng.random() < 0.5)),
        plan=pick(rng, np.array([0, 4, 4.0]), n),
        templated=rng.beta(2, 3.2, n),
        hours=Hours.OFFICE,
        clock=CLOCKS[country] % 48,
        mix=Mix.WRITER if rng.random() < 0.6 else Mix.ANALYST,
        taste=rng.choice(OFFICE_TASTES, n),
    )
    site.share_cards(accounts, int(rng.integers(1, 3)))
    site.share_addresses(accounts, 1, 0.9)
    site.share_templates(accounts, int(rng.integers(1, 4)), 0.7, 0.7)
    own_templates(population, rng, accounts, np.full(n, 0.8))
    site.visit(accounts, Visits(dynamic=2.5, carrier=0.25))


def add_reseller(site: Site, n: int) -> None:
    """n unrelated customers of one reseller, whose one card pays for all; otherwise they behave like anybody."""
    population, rng = site.population, site.rng
    countries = pick(rng, WEIGHTS, n)
    traits = personal(rng, n, countries, population.calendar) | {
        "category": CATEGORIES.index("reseller_customer"),
        "group": site.name("reseller"),
        "plan": PLANS.index("plus"),
    }
    accounts = population.enrol(n, **traits)
    site.share_cards(accounts, 1)
    population.connect(accounts, population.registry.new_addresses(n), times=4)
    own_templates(population, rng, accounts, np.full(n, 1.0))
    site.visit(accounts, Visits())


def add_hackathon(site: Site, n: int) -> None:
    """n participants: signed up on the morning of the event, one venue, a starter template, for some a promo card."""
    population, rng, country = site.population, site.rng, site.country()
    calendar = population.calendar
    day = int(rng.integers(1, max(2, calendar.days - 3)))
    opening = calendar.start + day * DAY + ((17 - int(CLOCKS[country])) % 48) * HOUR // 2
    created = opening + (np.minimum(rng.exponential(1.0, n), 5.0) * HOUR).astype(np.int64)
    accounts = population.enrol(
        n,
        country=country,
        created=created,
        category=CATEGORIES.index("hackathon"),
        group=site.name("hackathon"),
        domain=rng.integers(0, len(WEBMAIL), n),
        plan=pick(rng, np.array([5, 2, 3.0]), n),
        templated=rng.beta(3, 4, n),
        hours=Hours.EVENT,
        clock=CLOCKS[country] % 48,
        mix=np.where(rng.random(n) < 0.75, Mix.CODER, Mix.ANALYST),
        taste=rng.choice(OFFICE_TASTES, n),
    )
    load = np.zeros(calendar.days)
    load[day + 1 :] = 0.25
    load[day : day + 3] = EVENT_EXCHANGES * np.array([0.7, 1.0, 0.3])[: calendar.days - day]
    here = presence(created, np.full(n, NEVER), calendar) > 0.0
    counts = rng.poisson(rng.lognormal(-0.3, 0.8, n)[:, None] * load) * here
    population.plan(accounts, counts.astype(np.int32))
    site.share_addresses(accounts, 1, 1.0)
    site.share_templates(accounts, 1, 0.8, 0.8)
    promo = site.some(accounts, 0.6) if rng.random() < 0.4 else accounts[:0]
    site.share_cards(promo, 1)
    own_cards(population, rng, np.setdiff1d(site.some(accounts, 0.3), promo))
    own_templates(population, rng, accounts, np.full(n, 0.6))
    site.visit(accounts, Visits(dynamic=1.5, popular=3.0))


def add_pooler(site: Site, n: int) -> None:
    """n accounts of one person, who pays all with one card from one line and goes from one to the next."""
    population, rng, country = site.population, site.rng, site.country()
    traits = personal(rng, n, np.full(n, country), population.calendar) | {
        "category": CATEGORIES.index("pooler"),
        "group": site.name("pooler"),
        "plan": PLANS.index("plus"),
        "mix": rng.choice([Mix.CODER, Mix.WRITER, Mix.STUDENT]),
        "templated": rng.uniform(0.2, 0.7),
    }
    accounts = population.enrol(n, **traits)
    site.share_cards(accounts, 1 if n < 7 else 2)
    site.share_addresses(accounts, 1, 1.0)
    site.share_templates(accounts, int(rng.integers(1, 4)), 0.5, 1.0)
    site.visit(accounts, Visits(dynamic=2.0))
