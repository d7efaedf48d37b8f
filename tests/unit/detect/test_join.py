"""Joins: every cell is one account; and what makes a group of cells one ring."""

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from fraudgraph.detect.communities import Search, weigh
from fraudgraph.detect.contraction import contract, lift, only_parts
from fraudgraph.detect.join import join
from fraudgraph.detect.law import Law
from fraudgraph.detect.level import Level, kind_overlap, ties
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import NONE
from fraudgraph.detect.witness import repeated
from tests.unit.detect.worlds import CARD, IP, Crowd, groups, incidence, random_incidence, sets

PARAMS = Params()


def labels(size: int, *groups_of: Iterable[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A partition with these parts."""
    label = np.full(size, NONE, np.int64)
    for part, members in enumerate(groups_of):
        label[list(members)] = part
    return label


def test_cells_become_accounts_and_the_free_follow() -> None:
    """Nodes 0 .. K-1 are the cells, the free accounts come after them in order."""
    i = incidence(6, [[0, 1, 2], [2, 3], [4, 5]])
    small, node, _ = contract(i, labels(6, [4, 5], [0, 1]))
    assert node.tolist() == [1, 1, 2, 3, 0, 0]
    assert small.N == 4


def test_identifiers_inside_one_cell_only_disappear() -> None:
    """[4, 5] is inside one cell; [0, 1, 2] has two holders left: the cell and account 2."""
    small, _, before = contract(incidence(6, [[0, 1, 2], [2, 3], [4, 5]]), labels(6, [4, 5], [0, 1]))
    held = {(int(a), int(v)) for a, v in zip(small.account, small.identifier, strict=True)}
    assert held == {(1, 0), (2, 0), (2, 1), (3, 1)}
    assert small.holders.tolist() == [2, 2]
    assert before.tolist() == [0, 1]


@pytest.mark.parametrize("seed", range(10))
def test_contraction_is_what_plain_counting_says(seed: int) -> None:
    """Holders (less what one account says twice), degrees (distinct identifiers of the cell, private ones too) and
    strata, by sets of Python.
    """
    i = random_incidence(seed)
    draw = np.random.default_rng(seed)
    label = np.where(draw.random(i.N) < 0.6, draw.integers(0, 4, i.N), NONE)
    label = np.where(label == NONE, NONE, np.unique(label, return_inverse=True)[1] - int((label == NONE).any()))
    small, node, _ = contract(i, label)
    edges = {(int(node[a]), int(v)) for a, v in zip(i.account, i.identifier, strict=True)}
    twice = {(int(node[i.account[e]]), int(i.identifier[e])) for e in np.flatnonzero(repeated(i, label))}
    holders = {v: {a for a, w in edges - twice if w == v} for v in range(i.M)}
    kept = [v for v in range(i.M) if len(holders[v]) >= 2]
    assert len(kept) == small.M
    found = {(int(a), kept[int(v)]) for a, v in zip(small.account, small.identifier, strict=True)}
    assert found == {(a, v) for v in kept for a in holders[v]}
    assert np.array_equal(small.kind, i.kind[kept])
    shared = np.zeros_like(i.degree)
    np.add.at(shared, (i.account, i.kind[i.identifier]), 1)
    for x in range(small.N):
        mine = node == x
        for t in range(i.T):
            distinct = sum(1 for a, v in edges if a == x and i.kind[v] == t)
            assert small.degree[x, t] == distinct + (i.degree - shared)[mine, t].sum()
        assert small.stratum[x] in np.flatnonzero(np.bincount(i.stratum[mine]) == np.bincount(i.stratum[mine]).max())


def test_a_cell_goes_where_half_of_its_accounts_are() -> None:
    """Two of four are enough, one of four is not; free accounts go nowhere."""
    node = np.array([0, 0, 0, 0, 1, 1, 1, 1, 2])
    label = np.array([5, 5, NONE, 6, 5, 6, 7, NONE, 5])
    assert lift(label, node, 2, 3).tolist() == [5, NONE, NONE]


def test_overlap_of_the_mixtures_of_kinds() -> None:
    """sum of min(p, q): the same mixture 1, another kind 0, a quarter of the ties 0.25; negative bits count as none."""
    parts = np.array([[30, 10], [40, 0], [0, 40], [30, -50]])
    assert kind_overlap(parts, np.array([60, 20])).tolist() == pytest.approx([1, 0.75, 0.25, 0.75])
    assert kind_overlap(parts, np.array([9, -3])).tolist() == pytest.approx([0.75, 1, 0, 1])
    assert kind_overlap(parts, np.array([0, 0])).tolist() == [0, 0, 0, 0]


def fragments(between: tuple[int, ...]) -> tuple[Law, list[range]]:
    """Six groups of eight, tight by own cards and addresses, tied to each other by pools of these kinds only."""
    crowd = Crowd(4000, seed=5)
    crowd.everyday()
    cells = [range(8 * c, 8 * c + 8) for c in range(6)]
    for c, members in enumerate(cells):
        for j in range(6):
            some = crowd.draw.choice(list(members), size=6, replace=False)
            crowd.hold(CARD if j % 2 else IP, f"cell-{c}-{j}", some.tolist())
    for kind in between:
        for j in range(12):
            pair = crowd.draw.choice(6, size=3, replace=False)
            crowd.hold(kind, f"tie-{kind}-{j}", [int(crowd.draw.choice(list(cells[int(c)]))) for c in pair])
    return Law(crowd.planted(shuffled=False).incidence, PARAMS), cells


def test_fragments_tied_by_what_ties_each_are_one_ring() -> None:
    """Cards and addresses inside, cards and addresses between: one ring of all six."""
    law, cells = fragments((IP, CARD))
    everyone = labels(law.incidence.N, range(48))
    joined = join(law, sets(*cells), [everyone])
    assert groups(joined.rings) == {frozenset(range(6))}
    assert joined.gains[0] >= 20 * PARAMS.unit


def test_tenants_who_share_addresses_only_stay_associated() -> None:
    """Tight by cards, tied by the seller's addresses: a hypothesis, not a ring."""
    crowd = Crowd(4000, seed=5)
    crowd.everyday()
    cells = [range(8 * c, 8 * c + 8) for c in range(6)]
    for c, members in enumerate(cells):
        for j in range(6):
            crowd.hold(CARD, f"cell-{c}-{j}", crowd.draw.choice(list(members), size=6, replace=False).tolist())
    for j in range(20):
        some = crowd.draw.choice(6, size=3, replace=False)
        crowd.hold(IP, f"seller-{j}", [int(crowd.draw.choice(list(cells[int(c)]))) for c in some])
    law = Law(crowd.planted(shuffled=False).incidence, PARAMS)
    joined = join(law, sets(*cells), [labels(4000, range(48))])
    assert joined.rings.K == 0
    assert groups(joined.associations) == {frozenset(range(6))}


def test_parts_in_a_chain_over_what_nobody_else_holds_are_proposed_together() -> None:
    """0-1 and 1-2 over rare identifiers of theirs; 3 is tied by one that a free account holds too, 4 by a wide one."""
    small = incidence(40, [[0, 1], [1, 2], [2, 3, 20], list(range(12)), [20, 21]])
    label = only_parts(small, 12)
    assert label[0] == label[1] == label[2] != label[3]
    assert len(set(label[[2, 3, 4]].tolist())) == 3
    assert (label[12:] == -1).all()


def test_groups_without_ties_are_neither() -> None:
    """Six tight groups with nothing between them, proposed as one: nothing joins."""
    law, cells = fragments(())
    joined = join(law, sets(*cells), [labels(law.incidence.N, range(48))])
    assert (joined.rings.K, joined.associations.K) == (0, 0)


def chained(crowd: Crowd, name: str, cells: list[range], links: int) -> None:
    """Cells of eight, tight by cards; neighbours share `links` further cards, one account of each a card."""
    for c, members in enumerate(cells):
        for j in range(6):
            crowd.hold(CARD, f"{name}-{c}-{j}", crowd.draw.choice(list(members), size=6, replace=False).tolist())
    for c, (here, there) in enumerate(pairwise(cells)):
        for j in range(links):
            crowd.hold(CARD, f"{name}-link-{c}-{j}", [here[j], there[j]])


def couples(crowd: Crowd, kinds: Iterable[int] = (CARD,)) -> None:
    """Everybody shares something of each kind with one other, so that one among thousands is dear to name."""
    for kind in kinds:
        for a in range(crowd.accounts // 2):
            crowd.hold(kind, f"couple-{a}", [a, a + crowd.accounts // 2])


def borrowers(kinds: tuple[int, ...]) -> tuple[Law, list[range]]:
    """Twelve cells of eight with cards and addresses of their own; of each cell two accounts use something of the next
    one's, of these kinds.
    """
    crowd = Crowd(4000, seed=9)
    crowd.everyday()
    cells = [range(8 * c, 8 * c + 8) for c in range(12)]
    for c, members in enumerate(cells):
        for j in range(8):
            some = crowd.draw.choice(list(members), size=6, replace=False).tolist()
            crowd.hold((CARD, IP)[j % 2], f"cell-{c}-{j}", some)
    for c, here in enumerate(cells[:-1]):
        for j, kind in enumerate(kinds):
            crowd.hold(kind, f"cell-{c + 1}-{2 * j + (kind == IP)}", [here[j]])
    couples(crowd, (CARD, IP))
    return Law(crowd.planted(shuffled=False).incidence, PARAMS), cells


def test_what_a_cell_owns_is_not_named_again() -> None:
    """A card and an address of each neighbour, owned there and so named already, make twelve cells one."""
    law, cells = borrowers((CARD, IP))
    assert groups(join(law, sets(*cells), []).rings) == {frozenset(range(12))}
    level, _ = Level.of(law, sets(*cells))
    assert level.told.weigh(sets(range(12))).gain[0] > level.least > level.anew.weigh(sets(range(12))).gain[0]


def test_ties_of_one_kind_are_named_anew() -> None:
    """Two cards of each neighbour: shorter to say in the same way, but one kind is how a service ties its customers."""
    law, cells = borrowers((CARD, CARD))
    level, _ = Level.of(law, sets(*cells))
    everything = sets(range(12))
    assert level.gain(everything)[0] == level.anew.weigh(everything).gain[0] < level.told.weigh(everything).gain[0]


def test_groups_that_have_nothing_in_common_are_two_rings() -> None:
    """Two chains of cells: one name for both would be shorter than two, but nothing of one hangs on the other."""
    crowd = Crowd(4000, seed=6)
    crowd.everyday()
    one, other = ([range(8 * c, 8 * c + 8) for c in some] for some in (range(5), range(5, 10)))
    chained(crowd, "one", one, 6)
    chained(crowd, "other", other, 6)
    law = Law(crowd.planted(shuffled=False).incidence, PARAMS)
    joined = join(law, sets(*one, *other), [labels(4000, range(80))])
    assert groups(joined.rings) == {frozenset(range(5)), frozenset(range(5, 10))}


def test_a_chain_sheds_what_hangs_on_it_by_chance() -> None:
    """Five cells in a chain, and three that others share a card with the last one by accident, in a row."""
    crowd = Crowd(4000, seed=7)
    crowd.everyday()
    cells = [range(8 * c, 8 * c + 8) for c in range(8)]
    chained(crowd, "ring", cells[:5], 6)
    chained(crowd, "beside", cells[5:], 1)
    crowd.hold(CARD, "accident", [39, 40])
    couples(crowd)
    law = Law(crowd.planted(shuffled=False).incidence, PARAMS)
    joined = join(law, sets(*cells), [])
    assert groups(joined.rings) == {frozenset(range(5))}


def test_ties_count_before_they_are_named() -> None:
    """One card between two parts is too dear to name among thousands, and is still what ties them."""
    crowd = Crowd(4000, seed=8)
    crowd.everyday()
    crowd.hold(CARD, "between", [0, 1])
    couples(crowd)
    law = Law(crowd.planted(shuffled=False).incidence, PARAMS, share=0.5)
    assert law.weigh(sets(range(20))).kind_units[0, CARD] <= 0
    assert ties(law, sets(range(20)))[0, CARD] > 0
    assert ties(law, sets(range(1, 20)))[0, CARD] == 0


def test_a_join_takes_ties_that_are_mostly_inside() -> None:
    """The same ties, but most of their holders are strangers: nothing joins."""
    law, cells = fragments((IP, CARD))
    i = law.incidence
    crowd = Crowd(4000, seed=5)
    ties = [v for v in range(i.M) if len({a // 8 for a in i.account[i.identifier == v].tolist() if a < 48}) == 3]
    assert len(ties) >= 20
    holders = [i.account[i.identifier == v].tolist() for v in range(i.M)]
    for v in ties:
        holders[v] += crowd.draw.choice(np.arange(1000, 4000), size=12, replace=False).tolist()
    public = Law(incidence(4000, holders, i.kind.tolist()), PARAMS)
    joined = join(public, sets(*cells), [labels(4000, range(48))])
    assert joined.rings.K == 0


def test_joins_repeat_until_nothing_joins() -> None:
    """Through a whole search: the cells of one ring come out as one community, their join's gain is kept apart."""
    law, cells = fragments((IP, CARD))
    partitions = [labels(law.incidence.N, *cells), labels(law.incidence.N, range(48))]
    search = Search(law.incidence, law.incidence, Params(merge_rounds=0), 0)
    found = search.best(weigh(search.law, partitions))
    assert found.count == 1
    assert found.join_gain[0] > 0
    assert found.cells.K > 1
    assert set(found.ring_of.tolist()) == {0}
