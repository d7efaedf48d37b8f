"""Where a ring stands: its signs, the balance of them, and who is in the queue."""

from collections.abc import Sequence

import numpy as np

from fraudgraph.assess.activity import EQUAL_LOAD, FLAT_HOURS, OWN_PROMPTS, TEMPLATES, UNEVEN_LOAD, WORKING_HOURS
from fraudgraph.assess.indicator import Indicator
from fraudgraph.assess.origin import BURSTS, INVOICED, MANY_PAYERS, ONE_PAYER, ORGANISATION, TENURE, WEAK
from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import Flags
from fraudgraph.model.rings import Band, EvidenceClass, Sign, State

INDICATORS: tuple[Indicator, ...] = (
    TEMPLATES,
    FLAT_HOURS,
    EQUAL_LOAD,
    BURSTS,
    MANY_PAYERS,
    ORGANISATION,
    INVOICED,
    TENURE,
    ONE_PAYER,
    WORKING_HOURS,
    UNEVEN_LOAD,
    OWN_PROMPTS,
    WEAK,
)


def signs_of(scene: Scene, indicators: Sequence[Indicator] = INDICATORS) -> tuple[tuple[Sign, ...], ...]:
    """The signs of every ring, signs of abuse first."""
    columns = [indicator.signs(scene) for indicator in indicators]
    return tuple(zip(*columns, strict=True)) if scene.linkage.rings else ()


def present(signs: Sequence[Sign], against: bool) -> int:
    """How many signs of a side are present."""
    return sum(sign.state is State.PRESENT and sign.against == against for sign in signs)


def band_of(signs: Sequence[Sign], ring_class: EvidenceClass) -> Band:
    """The first that fits of more_against, look_first (class A, more for than against), find_more."""
    balance = present(signs, against=False) - present(signs, against=True)
    if balance < 0:
        return Band.MORE_AGAINST
    if balance > 0 and ring_class is EvidenceClass.A:
        return Band.LOOK_FIRST
    return Band.FIND_MORE


def queue(scene: Scene, bands: Sequence[Band]) -> Flags:
    """bool[members]: class A, core, in a ring to look at first."""
    first = np.array([band is Band.LOOK_FIRST for band in bands], bool)
    return np.asarray((scene.standing.member_class == 0) & scene.standing.core & first[scene.linkage.ring])
