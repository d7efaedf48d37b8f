"""Components over pairs of accounts that share two rare identifiers: small rings among strong hubs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.sets import NONE


def pair_components(incidence: Incidence, cap: int, share: int = 2, among: int | None = None) -> Index:
    """int64[N]: components over pairs that share at least `share` identifiers of at most `cap` holders; of the first
    `among` accounts alone where that is given, the others in no part.
    """
    i = incidence
    accounts = i.N if among is None else among
    account, identifier = i.account[: i.start[accounts]], i.identifier[: i.start[accounts]]
    rare = i.holders[identifier] <= cap
    ends = (account[rare], identifier[rare])
    holds = csr_array(coo_array((np.ones(int(rare.sum()), np.int32), ends), shape=(accounts, i.M)))
    pairs = (holds @ holds.T).tocoo()
    linked = (pairs.row < pairs.col) & (pairs.data >= share)
    graph = coo_array(
        (np.ones(int(linked.sum()), np.int8), (pairs.row[linked], pairs.col[linked])), shape=(accounts, accounts)
    )
    label = np.full(i.N, NONE, np.int64)
    label[:accounts] = connected_components(graph, directed=False)[1]
    return label


@dataclass(frozen=True, slots=True)
class SharedPairs:
    """Components over pairs that share two identifiers of at most `cap` holders."""

    cap: int

    @property
    def name(self) -> str:
        """What the sweep records."""
        return f"pairs of two identifiers, <= {self.cap} holders"

    def propose(self, incidence: Incidence, seed: int) -> Iterator[Index]:
        """One partition; the seed is not used."""
        del seed
        yield pair_components(incidence, self.cap)
