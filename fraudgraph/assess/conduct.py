"""Indicators of what accounts are for and what became of them: capabilities, refusals, suspensions, replacements."""

import numpy as np

from fraudgraph.assess.indicator import Indicator, Measured, ratio
from fraudgraph.assess.life import own_life
from fraudgraph.assess.origin import share_of_members
from fraudgraph.assess.scene import Floats, Scene

HOUR_US = 3_600_000_000
SOON_US = 72 * HOUR_US
"""A successor signs up within so long of the suspension."""
FEW = 200
"""Exchanges under which a mix or an outcome is not judged."""
SURE = 3.0
"""Standard errors that a share of outcomes must differ by."""


def _mix(scene: Scene) -> Measured:
    """Half the distance between the ring's mix of capabilities and the others' (total variation)."""
    counts, K = scene.profiles.capabilities.astype(np.float64), scene.linkage.rings
    own = np.array([part.sum(0) for part in scene.per_ring(counts)]).reshape(K, counts.shape[1])
    usual = counts[scene.others].sum(0)
    if usual.sum() < FEW:
        return Measured(np.full(K, np.nan), np.array(np.nan))
    enough = own.sum(1) >= FEW
    share = own / np.maximum(own.sum(1), 1)[:, None]
    far = np.abs(share - usual / usual.sum()).sum(1) / 2
    return Measured(np.where(enough, far, np.nan), np.array(0.0))


def _concentrated(ring: Floats, others: Floats) -> Floats:
    """From 0.4 beyond the others' distance, full at 0.7."""
    beyond = ring - others
    return np.where(beyond >= 0.4, (beyond - 0.3) / 0.4, 0.0)


def _unserved(scene: Scene) -> Measured:
    """Share of exchanges that were not served; only where the difference is beyond chance."""
    p = scene.profiles
    known = p.served >= 0
    total = np.where(known, p.exchanges, 0)
    lost = np.where(known, p.exchanges - p.served, 0)
    n = scene.total(total)
    ring = ratio(scene.total(lost), n)
    usual = float(ratio(lost[scene.others].sum(), total[scene.others].sum()))
    ring = np.where(n >= FEW, ring, np.nan)
    error = np.sqrt(max(usual * (1 - usual), 1e-9) / np.maximum(n, 1))
    return Measured(ring, np.array(usual), factor=np.where(np.nan_to_num(ring) - usual >= SURE * error, 1.0, 0.0))


def _refused(ring: Floats, others: Floats) -> Floats:
    """From a third more than the others, full at twice as much."""
    times = ring / np.maximum(others, 1e-4)
    return np.where(times >= 4 / 3, np.log2(np.maximum(times, 1.0)), 0.0)


def _suspended(scene: Scene) -> Measured:
    p = scene.profiles
    shut, known = scene.total(p.suspended == 1), scene.total(p.suspended >= 0)
    usual = float(ratio((p.suspended[scene.others] == 1).sum(), (p.suspended[scene.others] >= 0).sum()))
    factor = np.where(shut >= 3, 1.0, 0.0)
    return Measured(ratio(shut, known), np.array(usual), factor=factor)


def _shut(ring: Floats, others: Floats) -> Floats:
    """From one in twenty and four times the others' share, full at two in five."""
    return np.where((ring >= 0.05) & (ring >= 4 * others), 0.2 + 2 * ring, 0.0)


def successors(created: np.ndarray, suspended: np.ndarray, holds: list[frozenset[int]]) -> tuple[int, int, int]:
    """Of one ring: members suspended; those after whose suspension a member that shares an identifier signed up
    within SOON_US; and, as a control, those before whose suspension one did.
    """
    gone = np.flatnonzero(suspended >= 0)
    order = np.argsort(created, kind="stable")
    when = created[order]

    def follows(a: int, low: int, high: int) -> bool:
        first, end = np.searchsorted(when, (low, high))
        return any(holds[a] & holds[b] for b in order[first:end].tolist() if b != a)

    after = sum(follows(a, int(suspended[a]) + 1, int(suspended[a]) + SOON_US + 1) for a in gone.tolist())
    before = sum(follows(a, int(suspended[a]) - SOON_US, int(suspended[a])) for a in gone.tolist())
    return len(gone), after, before


def _replaced(scene: Scene) -> Measured:
    """Suspended members replaced soon after; counts by how far they exceed the same length of time before."""
    p, K, start = scene.profiles, scene.linkage.rings, scene.start
    share, usual, factor = np.full(K, np.nan), np.full(K, np.nan), np.zeros(K)
    suspended = np.where(p.suspended == 1, p.suspended_us, -1)
    for r in range(K):
        members = scene.linkage.account[start[r] : start[r + 1]]
        if (suspended[members] >= 0).any() and (p.created_us[members] >= 0).any():
            shut, after, before = successors(p.created_us[members], suspended[members], scene.holds(r))
            share[r], usual[r] = after / shut, before / shut
            factor[r] = np.log2((after + 1) / (before + 1)) / 3 if after >= 3 else 0.0
    return Measured(share, usual, factor=np.clip(factor, 0.0, 1.0))


def _soon(ring: Floats, others: Floats) -> Floats:
    """From one in ten, where more came after than before."""
    return np.where((ring >= 0.1) & (ring >= 2 * others), 1.0, 0.0)


def _lives(scene: Scene) -> Measured:
    life, known = own_life(scene)
    return share_of_members(scene, life, known)


def _independent(ring: Floats, others: Floats) -> Floats:
    """From a third of the members, full at two in three."""
    return np.where(ring >= 1 / 3, 1.5 * ring, 0.0)


REPLACED = Indicator(
    "replaced",
    "signup",
    "replaced within 72 h of suspension",
    "share",
    "chance: as many sign up before as after",
    ("accounts.created_at", "accounts.suspended_at", "actions.at"),
    ("created", "status"),
    4.0,
    _replaced,
    _soon,
)
CAPABILITIES = Indicator(
    "capabilities",
    "task",
    "capabilities unlike others', distance",
    "share",
    "a product of one purpose, a profession",
    ("exchanges.capability",),
    ("capability", "exchanges"),
    1.5,
    _mix,
    _concentrated,
)
UNSERVED = Indicator(
    "not_served",
    "outcome",
    "exchanges blocked, refused or failed",
    "share",
    "a faulty client; research on refusals",
    ("exchanges.outcome",),
    ("outcome", "exchanges"),
    2.0,
    _unserved,
    _refused,
)
SUSPENDED = Indicator(
    "suspended",
    "outcome",
    "suspended accounts",
    "share",
    "one wrong rule that hit them all",
    ("accounts.status", "actions.action"),
    ("status",),
    2.0,
    _suspended,
    _shut,
)
OWN_LIFE = Indicator(
    "own_life",
    "life",
    "live apart from the ring (2 of 3 ways)",
    "share",
    "customers of one seller; or camouflage",
    ("exchanges.ip", "exchanges.prompt_fingerprint", "payments.payment_instrument"),
    ("exchanges",),
    -3.0,
    _lives,
    _independent,
    against=True,
)
