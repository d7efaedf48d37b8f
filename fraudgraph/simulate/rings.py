"""Planted rings: accounts of one operator with pools of cards, addresses and templates, and the traffic they make."""

from dataclasses import dataclass

import numpy as np

from fraudgraph.simulate import networks, rotation
from fraudgraph.simulate.arrays import DAY, HOUR, NEVER, SECOND, Counts, Floats, Ints, distinct_each, pick, split
from fraudgraph.simulate.behaviour import Hours, Mix, Trouble
from fraudgraph.simulate.networks import PublicPlaces, Visits
from fraudgraph.simulate.places import WEIGHTS
from fraudgraph.simulate.population import CATEGORIES, PLANS, Population, Role, presence
from fraudgraph.simulate.ring_kinds import RingPlan

REPEATS = 2  # a ring's own identifier counts this often beside a public one


@dataclass(frozen=True, slots=True)
class Planted:
    """A ring as it was planted: name, type, accounts (codes), exchanges, first and last day index."""

    name: str
    type: str
    accounts: Ints
    exchanges: int
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Pools:
    """What the members of a ring, or of one of its cells, draw from; empty arrays where it has none."""

    cards: Ints
    addresses: Ints
    templates: Ints


@dataclass(frozen=True, slots=True)
class Operation:
    """A ring in the making."""

    population: Population
    places: PublicPlaces
    rng: np.random.Generator
    plan: RingPlan
    number: int
    hosting: Ints


def ring_size(plan: RingPlan, scale: float) -> int:
    """Accounts at a scale: in proportion, but not below `least` (or the size itself where that is smaller)."""
    return max(min(plan.size, plan.least), round(plan.size * scale))


def plant(operation: Operation, scale: float) -> Planted:
    """Enrol the ring's accounts, give them what they share, and fix their exchanges."""
    plan, population = operation.plan, operation.population
    calendar, n = population.calendar, ring_size(plan, scale)
    first, last = plan.span(calendar.days)
    created = _sign_up(operation, n, first)
    ended, before = _replacements(operation, created, first, last)
    accounts = _enrol(operation, created, ended)
    # who replaces whom shares everything: a successor draws what its predecessor drew
    source = np.where(before >= 0, before, np.arange(n))
    cells = [(cell, _arm(operation, accounts, source, cell)) for cell in _cells(plan, operation.rng, n)]
    if len(cells) > 1:
        _bridge(operation, accounts, cells)
    _hide(operation, accounts)
    if plan.customers:
        _carry_customers(operation, accounts)
    total = plan.total(n, scale, calendar.days)
    if plan.timed:
        span = calendar.start + first * DAY, calendar.start + (last + 1) * DAY
        made = rotation.schedule(operation.rng, plan, accounts, span, total)
        population.plan(accounts, np.zeros((n, calendar.days), np.int32))
        population.script(rotation.with_templates(operation.rng, plan, operation.places, made))
    else:
        population.plan(
            accounts, exact_counts(operation.rng, _weights(operation, created, ended, (first, last)), total)
        )
    return Planted(plan.name, plan.type, accounts, total, first, last)


def exact_counts(rng: np.random.Generator, weights: Floats, total: int) -> Counts:
    """Counts in proportion to the weights (accounts, days) that sum to exactly `total`: one multinomial draw.

    Every account that has a day at all makes at least two exchanges, as far as the total allows.
    """
    flat = weights.ravel()
    best = np.arange(len(weights)) * weights.shape[1] + weights.argmax(axis=1)
    sure = np.zeros(len(flat), np.int64)
    sure[best] = min(2, total // max(1, len(weights)))
    counts = rng.multinomial(total - int(sure.sum()), flat / flat.sum()) + sure
    return np.asarray(counts.reshape(weights.shape).astype(np.int32))


def _sign_up(operation: Operation, n: int, first: int) -> Ints:
    """Sign-ups in bursts of a few hours: in the month before the first day, a late share in the weeks after it."""
    plan, rng, calendar = operation.plan, operation.rng, operation.population.calendar
    opening = calendar.start + first * DAY
    if plan.aged:
        return opening - (rng.uniform(120, 700, n) * DAY).astype(np.int64)
    if plan.batch:
        return opening - _one_after_another(rng, plan.batch, n)
    early = opening - (rng.uniform(0.2, 28.0, plan.bursts) * DAY).astype(np.int64)
    span = (calendar.days - first) * 0.6
    late = opening + (rng.uniform(0.5, max(1.0, span), max(1, plan.bursts // 4)) * DAY).astype(np.int64)
    burst = np.where(rng.random(n) < plan.late, rng.choice(late, n), rng.choice(early, n))
    return np.asarray(burst - (np.minimum(rng.exponential(1.5, n), 4.5) * HOUR).astype(np.int64))


def _one_after_another(rng: np.random.Generator, batch: int, n: int) -> Ints:
    """How long before the opening accounts sign up: batches at any hour of the month before, a robot's pace in each."""
    place = rng.permutation(n)
    opened = rng.uniform(1.0, 28.0, n // batch + 1) * DAY
    return np.asarray(opened[place // batch] - (place % batch) * 35 * SECOND + rng.uniform(0, 20 * SECOND, n)).astype(
        int
    )


def _replacements(operation: Operation, created: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """When accounts were blocked, and whom each replaces (-1: nobody); sets `created` of those that replace others."""
    plan, rng, calendar = operation.plan, operation.rng, operation.population.calendar
    n = len(created)
    ended, before = np.full(n, NEVER), np.full(n, -1)
    pairs = int(n * plan.replaced)
    if not pairs:
        return ended, before
    order = rng.permutation(n)
    blocked, fresh = order[:pairs], order[pairs : 2 * pairs]
    waves = calendar.start + (rng.uniform(first + 0.25 * (last - first), last - 3, 6) * DAY).astype(np.int64)
    ended[blocked] = rng.choice(waves, len(blocked)) + (rng.random(len(blocked)) * 2 * HOUR).astype(np.int64)
    before[fresh] = blocked[: len(fresh)]
    created[fresh] = ended[before[fresh]] + (rng.uniform(0.3, 6.0, len(fresh)) * HOUR).astype(np.int64)
    return ended, before


def _enrol(operation: Operation, created: Ints, ended: Ints) -> Ints:
    plan, rng, population = operation.plan, operation.rng, operation.population
    n = len(created)
    country = pick(rng, WEIGHTS, n) if n > 50 else np.full(n, pick(rng, WEIGHTS, 1)[0])
    cheap = population.domain(f"mail-{int(rng.integers(1000, 9999))}.example")
    accounts = population.enrol(
        n,
        country=country,
        created=created,
        ended=ended,
        category=CATEGORIES.index("ring"),
        ring=operation.number,
        domain=np.where(rng.random(n) < 0.7, pick(rng, np.array([60, 20, 6, 0, 5, 0, 5, 4.0]), n), cheap),
        plan=np.where(rng.random(n) < 0.75, PLANS.index("api"), PLANS.index("pro")),
        status=ended < NEVER,
        templated=np.clip(rng.normal(plan.templated, 0.03, n), 0.0, 0.99) if plan.templated else 0.0,
        hours=plan.hours,
        clock=int(rng.integers(0, 48)) if plan.hours != Hours.FLAT else 0,
        mix=plan.mix,
        taste=plan.taste,
        trouble=Trouble.PROBED,
    )
    blocked = ended < NEVER
    population.act(accounts[blocked], "blocked", "automated use", ended[blocked])
    return accounts


def _cells(plan: RingPlan, rng: np.random.Generator, n: int) -> list[Ints]:
    """Places of the accounts of each cell; one cell for a ring without cells."""
    parts = max(1, round(n / plan.cell)) if plan.cell else 1
    return np.split(rng.permutation(n), np.cumsum(split(n, parts))[:-1])


def _pools(operation: Operation, n: int) -> Pools:
    plan, registry = operation.plan, operation.population.registry
    cards = max(1, int(np.ceil(n / plan.per_card))) if plan.per_card > 1 else n if plan.per_card else 0
    addresses = max(plan.addresses, round(n * plan.addresses / plan.per_address))
    own = registry.new_addresses(addresses if plan.addresses else 0, plan.six)
    # a template of a small ring still has about six users
    templates = min(plan.templates, max(2, n * plan.templates_each // 6))
    if plan.variant:
        templates = int(np.ceil(n / plan.variant))
    return Pools(registry.new_cards(cards), own, registry.new_templates(templates))


def _arm(operation: Operation, accounts: Ints, source: Ints, cell: Ints) -> Pools:
    """Give the accounts of a cell their cards, addresses and templates; returns what they drew from."""
    plan, rng, population = operation.plan, operation.rng, operation.population
    n, pools = len(cell), _pools(operation, len(cell))
    place = np.full(len(accounts), -1)
    place[cell] = np.arange(n)
    # the draw of a predecessor in the same cell, else one's own
    drawn = np.where(place[source[cell]] >= 0, place[source[cell]], np.arange(n))
    mine = accounts[cell]
    if len(pools.cards):
        first = np.arange(n) % len(pools.cards)
        population.pay(mine, pools.cards[first[drawn]])
        more = rng.random(n) < plan.second_card
        step = rng.integers(1, max(2, len(pools.cards)), n)
        second = (first + step) % len(pools.cards)
        more &= second != first
        population.pay(mine[more], pools.cards[second[more]], Role.ONCE)
    if plan.addresses:
        chosen = pools.addresses[distinct_each(rng, n, len(pools.addresses), plan.addresses)[drawn]].ravel()
        hosts = population.registry.new_hosts(chosen) if plan.six else chosen
        population.connect(np.repeat(mine, plan.addresses), hosts, times=REPEATS)
    if plan.variant:
        population.prompt(mine, pools.templates[np.arange(n)[drawn] // plan.variant], times=REPEATS)
    elif plan.templates:
        each = min(plan.templates_each, len(pools.templates))
        chosen = pools.templates[distinct_each(rng, n, len(pools.templates), each)[drawn]].ravel()
        population.prompt(np.repeat(mine, each), chosen, times=REPEATS)
    return pools


def _bridge(operation: Operation, accounts: Ints, cells: list[tuple[Ints, Pools]]) -> None:
    """Tie each cell to the next, the last to the first: some accounts borrow a card, an address or a template."""
    population, rng = operation.population, operation.rng
    for index, (cell, _) in enumerate(cells):
        lender = cells[(index + 1) % len(cells)][1]
        borrowers = accounts[rng.choice(cell, min(len(cell), operation.plan.bridges), replace=False)]
        for turn, who in enumerate(borrowers):
            one = np.array([who])
            if turn % 3 == 0:
                population.pay(one, rng.choice(lender.cards, 1), Role.ONCE)
            elif turn % 3 == 1:
                population.connect(one, rng.choice(lender.addresses, 1))
            else:
                population.prompt(one, rng.choice(lender.templates, 1))


def _hide(operation: Operation, accounts: Ints) -> None:
    """Rented and residential lines, public places in proportion to the camouflage, and cards tried in vain."""
    plan, rng, population, places = operation.plan, operation.rng, operation.population, operation.places
    n = len(accounts)
    if plan.own_line:
        population.connect(accounts, population.registry.new_addresses(n), times=REPEATS)
    if len(operation.hosting):
        population.connect(accounts, rng.choice(operation.hosting, n), times=REPEATS)
    country = np.asarray(population.trait("country"), np.int64)[accounts]
    for code in np.unique(country) if plan.residential else []:
        mine = np.repeat(accounts[country == code], plan.residential)
        population.connect(mine, rng.choice(places.dynamic[code], len(mine)))
    weight = plan.camouflage / (1.0 - plan.camouflage) * REPEATS
    own = max(plan.addresses, plan.residential, plan.own_line) * weight
    use = Visits(
        dynamic=own * 0.6,
        carrier=min(0.7, plan.camouflage * 1.3),
        vpn=min(0.5, 0.05 + plan.camouflage),
        popular=plan.templates_each * weight * 0.7 + (0.5 if plan.templated else 0.0),
        regional=plan.templates_each * weight * 0.3,
    )
    networks.visit(population, rng, places, (accounts, country, np.ones(n)), use)
    if not plan.templates and plan.templated:
        population.prompt(accounts, population.registry.new_templates(n))
    tried = accounts[rng.random(n) < 0.06]
    population.pay(tried, population.registry.new_cards(len(tried)), Role.DECLINED)


def _carry_customers(operation: Operation, accounts: Ints) -> None:
    """Some accounts also carry what real customers send: their hours, their work, their places, their own words."""
    rng, population = operation.rng, operation.population
    mixed = accounts[rng.random(len(accounts)) < operation.plan.customers]
    for name, value in (
        ("hours", Hours.PERSONAL),
        ("mix", Mix.CASUAL),
        ("templated", rng.uniform(0.3, 0.6, len(mixed))),
    ):
        population.overwrite(name, mixed, value)
    country = np.asarray(population.trait("country"), np.int64)[mixed]
    networks.visit(population, rng, operation.places, (mixed, country, np.full(len(mixed), 2.0)), Visits())


def _weights(operation: Operation, created: Ints, ended: Ints, days: tuple[int, int]) -> Floats:
    """Expected load of each account and day: nearly equal between accounts, steady from day to day."""
    plan, rng, calendar = operation.plan, operation.rng, operation.population.calendar
    here = presence(created, ended, calendar)
    here[:, : days[0]] = 0.0
    here[:, days[1] + 1 :] = 0.0
    load = rng.lognormal(0.0, plan.load, len(created))
    daily = rng.lognormal(0.0, 0.08 if plan.per_day > 5 else 0.6, here.shape)
    return np.asarray(here * load[:, None] * daily)


def add_victims(population: Population, rng: np.random.Generator, planted: Planted, people: Ints, n: int) -> Ints:
    """n honest accounts whose card two or three accounts of the ring use as well; returns the victims.

    people: candidates; only those with a card of their own and a year of history are taken.
    """
    holders, cards = population.held_cards()
    created = np.asarray(population.trait("created"), np.int64)
    category = np.asarray(population.trait("category"))
    old = created < population.calendar.start - 300 * DAY
    fit = old[holders] & (category[holders] == CATEGORIES.index("individual")) & np.isin(holders, people)
    chosen = rng.permutation(np.flatnonzero(fit))[:n]
    for row in chosen:
        thieves = rng.choice(planted.accounts, min(len(planted.accounts), int(rng.integers(2, 4))), replace=False)
        population.pay(thieves, np.full(len(thieves), cards[row]), Role.DISPUTED)
    population.overwrite("category", holders[chosen], CATEGORIES.index("victim"))
    return np.asarray(holders[chosen])
