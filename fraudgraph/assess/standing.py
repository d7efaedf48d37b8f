"""Class and tier of every member, class of every ring: what the linkage of an account rests on.

A: 8 bits or more from ownership and 4 or more from another family, on the member's own edges. B: not A, 4 or more
from each of two of network, content and timing. C: everything else. Core: 12 member bits or more, and 4 or more from
each of two families. Periphery: under 7. Probable: between. The family `other` (undeclared kinds) decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.linkage import Linkage
from fraudgraph.model.kinds import Family, Kind, kind_of
from fraudgraph.model.limits import CORE_BITS, FAMILY_BITS, OWNERSHIP_BITS, PERIPHERY_BITS
from fraudgraph.model.rings import BIT, EvidenceClass, Tier

Flags = NDArray[np.bool_]
Index = NDArray[np.int64]
DECIDING = (Family.OWNERSHIP, Family.NETWORK, Family.CONTENT, Family.TIMING)
CLASSES = (EvidenceClass.A, EvidenceClass.B, EvidenceClass.C)
TIERS = (Tier.CORE, Tier.PROBABLE, Tier.PERIPHERY)


@dataclass(frozen=True)
class Standing:
    """One entry a member, in the order of the linkage: index into CLASSES and TIERS; ring_class: index into CLASSES
    a ring.
    """

    member_class: Index
    tier: Index
    ring_class: Index

    @property
    def core(self) -> Flags:
        """Members in the core."""
        return np.asarray(self.tier == 0)


def family_units(own_units: Index, kinds: tuple[str, ...], declared: Mapping[str, Kind]) -> Index:
    """units[members, 4]: evidence on a member's own edges from ownership, network, content and timing; negative kinds
    take away.
    """
    out = np.zeros((len(own_units), len(DECIDING)), np.int64)
    for t, name in enumerate(kinds):
        family = kind_of(name, declared).family
        if family in DECIDING:
            out[:, DECIDING.index(family)] += own_units[:, t]
    return out


def stand(linkage: Linkage, kinds: tuple[str, ...], declared: Mapping[str, Kind]) -> Standing:
    """Class and tier of every member, class of every ring."""
    family = family_units(linkage.own_units, kinds, declared)
    enough = FAMILY_BITS * BIT
    owns, others = family[:, 0], (family[:, 1:] >= enough).sum(1)
    is_a = (owns >= OWNERSHIP_BITS * BIT) & (others >= 1)
    is_b = ~is_a & (others >= 2)
    member_class = np.where(is_a, 0, np.where(is_b, 1, 2))
    is_core = (linkage.member_units >= CORE_BITS * BIT) & ((family >= enough).sum(1) >= 2)
    tier = np.where(is_core, 0, np.where(linkage.member_units < PERIPHERY_BITS * BIT, 2, 1))
    return Standing(member_class, tier, _ring_class(linkage, member_class, is_core))


def _ring_class(linkage: Linkage, member_class: Index, is_core: Flags) -> Index:
    """The class of most of the core, or of most members where a ring has no core; the weaker class among equals."""
    K = linkage.rings
    cores = np.bincount(linkage.ring[is_core], minlength=K)
    counts = is_core | (cores == 0)[linkage.ring]
    key = linkage.ring[counts] * len(CLASSES) + member_class[counts]
    votes = np.bincount(key, minlength=K * len(CLASSES)).reshape(K, len(CLASSES))
    return np.asarray(len(CLASSES) - 1 - votes[:, ::-1].argmax(1))
