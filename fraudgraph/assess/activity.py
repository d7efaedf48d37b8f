"""Indicators of how accounts work: templates, hours, load. Each has a mirror that speaks against abuse."""

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.indicator import Indicator, Measured, ratio
from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.assess.standing import Index

FLAT = 1 / 24
"""Two exchanges fall in one hour of the day this often if all hours are alike."""
PAIRS = 500
"""Pairs of exchanges under which hours are not judged."""
SHAPED = 0.01
"""The others' hours must differ so much from flat ones to tell anybody apart."""
LEAST = 5
"""Accounts under which a spread is not judged."""


def template_share(scene: Scene) -> tuple[Floats, float]:
    """Share of exchanges on shared templates: of each ring, and of the others."""
    shared, exchanges = scene.on_shared_template, scene.profiles.exchanges
    others = scene.others
    usual = ratio(shared[others].sum(), exchanges[others].sum())
    return _compared(ratio(scene.total(shared), scene.total(exchanges)), float(usual))


def _compared(ring: Floats, others: float, telling: bool = True) -> tuple[Floats, float]:
    """What cannot be compared with the others is not measured; nor is what tells nobody apart (the others are flat
    too).
    """
    return (ring if telling and not np.isnan(others) else np.full_like(ring, np.nan)), others


def _templates(scene: Scene) -> Measured:
    ring, others = template_share(scene)
    return Measured(ring, np.array(others))


def _templated(ring: Floats, others: Floats) -> Floats:
    """From half of all exchanges and half as many again as the others, by the way gone from them to all."""
    way = (ring - others) / np.maximum(1 - others, 0.01)
    return np.where((ring >= 0.5) & (ring >= 1.5 * others), way, 0.0)


def _own_prompts(scene: Scene) -> Measured:
    ring, others = template_share(scene)
    return Measured(1 - ring, np.array(1 - others))


def _as_own(ring: Floats, others: Floats) -> Floats:
    """Own prompts as others have: full at their share or more, nothing where a quarter of it is gone."""
    return np.asarray((ring / np.maximum(others, 0.01) - 0.75) / 0.25)


def same_hour(hours: NDArray[np.int32], accounts: Index) -> tuple[Floats, Index]:
    """How often two exchanges of one account fall in the same hour of the day (unbiased), and from how many pairs,
    an entry an account.
    """
    n = hours[accounts].astype(np.int64)
    total = n.sum(1)
    return ratio((n * (n - 1)).sum(1), total * (total - 1)), total * (total - 1) // 2


def _hours(scene: Scene) -> tuple[Floats, float]:
    """Same-hour rate weighted by exchanges: of each ring, and of the others."""
    hours, K = scene.profiles.hours, scene.linkage.rings
    rate, pairs = same_hour(hours, scene.linkage.account)
    weight = np.where(pairs > 0, scene.profiles.exchanges[scene.linkage.account], 0)
    mass = np.bincount(scene.linkage.ring, weight, minlength=K)
    with np.errstate(divide="ignore", invalid="ignore"):
        ring = np.bincount(scene.linkage.ring, np.nan_to_num(rate) * weight, minlength=K) / mass
    ring[np.bincount(scene.linkage.ring, pairs, minlength=K) < PAIRS] = np.nan
    rate, pairs = same_hour(hours, scene.others)
    weight = np.where(pairs > 0, scene.profiles.exchanges[scene.others], 0)
    usual = (np.nan_to_num(rate) * weight).sum() / weight.sum() if pairs.sum() >= PAIRS else np.nan
    return _compared(ring, float(usual), bool(usual - FLAT >= SHAPED))


def _hours_of_day(scene: Scene) -> Measured:
    ring, others = _hours(scene)
    return Measured(ring, np.array(others))


def _flat(ring: Floats, others: Floats) -> Floats:
    """Present to 0.4 of the others' distance from flat hours; full below 0.1."""
    left = (ring - FLAT) / np.maximum(others - FLAT, SHAPED)
    return np.where(left <= 0.4, (0.5 - left) / 0.4, 0.0)


def _shaped(ring: Floats, others: Floats) -> Floats:
    """Present from 0.75 of the others' distance from flat hours; full at all of it."""
    left = (ring - FLAT) / np.maximum(others - FLAT, SHAPED)
    return np.where(left >= 0.75, left, 0.0)


def spread(load: Floats) -> float:
    """How many times the load of the busiest tenth the load of the quietest is (90th over 10th percentile), nan for
    few accounts.
    """
    load = load[load > 0]
    if len(load) < LEAST:
        return float("nan")
    low, high = np.percentile(load, (10, 90))
    return float(high / low)


def _load(scene: Scene) -> tuple[Floats, float]:
    """Spread of exchanges an active day: of each ring, and of the others."""
    p = scene.profiles
    load = p.exchanges / np.maximum(p.active_days, 1)
    ring = np.array([spread(one) for one in scene.per_ring(load)], dtype=np.float64)
    return _compared(ring, spread(load[scene.others]))


def _busy_over_quiet(scene: Scene) -> Measured:
    ring, others = _load(scene)
    return Measured(ring, np.array(others))


def _equal(ring: Floats, others: Floats) -> Floats:
    """Present to half of the others' spread (in doublings); full at a quarter."""
    left = np.log2(np.maximum(ring, 1.0)) / np.log2(np.maximum(others, 1.05))
    return np.where(left <= 0.5, (0.6 - left) / 0.35, 0.0)


def _uneven(ring: Floats, others: Floats) -> Floats:
    """Present from 0.75 of the others' spread (in doublings), full at all of it; nothing any more at 2.5 times as
    much, which is not as others are either.
    """
    left = np.log2(np.maximum(ring, 1.0)) / np.log2(np.maximum(others, 1.05))
    return np.where(left > 0.75, np.minimum(left, 2.5 - left), 0.0)


TEMPLATES = Indicator(
    "shared_templates",
    "text",
    "exchanges on a template of 5+ accounts",
    "share",
    "a popular starter kit, a course, one employer",
    ("exchanges.prompt_fingerprint",),
    ("exchanges", "template"),
    3.0,
    _templates,
    _templated,
)
FLAT_HOURS = Indicator(
    "flat_hours",
    "pace",
    "two exchanges in one hour of day (flat 4.2 %)",
    "share",
    "scheduled jobs",
    ("exchanges.at",),
    ("exchanges",),
    3.0,
    _hours_of_day,
    _flat,
)
EQUAL_LOAD = Indicator(
    "equal_load",
    "pace",
    "exchanges an active day, busy over quiet",
    "times",
    "a batch product, equal quotas",
    ("exchanges.at",),
    ("exchanges",),
    3.0,
    _busy_over_quiet,
    _equal,
)
OWN_PROMPTS = Indicator(
    "own_prompts",
    "text",
    "exchanges on prompts of their own, as others",
    "share",
    "everyday work; or camouflage",
    ("exchanges.prompt_fingerprint",),
    ("exchanges", "template"),
    -2.0,
    _own_prompts,
    _as_own,
    against=True,
)
WORKING_HOURS = Indicator(
    "working_hours",
    "pace",
    "two exchanges in one hour of day, as others",
    "share",
    "people at work; or a script that keeps hours",
    ("exchanges.at",),
    ("exchanges",),
    -3.0,
    _hours_of_day,
    _shaped,
    against=True,
)
UNEVEN_LOAD = Indicator(
    "uneven_load",
    "pace",
    "exchanges an active day as uneven as others'",
    "times",
    "each for themselves; or a random pace",
    ("exchanges.at",),
    ("exchanges",),
    -2.0,
    _busy_over_quiet,
    _uneven,
    against=True,
)
