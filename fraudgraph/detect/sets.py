"""Sets of accounts, possibly overlapping, as two parallel arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.incidence import Index

NONE = -1
"""Label of an account in no set."""


@dataclass(frozen=True)
class Sets:
    """K sets: member[i] (an account) belongs to set owner[i]; owner ascends from 0 to K - 1 without gaps."""

    owner: Index
    member: Index

    @cached_property
    def K(self) -> int:
        """How many sets."""
        return int(self.owner[-1]) + 1 if len(self.owner) else 0

    @cached_property
    def sizes(self) -> Index:
        """int64[K]: members of each."""
        return np.bincount(self.owner, minlength=self.K)

    @cached_property
    def start(self) -> Index:
        """int64[K + 1]: the members of set c are at start[c] .. start[c + 1] - 1."""
        return np.concatenate([[0], np.cumsum(self.sizes)])

    def of(self, c: int) -> Index:
        """The members of set c."""
        return self.member[self.start[c] : self.start[c + 1]]

    def labels(self, size: int) -> Index:
        """int64[size]: the set of each account, NONE without one (the last one where sets overlap)."""
        label = np.full(size, NONE, np.int64)
        label[self.member] = self.owner
        return label

    def take(self, keep: NDArray[np.bool_]) -> "Sets":
        """The sets where keep (bool[K]) holds, renumbered."""
        inside = keep[self.owner]
        return Sets((np.cumsum(keep) - 1)[self.owner[inside]], self.member[inside])

    def keep_members(self, keep: NDArray[np.bool_]) -> "Sets":
        """The members where keep (bool[len(member)]) holds; sets left empty disappear."""
        return Sets.grouped(self.owner[keep], self.member[keep])

    def joined_by(self, owner: Index, member: Index) -> "Sets":
        """The sets with more members."""
        return Sets.grouped(np.concatenate([self.owner, owner]), np.concatenate([self.member, member]))

    def at_least(self, size: int) -> "Sets":
        """The sets of at least `size` members."""
        return self if (self.sizes >= size).all() else self.take(self.sizes >= size)

    @staticmethod
    def empty() -> "Sets":
        """No sets."""
        return Sets(np.zeros(0, np.int64), np.zeros(0, np.int64))

    @staticmethod
    def grouped(owner: NDArray[Any], member: NDArray[Any]) -> "Sets":
        """Sets by any owner codes, numbered by ascending code; members keep their order."""
        if (owner[1:] < owner[:-1]).any():
            order = np.argsort(owner, kind="stable")
            owner, member = owner[order], member[order]
        dense = np.zeros(len(owner), np.int64)
        np.cumsum(owner[1:] != owner[:-1], out=dense[1:])
        return Sets(dense, member.astype(np.int64))

    @staticmethod
    def from_labels(label: Index, min_size: int = 1) -> "Sets":
        """The parts of a partition (NONE: in no part) with at least min_size accounts."""
        member = np.flatnonzero(label != NONE)
        if len(member) == 0:
            return Sets.empty()
        big = np.bincount(label[member])[label[member]] >= min_size
        return Sets.grouped(label[member][big], member[big])

    @staticmethod
    def from_list(sets: Sequence[NDArray[Any]]) -> "Sets":
        """One set an array."""
        if not sets:
            return Sets.empty()
        owner = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
        return Sets(owner, np.concatenate(sets).astype(np.int64))
