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
