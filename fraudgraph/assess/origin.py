"""Indicators of where accounts come from: sign-up, age, organisation, who pays, how weakly they are linked."""

import numpy as np

from fraudgraph.assess.indicator import Indicator, Measured, ratio
from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.assess.standing import Index
from fraudgraph.model.kinds import Family

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
BURST = 3
"""Sign-ups within an hour that make a burst, if also ten times more than the population's pace gives."""
FACTOR = 10
TENURE_US = 90 * DAY_US
SAMPLE = 5000
"""At most so many other accounts stand for the population's bursts."""
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
    return Measured(ring, np.array(usual), np.asarray((ring >= 0.3) & (ring >= 3 * usual)))


def _tenure(scene: Scene) -> Measured:
    """Members 90 days old or more when the ring began: at the 5th percentile of the members' first exchanges."""
    p, ring = scene.profiles, scene.linkage.ring
    began = [np.percentile(one[one >= 0], 5) if (one >= 0).any() else np.nan for one in scene.per_ring(p.first_us)]
    created = p.created_us[scene.linkage.account]
    began_of = np.array(began, dtype=np.float64)[ring] if len(began) else np.zeros(0)
    old = (created >= 0) & (began_of - created >= TENURE_US)
    return _share_of_members(scene, old, (created >= 0) & ~np.isnan(began_of))


def _share_of_members(scene: Scene, concerned: np.ndarray, known: np.ndarray) -> Measured:
    """A sign against that counts members; not measurable in a ring where nothing is known of any."""
    K, ring = scene.linkage.rings, scene.linkage.ring
    accounts = np.bincount(ring[concerned], minlength=K)
    share = ratio(accounts, scene.sizes)
    share[np.bincount(ring[known], minlength=K) == 0] = np.nan
    return Measured(share, np.array(np.nan), np.asarray(share >= MANY), accounts)


def _organisation(scene: Scene) -> Measured:
    declares = scene.profiles.organization[scene.linkage.account] >= 0
    return _share_of_members(scene, declares, np.ones(len(declares), bool))


def _invoiced(scene: Scene) -> Measured:
    invoiced = scene.profiles.invoiced[scene.linkage.account]
    return _share_of_members(scene, invoiced == 1, invoiced >= 0)


def _weak(scene: Scene) -> Measured:
    weak = scene.standing.tier == 2
    return _share_of_members(scene, weak, np.ones(len(weak), bool))


def _payers(scene: Scene) -> tuple[Floats, Floats, Floats]:
    """Of the owned identifiers of family ownership, a ring: median holders, share of members of the largest,
    members' uses in all.
    """
    owned, K = scene.linkage.owned, scene.linkage.rings
    family = np.array([f is Family.OWNERSHIP for f in scene.kind_families], bool)
    keep = family[scene.sightings.kind[owned.identifier]]
    ring, inside = owned.ring[keep], owned.inside[keep]
    order = np.lexsort((inside, ring))
    at = np.searchsorted(ring[order], np.arange(K + 1))
    parts = [inside[order][at[r] : at[r + 1]] for r in range(K)]
    median = np.array([np.median(x) if len(x) else np.nan for x in parts], dtype=np.float64)
    largest = np.array([x[-1] if len(x) else np.nan for x in parts], dtype=np.float64) / scene.sizes
    uses = np.array([x.sum() for x in parts], dtype=np.float64) / scene.sizes
    return median, largest, uses


def _usual_payers(scene: Scene) -> Floats:
    """Holders of an identifier of family ownership, shared or not, in the population: median over identifiers."""
    s = scene.sightings
    family = np.array([f is Family.OWNERSHIP for f in scene.kind_families], bool)
    holders = np.bincount(s.identifier, minlength=s.identifiers)[family[s.kind]]
    private = int(s.degree[:, family].sum()) - int(holders.sum())
    if private + len(holders) == 0:
        return np.array(np.nan)
    return np.array(1.0 if private > len(holders) else float(np.median(holders)))


def _many_payers(scene: Scene) -> Measured:
    median, largest, uses = _payers(scene)
    return Measured(median, _usual_payers(scene), np.asarray((median >= 2) & (largest < 0.5) & (uses >= 0.5)))


def _one_payer(scene: Scene) -> Measured:
    _, largest, _ = _payers(scene)
    accounts = np.rint(np.nan_to_num(largest) * scene.sizes).astype(np.int64)
    return Measured(largest, np.array(np.nan), np.asarray(largest >= 2 / 3), accounts)


BURSTS = Indicator(
    "signup_bursts",
    "signed up in bursts of an hour or less",
    "share",
    "a launch, a class, an event",
    ("accounts.created_at",),
    ("created",),
    2.0,
    _bursts,
)
MANY_PAYERS = Indicator(
    "many_payers",
    "accounts per payment identifier, median",
    "accounts",
    "families, resellers",
    ("payments.payment_instrument", "exchanges.payment_instrument"),
    (),
    2.0,
    _many_payers,
)
TENURE = Indicator(
    "tenure",
    "90+ days old when the ring began",
    "share",
    "bought, taken over, or bystanders",
    ("accounts.created_at", "exchanges.at"),
    ("created", "exchanges"),
    -2.0,
    _tenure,
    against=True,
)
ORGANISATION = Indicator(
    "organisation",
    "declare an organisation",
    "share",
    "may be customers; anyone can declare",
    ("accounts.organization_id",),
    ("organization",),
    -3.0,
    _organisation,
    against=True,
)
INVOICED = Indicator(
    "invoiced",
    "are invoiced",
    "share",
    "somebody checked their credit",
    ("accounts.billing",),
    ("billing",),
    -4.0,
    _invoiced,
    against=True,
)
ONE_PAYER = Indicator(
    "one_payer",
    "on the one payment identifier that most share",
    "share",
    "an employer, a parent or a reseller pays",
    ("payments.payment_instrument", "exchanges.payment_instrument"),
    (),
    -3.0,
    _one_payer,
    against=True,
)
WEAK = Indicator(
    "weak_links",
    "under 7 bits (periphery)",
    "share",
    "may be bystanders",
    (),
    (),
    -1.0,
    _weak,
    against=True,
)
