"""What the law gives to true members, and what became of each planted ring."""

import numpy as np
import pytest

from benchmarks.quality.carried import evidence
from benchmarks.quality.evidence import Fate, planted
from benchmarks.quality.methods.ours import Fraudgraph
from benchmarks.quality.report import Sheet
from benchmarks.quality.rules import Believed
from benchmarks.quality.score import NONE
from benchmarks.quality.world import HONEST, World
from tests.unit.benchmarks.small import world


def believed(*groups: range | list[int]) -> Believed:
    """These groups, ten bits each."""
    label = np.full(len(world().ring), NONE, np.int64)
    for g, members in enumerate(groups):
        label[list(members)] = g
    return Believed(label, np.full(len(groups), 10.0))


def test_what_is_found_has_the_gain_that_detection_gives_it() -> None:
    """Rings that detection finds whole, as one cell: evidence of the true members is that of the rings found."""
    some = world()
    found = Fraudgraph().decided(some.seen, 0)
    rings = planted(some, found)
    assert [ring.fate for ring in rings] == [Fate.WHOLE, Fate.WHOLE]
    assert [ring.gain for ring in rings] == pytest.approx([ring.saved for ring in rings], abs=0.11)
    assert all(ring.bits == pytest.approx(sum(ring.by_kind.values()), abs=0.02) for ring in rings)


def test_evidence_does_not_depend_on_what_was_found() -> None:
    """Nothing found at all: the bits are the same, and the ring is not found."""
    some = world()
    nothing, all_of_it = planted(some, believed()), planted(some, Fraudgraph().decided(some.seen, 0))
    assert [ring.bits for ring in nothing] == [ring.bits for ring in all_of_it]
    assert [ring.fate for ring in nothing] == [Fate.UNSEEN, Fate.UNSEEN]


@pytest.mark.parametrize(
    ("groups", "fate"),
    [
        ([range(12)], Fate.WHOLE),
        ([range(6), range(6, 12)], Fate.PARTS),
        ([range(9)], Fate.LESS),
        ([[*range(12), 50, 51, 52]], Fate.MIXED),
    ],
)
def test_each_way_to_miss_a_ring_has_its_word(groups: list[range | list[int]], fate: Fate) -> None:
    """Of the first ring, of twelve accounts."""
    assert planted(world(), believed(*groups))[0].fate is fate


def test_a_ring_of_strangers_is_refused_and_not_blamed_on_the_search() -> None:
    """Three people who share nothing but public places are no ring to the law."""
    some = world()
    ring = some.ring.copy()
    ring[[40, 90, 140]] = 2
    strangers = World(**{**vars(some), "ring": ring, "ring_type": (*some.ring_type, "strangers")})
    last = planted(strangers, believed())[2]
    assert last.fate is Fate.REFUSED
    assert last.gain < 0
    assert HONEST not in ring[[40, 90, 140]]


def test_the_page_counts_rings_above_and_below() -> None:
    """One found, one missed above the line, one below it."""
    one = {"type": "plain", "accounts": 9, "gain": 90, "fate": "found", "groups": 1, "saved": 90}
    rings = [{**one, "bits": 20, "f1": 1.0}, {**one, "bits": 12, "f1": 0.5}, {**one, "bits": 9, "f1": 0.99}]
    sheet = Sheet({"world": "w", "family": "w", "rings": 3}, {"fraudgraph": {"planted": rings}})
    page = list(evidence([sheet]))
    assert "| `w` | 3 | 2 | 1 | 0.750 | 1 | 1 |" in page
    assert sum("| 0.50 |" in line for line in page) == 1
