"""Whether an account has a life of its own beside what ties it to its ring."""

import numpy as np

from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import Flags
from fraudgraph.model.kinds import Family

HALF, QUARTER = 0.5, 0.25


def own_life(scene: Scene) -> tuple[Flags, Flags]:
    """bool[members] twice: lives apart from the ring in two families of three; and whether that can be told.

    Ownership: a payment identifier that nobody else has. Network: half of the exchanges or more from addresses that
    do not hold the ring together. Content: a quarter or more of those with a prompt on prompts that nobody else sent.
    """
    account, p = scene.linkage.account, scene.profiles
    exchanges = np.maximum(p.exchanges[account], 1)
    pays = scene.private(Family.OWNERSHIP)[account] > 0
    seen = scene.edges(Family.NETWORK)[account]
    connects = (seen > 0) & (scene.on_owned(Family.NETWORK) < HALF * np.minimum(seen, exchanges))
    alone = scene.private(Family.NETWORK)[account] > 0
    connects |= (seen == 0) & alone
    given = p.with_template[account]
    shared = scene.edges(Family.CONTENT)[account]
    writes = (given > 0) & (given - shared >= QUARTER * given)
    known = p.exchanges[account] > 0
    return (pays.astype(np.int64) + connects + writes >= 2) & known, known
