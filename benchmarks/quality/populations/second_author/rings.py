"""The 47 rings: one large, ten plain, twenty tiny, and two of each of eight ways to hide."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.quality.populations.second_author.ground import (
    ADDRESS,
    CARD,
    TEMPLATE,
    Codes,
    Conduct,
    Ground,
    Outing,
    Reals,
)

AUTOMATED = Conduct(1100, 0.35, (12, 2), (0.95, 0.03))
BY_HAND = Conduct(140, 0.9, (4, 3), (0.82, 0.08))
PLAIN_SIZES = (20, 35, 50, 80, 120, 160, 220, 300, 400, 500)


@dataclass(frozen=True)
class Plan:
    """per_card: accounts on a card (0: no cards); pool: addresses of the ring an account (0: residential lines of real
    households instead); addresses, templates: that each account has; variants: templates in all; camouflage: mean
    public templates; signed_up_within: days before the end of the window; cells: parts with pools of their own;
    bridges: accounts that borrow from the next cell.
    """

    kind: str
    size: int
    per_card: int
    pool: float
    addresses: int
    variants: int
    templates: int = 1
    camouflage: float = 0.0
    signed_up_within: int = 30
    automated: bool = True
    cells: int = 1
    bridges: int = 0


def plans(rng: np.random.Generator, largest: int) -> Iterator[Plan]:
    """All rings."""
    yield Plan("big", largest, 20, 0.06, 5, 3, 2)
    for n in PLAIN_SIZES:
        variants = int(rng.integers(1, 4))
        pool, addresses = float(rng.uniform(0.05, 0.3)), int(rng.integers(2, 6))
        yield Plan("plain", n, int(rng.integers(5, 25)), pool, addresses, variants, variants)
    for n in rng.integers(5, 13, 20):
        yield Plan("tiny", int(n), 6, 0.4, 2, 1)
    for n in (150, 300):
        yield Plan("E1_residential_proxy", n, 10, 0, 3, 1)
        yield Plan("E2_rotation_paraphrase", n, 3, 0.5, 4, 12, 2)
        yield Plan("E3_camouflage", n, 10, 0.15, 4, 2, 2, camouflage=6)
        yield Plan("E5_slow_aged", n, 10, 0.2, 3, 2, 2, camouflage=1.5, signed_up_within=330, automated=False)
        yield Plan("E6_template_only", n, 0, 0, 3, 1)
        yield Plan("E7_no_template", n, 4, 0.35, 2, 0, 0, automated=False)
        yield Plan("E8_card3_residential_paraphrase", n, 3, 0, 3, 8)
    for n in (200, 400):
        yield Plan("E4_cells", n, 10, 0.25, 3, 1, cells=20, bridges=2)


def add_rings(ground: Ground, largest: int) -> None:
    """Plant all of them."""
    for plan in plans(ground.rng, largest):
        _plant(ground, plan)


def _plant(ground: Ground, plan: Plan) -> None:
    rng, n = ground.rng, plan.size
    region = ground.some_regions(n) if n > 50 else np.full(n, ground.some_regions(1)[0])
    signed_up: Reals = ground.days - plan.signed_up_within * rng.random(n)
    conduct = AUTOMATED if plan.automated else BY_HAND
    accounts = ground.enrol("ring", region, conduct, signed_up, len(ground.rings))
    ground.rings.append((f"ring-{len(ground.rings) + 1:02d}", plan.kind))
    cells = np.array_split(rng.permutation(n), plan.cells)
    pools = [_arm(ground, plan, accounts[cell], region[cell]) for cell in cells]
    _bridge(ground, plan, [accounts[cell] for cell in cells], pools)
    hiding = Outing(plan.camouflage, 0.6, 0.4, 0.3) if plan.camouflage else Outing(0.3, 0.08, 0.25, 0.05)
    ground.go_public(accounts, region, hiding)


def _arm(ground: Ground, plan: Plan, cell: Codes, region: Codes) -> list[Codes]:
    """Give a cell its cards, addresses and templates; returns the pools."""
    rng, n, pools = ground.rng, len(cell), []
    if plan.per_card:
        cards = ground.mint(-(-n // plan.per_card), CARD)
        ground.hold(cell, cards[np.arange(n) % len(cards)])
        pools.append(cards)
    if plan.pool:
        addresses = ground.mint(max(1, int(n * plan.pool)), ADDRESS)
        ground.hold(np.repeat(cell, plan.addresses), rng.choice(addresses, n * plan.addresses))
        pools.append(addresses)
    else:
        for code in np.unique(region):
            mine = np.repeat(cell[region == code], plan.addresses)
            ground.hold(mine, rng.choice(ground.lines[code], len(mine)))
    if plan.variants:
        templates = ground.mint(plan.variants, TEMPLATE)
        drawn = np.argsort(rng.random((n, plan.variants)), axis=1)[:, : plan.templates]
        ground.hold(np.repeat(cell, plan.templates), templates[drawn].ravel())
        pools.append(templates)
    return pools


def _bridge(ground: Ground, plan: Plan, cells: list[Codes], pools: list[list[Codes]]) -> None:
    """Accounts of each cell borrow one identifier of the next."""
    rng = ground.rng
    for _ in range(plan.bridges):
        for cell, lender in zip(cells, pools[1:], strict=False):
            pool = lender[int(rng.integers(len(lender)))]
            ground.hold(rng.choice(cell, 1), rng.choice(pool, 1))
