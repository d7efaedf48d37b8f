"""Of a chain of derived kinds the law sees one level an account."""

import numpy as np
import pytest

from fraudgraph.detect.chains import one_level, roots_of
from fraudgraph.detect.incidence import Incidence
from tests.unit.detect.worlds import incidence, random_incidence


def seen(i: Incidence, original: np.ndarray[tuple[int], np.dtype[np.int64]]) -> set[tuple[int, int]]:
    """Edges in the original codes."""
    return {(int(a), int(original[v])) for a, v in zip(i.account, i.identifier, strict=True)}


def test_kinds_of_no_chain_are_left_alone() -> None:
    """Every kind its own root: the very same incidence."""
    i = random_incidence(0)
    found, original = one_level(i, list(range(i.T)))
    assert found is i
    assert original.tolist() == list(range(i.M))


def test_an_account_keeps_the_level_that_surprises_most() -> None:
    """0 and 1 share an address (2 holders): of address and network only that stays; 2 and 3 share the network only."""
    i = incidence(20, [[0, 1], [0, 1, 2, 3]], kinds=[0, 1])
    found, original = one_level(i, [0, 0])
    assert seen(found, original) == {(0, 0), (1, 0), (2, 1), (3, 1)}


def test_what_is_left_with_one_holder_is_no_shared_identifier() -> None:
    """Of three in a network two keep the address: the third is alone in the network, and the network goes."""
    i = incidence(20, [[0, 1], [0, 1, 2]], kinds=[0, 1])
    found, original = one_level(i, [0, 0])
    assert seen(found, original) == {(0, 0), (1, 0)}
    assert found.M == 1
    assert found.kind.tolist() == [0]


def test_other_kinds_are_not_touched() -> None:
    """A third kind, of another chain, keeps all its edges."""
    i = incidence(20, [[0, 1], [0, 1, 2], [0, 1, 2]], kinds=[0, 1, 2])
    found, original = one_level(i, [0, 0, 2])
    assert {(0, 2), (1, 2), (2, 2)} <= seen(found, original)


@pytest.mark.parametrize("seed", range(15))
def test_no_account_has_two_levels_of_a_chain(seed: int) -> None:
    """Random worlds, the first two or three kinds one chain: one kind of the chain an account, each the best."""
    i = random_incidence(seed)
    roots = [0 if t < 3 else t for t in range(i.T)]
    found, original = one_level(i, roots)
    weight = np.log2(i.N / i.holders)
    before: dict[tuple[int, int], float] = {}
    for a, v in zip(i.account.tolist(), i.identifier.tolist(), strict=True):
        if i.kind[v] < 3:
            before[a, int(i.kind[v])] = before.get((a, int(i.kind[v])), 0) + float(weight[v])
    kinds: dict[int, set[int]] = {}
    for a, v in seen(found, original):
        if i.kind[v] < 3:
            kinds.setdefault(a, set()).add(int(i.kind[v]))
    for a, used in kinds.items():
        assert len(used) == 1
        assert before[a, used.pop()] == pytest.approx(max(w for (b, _), w in before.items() if b == a))
    assert (found.holders >= 2).all()
    assert np.array_equal(found.kind, i.kind[original])


def test_kinds_of_one_chain_share_the_first_of_them() -> None:
    """By the names of the kinds and their roots; a root that no sighting has is still one chain."""
    kinds = ("device", "device_near", "ip", "ip_net", "raw_a", "raw_b")
    root = {"device_near": "device", "ip_net": "ip", "raw_a": "gone", "raw_b": "gone"}
    assert roots_of(kinds, root) == [0, 0, 2, 2, 4, 4]
