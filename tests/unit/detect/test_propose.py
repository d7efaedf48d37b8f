"""Proposers are partitions of the accounts; a wrong one does no harm."""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
import pytest

from fraudgraph.detect.communities import Communities, Search
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.params import Params
from fraudgraph.detect.propose import DEFAULT, Proposer
from fraudgraph.detect.propose.barber import Barber
from fraudgraph.detect.propose.components import KindComponents
from fraudgraph.detect.propose.pairs import pair_components
from fraudgraph.detect.propose.rarest import Rarest
from fraudgraph.detect.sets import NONE, Sets
from tests.unit.detect.worlds import CARD, PROMPT, Crowd, groups, incidence, random_incidence


def communities(found: Communities) -> set[frozenset[int]]:
    """The accounts of each community."""
    return groups(Sets.grouped(np.sort(found.ring_of[found.cells.owner]), _by_ring(found)))


def _by_ring(found: Communities) -> Index:
    order: Index = np.argsort(found.ring_of[found.cells.owner], kind="stable")
    return found.cells.member[order]


def parts(label: Index, least: int = 2) -> set[frozenset[int]]:
    """The parts of a partition with `least` accounts or more."""
    return groups(Sets.from_labels(label, least))


@pytest.mark.parametrize("proposer", DEFAULT, ids=lambda one: one.name)
def test_a_proposal_labels_every_account(proposer: Proposer) -> None:
    """int64[N], -1 or more, and the same for the same seed."""
    i = random_incidence(1)
    for a, b in zip(proposer.propose(i, 3), proposer.propose(i, 3), strict=True):
        assert a.shape == (i.N,)
        assert a.dtype == np.int64
        assert a.min() >= -1
        assert np.array_equal(a, b)


def test_proposers_have_different_names() -> None:
    """The sweep records which they were."""
    assert len({proposer.name for proposer in DEFAULT}) == len(DEFAULT)


def test_components_are_those_of_each_kind_alone() -> None:
    """Against networkx, kind by kind."""
    i = random_incidence(3)
    for t, label in enumerate(KindComponents().propose(i, 0)):
        graph: nx.Graph[object] = nx.Graph()
        graph.add_nodes_from(range(i.N))
        edges = zip(i.account.tolist(), i.identifier.tolist(), strict=True)
        graph.add_edges_from((a, ("v", v)) for a, v in edges if i.kind[v] == t)
        expected = [{x for x in part if isinstance(x, int)} for part in nx.connected_components(graph)]
        assert parts(label) == {frozenset(part) for part in expected if len(part) >= 2}


def test_pairs_share_two_rare_identifiers() -> None:
    """0-1 share two rare ones, 1-2 too, 3-4 one, 5-6 two of which one is a hub."""
    i = incidence(60, [[0, 1], [0, 1, 2], [1, 2], [3, 4], [5, 6], [*range(5, 50)]])
    assert parts(pair_components(i, 30)) == {frozenset({0, 1, 2})}
    assert parts(pair_components(i, 60)) == {frozenset({0, 1, 2}), frozenset({5, 6})}


def test_each_account_goes_by_its_rarest_identifier_of_the_kind() -> None:
    """Against a plain minimum; identifiers of two holders are no group."""
    i = random_incidence(5)
    for t, label in enumerate(Rarest(3).propose(i, 0)):
        for a in range(i.N):
            held = [v for v in i.identifier[i.account == a].tolist() if i.kind[v] == t and i.holders[v] >= 3]
            assert label[a] == min(held, key=lambda v: (i.holders[v], v), default=-1)


def test_who_holds_public_places_alone_is_in_no_fine_part() -> None:
    """Everybody is at one place of a hundred; cards tie accounts 0 to 7 in a ring, and 8 and 9."""
    cards = [{a, (a + 1) % 8} for a in range(8)] + [{8, 9}]
    i = incidence(100, [range(100), *cards])
    (label,) = Barber(1.0, below=50).propose(i, 0)
    assert set(np.flatnonzero(label == NONE).tolist()) == set(range(10, 100))
    assert label[8] == label[9]
    (all_of_them,) = Barber(1.0).propose(i, 0)
    assert (all_of_them != NONE).all()


def test_one_template_over_many_cards_is_one_proposal() -> None:
    """Found by this proposer alone: 150 accounts on one template, with cards of ten."""
    crowd = Crowd(6000, seed=8)
    crowd.everyday()
    crowd.hold(PROMPT, "template", range(150))
    for card in range(15):
        crowd.hold(CARD, f"card-{card}", range(10 * card, 10 * card + 10))
    i = crowd.planted(shuffled=False).incidence
    assert frozenset(range(150)) in communities(Search(i, i, Params(), 0).find([Rarest()]))


def test_a_population_without_shared_identifiers_gets_no_ring() -> None:
    """No edges at all: every proposer answers, nothing is found."""
    i = incidence(50, [])
    found = Search(i, i, Params(), 0).find()
    assert found.count == found.cells.K == 0


@dataclass(frozen=True)
class Nonsense:
    """Throws the accounts into so many boxes, or lumps neighbours of the order."""

    boxes: int

    @property
    def name(self) -> str:
        """What it is."""
        return f"nonsense {self.boxes}"

    def propose(self, incidence: Incidence, seed: int) -> Iterator[Index]:
        """Random boxes, and runs of ten."""
        draw = np.random.default_rng(seed)
        yield draw.integers(0, self.boxes, incidence.N)
        yield np.arange(incidence.N) // 10
        yield np.zeros(incidence.N, np.int64)


@pytest.mark.parametrize("seed", range(3))
def test_a_nonsense_proposer_never_makes_precision_worse(seed: int) -> None:
    """Planted rings: what is found with nonsense beside the others has no more honest accounts, and no ring is lost."""
    crowd = Crowd(2500, seed=seed)
    crowd.everyday()
    for size, at in ((8, 0), (25, 100), (70, 200)):
        crowd.ring(size, at)
    planted = crowd.planted()
    i = planted.incidence
    truth = frozenset().union(*planted.rings)
    plain, with_nonsense = (
        Search(i, i, Params(), seed).find(proposers) for proposers in (DEFAULT, (*DEFAULT, Nonsense(60)))
    )
    honest = [set(found.cells.member.tolist()) - truth for found in (plain, with_nonsense)]
    assert len(honest[1]) <= len(honest[0])
    members = [set(found.cells.member.tolist()) & truth for found in (plain, with_nonsense)]
    assert len(members[1]) >= len(members[0])


def test_nonsense_alone_finds_nothing_among_honest_accounts() -> None:
    """No rings planted, and only random proposals: 0 communities."""
    crowd = Crowd(2000, seed=8)
    crowd.everyday()
    i = crowd.planted().incidence
    assert Search(i, i, Params(), 0).find((Nonsense(40), Nonsense(300))).count == 0
