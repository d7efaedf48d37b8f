"""How far a ring rests on what others can forge, and what was asked of it again."""

from collections.abc import Collection, Mapping, Sequence

from fraudgraph.case import Case, checks, sweeps
from fraudgraph.investigate.desk import Desk
from fraudgraph.investigate.views.checks import ChecksView, FramingView, Grade, Least, Needed
from fraudgraph.model.checks import Framing, RingChecks
from fraudgraph.model.kinds import Forgeability
from fraudgraph.model.limits import FRAMED, PERIPHERY_BITS
from fraudgraph.model.rings import BIT, Ring


def checked(case: Case, sweep_id: int, found: RingChecks | None) -> ChecksView:
    """The checks of a ring of that sweep. found: its own."""
    of_sweep = checks.of_sweep(case, sweep_id)
    if found is None:
        return ChecksView(of_sweep, None, (), None)
    return ChecksView(of_sweep, found.stability, found.together, found.hard_only)


def framing(at: Desk, sweep_id: int, ring: Ring, found: RingChecks | None) -> FramingView:
    """What the ring's evidence would take to forge."""
    easy = {share.kind for share in ring.kinds if not at.kind(share.kind).hard_to_fake}
    members = sweeps.member_bits(at.case, sweep_id, ring.ring_id)
    return FramingView(
        grades=grades(at, ring),
        left=sum(hard_bits(bits, by_kind, easy) >= PERIPHERY_BITS * BIT for bits, by_kind in members),
        at_most=FRAMED,
        least=tuple(_least(at, ring, one) for one in (found.framing if found else ())),
    )


def grades(at: Desk, ring: Ring) -> tuple[Grade, ...]:
    """The bits of the ring by what forging them takes, hardest first; grades without any are left out."""
    shares = [(at.kind(share.kind), share.bits) for share in ring.kinds]
    found = []
    for grade in Forgeability:
        own = [(kind, bits) for kind, bits in shares if kind.forgeability is grade]
        if own:
            found.append(Grade(grade, tuple(kind for kind, _ in own), sum(bits for _, bits in own)))
    return tuple(found)


def hard_bits(bits: int, by_kind: Mapping[str, int], easy: Collection[str]) -> int:
    """A member's bits without those of its own edges of kinds that are easy to forge, in units."""
    return bits - sum([own for kind, own in by_kind.items() if kind in easy])


def _least(at: Desk, ring: Ring, found: Framing) -> Least:
    owned = {share.kind: share.identifiers for share in ring.kinds}
    return Least(found.standing, tuple(_way(at, owned, way) for way in found.ways))


def _way(at: Desk, owned: dict[str, int], way: Sequence[tuple[str, int]]) -> tuple[Needed, ...]:
    return tuple(Needed(at.kind(kind), amount, owned.get(kind, amount)) for kind, amount in way)
