"""Which ring of the sweep before is which community of this one.

Containment |A n B| / min(|A|, |B|) >= 1/2, not Jaccard: a ring that triples is still itself. One to one, by greatest
shared core (all members where either has no core); rings of the last sweep before dormant ones, those that a person
confirmed before others, lower ids first among equals.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fraudgraph.model.rings import Change

CONTAINED = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """A ring as it was last seen; dormant: not in the last sweep; pinned: a person confirmed it, so its id stays."""

    ring_id: int
    members: frozenset[str]
    core: frozenset[str]
    dormant: bool = False
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A community of this sweep, not named yet."""

    members: frozenset[str]
    core: frozenset[str]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a community became. came_from: the ring that it split from, or the one whose id it keeps; absorbed: rings
    merged into it.
    """

    ring_id: int
    change: Change
    joined: int
    left: int
    came_from: int | None = None
    absorbed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """carried: one a community, in their order; gone: rings of the last sweep without a community now, that merged
    into none; born: new ids.
    """

    carried: tuple[Carried, ...]
    gone: tuple[int, ...]
    born: tuple[int, ...] = field(default=())


def match(known: Sequence[Known], found: Sequence[Found], next_id: int) -> Matching:
    """Give every community its id; new ones are numbered from next_id in the order of `found`."""
    shared = _shared(known, found)
    kept = _one_to_one(known, found, shared)
    parents = _mostly_from(known, found, shared)
    absorbed, split = _absorbed(known, shared, kept), _split(kept, parents)
    carried: list[Carried] = []
    born: list[int] = []
    for c, community in enumerate(found):
        if c in kept:
            carried.append(_same_ring(known[kept[c]], community, kept[c] in split, absorbed.get(c, ())))
        else:
            ring_id = next_id + len(born)
            born.append(ring_id)
            carried.append(_new_ring(ring_id, community, known, parents.get(c)))
    merged = {ring_id for some in absorbed.values() for ring_id in some}
    named = {known[p].ring_id for p in kept.values()}
    gone = tuple(k.ring_id for k in known if not k.dormant and k.ring_id not in merged | named)
    return Matching(tuple(carried), gone, tuple(born))


def _shared(known: Sequence[Known], found: Sequence[Found]) -> Counter[tuple[int, int]]:
    """Accounts in common of each (known, found) that have any."""
    home: dict[str, int] = {account: c for c, community in enumerate(found) for account in community.members}
    return Counter((p, home[account]) for p, ring in enumerate(known) for account in ring.members if account in home)


def _overlap(ring: Known, community: Found) -> tuple[int, float]:
    """Shared core and its containment; of all members where either has no core."""
    cores = bool(ring.core and community.core)
    a, b = (ring.core, community.core) if cores else (ring.members, community.members)
    common = len(a & b)
    return common, common / min(len(a), len(b))


def _one_to_one(
    known: Sequence[Known], found: Sequence[Found], shared: Mapping[tuple[int, int], int]
) -> dict[int, int]:
    """The known ring of each community that keeps an id."""
    pairs = []
    for p, c in shared:
        common, contained = _overlap(known[p], found[c])
        if contained >= CONTAINED:
            ring = known[p]
            pairs.append((ring.dormant, not ring.pinned, -common, ring.ring_id, c, p))
    kept: dict[int, int] = {}
    taken: set[int] = set()
    for *_, c, p in sorted(pairs):
        if c not in kept and p not in taken:
            kept[c] = p
            taken.add(p)
    return kept


def _mostly_from(
    known: Sequence[Known], found: Sequence[Found], shared: Mapping[tuple[int, int], int]
) -> dict[int, int]:
    """The ring of the last sweep from which at least half of a community comes."""
    best: dict[int, tuple[int, int, int]] = {}
    for (p, c), common in shared.items():
        if not known[p].dormant and common >= CONTAINED * len(found[c].members):
            best[c] = max(best.get(c, (0, 0, 0)), (common, -known[p].ring_id, p))
    return {c: p for c, (_, _, p) in best.items()}


def _split(kept: Mapping[int, int], parents: Mapping[int, int]) -> frozenset[int]:
    """The known rings from which a community under a new id mostly comes."""
    return frozenset(parent for c, parent in parents.items() if c not in kept)


def _absorbed(
    known: Sequence[Known], shared: Mapping[tuple[int, int], int], kept: Mapping[int, int]
) -> dict[int, tuple[int, ...]]:
    """Rings of the last sweep that lost their id to the community that holds at least half of them (the first of two
    halves).
    """
    named = set(kept.values())
    home: dict[int, int] = {}
    for (p, c), common in sorted(shared.items()):
        ring = known[p]
        if p not in named and not ring.dormant and c in kept and common >= CONTAINED * len(ring.members):
            home.setdefault(ring.ring_id, c)
    into: dict[int, list[int]] = {}
    for ring_id, c in sorted(home.items()):
        into.setdefault(c, []).append(ring_id)
    return {c: tuple(ids) for c, ids in into.items()}


def _same_ring(ring: Known, community: Found, split: bool, absorbed: tuple[int, ...]) -> Carried:
    """A community that keeps an id."""
    joined, left = len(community.members - ring.members), len(ring.members - community.members)
    if ring.dormant:
        change = Change.RETURNED
    elif split:
        change = Change.SPLIT
    elif absorbed:
        change = Change.MERGED
    elif joined == left == 0:
        change = Change.SAME
    else:
        change = Change.GREW if joined >= left else Change.SHRANK
    return Carried(ring.ring_id, change, joined, left, ring.ring_id, absorbed)


def _new_ring(ring_id: int, community: Found, known: Sequence[Known], parent: int | None) -> Carried:
    """A community under a new id: born, or a piece of a ring that split."""
    if parent is None:
        return Carried(ring_id, Change.BORN, len(community.members), 0)
    joined = len(community.members - known[parent].members)
    return Carried(ring_id, Change.SPLIT, joined, 0, known[parent].ring_id)
