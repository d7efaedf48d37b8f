"""From overlapping candidates to disjoint sets of great total gain."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from fraudgraph.detect.incidence import Index
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import NONE, Sets


@dataclass(frozen=True, slots=True)
class Candidate:
    """A set that passed the gate, with its gain in units."""

    members: Index
    gain: int


@dataclass
class _Board:
    """What is held while candidates come in."""

    label: Index
    held: dict[int, Index] = field(default_factory=dict)
    gain: dict[int, int] = field(default_factory=dict)

    def met(self, members: Index) -> tuple[list[int], int]:
        """The sets that a newcomer would replace (it holds half of them), and how many accounts the others keep from
        it.
        """
        label = self.label[members]
        label = label[label != NONE]
        if len(label) == 0:
            return [], 0
        holder, count = np.unique(label, return_counts=True)
        replaced = [z for z, c in zip(holder.tolist(), count.tolist(), strict=True) if 2 * c >= len(self.held[z])]
        inside = set(replaced)
        kept = sum(c for z, c in zip(holder.tolist(), count.tolist(), strict=True) if z not in inside)
        return replaced, kept

    def put(self, z: int, members: Index, gain: int, replaced: Sequence[int]) -> None:
        """Lay the newcomer on the board in place of those."""
        for old in replaced:
            accounts = self.held.pop(old)
            del self.gain[old]
            self.label[accounts[self.label[accounts] == old]] = NONE
        free = members[self.label[members] == NONE]
        self.label[free] = z
        self.held[z], self.gain[z] = free, gain


def select(candidates: Sequence[Candidate], accounts: int, params: Params) -> Sets:
    """Disjoint sets: small ones first; a larger candidate must beat the sum of those it replaces, and keep 1 -
    overlap of its accounts.
    """
    order = sorted(range(len(candidates)), key=lambda z: (len(candidates[z].members), -candidates[z].gain, z))
    board = _Board(np.full(accounts, NONE, np.int64))
    for z in order:
        members, gain = candidates[z].members, candidates[z].gain
        replaced, kept = board.met(members)
        size = len(members)
        worth = gain * (size - kept) // size
        if kept <= params.overlap * size and worth > sum(board.gain[old] for old in replaced):
            board.put(z, members, gain, replaced)
    return Sets.from_labels(board.label)
