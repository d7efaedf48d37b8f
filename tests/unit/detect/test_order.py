"""The order of accounts and identifiers does not depend on their names."""

import networkx as nx
import numpy as np
import pytest

from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.order import Ordered, names_free
from tests.unit.detect.worlds import Crowd, incidence, random_incidence


def renamed(i: Incidence, seed: int) -> tuple[Incidence, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The same graph under other codes, and the new code of each account."""
    draw = np.random.default_rng(seed)
    account, identifier = draw.permutation(i.N), draw.permutation(i.M)
    a, v = account[i.account], identifier[i.identifier]
    order = np.lexsort((v, a))
    back, back_v = np.argsort(account), np.argsort(identifier)
    moved = Incidence(
        a[order].astype(np.int32), v[order].astype(np.int32), i.kind[back_v], i.degree[back], i.stratum[back]
    )
    return moved, account


def same(a: Incidence, b: Incidence) -> bool:
    """Whether two incidences are equal, array by array."""
    return all(
        np.array_equal(getattr(a, name), getattr(b, name))
        for name in ("account", "identifier", "kind", "degree", "stratum")
    )


def whole(i: Incidence, ordered: Ordered) -> bool:
    """Whether the ordered incidence, put back by its own maps, is the original."""
    o = ordered.incidence
    pairs = set(zip(ordered.account[o.account].tolist(), ordered.identifier[o.identifier].tolist(), strict=True))
    return (
        pairs == set(zip(i.account.tolist(), i.identifier.tolist(), strict=True))
        and np.array_equal(o.kind, i.kind[ordered.identifier])
        and np.array_equal(o.degree, i.degree[ordered.account])
        and np.array_equal(o.stratum, i.stratum[ordered.account])
        and np.array_equal(np.lexsort((o.identifier, o.account)), np.arange(len(o.account)))
    )


@pytest.mark.parametrize("seed", range(10))
def test_the_order_is_a_renaming_and_nothing_else(seed: int) -> None:
    """Every account, identifier and edge is there once, with its kind, degrees and stratum; edges sorted."""
    i = random_incidence(seed)
    assert whole(i, names_free(i))


@pytest.mark.parametrize("seed", range(10))
def test_a_relabelled_graph_gets_the_same_order(seed: int) -> None:
    """A graph without symmetries: the ordered incidences are equal, byte for byte."""
    i = random_incidence(seed)
    # a different number of private identifiers each: nobody is like another
    i = Incidence(i.account, i.identifier, i.kind, i.degree + np.arange(i.N)[:, None].astype(np.int32), i.stratum)
    moved, _ = renamed(i, seed)
    a, b = names_free(i), names_free(moved)
    assert same(a.incidence, b.incidence)


def test_a_population_keeps_its_order_up_to_symmetric_accounts() -> None:
    """A crowd with a ring: relabelled, each place of the order holds an account of the same degrees, and the places of
    the ring, where hardly two accounts are alike, the same accounts.
    """
    crowd = Crowd(1500, seed=2)
    crowd.everyday()
    crowd.ring(40, 0)
    i = crowd.planted(shuffled=False).incidence
    moved, account = renamed(i, 9)
    a, b = names_free(i), names_free(moved)
    assert np.array_equal(a.incidence.degree, b.incidence.degree)
    place, place_moved = np.argsort(a.account), np.argsort(b.account)
    members = np.array(sorted(crowd.rings[0]))
    assert set(place[members]) == set(place_moved[account[members]])
    assert (place[members] == place_moved[account[members]]).mean() > 0.9


def test_symmetric_accounts_are_interchangeable() -> None:
    """A ring of ten accounts and ten identifiers: any order of it is the same graph."""
    i = incidence(10, [[v, (v + 1) % 10] for v in range(10)])
    moved, _ = renamed(i, 4)
    graphs = []
    for one in (names_free(i).incidence, names_free(moved).incidence):
        graph: nx.Graph[str] = nx.Graph()
        graph.add_edges_from(
            (f"a{a}", f"v{v}") for a, v in zip(one.account.tolist(), one.identifier.tolist(), strict=True)
        )
        graphs.append(graph)
    assert nx.is_isomorphic(graphs[0], graphs[1])


def test_kind_and_stratum_are_part_of_the_colour() -> None:
    """Two accounts that differ in nothing but the stratum, or the kind of what they hold, change places never."""
    one = incidence(4, [[0, 1], [2, 3]], kinds=[0, 1], stratum=[0, 1, 0, 1])
    for seed in range(6):
        moved, account = renamed(one, seed)
        a, b = names_free(one), names_free(moved)
        assert np.array_equal(account[a.account], b.account)


def test_an_empty_incidence_has_an_order() -> None:
    """Accounts without any shared identifier."""
    i = incidence(5, [])
    assert whole(i, names_free(i))
