"""What part each member seems to have, from what it does beside the ring. A reading of the facts, never a finding."""

import numpy as np

from fraudgraph.assess.life import own_life
from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import Flags, Index, family_units
from fraudgraph.model.kinds import Family
from fraudgraph.model.limits import FAMILY_BITS
from fraudgraph.model.rings import BIT, Role

DAY_US = 86_400_000_000
FAR_US = 90 * DAY_US
"""An account is far older than its ring from so long before the ring's usual sign-ups on."""
TUKEY = 1.5
"""Quartile distances beyond the lower quartile that still are usual."""
FEW = 5
"""Known sign-ups under which a ring has no usual age."""
MAINLY = 2 / 3
"""Share of an identifier's holders inside the ring that one cell must have for it to be that cell's."""
ROLES = (Role.POOL, Role.MIXED, Role.BRIDGE, Role.BYSTANDER, Role.VICTIM)


def roles(scene: Scene) -> np.ndarray:
    """int64[members]: index into ROLES, the first that fits of victim, bystander, bridge, mixed, pool.

    victim: far older than its ring, tied by ownership, with other things to do than the ring's. bystander: periphery;
    or not anchored by two others; or one family ties it and it lives apart or is far older. bridge: holds
    what is another cell's. mixed: lives apart.
    """
    families = family_units(scene.linkage.own_units, scene.sightings.kinds, scene.declared)
    ties = (families >= FAMILY_BITS * BIT).sum(1)
    owns = families[:, 0] >= FAMILY_BITS * BIT
    life, _ = own_life(scene)
    old = far_older(scene)
    apart = life | ~_busy_for_ring(scene)
    tests = (
        (old & owns & (apart | (ties <= 1)), Role.VICTIM),
        ((scene.standing.tier == 2) | unanchored(scene), Role.BYSTANDER),
        ((ties <= 1) & (life | old), Role.BYSTANDER),
        (bridges(scene), Role.BRIDGE),
        (life, Role.MIXED),
    )
    codes = [np.full(len(old), ROLES.index(role)) for _, role in tests]
    return np.select([test for test, _ in tests], codes, ROLES.index(Role.POOL))


def doubtful(codes: np.ndarray) -> Flags:
    """bool[members]: bystanders and possible victims, who are never in the queue."""
    return np.asarray((codes == ROLES.index(Role.BYSTANDER)) | (codes == ROLES.index(Role.VICTIM)))


def far_older(scene: Scene) -> Flags:
    """bool[members]: signed up long before the ring's usual accounts (Tukey's fence and FAR_US)."""
    out = np.zeros(len(scene.linkage.account), bool)
    for r, created in enumerate(scene.per_ring(scene.profiles.created_us)):
        known = created[created >= 0]
        if len(known) >= FEW:
            low, high = np.percentile(known, (25, 75))
            fence = low - max(TUKEY * (high - low), FAR_US)
            out[scene.start[r] : scene.start[r + 1]] = (created >= 0) & (created < fence)
    return out


def _busy_for_ring(scene: Scene) -> Flags:
    """bool[members]: half or more of its exchanges over addresses, or with prompts, that hold the ring together."""
    p, account = scene.profiles, scene.linkage.account
    connects = scene.on_owned(Family.NETWORK) * 2 >= np.maximum(p.exchanges[account], 1)
    writes = scene.on_owned(Family.CONTENT) * 2 >= np.maximum(p.with_template[account], 1)
    return np.asarray(connects | writes)


def unanchored(scene: Scene) -> Flags:
    """bool[members]: fewer than two other members that are anchored themselves, and not periphery, share what ties it:
    it is tied to one account (a couple, the owner of a stolen card), or to others that hang on the ring, not to the
    ring. The largest set without such members is found by taking them away until none is left (a 2-core: Seidman 1983).
    """
    member, place = _places(scene)
    anchored = scene.standing.tier != 2
    while True:
        witnessed = _two_witnesses(member, place, anchored)
        if witnessed[anchored].all():
            return ~witnessed
        anchored &= witnessed


def _places(scene: Scene) -> tuple[Index, Index]:
    """Member and place of every edge to what holds its ring together; a place is one identifier in one ring."""
    member, identifier, _ = scene.owned_edges
    key = scene.linkage.ring[member] * np.int64(scene.sightings.identifiers) + identifier
    return member, np.unique(key, return_inverse=True)[1]


def _two_witnesses(member: Index, of: Index, anchored: Flags) -> Flags:
    """bool[members]: shares identifiers (`of`, an entry an edge) with two different anchored others."""
    m, strong = len(anchored), anchored[member]
    count = np.bincount(of[strong], minlength=int(of.max(initial=-1)) + 1)
    total = np.bincount(of[strong], member[strong], minlength=len(count)).astype(np.int64)
    others = count[of] - strong
    only = total[of] - np.where(strong, member, 0)
    first, last = np.full(m, m, np.int64), np.full(m, -1, np.int64)
    np.minimum.at(first, member[others == 1], only[others == 1])
    np.maximum.at(last, member[others == 1], only[others == 1])
    return np.asarray((np.bincount(member[others >= 2], minlength=m) > 0) | (first < last))


def bridges(scene: Scene) -> Flags:
    """bool[members]: holds an identifier that is mainly another cell's, and one that is mainly its own cell's."""
    member, place = _places(scene)
    cell, m, C = scene.linkage.cell, len(scene.linkage.account), scene.linkage.cells
    inside = np.bincount(place, minlength=1)
    keys, counts = np.unique(place * max(C, 1) + cell[member], return_counts=True)
    mainly = counts >= MAINLY * inside[keys // max(C, 1)]
    main = np.full(len(inside), -1)
    main[keys[mainly] // max(C, 1)] = keys[mainly] % max(C, 1)
    belongs = main[place]
    abroad = np.bincount(member[(belongs >= 0) & (belongs != cell[member])], minlength=m) > 0
    at_home = np.bincount(member[belongs == cell[member]], minlength=m) > 0
    return np.asarray(abroad & at_home)
