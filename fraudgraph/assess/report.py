"""Rings as they are kept: figures of each community, its members and what holds it together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.balance import balance
from fraudgraph.assess.bands import band_of, queue, signs_of
from fraudgraph.assess.calibration import Calibration
from fraudgraph.assess.roles import ROLES, doubtful, roles
from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import CLASSES, TIERS, Flags, Index
from fraudgraph.model.limits import PERIPHERY_BITS
from fraudgraph.model.rings import (
    BIT,
    Band,
    Change,
    KindShare,
    Member,
    Review,
    Ring,
    RingIdentifier,
    Sign,
)

ORDER = (Band.LOOK_FIRST, Band.FIND_MORE, Band.MORE_AGAINST, Band.JUDGED)


@dataclass(frozen=True)
class Assessed:
    """Rings of a scene: signs, bands and the queue, in the order of the linkage; roles: index into ROLES a member."""

    scene: Scene
    signs: tuple[tuple[Sign, ...], ...]
    bands: tuple[Band, ...]
    in_queue: Flags
    roles: Index
    calibration: Calibration | None = None


def assess(scene: Scene, calibration: Calibration | None = None) -> Assessed:
    """Signs, bands, roles and queue of every ring; the calibration, if there is one, is said beside the balance and
    decides nothing.
    """
    signs = signs_of(scene)
    classes = [CLASSES[c] for c in scene.standing.ring_class.tolist()]
    bands = tuple(band_of(some, ring_class) for some, ring_class in zip(signs, classes, strict=True))
    parts = roles(scene)
    return Assessed(scene, signs, bands, queue(scene, bands, doubtful(parts)), parts, calibration)


def rings(assessed: Assessed) -> tuple[Ring, ...]:
    """Every ring with its figures; ring_id is its place in the linkage until it is named, rank is its place in the
    list.
    """
    scene = assessed.scene
    drafts = [_ring(assessed, r) for r in range(scene.linkage.rings)]
    shares = _kind_shares(scene)
    drafts = [replace(ring, kinds=share) for ring, share in zip(drafts, shares, strict=True)]
    drafts = _with_activity(scene, drafts)
    drafts = _with_cells(scene, _with_associations(scene, drafts))
    place = {r: rank for rank, r in enumerate(sorted(range(len(drafts)), key=lambda r: order(drafts[r])), 1)}
    return tuple(replace(ring, rank=place[r]) for r, ring in enumerate(drafts))


def order(ring: Ring) -> tuple[int, float, int, int, int]:
    """Bands of evidence; among those to look at first harm going on now, elsewhere the balance of signs before it;
    then bits, then number.
    """
    signs = 0.0 if ring.band is Band.LOOK_FIRST else -ring.balance
    return (ORDER.index(ring.band), signs, -(ring.exchanges_7d or 0), -ring.ring_bits, ring.ring_id)


def _ring(assessed: Assessed, r: int) -> Ring:
    """The figures that come from linkage alone."""
    scene = assessed.scene
    linkage, start = scene.linkage, scene.start
    tiers = np.bincount(scene.standing.tier[start[r] : start[r + 1]], minlength=len(TIERS)).tolist()
    return Ring(
        ring_id=r,
        rank=0,
        band=assessed.bands[r],
        review=Review.NEW,
        ring_class=CLASSES[int(scene.standing.ring_class[r])],
        change=Change.BORN,
        joined=0,
        left=0,
        born_sweep=0,
        accounts=int(scene.sizes[r]),
        core=tiers[0],
        probable=tiers[1],
        periphery=tiers[2],
        open_accounts=None,
        suspended_accounts=None,
        exchanges=None,
        served=None,
        exchanges_7d=None,
        first_us=None,
        last_us=None,
        ring_bits=int(linkage.ring_units[r]),
        name_bits=int(linkage.name_units[r]),
        kinds=(),
        signs=assessed.signs[r],
        **_weighed(assessed, r),
        cells=(),
    )


def _weighed(assessed: Assessed, r: int) -> dict[str, Any]:
    """The balance of signs, what it has meant so far, and the roles of the members."""
    net, learned, start = balance(assessed.signs[r]), assessed.calibration, assessed.scene.start
    parts = np.bincount(assessed.roles[start[r] : start[r + 1]], minlength=len(ROLES)).tolist()
    return {
        "balance": net,
        "calibrated": learned.of(net) if learned else None,
        "judged_rings": learned.judged if learned else 0,
        "roles": tuple((role.value, count) for role, count in zip(ROLES, parts, strict=True) if count),
    }


def _with_activity(scene: Scene, drafts: Sequence[Ring]) -> list[Ring]:
    """Exchanges, times and status, where any fact measures them."""
    p = scene.profiles
    out = list(drafts)
    if "exchanges" in p.measured:
        # an account of which no outcome is known is -1: it takes nothing away
        names = ("exchanges", "exchanges_7d", "served")
        counts = {name: scene.total(np.maximum(getattr(p, name), 0)) for name in names}
        first = [_known(times) for times in scene.per_ring(p.first_us)]
        last = [_known(times) for times in scene.per_ring(p.last_us)]
        served = "outcome" in p.measured
        out = [
            replace(
                ring,
                exchanges=int(counts["exchanges"][r]),
                exchanges_7d=int(counts["exchanges_7d"][r]),
                served=int(counts["served"][r]) if served else None,
                first_us=int(first[r].min()) if len(first[r]) else None,
                last_us=int(last[r].max()) if len(last[r]) else None,
            )
            for r, ring in enumerate(out)
        ]
    if "status" in p.measured:
        suspended = scene.total(p.suspended == 1)
        out = [
            replace(ring, open_accounts=ring.accounts - int(suspended[r]), suspended_accounts=int(suspended[r]))
            for r, ring in enumerate(out)
        ]
    return out


def _known(times: NDArray[np.int64]) -> NDArray[np.int64]:
    return times[times >= 0]


def _kind_shares(scene: Scene) -> list[tuple[KindShare, ...]]:
    """What each kind contributes to each ring; members left without it: those with 7 bits or more when its own edges
    are taken away.
    """
    linkage, s = scene.linkage, scene.sightings
    K, T = linkage.rings, len(s.kinds)
    key = linkage.owned.ring * T + s.kind[linkage.owned.identifier]
    identifiers = np.bincount(key, minlength=K * T).reshape(K, T)
    start = scene.start[:-1]
    holds = np.add.reduceat(linkage.own_units != 0, start, axis=0, dtype=np.int64) if K else np.zeros((0, T), int)
    without = linkage.member_units[:, None] - linkage.own_units >= PERIPHERY_BITS * BIT
    left = np.add.reduceat(without, start, axis=0, dtype=np.int64) if K else np.zeros((0, T), int)
    out = []
    for r in range(K):
        used = [t for t in np.argsort(-linkage.kind_units[r], kind="stable").tolist() if identifiers[r, t]]
        out.append(
            tuple(
                KindShare(
                    s.kinds[t],
                    int(linkage.kind_units[r, t]),
                    int(identifiers[r, t]),
                    int(holds[r, t]),
                    int(left[r, t]),
                )
                for t in used
            )
        )
    return out


def _with_cells(scene: Scene, drafts: Sequence[Ring]) -> list[Ring]:
    """Sizes of the dense groups of each ring, largest first."""
    linkage = scene.linkage
    sizes = np.bincount(linkage.cell, minlength=linkage.cells)
    ring_of = np.zeros(linkage.cells, np.int64)
    ring_of[linkage.cell] = linkage.ring
    cells: list[list[int]] = [[] for _ in drafts]
    for size, r in zip(sizes.tolist(), ring_of.tolist(), strict=True):
        cells[r].append(size)
    return [replace(ring, cells=tuple(sorted(cells[r], reverse=True))) for r, ring in enumerate(drafts)]


def _with_associations(scene: Scene, drafts: Sequence[Ring]) -> list[Ring]:
    """Rings tied by less than what ties each: a hypothesis."""
    out = list(drafts)
    for number, group in enumerate(scene.linkage.associations, 1):
        for r in group:
            out[r] = replace(out[r], association=number, associated=tuple(x for x in group if x != r))
    return out


def members(assessed: Assessed, ring_ids: Sequence[int]) -> list[Member]:
    """Every membership; ring_ids: the id of each ring of the linkage."""
    scene = assessed.scene
    linkage, standing, s = scene.linkage, scene.standing, scene.sightings
    rows = zip(
        s.account_ids[linkage.account].tolist(),
        linkage.ring.tolist(),
        linkage.cell.tolist(),
        standing.tier.tolist(),
        standing.member_class.tolist(),
        assessed.in_queue.tolist(),
        linkage.member_units.tolist(),
        linkage.own_units.tolist(),
        assessed.roles.tolist(),
        strict=True,
    )
    return [
        Member(
            account,
            ring_ids[ring],
            cell,
            TIERS[tier],
            CLASSES[member_class],
            queued,
            bits,
            tuple((s.kinds[t], units) for t, units in enumerate(own) if units),
            ROLES[role].value,
        )
        for account, ring, cell, tier, member_class, queued, bits, own, role in rows
    ]


def identifiers(scene: Scene, ring_ids: Sequence[int]) -> dict[int, tuple[RingIdentifier, ...]]:
    """What holds each ring together, by ring id."""
    s, owned = scene.sightings, scene.linkage.owned
    holders = np.bincount(s.identifier, minlength=s.identifiers)
    found: dict[int, list[RingIdentifier]] = {ring_id: [] for ring_id in ring_ids}
    kind = s.kind[owned.identifier].tolist()
    value = s.identifier_values[owned.identifier].tolist()
    rows = zip(
        owned.ring.tolist(),
        kind,
        value,
        holders[owned.identifier].tolist(),
        owned.inside.tolist(),
        owned.worth.tolist(),
        strict=True,
    )
    for ring, t, text, k, x, worth in rows:
        found[ring_ids[ring]].append(RingIdentifier(s.kinds[t], text, k, x, worth))
    return {ring_id: tuple(some) for ring_id, some in found.items()}
