"""Who fits where: what a free account would save in a cell, and who is left out before there are pairs."""

import numpy as np
import pytest

from fraudgraph.detect.fits import Fits, fits
from fraudgraph.detect.law import Law
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import NONE, Sets
from tests.unit.detect.worlds import random_incidence, random_sets

EVERYBODY = 1 << 60
"""So much aid that nobody is left out."""


def pairs(found: Fits) -> dict[tuple[int, int], tuple[int, int]]:
    """(account, cell) -> (saved, shared)."""
    keys = zip(found.account.tolist(), found.cell.tolist(), strict=True)
    return dict(zip(keys, zip(found.saved.tolist(), found.shared.tolist(), strict=True), strict=True))


@pytest.mark.parametrize("seed", range(8))
def test_who_is_left_out_would_have_saved_nothing(seed: int) -> None:
    """With everybody looked at, the same accounts save something, and as much."""
    law = Law(random_incidence(seed), Params())
    cells = Sets.from_labels(random_sets(law.incidence, seed, 4).labels(law.incidence.N), 3)
    owned = law.weigh(cells).owned
    everybody, some = pairs(fits(law, cells, owned, EVERYBODY)), pairs(fits(law, cells, owned))
    assert {pair: v for pair, v in some.items() if v[0] > 0} == {p: v for p, v in everybody.items() if v[0] > 0}
    assert some.items() <= everybody.items()


@pytest.mark.parametrize("seed", range(8))
def test_shared_is_what_it_holds_of_the_owned(seed: int) -> None:
    """Each free account with each cell of which it holds something owned, and nobody else."""
    law = Law(random_incidence(seed), Params())
    i = law.incidence
    cells = Sets.from_labels(random_sets(i, seed, 4).labels(i.N), 3)
    owned, label = law.weigh(cells).owned, cells.labels(i.N)
    expected: dict[tuple[int, int], int] = {}
    for a in np.flatnonzero(label == NONE).tolist():
        held = set(i.identifier[i.start[a] : i.start[a + 1]].tolist())
        for c, v in zip(owned.set.tolist(), owned.identifier.tolist(), strict=True):
            if v in held:
                expected[a, c] = expected.get((a, c), 0) + 1
    assert {pair: shared for pair, (_, shared) in pairs(fits(law, cells, owned, EVERYBODY)).items()} == expected
