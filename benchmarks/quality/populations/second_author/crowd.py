"""Individuals, many of them in households that share a line and often a card."""

import numpy as np

from benchmarks.quality.populations.second_author.ground import ADDRESS, CARD, Codes, Conduct, Ground, Outing

HOUSEHOLDS = (0.76, 0.16, 0.05, 0.03)  # of one to four
PERSONAL = Conduct(60, 1.3, (1, 6), (0.75, 0.09))
OWN_CARD, FAMILY_CARD = 0.75, 0.6
REUSED, REUSED_CARDS = 0.004, 0.0018  # of the accounts: cards issued again, mistyped or given away


def add_people(ground: Ground, n: int) -> None:
    """n individuals; those of a household are of one region."""
    rng = ground.rng
    region = ground.some_regions(n)
    accounts = ground.enrol("individual", region, PERSONAL, ground.sign_ups(n))
    ground.go_public(accounts, region, Outing())
    order = accounts[np.lexsort((rng.random(n), region))]
    sizes = rng.choice(4, n, p=HOUSEHOLDS) + 1
    household = np.repeat(np.arange(n), sizes)[:n]
    together = np.bincount(household, minlength=n)[household] > 1
    _live(ground, order, household, together)
    again = rng.choice(order, max(2, int(n * REUSED)))
    ground.hold(again, rng.choice(ground.mint(max(1, int(n * REUSED_CARDS)), CARD), len(again)))


def _live(
    ground: Ground, people: Codes, household: Codes, together: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> None:
    rng, homes = ground.rng, int(household.max()) + 1
    ground.hold(people[together], ground.mint(homes, ADDRESS)[household[together]])
    shared = together & (rng.random(homes) < FAMILY_CARD)[household]
    ground.hold(people[shared], ground.mint(homes, CARD)[household[shared]])
    own = people[~shared]
    own = own[rng.random(len(own)) < OWN_CARD]
    ground.hold(own, ground.mint(len(own), CARD))
