"""Classes and tiers at their boundaries; the family `other` decides nothing."""

from dataclasses import replace

import numpy as np
import pytest

from fraudgraph.assess.standing import CLASSES, TIERS, family_units, stand
from fraudgraph.detect.linkage import Linkage
from fraudgraph.model.kinds import BUILT_IN, Family, Kind, declare
from fraudgraph.model.rings import BIT, EvidenceClass, Tier
from tests.unit.assess.scenes import linkage

KINDS = ("device", "email", "ip", "payment_instrument", "prompt_fingerprint")
DEVICE, EMAIL, IP, PAYMENT, PROMPT = range(5)
A, B, C = CLASSES
LESS = -1
"""One unit of 2^-20 bit under."""


def alone(bits: dict[int, float], member_bits: float = 20, unit: int = 0) -> Linkage:
    """One ring of one kind of member: bits on its own edges by kind, and one unit more or less on each of them."""
    one = linkage([range(5)], member_bits=member_bits, own_bits=[bits.get(t, 0) for t in range(5)])
    shifted = np.where(one.own_units != 0, one.own_units + unit, 0)
    return replace(one, own_units=shifted)


def class_of(bits: dict[int, float], unit: int = 0) -> EvidenceClass:
    """The class of such a member."""
    return CLASSES[int(stand(alone(bits, unit=unit), KINDS, BUILT_IN).member_class[0])]


def tier_of(member_bits: float, bits: dict[int, float], unit: int = 0) -> Tier:
    """The tier of such a member; unit is added to the member's bits."""
    one = alone(bits, member_bits)
    one = replace(one, member_units=one.member_units + unit)
    return TIERS[int(stand(one, KINDS, BUILT_IN).tier[0])]


@pytest.mark.parametrize("other", [IP, PROMPT])
def test_class_a_is_eight_bits_of_ownership_and_four_of_another_family(other: int) -> None:
    """Exactly 8 and 4 are enough, a unit less is not."""
    assert class_of({PAYMENT: 8, other: 4}) is A
    assert class_of({PAYMENT: 8, other: 4}, LESS) is C
    assert class_of({PAYMENT: 9, other: 4}, LESS) is C
    assert class_of({PAYMENT: 8, other: 9}, LESS) is C


def test_two_kinds_of_one_family_add_up() -> None:
    """Payment and device are both ownership: 5 and 3 make 8."""
    assert class_of({PAYMENT: 5, DEVICE: 3, IP: 4}) is A


def test_another_family_is_one_of_them() -> None:
    """Two bits of network and two of content are not four of another family; two kinds of ownership neither."""
    assert class_of({PAYMENT: 20, IP: 2, PROMPT: 2}) is C
    assert class_of({PAYMENT: 20, DEVICE: 20}) is C


def test_class_b_is_four_bits_of_network_and_of_content() -> None:
    """Exactly four each, a unit less is C; ownership beside it makes it A only with eight."""
    assert class_of({IP: 4, PROMPT: 4}) is B
    assert class_of({IP: 4, PROMPT: 4}, LESS) is C
    assert class_of({IP: 4, PROMPT: 4, PAYMENT: 7}) is B
    assert class_of({IP: 4, PROMPT: 4, PAYMENT: 8}) is A


def test_everything_else_is_class_c() -> None:
    """One family alone, however strong, and nothing at all."""
    assert class_of({IP: 100}) is C
    assert class_of({PAYMENT: 100}) is C
    assert class_of({}) is C


def test_the_family_other_decides_no_class() -> None:
    """A hundred bits of an undeclared kind change nothing; declared as ownership they do."""
    assert class_of({EMAIL: 100, PAYMENT: 8}) is C
    assert class_of({EMAIL: 100, IP: 4}) is C
    declared = declare([Kind("email", Family.OWNERSHIP)])
    assert CLASSES[int(stand(alone({EMAIL: 8, IP: 4}), KINDS, declared).member_class[0])] is A


def test_a_kind_that_speaks_against_takes_away() -> None:
    """Negative bits of a kind count in its family."""
    assert class_of({PAYMENT: 9, DEVICE: -2, IP: 4}) is C
    assert class_of({PAYMENT: 10, DEVICE: -2, IP: 4}) is A


def test_the_core_has_twelve_bits_and_four_of_two_families() -> None:
    """Exactly twelve; the class does not matter."""
    assert tier_of(12, {IP: 4, PROMPT: 4}) is Tier.CORE
    assert tier_of(12, {IP: 4, PAYMENT: 4}) is Tier.CORE
    assert tier_of(12, {IP: 4, PROMPT: 4}, LESS) is Tier.PROBABLE


def test_one_family_alone_is_never_core() -> None:
    """A hundred bits from addresses; four of two families are needed."""
    assert tier_of(100, {IP: 100}) is Tier.PROBABLE
    assert tier_of(100, {IP: 100, PROMPT: 3.9}) is Tier.PROBABLE
    assert tier_of(100, {IP: 100, EMAIL: 50}) is Tier.PROBABLE


def test_the_periphery_is_under_seven_bits() -> None:
    """Exactly seven is probable, a unit less is periphery, negative too."""
    families: dict[int, float] = {IP: 20, PROMPT: 20}
    assert tier_of(7, families) is Tier.PROBABLE
    assert tier_of(7, families, LESS) is Tier.PERIPHERY
    assert tier_of(-3, families) is Tier.PERIPHERY


def test_units_are_summed_by_family() -> None:
    """Ownership, network, content, timing; `other` is in none."""
    units = family_units(alone({DEVICE: 1, EMAIL: 50, IP: 2, PAYMENT: 4, PROMPT: 8}).own_units, KINDS, BUILT_IN)
    assert units[0].tolist() == [5 * BIT, 2 * BIT, 8 * BIT, 0]


def mixed(classes: list[EvidenceClass], cores: list[bool]) -> EvidenceClass:
    """The class of a ring whose members have these classes, and are in its core or not."""
    bits: dict[EvidenceClass, list[float]] = {A: [0, 0, 4, 8, 0], B: [0, 0, 4, 0, 4], C: [2, 0, 4, 4, 0]}
    one = linkage([range(len(classes))], own_bits=[0] * 5)
    own = np.array([[round(b * BIT) for b in bits[c]] for c in classes], np.int64)
    members = np.array([12 * BIT if core else 11 * BIT for core in cores], np.int64)
    standing = stand(replace(one, own_units=own, member_units=members), KINDS, BUILT_IN)
    assert [CLASSES[c] for c in standing.member_class.tolist()] == classes
    assert standing.core.tolist() == cores
    return CLASSES[int(standing.ring_class[0])]


def test_a_ring_is_of_the_class_of_most_of_its_core() -> None:
    """Three of class B outside the core do not outweigh two of class A in it."""
    assert mixed([A, A, B, B, B], [True, True, False, False, False]) is A
    assert mixed([A, B, B], [True, True, True]) is B


def test_a_ring_without_core_is_of_the_class_of_most_members() -> None:
    """All count."""
    assert mixed([A, B, B], [False] * 3) is B
    assert mixed([A, A, C], [False] * 3) is A


def test_among_equals_the_weaker_class_counts() -> None:
    """One A and one B is B; one of each is C."""
    assert mixed([A, B], [True, True]) is B
    assert mixed([A, B, C], [False] * 3) is C


def test_no_rings_have_no_standing() -> None:
    """Empty arrays, no error."""
    standing = stand(linkage([], own_bits=[0] * 5), KINDS, BUILT_IN)
    assert len(standing.tier) == len(standing.ring_class) == 0
