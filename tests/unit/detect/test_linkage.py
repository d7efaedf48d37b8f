"""What detection hands on is in the codes of the sightings and adds up."""

from functools import cache

import numpy as np

from fraudgraph.detect.communities import Communities, Search
from fraudgraph.detect.linkage import Linkage, linkage
from fraudgraph.detect.order import Ordered, names_free
from fraudgraph.detect.params import Params
from tests.unit.detect.worlds import Crowd, Planted


@cache
def handed_on() -> tuple[Planted, Ordered, Communities, Linkage]:
    """Two rings among 2,000 accounts."""
    crowd = Crowd(2000, seed=6)
    crowd.everyday()
    crowd.ring(15, 0)
    crowd.ring(40, 100)
    planted = crowd.planted()
    ordered = names_free(planted.incidence)
    found = Search(ordered.incidence, ordered.incidence, Params(), 0).find()
    return planted, ordered, found, linkage(found, ordered)


def test_members_are_in_the_codes_of_the_sightings() -> None:
    """Each planted ring is one of the linkage's, account by account."""
    planted, _, _, found = handed_on()
    rings = [frozenset(found.account[found.ring == r].tolist()) for r in range(found.rings)]
    assert set(rings) == set(planted.rings)


def test_members_are_ordered_by_ring_and_account() -> None:
    """So that slices of a ring need no search; nobody is there twice."""
    *_, found = handed_on()
    assert np.array_equal(np.lexsort((found.account, found.ring)), np.arange(len(found.account)))
    assert len(np.unique(found.account)) == len(found.account)


def test_a_cell_is_in_one_ring() -> None:
    """Cells are numbered 0 .. C-1 and belong to one ring each."""
    *_, found = handed_on()
    pairs = set(zip(found.cell.tolist(), found.ring.tolist(), strict=True))
    assert len(pairs) == found.cells == len({c for c, _ in pairs})


def test_ring_units_are_the_sum_of_cells_and_joins() -> None:
    """Exactly, with names likewise; kinds are before names."""
    _, _, communities, found = handed_on()
    for r in range(found.rings):
        cells = communities.ring_of == r
        assert found.ring_units[r] == communities.evidence.gain[cells].sum() + communities.join_gain[r]
        assert found.name_units[r] == communities.evidence.names[cells].sum()
        assert np.array_equal(found.kind_units[r], np.maximum(communities.evidence.kind_units[cells], 0).sum(0))


def test_member_units_follow_their_account() -> None:
    """The bits of a member are those of the account in the names-free order."""
    _, ordered, communities, found = handed_on()
    by_account = dict(
        zip(ordered.account[communities.cells.member].tolist(), communities.members.gain.tolist(), strict=True)
    )
    assert [by_account[a] for a in found.account.tolist()] == found.member_units.tolist()


def test_owned_identifiers_are_in_the_codes_of_the_sightings() -> None:
    """Each owned identifier is held by so many members of its ring, by plain counting, and by two at least."""
    planted, _, _, found = handed_on()
    s = planted.sightings
    assert len(found.owned.identifier) > 10
    for ring, v, inside in zip(found.owned.ring, found.owned.identifier, found.owned.inside, strict=True):
        members = found.account[found.ring == ring]
        assert np.isin(s.account[s.identifier == v], members).sum() == inside >= 2


def test_owned_rows_are_one_a_ring_and_identifier() -> None:
    """Ascending, none twice, each worth more than nothing."""
    *_, found = handed_on()
    key = found.owned.ring * 10**6 + found.owned.identifier
    assert (np.diff(key) > 0).all()
    assert (found.owned.worth > 0).all()
