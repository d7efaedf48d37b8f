"""What comes out again of a ring: the best overlap, and the members that stay together."""

from collections.abc import Sequence

import numpy as np
import pytest

from fraudgraph.detect.check.agreement import best_overlap, together
from fraudgraph.detect.linkage import Linkage, Owned

NONE = np.zeros(0, np.int64)


def found(*rings: Sequence[int]) -> Linkage:
    """Rings of those accounts."""
    account = np.array([a for ring in rings for a in sorted(ring)], np.int64)
    ring = np.repeat(np.arange(len(rings)), [len(one) for one in rings])
    units, kinds = np.zeros(len(rings), np.int64), np.zeros((len(rings), 1), np.int64)
    members = np.zeros(len(account), np.int64)
    own = np.zeros((len(account), 1), np.int64)
    owned = Owned(NONE, NONE, NONE, NONE)
    return Linkage(account, ring, ring, members, own, units, units, kinds, owned, (), (0, 0))


TEN = found(range(10), [20, 21, 22, 23])


@pytest.mark.parametrize(
    ("again", "overlap", "stay"),
    [
        (found(range(10), [20, 21, 22, 23]), [1.0, 1.0], [10, 4]),
        (found([20, 21, 22, 23], range(10)), [1.0, 1.0], [10, 4]),
        (found(range(8)), [0.8, 0.0], [8, 0]),
        (found(range(14)), [10 / 14, 0.0], [10, 0]),
        (found(range(5), range(5, 9)), [0.5, 0.0], [5, 0]),
        (found([*range(10), 20, 21, 22, 23]), [10 / 14, 4 / 14], [10, 4]),
        (found([30, 31, 32]), [0.0, 0.0], [0, 0]),
        (found(), [0.0, 0.0], [0, 0]),
    ],
)
def test_overlap_is_jaccard_and_staying_is_counting(again: Linkage, overlap: list[float], stay: list[int]) -> None:
    """Equal, renumbered, shrunk, grown, in pieces, merged, elsewhere, nothing."""
    assert best_overlap(TEN, again, 40).tolist() == pytest.approx(overlap)
    assert together(TEN, again, 40).tolist() == stay


def test_no_rings_have_no_overlap() -> None:
    """Empty against whatever."""
    assert len(best_overlap(found(), TEN, 40)) == len(together(found(), TEN, 40)) == 0
