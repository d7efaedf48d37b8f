"""Where a ring stands: its signs, the balance of them, and who is in the queue."""

from collections.abc import Mapping, Sequence

import numpy as np

from fraudgraph.assess.activity import EQUAL_LOAD, FLAT_HOURS, OWN_PROMPTS, TEMPLATES, UNEVEN_LOAD, WORKING_HOURS
from fraudgraph.assess.balance import balance, by_group
from fraudgraph.assess.conduct import CAPABILITIES, OWN_LIFE, REPLACED, SUSPENDED, UNSERVED
from fraudgraph.assess.indicator import Indicator, Weighed
from fraudgraph.assess.origin import BURSTS, INVOICED, ORGANISATION, OWN_DOMAIN, TENURE, WEAK
from fraudgraph.assess.payers import MANY_LINES_SHARED, MANY_PAYERS, ONE_LINE, ONE_PAYER
from fraudgraph.assess.peers import Peers, similar
from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.assess.standing import Flags
from fraudgraph.model.rings import Band, EvidenceClass, Sign, State

INDICATORS: tuple[Indicator, ...] = (
    TEMPLATES,
    FLAT_HOURS,
    EQUAL_LOAD,
    BURSTS,
    REPLACED,
    MANY_PAYERS,
    MANY_LINES_SHARED,
    CAPABILITIES,
    UNSERVED,
    SUSPENDED,
    ORGANISATION,
    INVOICED,
    OWN_DOMAIN,
    TENURE,
    ONE_PAYER,
    ONE_LINE,
    WORKING_HOURS,
    UNEVEN_LOAD,
    OWN_PROMPTS,
    OWN_LIFE,
    WEAK,
)
VOUCHED = "standing"
"""Peers must declare an organisation, be invoiced or have a domain of their own."""
MARGIN = 2.0
"""Bits by which the signs of abuse must outweigh the others in a ring to look at first: less is even."""
LEAST_GROUPS = 2
"""Groups with a bit or more for abuse that a ring to look at first needs: any one thing has an innocent way."""
SHAPE = frozenset({"payers", "lines"})
"""Groups that look at how identifiers lie over accounts. Linkage is not abuse: one of the groups must be of what the
accounts did.
"""


def signs_of(scene: Scene, indicators: Sequence[Indicator] = INDICATORS) -> tuple[tuple[Sign, ...], ...]:
    """The signs of every ring, signs of abuse first: each ring beside the accounts in no ring, then also beside
    rings of similar size and shape that look honest by all other groups of signs.
    """
    K = scene.linkage.rings
    if not K:
        return ()
    first = [one.weigh(scene) for one in indicators]
    peers = Peers(similar(scene), _honest(indicators, first))
    second = [one.among(weighed, peers) for one, weighed in zip(indicators, first, strict=True)]
    columns = [one.said(weighed, K) for one, weighed in zip(indicators, second, strict=True)]
    return tuple(zip(*columns, strict=True))


def _honest(indicators: Sequence[Indicator], weighed: Sequence[Weighed]) -> Mapping[str, Flags]:
    """Group -> rings that somebody vouches for (VOUCHED) and whose other groups do not speak for abuse on balance.

    Without the first, the pieces of a ring that hides well would be each other's honest peers.
    """
    sides: dict[tuple[str, bool], Floats] = {}
    for one, found in zip(indicators, weighed, strict=True):
        bits, key = one.bits(found), (one.group, one.against)
        before = sides.get(key, np.zeros(len(bits)))
        sides[key] = np.minimum(bits, before) if one.against else np.maximum(bits, before)
    whole = np.sum(list(sides.values()), axis=0)
    vouched = sides[VOUCHED, True] <= -1 if (VOUCHED, True) in sides else np.zeros(len(whole), bool)
    groups = {group for group, _ in sides}
    own = {group: sides.get((group, False), 0.0) + sides.get((group, True), 0.0) for group in groups}
    return {group: np.asarray(vouched & (whole - own[group] <= 0)) for group in groups}


def present(signs: Sequence[Sign], against: bool) -> int:
    """How many signs of a side are present."""
    return sum(sign.state is State.PRESENT and sign.against == against for sign in signs)


def band_of(signs: Sequence[Sign], ring_class: EvidenceClass) -> Band:
    """The first that fits of more_against, look_first (class A, more for than against), find_more."""
    net = balance(signs)
    if net < 0:
        return Band.MORE_AGAINST
    groups = {group for group, bits in by_group(signs, against=False).items() if bits >= 1}
    telling = len(groups) >= LEAST_GROUPS and bool(groups - SHAPE)
    if net >= MARGIN and telling and ring_class is EvidenceClass.A:
        return Band.LOOK_FIRST
    return Band.FIND_MORE


def queue(scene: Scene, bands: Sequence[Band], doubtful: Flags | None = None) -> Flags:
    """bool[members]: class A, core, in a ring to look at first; never a bystander or possible victim (doubtful)."""
    first = np.array([band is Band.LOOK_FIRST for band in bands], bool)
    queued = (scene.standing.member_class == 0) & scene.standing.core & first[scene.linkage.ring]
    return np.asarray(queued if doubtful is None else queued & ~doubtful)
