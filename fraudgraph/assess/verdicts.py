"""What a verdict changes in how a ring or a member stands. People outrank the machine; the facts stay as they are."""

from dataclasses import replace

from fraudgraph.model.judgement import Said
from fraudgraph.model.rings import Band, EvidenceClass, Member, Review, Ring, Role, Tier

_CLOSED = (Review.REJECTED, Review.BENIGN, Review.UNSURE)
_CLEARED = (Said.REJECTED, Said.BENIGN, Said.UNSURE)
_DOUBTFUL = (Role.BYSTANDER, Role.VICTIM)


def judged(ring: Ring, verdict: str, still_holds: bool) -> Ring:
    """The ring under a verdict: set apart while it holds; waiting, where the sweep put it, once it changed."""
    if not still_holds:
        return replace(ring, review=Review.CHANGED)
    return replace(ring, review=Review(verdict), band=Band.JUDGED)


def queued(member: Member, review: Review, verdict: str | None) -> Member:
    """The member, in the queue or not as people's words on its ring and on itself would have it.

    A confirmed ring queues its core of class A, doubtful members never; whoever is cleared, or not sure, leaves it.
    """
    if verdict in _CLEARED or review in _CLOSED:
        return replace(member, in_queue=False)
    if review is not Review.CONFIRMED:
        return member
    strong = member.member_class is EvidenceClass.A and member.tier is Tier.CORE
    return replace(member, in_queue=strong and member.role not in _DOUBTFUL)


def ranked(rings: tuple[Ring, ...]) -> tuple[Ring, ...]:
    """Rings in the order of the list: those that are judged after all that wait, each part as the sweep ranked it."""
    order = sorted(rings, key=lambda ring: (ring.band is Band.JUDGED, ring.rank))
    return tuple(replace(ring, rank=place) for place, ring in enumerate(order, 1))
