"""Rings beside rings of similar size and shape, and how dependent or common signs weigh less."""

from dataclasses import replace

import numpy as np
import pytest

from fraudgraph.assess.balance import NO_RING
from fraudgraph.assess.bands import INDICATORS, signs_of
from fraudgraph.assess.indicator import Indicator, Measured
from fraudgraph.assess.peers import FEWEST, Peers, similar
from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.model.rings import State
from tests.unit.assess.scenes import edges, linkage, profiles, scene, with_measured
from tests.unit.detect.worlds import CARD, IP, PROMPT

RINGS = [range(10 * r, 10 * r + 10) for r in range(10)]
VALUES = np.array([0.9, *[0.6] * 9])


def indicator(against: bool = False) -> Indicator:
    """One that measures VALUES: present from 0.5, graded by the way from the others' value to 1."""

    def judge(ring: Floats, others: Floats) -> Floats:
        return np.where(ring >= 0.5, (ring - others) / (1 - others), 0.0)

    def measure(of: Scene) -> Measured:
        return Measured(VALUES.copy(), np.array(0.1))

    return Indicator("v", "g", "v", "share", "", (), (), -3.0 if against else 3.0, measure, judge, against)


def peers(count: int = 9, honest: bool = True) -> Peers:
    """So many peers for the first ring, none for the others."""
    near = (np.arange(1, 1 + count), *[np.zeros(0, np.int64)] * 9)
    return Peers(near, {"g": np.full(10, honest)})


def many() -> Scene:
    """Ten rings of ten."""
    some = edges({}, 120)
    return scene(some=some, found=linkage(RINGS, some=some))


def test_the_kinder_reference_is_taken_and_named() -> None:
    """0.9 beside 0.6 of its peers says less than beside 0.1 of everybody."""
    one = indicator()
    first = one.weigh(many())
    second = one.among(first, peers())
    assert (second.others[0], second.reference[0]) == (0.6, "9 rings of similar size and shape")
    assert second.grade[0] == pytest.approx(0.75)
    assert second.grade[0] < first.grade[0]
    assert (second.others[1], second.reference[1]) == (0.1, NO_RING)


def test_a_sign_against_stays_with_the_accounts_in_no_ring() -> None:
    """As uneven as machines are is nothing that speaks for anybody: the population's 0.1, not the peers' 0.6."""
    one = indicator(against=True)
    second = one.among(one.weigh(many()), peers())
    assert (second.others[0], second.reference[0]) == (0.1, NO_RING)


def test_few_peers_are_no_reference() -> None:
    """Under eight, or none that look honest: the accounts in no ring."""
    for some in (peers(FEWEST - 1), peers(9, honest=False)):
        one = indicator()
        second = one.among(one.weigh(many()), some)
        assert second.reference[0] == NO_RING
        assert np.isinf(second.cap[0])


def test_what_every_honest_peer_shows_weighs_next_to_nothing() -> None:
    """None of nine show as much: log2 of 11; all of them: log2 of 11/10."""
    one = indicator()
    first = one.weigh(many())
    assert one.among(first, peers()).cap[0] == pytest.approx(np.log2(11))
    first.grade[:] = 0.7
    weighed = one.among(first, peers())
    assert weighed.cap[0] == pytest.approx(np.log2(11 / 10))
    assert one.bits(weighed)[0] == pytest.approx(np.log2(11 / 10))


def test_bits_grow_with_the_distance_and_are_capped_by_the_weight() -> None:
    """Monotone in the value, never above abuse_bits."""
    one = indicator()
    grades = one.graded(Measured(np.linspace(0, 1, 50), np.array(0.1)), np.full(50, 0.1))
    assert (np.diff(grades) >= 0).all()
    assert grades.max() == 1.0


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.name)
def test_every_judge_is_monotone(one: Indicator) -> None:
    """Further away never weighs less: up or down, not both; between 0 and the weight. Being as uneven as others is
    best where they are, and falls to both sides.
    """
    values = np.linspace(0.0, 30.0, 400) if one.unit in ("times", "accounts") else np.linspace(0, 1, 400)
    for others in (0.05, 0.3) if one.unit == "share" else (1.0, 6.0):
        grades = one.graded(Measured(values, np.array(others)), np.full(400, others))
        steps = np.diff(grades)
        way = np.sign(steps[np.abs(steps) > 1e-12]) if one.name == "uneven_load" else np.zeros(0)
        falls = np.flatnonzero(way < 0)
        assert (steps >= 0).all() or (steps <= 0).all() or (way[: falls[0]] > 0).all()
        assert 0 <= grades.min() <= grades.max() <= 1


def test_similar_rings_have_like_sizes_families_and_payers() -> None:
    """Ten and twenty accounts are alike, ten and fifty are not; nor one card for all and none."""
    groups = [range(10), range(10, 30), range(30, 80), range(80, 90)]
    some = edges({(CARD, "c"): range(80, 90), (IP, "i"): range(10)}, 120)
    near = similar(scene(some=some, found=linkage(groups, some=some)))
    assert [one.tolist() for one in near] == [[1], [0, 2], [1], []]


def vouched(rings: int, organizations: int) -> Scene:
    """So many rings of ten on templates, of which the first few declare an organisation."""
    groups = [range(10 * r, 10 * r + 10) for r in range(rings)]
    n = 10 * rings + 50
    some = edges({(PROMPT, "t"): range(10 * rings)}, n)
    some = replace(some, count=np.full(len(some.account), 10, np.int64))
    every = {tuple(range(n)): 10}
    declared = np.full(n, -1, np.int32)
    declared[: 10 * organizations] = np.arange(10 * organizations) // 10
    known = profiles(n, exchanges=every, organization=declared)
    return scene(
        with_measured(known, "exchanges", "template", "organization"),
        some,
        linkage(groups, some=some, own_bits=(6, 10, 6)),
    )


def test_rings_that_nobody_vouches_for_are_nobodys_peers() -> None:
    """The pieces of a ring that hides well look alike: they must not excuse each other. Firms do."""
    alone = {one.name: one for one in signs_of(vouched(12, 0))[11]}["shared_templates"]
    assert (alone.reference, alone.abuse_bits) == (NO_RING, 3.0)
    beside = {one.name: one for one in signs_of(vouched(12, 11))[11]}["shared_templates"]
    assert beside.reference == "11 rings of similar size and shape"
    assert beside.abuse_bits < 1


def test_groups_and_references_are_told_with_the_signs() -> None:
    """Every sign says its group; without peers the reference is the accounts in no ring."""
    for sign in signs_of(scene())[0]:
        assert sign.group
        assert sign.reference == NO_RING
        assert sign.state is not State.PRESENT or sign.abuse_bits != 0
