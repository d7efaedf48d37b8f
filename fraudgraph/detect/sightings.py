"""What detection sees: accounts, shared identifiers and who was seen with what, as integer codes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
"""Integer codes (accounts, identifiers, kinds, strata)."""


@dataclass(frozen=True, slots=True)
class Sightings:
    """Account x identifier, coded. E edges (unique pairs) over M shared identifiers (2 holders or more, hubs left
    out) of T kinds; N accounts in all.

    account, identifier: int32[E], sorted by (account, identifier). count: int64[E], exchanges of that account with that
    identifier (0 where only other tables saw it). kind: int16[M], index into `kinds` (names).
    degree: int32[N, T], identifiers of each kind that an account has, private ones too. stratum: int32[N], 0 .. R-1
    (country; strata under 20
    accounts pooled, unknown is one). account_ids: object[N] of str, ascending by code
    point; identifier_values: object[M] of str, ascending by (kind name, value).
    """

    account: Codes
    identifier: Codes
    kind: NDArray[np.int16]
    degree: Codes
    stratum: Codes
    kinds: tuple[str, ...]
    strata: tuple[str, ...]
    account_ids: NDArray[np.object_]
    identifier_values: NDArray[np.object_]
    count: NDArray[np.int64]

    @property
    def accounts(self) -> int:
        """N: all accounts visible, with identifiers or without."""
        return len(self.account_ids)

    @property
    def identifiers(self) -> int:
        """M: shared identifiers."""
        return len(self.kind)
