"""What people's words change in the list and in the queue."""

from dataclasses import replace

import pytest

from fraudgraph.assess.verdicts import judged, queued, ranked
from fraudgraph.model.rings import Band, EvidenceClass, Review, Role, Tier
from tests.unit.investigate.conftest import a_member, a_ring

CORE = a_member("acct", 1, Tier.CORE, 30)


def test_a_verdict_that_holds_sets_the_ring_apart() -> None:
    """Band and review; nothing else."""
    ring = a_ring(1, 1, 3)
    assert judged(ring, "benign", True) == replace(ring, band=Band.JUDGED, review=Review.BENIGN)


def test_a_verdict_that_does_not_hold_leaves_the_ring_where_it_was() -> None:
    """It waits again, as changed."""
    ring = a_ring(1, 1, 3)
    assert judged(ring, "benign", False) == replace(ring, review=Review.CHANGED)


@pytest.mark.parametrize("verdict", ["benign", "rejected", "unsure"])
def test_who_is_cleared_is_never_in_the_queue(verdict: str) -> None:
    """Whatever was said of the ring."""
    for review in Review:
        assert not queued(CORE, review, verdict).in_queue


@pytest.mark.parametrize("review", [Review.BENIGN, Review.REJECTED, Review.UNSURE])
def test_a_ring_that_is_not_confirmed_queues_nobody(review: Review) -> None:
    """A confirmed account neither: the queue is of rings."""
    assert not queued(CORE, review, None).in_queue
    assert not queued(CORE, review, "confirmed").in_queue


def test_a_confirmed_ring_queues_its_core_of_class_a() -> None:
    """Also where the machine would not have looked first; weak and doubtful members never."""
    out = replace(CORE, in_queue=False)
    assert queued(out, Review.CONFIRMED, None).in_queue
    for doubt in (
        replace(CORE, tier=Tier.PROBABLE),
        replace(CORE, member_class=EvidenceClass.B),
        replace(CORE, role=Role.BYSTANDER.value),
        replace(CORE, role=Role.VICTIM.value),
    ):
        assert not queued(doubt, Review.CONFIRMED, None).in_queue


def test_nothing_said_changes_nothing() -> None:
    """The sweep's own queue."""
    for member in (CORE, replace(CORE, in_queue=False)):
        for review in (Review.NEW, Review.TO_DO, Review.CHANGED):
            assert queued(member, review, None) == member
            assert queued(member, review, "confirmed") == member


def test_judged_rings_stand_last() -> None:
    """Each part in the order of the sweep, without a gap."""
    rings = tuple(a_ring(number, number, 3) for number in (1, 2, 3, 4))
    mixed = (judged(rings[0], "benign", True), rings[1], judged(rings[2], "unsure", True), rings[3])
    assert [(ring.ring_id, ring.rank) for ring in ranked(mixed)] == [(2, 1), (4, 2), (1, 3), (3, 4)]
