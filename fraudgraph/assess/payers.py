"""Indicators of who pays and from where: many cards each on few accounts, or one card and one line for all."""

import numpy as np

from fraudgraph.assess.indicator import Indicator, Measured
from fraudgraph.assess.scene import Floats, Pool, Scene
from fraudgraph.assess.standing import Index
from fraudgraph.model.kinds import Family

MANY_CARDS = (2.0, 32.0)
"""Two payers of equal size weigh nothing, since anybody may have two; so many in full (by doublings)."""
MANY_LINES = (4.0, 32.0)
"""A few shared addresses weigh nothing, since offices move and have several; so many in full (by doublings)."""
MANY_ON_LINE = (1.0, 64.0)
"""The same for the one address of all: operators use several."""
MANY_ACCOUNTS = (4.0, 64.0)
"""A household on one card or line weighs nothing, so many accounts in full (by doublings): whoever hides does not put
them there.
"""


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
    shape = np.where((p.largest <= 0.6) & (p.uses >= 0.5), _doublings(p.effective, MANY_CARDS), 0.0)
    return Measured(p.median, _usual_payers(scene), factor=shape)


def _many_lines(scene: Scene) -> Measured:
    p = scene.lines
    shape = np.where((p.largest <= 0.6) & (p.uses >= 0.5), _doublings(p.effective, MANY_LINES), 0.0)
    return Measured(p.effective, np.array(1.0), factor=shape)


def _doublings(value: Floats, span: tuple[float, float]) -> Floats:
    """How far a value is on the way from the low end of a span to the high one, in doublings."""
    low, high = span
    return np.asarray(np.clip(np.log2(np.maximum(value, low) / low) / np.log2(high / low), 0.0, 1.0))


def _several(ring: Floats, others: Floats) -> Floats:
    """Two accounts or more a payer, and more than others have."""
    return np.where((ring >= 2) & (ring > np.nan_to_num(others)), 1.0, 0.0)


def _one(pool: Pool, sizes: Index, span: tuple[float, float]) -> Measured:
    """Share of members on the one that most share; only where it is the one of nearly all that have any."""
    main = np.nan_to_num(pool.largest) >= 2 / 3 * np.nan_to_num(pool.uses)
    accounts = np.rint(np.nan_to_num(pool.largest) * sizes).astype(np.int64)
    factor = np.where(main, _doublings(np.nan_to_num(pool.most), span), 0.0)
    return Measured(pool.largest, np.array(np.nan), accounts, factor)


def _one_payer(scene: Scene) -> Measured:
    return _one(scene.payers, scene.sizes, MANY_ACCOUNTS)


def _one_line(scene: Scene) -> Measured:
    return _one(scene.lines, scene.sizes, MANY_ON_LINE)


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
    6.0,
    _many_payers,
    _several,
    beside_peers=False,
)
MANY_LINES_SHARED = Indicator(
    "many_lines",
    "lines",
    "shared addresses, each of some members",
    "addresses",
    "a firm of many branches; travellers",
    ("exchanges.ip",),
    (),
    3.0,
    _many_lines,
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
