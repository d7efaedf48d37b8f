"""Barber's bipartite modularity (Barber 2007, eq. 15) by Leiden (Traag et al. 2019).

Leiden on the graph directed from account to identifier: directed modularity has the null model out-degree x
in-degree, and here only accounts have out-edges and only identifiers in-edges, so it is Barber's. Weight of an edge:
log2(N / k).

What a ring shares at public places drowns in what everybody shares there. So identifiers can be left out that many
hold: then fine parts are found whose members spend most of their time among the crowd.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import igraph
import numpy as np

from fraudgraph.detect.incidence import Incidence, Index, numbered
from fraudgraph.detect.seeded import seeded
from fraudgraph.detect.sets import NONE

ITERATIONS = 2
EVERYBODY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Barber:
    """Bipartite modularity at one resolution; larger ones give smaller parts. below: only identifiers of fewer holders
    are looked at.
    """

    resolution: float
    below: int = EVERYBODY

    @property
    def name(self) -> str:
        """What the sweep records."""
        among = "" if self.below == EVERYBODY else f", identifiers of under {self.below} holders"
        return f"Barber modularity, resolution {self.resolution:g}{among}"

    def propose(self, incidence: Incidence, seed: int) -> Iterator[Index]:
        """One partition; an account that holds nothing of what is looked at is in no part."""
        i = incidence
        edge = np.flatnonzero(i.holders[i.identifier] < self.below)
        account, a = numbered(i.account[edge], i.N)
        identifier, v = numbered(i.identifier[edge], i.M)
        graph = igraph.Graph(n=len(account) + len(identifier), directed=True)
        # the constructor takes three times as long for the same graph
        graph.add_edges(np.stack([a, len(account) + v], 1))
        weight = np.log2(i.N / i.holders)[i.identifier[edge]]
        with seeded(seed):
            found = graph.community_leiden(
                "modularity", weights=weight, n_iterations=ITERATIONS, resolution=self.resolution
            )
        label = np.full(i.N, NONE, np.int64)
        label[account] = np.array(found.membership, np.int64)[: len(account)]
        yield label
