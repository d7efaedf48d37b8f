"""Indicators of who pays and from where: many cards each on few accounts, or one card and one line for all."""

import numpy as np

from fraudgraph.assess.indicator import Indicator, Measured
from fraudgraph.assess.scene import Floats, Pool, Scene
from fraudgraph.assess.standing import Index
from fraudgraph.model.kinds import Family

MANY_CARDS = 8.0
"""So many payers of equal size weigh in full, one not at all (by doublings)."""
MANY_ACCOUNTS = 64.0
"""So many accounts on one card or line weigh in full, one not at all (by doublings): whoever hides does not do that."""


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
    p = scene.payers
    shape = np.where((p.largest < 0.5) & (p.uses >= 0.5), _doublings(p.effective, MANY_CARDS), 0.0)
    return Measured(p.median, _usual_payers(scene), factor=shape)


def _doublings(value: Floats, full: float) -> Floats:
    return np.asarray(np.clip(np.log2(np.maximum(value, 1.0)) / np.log2(full), 0.0, 1.0))


def _several(ring: Floats, others: Floats) -> Floats:
    """Two accounts or more a payer, and more than others have."""
    return np.where((ring >= 2) & (ring > np.nan_to_num(others)), 1.0, 0.0)


def _one(pool: Pool, sizes: Index) -> Measured:
    """Share of members on the one that most share; only where it is the one of nearly all that have any."""
    main = np.nan_to_num(pool.largest) >= 2 / 3 * np.nan_to_num(pool.uses)
    accounts = np.rint(np.nan_to_num(pool.largest) * sizes).astype(np.int64)
    factor = np.where(main, _doublings(np.nan_to_num(pool.most), MANY_ACCOUNTS), 0.0)
    return Measured(pool.largest, np.array(np.nan), accounts, factor)


def _one_payer(scene: Scene) -> Measured:
    return _one(scene.payers, scene.sizes)


def _one_line(scene: Scene) -> Measured:
    return _one(scene.lines, scene.sizes)


def _for_all(ring: Floats, others: Floats) -> Floats:
    """From half of the members, full at three in four."""
    return np.where(ring >= 0.5, ring / 0.75, 0.0)


MANY_PAYERS = Indicator(
    "many_payers",
    "payers",
    "accounts per payment identifier, median",
    "accounts",
    "families, resellers",
    ("payments.payment_instrument", "exchanges.payment_instrument"),
    (),
    4.0,
    _many_payers,
    _several,
    beside_peers=False,
)
ONE_PAYER = Indicator(
    "one_payer",
    "payers",
    "on the one payment identifier that most share",
    "share",
    "an employer, a parent or a reseller pays",
    ("payments.payment_instrument", "exchanges.payment_instrument"),
    (),
    -5.0,
    _one_payer,
    _for_all,
    against=True,
)
ONE_LINE = Indicator(
    "one_line",
    "lines",
    "on the one address that most share",
    "share",
    "an office, a campus, a venue; or one exit",
    ("exchanges.ip",),
    (),
    -2.0,
    _one_line,
    _for_all,
    against=True,
)
