"""Proposers: any number of cheap partitions of the accounts. A proposer may be wrong; adding one never lowers
precision, the law decides.
"""

from collections.abc import Iterator
from typing import Protocol

from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.propose.barber import Barber
from fraudgraph.detect.propose.components import KindComponents
from fraudgraph.detect.propose.pairs import SharedPairs
from fraudgraph.detect.propose.rarest import Rarest


class Proposer(Protocol):
    """One way to part the accounts."""

    @property
    def name(self) -> str:
        """What the sweep records."""

    def propose(self, incidence: Incidence, seed: int) -> Iterator[Index]:
        """Labels of the accounts, int64[N], -1 for an account in no part; one array a partition."""


DEFAULT: tuple[Proposer, ...] = (
    Barber(1.0),
    Barber(8.0),
    KindComponents(),
    Barber(32.0, below=50),
    SharedPairs(30),
    SharedPairs(10),
    Rarest(),
)
"""Enough in all experiments."""
