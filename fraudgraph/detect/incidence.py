"""Who holds which shared identifier: the only thing that the law looks at. Never account pairs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from fraudgraph.detect.sightings import Sightings

Codes = NDArray[np.int32]
Index = NDArray[np.int64]


def ranges(start: NDArray[Any], length: NDArray[Any]) -> tuple[Index, Index]:
    """The runs start[i] .. start[i] + length[i] - 1 one after the other, and for each entry the i that it comes
    from.
    """
    which = np.repeat(np.arange(len(length)), length)
    first = np.cumsum(length) - length
    return np.arange(len(which)) - first[which] + start[which], which


def in_order(code: NDArray[Any], size: int) -> tuple[Index, Index]:
    """The codes (0 .. size - 1) sorted, and the entry that each comes from; equal codes keep their order.

    Code and entry are sorted as one word where they fit into 63 bits: numpy sorts words faster than it finds an order.
    """
    bits = max(len(code) - 1, 0).bit_length()
    if size.bit_length() + bits > 63:
        order = np.argsort(code, kind="stable")
        return code[order].astype(np.int64), order
    words = np.sort((code.astype(np.int64) << bits) | np.arange(len(code)))
    return words >> bits, words & ((1 << bits) - 1)


def first_of_each(code: NDArray[Any]) -> NDArray[np.bool_]:
    """Of codes that are in order: whether each is the first of its value."""
    first = np.ones(len(code), np.bool_)
    first[1:] = code[1:] != code[:-1]
    return first


def numbered(code: NDArray[Any], size: int) -> tuple[Index, Index]:
    """The codes (0 .. size - 1) that occur, ascending, and the place of each entry among them. Counted where the range
    is no wider than a few entries, sorted where it is.
    """
    if size > 2 * len(code) + 1024:
        ordered, entry = in_order(code, size)
        first = first_of_each(ordered)
        place = np.empty(len(code), np.int64)
        place[entry] = np.cumsum(first) - 1
        return ordered[first], place
    there = np.zeros(size, np.bool_)
    there[code] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[code]


@dataclass(frozen=True)
class Incidence:
    """E edges (account, identifier), sorted by account; N accounts, M identifiers of T kinds, R strata.

    account, identifier: int32[E]; kind: int16[M]; degree: int[N, T], identifiers that an account has, private ones
    too; stratum: int32[N].
    """

    account: Codes
    identifier: Codes
    kind: NDArray[np.int16]
    degree: Codes
    stratum: Codes

    @staticmethod
    def of(sightings: Sightings) -> "Incidence":
        """The incidence of coded sightings."""
        return Incidence(sightings.account, sightings.identifier, sightings.kind, sightings.degree, sightings.stratum)

    def __reduce__(self) -> tuple[type["Incidence"], tuple[Any, ...]]:
        """Another process gets it without what can be worked out again."""
        return Incidence, (self.account, self.identifier, self.kind, self.degree, self.stratum)

    @property
    def N(self) -> int:
        """Accounts."""
        return len(self.stratum)

    @property
    def M(self) -> int:
        """Shared identifiers."""
        return len(self.kind)

    @property
    def T(self) -> int:
        """Kinds."""
        return int(self.degree.shape[1])

    @cached_property
    def R(self) -> int:
        """Strata."""
        return int(self.stratum.max(initial=0)) + 1

    @cached_property
    def start(self) -> Index:
        """int64[N + 1]: the edges of account a are start[a] .. start[a + 1] - 1."""
        return np.searchsorted(self.account, np.arange(self.N + 1))

    @cached_property
    def edges_of(self) -> Index:
        """int64[N]: shared identifiers that each account holds."""
        return np.diff(self.start)

    @cached_property
    def holders(self) -> Index:
        """int64[M]: k_v, accounts that hold identifier v."""
        return np.bincount(self.identifier, minlength=self.M)

    @cached_property
    def stratum_size(self) -> Index:
        """int64[R]: N_r."""
        return np.bincount(self.stratum, minlength=self.R)

    @cached_property
    def by_identifier(self) -> tuple[Index, Index]:
        """Edge numbers sorted by identifier, and where the edges of each identifier start (int64[M + 1])."""
        numbers = np.arange(len(self.identifier))
        order = self.weighted(numbers).tocsc().data  # a counting sort
        return order, np.concatenate([[0], np.cumsum(self.holders)])

    @cached_property
    def matrix(self) -> csr_array:
        """N x M, one where an account holds an identifier."""
        return self.weighted(np.ones(len(self.account), np.int64))

    def weighted(self, value: NDArray[Any]) -> csr_array:
        """N x M with one value an edge."""
        return csr_array((value, self.identifier, self.start), shape=(self.N, self.M))
