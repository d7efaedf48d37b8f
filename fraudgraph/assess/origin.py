"""Indicators of where accounts come from: sign-up, age, organisation, how weakly they are linked."""

import numpy as np

from fraudgraph.assess.indicator import Indicator, Measured, at_least, ratio
from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.assess.standing import Index

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
BURST = 3
"""Sign-ups within an hour that make a burst, if also ten times more than the population's pace gives."""
FACTOR = 10
TENURE_US = 90 * DAY_US
SAMPLE = 5000
"""At most so many other accounts stand for the population's bursts."""
ONE_EVENT = 0.4
"""Bursts of a single day weigh so much: one launch, class or event explains them all."""
MANY = 1 / 3
"""Share of members that a sign against must concern to be present."""


def in_bursts(created: Index, hourly: Floats, first_hour: int) -> float:
    """Share of sign-ups in hours with BURST or more of them and FACTOR times what the population's share of that
    hour gives; nan if none is known.
    """
    known = created[created >= 0]
    if len(known) == 0:
        return float("nan")
    hour = known // HOUR_US - first_hour
    found, count = np.unique(hour, return_counts=True)
    burst = (count >= BURST) & (count >= FACTOR * hourly[found] * len(known))
    return float(count[burst].sum() / len(known))


def burst_days(created: Index, hourly: Floats, first_hour: int) -> int:
    """How many days hold a burst."""
    known = created[created >= 0]
    found, count = np.unique(known // HOUR_US - first_hour, return_counts=True)
    burst = (count >= BURST) & (count >= FACTOR * hourly[found] * len(known))
    return len(np.unique((found[burst] + first_hour) // 24))


def _bursts(scene: Scene) -> Measured:
    created = scene.profiles.created_us
    others = created[scene.others]
    everyone = created[created >= 0]
    first = int(everyone.min() // HOUR_US)
    pace = np.zeros(int(everyone.max() // HOUR_US) - first + 1)
    known = others[others >= 0]
    np.add.at(pace, known // HOUR_US - first, 1 / max(len(known), 1))
    ring = np.array([in_bursts(one, pace, first) for one in scene.per_ring(created)], dtype=np.float64)
    usual = in_bursts(known[:: max(1, len(known) // SAMPLE)], pace, first)
    usual = 0.0 if np.isnan(usual) else usual
    days = np.array([burst_days(one, pace, first) for one in scene.per_ring(created)], dtype=np.float64)
    return Measured(ring, np.array(usual), factor=np.where(days >= 2, 1.0, ONE_EVENT))


def _in_bursts(ring: Floats, others: Floats) -> Floats:
    """From three in ten and three times the others' share, full from three in four."""
    return np.where((ring >= 0.3) & (ring >= 3 * others), 0.25 + ring, 0.0)


def _tenure(scene: Scene) -> Measured:
    """Members 90 days old or more when the ring began: at the 5th percentile of the members' first exchanges."""
    p, ring = scene.profiles, scene.linkage.ring
    began = [np.percentile(one[one >= 0], 5) if (one >= 0).any() else np.nan for one in scene.per_ring(p.first_us)]
    created = p.created_us[scene.linkage.account]
    began_of = np.array(began, dtype=np.float64)[ring] if len(began) else np.zeros(0)
    old = (created >= 0) & (began_of - created >= TENURE_US)
    return share_of_members(scene, old, (created >= 0) & ~np.isnan(began_of))


def share_of_members(scene: Scene, concerned: np.ndarray, known: np.ndarray) -> Measured:
    """A sign against that counts members; not measurable in a ring where nothing is known of any."""
    K, ring = scene.linkage.rings, scene.linkage.ring
    accounts = np.bincount(ring[concerned], minlength=K)
    share = ratio(accounts, scene.sizes)
    share[np.bincount(ring[known], minlength=K) == 0] = np.nan
    return Measured(share, np.array(np.nan), accounts)


def _organisation(scene: Scene) -> Measured:
    declares = scene.profiles.organization[scene.linkage.account] >= 0
    return share_of_members(scene, declares, np.ones(len(declares), bool))


def _invoiced(scene: Scene) -> Measured:
    invoiced = scene.profiles.invoiced[scene.linkage.account]
    return share_of_members(scene, invoiced == 1, invoiced >= 0)


def _own_domain(scene: Scene) -> Measured:
    """Members on the ring's most frequent e-mail domain, if four in five of all its accounts are in the ring."""
    domain, linkage = scene.profiles.domain, scene.linkage
    everywhere = np.bincount(domain[domain >= 0])
    own = np.zeros(len(linkage.account), bool)
    for r, members in enumerate(scene.per_ring(domain)):
        counts = np.bincount(members[members >= 0], minlength=1)
        best = int(counts.argmax())
        if counts[best] and counts[best] >= 0.8 * everywhere[best]:
            own[scene.start[r] : scene.start[r + 1]] = members == best
    return share_of_members(scene, own, domain[linkage.account] >= 0)


def _weak(scene: Scene) -> Measured:
    weak = scene.standing.tier == 2
    return share_of_members(scene, weak, np.ones(len(weak), bool))


BURSTS = Indicator(
    "signup_bursts",
    "signup",
    "signed up in bursts of an hour or less",
    "share",
    "a launch, a class, an event",
    ("accounts.created_at",),
    ("created",),
    2.0,
    _bursts,
    _in_bursts,
)
TENURE = Indicator(
    "tenure",
    "age",
    "90+ days old when the ring began",
    "share",
    "bought, taken over, or bystanders",
    ("accounts.created_at", "exchanges.at"),
    ("created", "exchanges"),
    -2.0,
    _tenure,
    at_least(MANY),
    against=True,
)
ORGANISATION = Indicator(
    "organisation",
    "standing",
    "declare an organisation",
    "share",
    "may be customers; anyone can declare",
    ("accounts.organization_id",),
    ("organization",),
    -3.0,
    _organisation,
    at_least(MANY),
    against=True,
)
OWN_DOMAIN = Indicator(
    "own_domain",
    "standing",
    "on an e-mail domain that few others have",
    "share",
    "an employer's; anyone can register one",
    ("accounts.email_domain",),
    ("email_domain",),
    -2.0,
    _own_domain,
    at_least(2 / 3),
    against=True,
)
INVOICED = Indicator(
    "invoiced",
    "standing",
    "are invoiced",
    "share",
    "somebody checked their credit",
    ("accounts.billing",),
    ("billing",),
    -4.0,
    _invoiced,
    at_least(MANY),
    against=True,
)
WEAK = Indicator(
    "weak_links",
    "links",
    "under 7 bits (periphery)",
    "share",
    "may be bystanders",
    (),
    (),
    -1.0,
    _weak,
    at_least(MANY),
    against=True,
)
