"""One account is one witness between two parts."""

import numpy as np
import pytest

from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.sets import NONE
from fraudgraph.detect.witness import repeated
from tests.unit.detect.worlds import incidence, random_incidence


def said(i: Incidence, label: list[int]) -> set[tuple[int, int]]:
    """(account, identifier) of the edges that are left out."""
    edges = np.flatnonzero(repeated(i, np.array(label)))
    return {(int(i.account[e]), int(i.identifier[e])) for e in edges}


LEFT_RIGHT = [0, 0, 0, 1, 1, 1]


def test_of_what_one_account_holds_of_another_part_the_rarest_counts() -> None:
    """Account 2 holds three identifiers of the other part: of those the one with fewest holders stays."""
    i = incidence(6, [[2, 3, 4, 5], [2, 3, 4], [2, 3, 4, 5], [0, 1, 2]])
    assert said(i, LEFT_RIGHT) == {(2, 0), (2, 2)}


def test_two_witnesses_are_two() -> None:
    """Each of two accounts ties the parts once; what both hold is no single witness's word."""
    i = incidence(6, [[1, 3, 4], [2, 3, 4, 5], [1, 2, 4, 5]])
    assert said(i, LEFT_RIGHT) == set()


def test_ties_to_two_parts_are_two() -> None:
    """A bridge ties its part once to each of the others."""
    i = incidence(6, [[0, 2, 3], [0, 2, 3], [0, 4, 5], [0, 4, 5]])
    assert said(i, [0, 0, 1, 1, 2, 2]) == {(0, 1), (0, 3)}


def test_what_only_the_own_part_and_free_accounts_hold_is_no_tie() -> None:
    """Nor is anything that a free account says."""
    i = incidence(6, [[0, 5], [0, 5], [0, 1], [4, 5, 0], [4, 2, 3]])
    assert said(i, [0, 0, 1, 1, NONE, NONE]) == set()


def test_nobody_in_a_part() -> None:
    """All free: nothing to leave out."""
    i = random_incidence(1)
    assert not repeated(i, np.full(i.N, NONE)).any()


@pytest.mark.parametrize("seed", range(12))
def test_a_part_keeps_a_tie_by_every_account_that_has_one(seed: int) -> None:
    """By sets of Python: an account alone with identifiers of another part keeps exactly one for each such part."""
    i = random_incidence(seed)
    label = np.random.default_rng(seed).integers(-1, 4, i.N)
    out = {(int(i.account[e]), int(i.identifier[e])) for e in np.flatnonzero(repeated(i, label))}
    held = [(int(a), int(v)) for a, v in zip(i.account, i.identifier, strict=True)]
    groups: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for a, v in held:
        inside = [b for b, w in held if w == v and label[b] == label[a] != NONE]
        sizes = {p: sum(label[b] == p for b, w in held if w == v) for p in range(4) if p != label[a]}
        home = min(sizes, key=lambda p: (-sizes[p], p))
        if inside == [a] and sizes[home]:
            groups.setdefault((a, home), []).append((int(i.holders[v]), v, a))
    expected = {(a, v) for some in groups.values() for _, v, a in sorted(some)[1:]}
    assert out == expected
