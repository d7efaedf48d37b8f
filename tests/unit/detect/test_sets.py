"""Sets of accounts as parallel arrays, and the incidence that they meet."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.detect.incidence import Incidence, numbered, ranges
from fraudgraph.detect.law import Law
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import NONE, Sets
from tests.unit.detect.worlds import Crowd, groups, incidence, random_incidence, random_sets, sets

LABELS = st.lists(st.integers(-1, 5), min_size=1, max_size=30)


@given(LABELS)
def test_a_partition_is_its_parts(labels: list[int]) -> None:
    """from_labels against plain Python; labels() brings the same parts back."""
    parts = {part: frozenset(a for a, of in enumerate(labels) if of == part) for part in labels if part != NONE}
    found = Sets.from_labels(np.array(labels, np.int64))
    assert groups(found) == set(parts.values())
    assert groups(Sets.from_labels(found.labels(len(labels)))) == set(parts.values())


@given(LABELS, st.integers(1, 6))
def test_small_parts_are_left_out(labels: list[int], least: int) -> None:
    """from_labels(min_size) and at_least agree with plain Python."""
    parts = [frozenset(a for a, of in enumerate(labels) if of == part) for part in set(labels) - {NONE}]
    big = {part for part in parts if len(part) >= least}
    assert groups(Sets.from_labels(np.array(labels, np.int64), least)) == big
    assert groups(Sets.from_labels(np.array(labels, np.int64)).at_least(least)) == big


@given(st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=8), st.data())
def test_taken_sets_are_numbered_without_gaps(some: list[set[int]], data: st.DataObject) -> None:
    """take keeps the chosen sets in order; owner runs from 0 to K - 1."""
    keep = data.draw(st.lists(st.booleans(), min_size=len(some), max_size=len(some)))
    taken = sets(*some).take(np.array(keep))
    assert [set(taken.of(c).tolist()) for c in range(taken.K)] == [
        one for one, kept in zip(some, keep, strict=True) if kept
    ]
    assert np.unique(taken.owner).tolist() == list(range(taken.K))


def test_sets_left_empty_disappear() -> None:
    """keep_members drops members; a set without any is gone and the others close up."""
    left = sets([1], [2, 3]).keep_members(np.array([False, True, True]))
    assert left.K == 1
    assert left.of(0).tolist() == [2, 3]


def test_no_sets_are_no_sets() -> None:
    """Every way to have none answers with sizes and starts that fit."""
    for nothing in (Sets.empty(), Sets.from_list([]), Sets.from_labels(np.full(4, NONE, np.int64))):
        assert nothing.K == 0
        assert nothing.start.tolist() == [0]
        assert nothing.labels(4).tolist() == [NONE] * 4


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), max_size=10))
def test_ranges_run_one_after_the_other(runs: list[tuple[int, int]]) -> None:
    """Against nested loops."""
    start, length = np.array([s for s, _ in runs], np.int64), np.array([n for _, n in runs], np.int64)
    place, which = ranges(start, length)
    assert place.tolist() == [s + j for s, n in runs for j in range(n)]
    assert which.tolist() == [i for i, (_, n) in enumerate(runs) for _ in range(n)]


def test_the_incidence_counts_holders_and_edges() -> None:
    """k_v, N_r, the edges of an account and those of an identifier."""
    i = incidence(5, [[0, 1, 4], [1, 2]], kinds=[0, 1], stratum=[0, 0, 1, 1, 1], extra={(3, 1): 2})
    assert (i.N, i.M, i.T, i.R) == (5, 2, 2, 2)
    assert i.holders.tolist() == [3, 2]
    assert i.stratum_size.tolist() == [2, 3]
    assert i.identifier[i.start[1] : i.start[2]].tolist() == [0, 1]
    order, at = i.by_identifier
    assert i.account[order[at[0] : at[1]]].tolist() == [0, 1, 4]
    assert i.degree.tolist() == [[1, 0], [1, 1], [0, 1], [0, 2], [1, 0]]


def test_the_matrix_is_the_edges() -> None:
    """N x M, with one where there is an edge; any value an edge."""
    i = random_incidence(1)
    dense = np.zeros((i.N, i.M), int)
    dense[i.account, i.identifier] = 1
    assert np.array_equal(i.matrix.toarray(), dense)
    value = np.arange(len(i.account)) + 1
    assert np.array_equal(i.weighted(value).toarray()[i.account, i.identifier], value)


def test_rows_of_sets_are_holders_inside_and_their_surprise() -> None:
    """Every (set, identifier) with two inside, against plain counting; rows with one on request."""
    i = random_incidence(2)
    law, some = Law(i, Params()), random_sets(i, 2, 5)
    for least in (1, 2):
        rows = law.rows(some, least)
        found = {
            (int(c), int(v)): (int(x), int(s))
            for c, v, x, s in zip(rows.set, rows.identifier, rows.inside, rows.surprise, strict=True)
        }
        expected = {}
        for c in range(some.K):
            member = np.isin(i.account, some.of(c))
            for v in range(i.M):
                edge = member & (i.identifier == v)
                if edge.sum() >= least:
                    expected[c, v] = (int(edge.sum()), int(law.h[edge].sum()))
        assert found == expected
        assert sorted(found) == list(found)


def test_held_edges_are_those_of_members_at_the_rows() -> None:
    """Every edge of a member that meets a row of its own set, and no other."""
    i = random_incidence(4)
    law, some = Law(i, Params()), random_sets(i, 4, 4)
    rows = law.rows(some)
    slot, edge, row = rows.held()
    assert np.array_equal(i.account[edge], some.member[slot])
    assert np.array_equal(i.identifier[edge], rows.identifier[row])
    assert np.array_equal(some.owner[slot], rows.set[row])
    assert len(edge) == int(rows.inside.sum())
    none = rows.take(np.zeros(len(rows.set), bool)).held()
    assert [len(part) for part in none] == [0, 0, 0]


def test_private_identifiers_count_in_the_degrees_only() -> None:
    """They are in no edge, but they make an account busy."""
    crowd = Crowd(3)
    crowd.hold(0, "shared", [0, 1])
    crowd.hold(0, "mine", [1])
    i = Incidence.of(crowd.planted(shuffled=False).sightings)
    assert (i.M, len(i.account)) == (1, 2)
    assert i.degree[:, 0].tolist() == [1, 2, 0]


@given(st.lists(st.integers(0, 40), max_size=30), st.sampled_from([41, 1 << 40]))
def test_codes_are_numbered_alike_by_counting_and_by_sorting(codes: list[int], size: int) -> None:
    """Whether the range is narrow or too wide to count in."""
    used, place = numbered(np.array(codes, np.int64), size)
    assert used.tolist() == sorted(set(codes))
    assert used[place].tolist() == codes


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), max_size=30))
def test_grouped_sets_keep_the_order_of_members(pairs: list[tuple[int, int]]) -> None:
    """Owners in any order, ascending ones too."""
    for some in (pairs, sorted(pairs, key=lambda pair: pair[0])):
        owner, member = (np.array([pair[side] for pair in some], np.int64) for side in (0, 1))
        found = Sets.grouped(owner, member)
        expected = [[m for o, m in some if o == one] for one in sorted({o for o, _ in some})]
        assert [found.of(c).tolist() for c in range(found.K)] == expected
