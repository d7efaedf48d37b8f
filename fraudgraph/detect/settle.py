"""The last word on who is in a cell: whoever costs it bits leaves, free accounts come in where they save bits.

Trimming looks at what a member holds. What it does not hold counts too: an account that holds two of a ring's hundred
identifiers makes the other ninety-eight dearer, each having one member more without it. Membership (G(C) - G(C without
a)) has both, so a member below zero leaves.

An account alone comes in on what the cell owns already. Several may share something that the cell does not own,
because none of its members holds it: a card that the last four of a ring share among themselves. They come in
together with it, where the set with all of them saves more bits.
"""

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.fits import fits
from fraudgraph.detect.groups import adopt_groups
from fraudgraph.detect.incidence import Index, ranges
from fraudgraph.detect.law import Law
from fraudgraph.detect.members import membership
from fraudgraph.detect.sets import Sets


def settle(law: Law, cells: Sets) -> Sets:
    """Release, adopt groups, adopt, release where somebody came: no step lowers the gain of a cell."""
    cells = release(law, cells)
    wider = adopt(law, adopt_groups(law, cells))
    return release(law, wider, np.flatnonzero(wider.sizes > cells.sizes))


def release(law: Law, cells: Sets, among: Index | None = None) -> Sets:
    """Let the members go that cost their cell bits, if it gains by it and stays large enough. among: cells to look at
    (None: all); one that nobody leaves is not looked at again.
    """
    left = np.arange(cells.K) if among is None else among
    for _ in range(law.params.release_rounds):
        if len(left) == 0:
            break
        at, which = ranges(cells.start[left], cells.sizes[left])
        stays = np.ones(len(cells.member), np.bool_)
        stays[at] = _stays(law, Sets(which, cells.member[at]))
        fewer = cells.keep_members(stays)
        left = left[fewer.sizes[left] < cells.sizes[left]]
        cells = fewer
    return cells


def _stays(law: Law, cells: Sets) -> NDArray[np.bool_]:
    """Of each member, whether it stays for now."""
    evidence = law.weigh(cells)
    stays = membership(law, cells, evidence).gain >= 0
    large = np.bincount(cells.owner, stays, minlength=cells.K) >= law.params.min_size
    stays |= ~large[cells.owner]
    better = law.weigh(cells.keep_members(stays)).gain > evidence.gain
    return np.asarray(stays | ~better[cells.owner], dtype=np.bool_)


def adopt(law: Law, cells: Sets) -> Sets:
    """Give each free account to the cell where it saves most bits, if it holds two owned identifiers there and the
    cell gains by it.
    """
    for _ in range(law.params.adopt_rounds):
        if cells.K == 0:
            break
        evidence = law.weigh(cells)
        some = fits(law, cells, evidence.owned)
        some = some.take((some.saved > 0) & (some.shared >= law.params.adopt_shared)).best_of_each()
        if len(some.account) == 0:
            break
        longer = law.weigh(cells.joined_by(some.cell, some.account)).gain > evidence.gain
        some = some.take(longer[some.cell])
        cells = cells.joined_by(some.cell, some.account)
    return cells
