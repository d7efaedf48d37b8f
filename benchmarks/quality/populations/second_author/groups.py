"""Honest groups: universities, enterprises, agencies, customers of resellers, hackathons."""

from collections.abc import Callable

import numpy as np

from benchmarks.quality.populations.second_author.ground import (
    ADDRESS,
    CARD,
    TEMPLATE,
    Codes,
    Conduct,
    Ground,
    Outing,
)

# of each at size 1
NUMBERS = {"university": 25, "enterprise": 60, "agency": 15, "reseller": 15, "hackathon": 12}


def add_groups(ground: Ground, times: float) -> None:
    """Every kind of group, at least one of each."""
    adds: dict[str, Callable[[Ground], None]] = {
        "university": _university,
        "enterprise": _enterprise,
        "agency": _agency,
        "reseller": _reseller,
        "hackathon": _hackathon,
    }
    for kind, number in NUMBERS.items():
        for _ in range(max(1, round(number * times))):
            adds[kind](ground)


def _home(ground: Ground, n: int) -> Codes:
    """One region for all n."""
    return np.full(n, ground.some_regions(1)[0])


def _own_cards(ground: Ground, accounts: Codes, share: float) -> None:
    own = accounts[ground.rng.random(len(accounts)) < share]
    ground.hold(own, ground.mint(len(own), CARD))


def _university(ground: Ground) -> None:
    """Students behind shared addresses, with templates of their courses."""
    rng, n = ground.rng, int(ground.rng.integers(100, 1500))
    region = _home(ground, n)
    accounts = ground.enrol("university", region, Conduct(60, 1.2, (1.5, 6), (0.76, 0.09)), ground.sign_ups(n))
    ground.go_public(accounts, region, Outing(lines=0.7))
    for address in ground.mint(int(rng.integers(1, 5)), ADDRESS):
        ground.hold_some(accounts, address, 0.6)
    for template in ground.mint(int(rng.integers(4, 16)), TEMPLATE):
        course = rng.choice(accounts, min(n, int(rng.integers(15, 120))), replace=False)
        ground.hold(course, np.full(len(course), template))
    _own_cards(ground, accounts, 0.4)


def _enterprise(ground: Ground) -> None:
    """Employees: a few cards, addresses and templates; two of three firms declare themselves."""
    rng = ground.rng
    n = int(np.clip(rng.lognormal(4.3, 1.0), 15, 900))
    region, signed_up = _home(ground, n), ground.sign_ups(n)
    wave = rng.random(n) < 0.6
    signed_up[wave] = rng.uniform(-300, 30) + 14 * rng.random(int(wave.sum()))
    conduct = Conduct(150, 1.2, (2, 4), (0.66, 0.07), declared=bool(rng.random() < 0.65))
    accounts = ground.enrol("enterprise", region, conduct, signed_up)
    ground.go_public(accounts, region, Outing(templates=0.8, carrier=0.2, exits=0.05, lines=0.6))
    ground.hold(accounts, rng.choice(ground.mint(int(rng.integers(1, 4)), CARD), n))
    for address in ground.mint(int(rng.integers(1, 5)), ADDRESS):
        ground.hold_some(accounts, address, 0.8)
    for template in ground.mint(int(rng.integers(1, 7)), TEMPLATE):
        ground.hold_some(accounts, template, rng.uniform(0.2, 0.9))


def _agency(ground: Ground) -> None:
    """A small agency: one or two cards, one office, a few templates; nothing declared."""
    rng, n = ground.rng, int(ground.rng.integers(8, 40))
    region = _home(ground, n)
    accounts = ground.enrol("agency", region, Conduct(180, 1.1, (2, 3.5), (0.68, 0.08)), ground.sign_ups(n))
    ground.go_public(accounts, region, Outing(carrier=0.3, lines=0.6))
    ground.hold(accounts, rng.choice(ground.mint(int(rng.integers(1, 3)), CARD), n))
    ground.hold_some(accounts, ground.mint(1, ADDRESS)[0], 0.9)
    for template in ground.mint(int(rng.integers(1, 4)), TEMPLATE):
        ground.hold_some(accounts, template, 0.7)


def _reseller(ground: Ground) -> None:
    """Unrelated customers whom one card pays for."""
    n = int(ground.rng.integers(50, 400))
    region = ground.some_regions(n)
    accounts = ground.enrol("reseller_customer", region, Conduct(80, 1.3, (1, 5), (0.75, 0.09)), ground.sign_ups(n))
    ground.go_public(accounts, region, Outing())
    ground.hold(accounts, np.full(n, ground.mint(1, CARD)[0]))


def _hackathon(ground: Ground) -> None:
    """Participants who signed up within two days: one venue, one starter template."""
    rng, n = ground.rng, int(ground.rng.integers(25, 150))
    region = _home(ground, n)
    signed_up = rng.uniform(0, ground.days - 5) + 2 * rng.random(n)
    accounts = ground.enrol("hackathon", region, Conduct(90, 1.0, (2, 4), (0.74, 0.1)), signed_up)
    ground.go_public(accounts, region, Outing(lines=0.6))
    ground.hold_some(accounts, ground.mint(1, ADDRESS)[0], 1.0)
    ground.hold_some(accounts, ground.mint(1, TEMPLATE)[0], 0.8)
    _own_cards(ground, accounts, 0.3)
