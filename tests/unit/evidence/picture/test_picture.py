"""Where accounts stand in a drawing, and what is said to carry the ring."""

from itertools import combinations

import numpy as np
import pytest

from fraudgraph.evidence.picture import Picture
from tests.unit.evidence.picture.worlds import drawn, firm


def place(picture: Picture, value: str) -> int:
    """The number of an identifier."""
    return [one.value for one in picture.identifiers].index(value)


def cluster(picture: Picture, account: str) -> int:
    """The cluster of an account."""
    names = [member.account_id for member in picture.ringed.members]
    return int(picture.clusters.of[names.index(account)])


def test_accounts_stand_around_what_is_hardest_to_forge() -> None:
    """One cluster a card; the template of all of them is the heart, and gathers nobody."""
    picture = drawn(firm("a", cards=3, each=5))
    assert {cluster(picture, f"a-{card}-{n}") for card in range(3) for n in range(5)} == {
        cluster(picture, f"a-{card}-0") for card in range(3)
    }
    assert len({cluster(picture, f"a-{card}-0") for card in range(3)}) == 3
    disc = picture.clusters.disc[place(picture, "tpl_a")]
    assert picture.clusters.heart[disc]
    assert picture.clusters.sizes[disc] == 0


def test_who_shares_nothing_but_the_heart_stands_around_it() -> None:
    """And nobody stands around an identifier alone, if others can be joined."""
    rows = [*firm("a", cards=2, each=6), ("x", "prompt_fingerprint", "tpl_a"), ("x", "ip", "1.1.1.1")]
    picture = drawn(rows)
    assert picture.clusters.heart[cluster(picture, "x")]


def test_an_account_without_identifiers_of_the_ring_stands_alone() -> None:
    """It is drawn, since it is counted."""
    from fraudgraph.evidence.picture import picture_of
    from fraudgraph.evidence.subgraph import sightings
    from tests.unit.evidence.made_up import store
    from tests.unit.evidence.picture.worlds import HASH, world

    ring, found = world([*firm("a", 2, 4), ("lonely", "ip", "9.9.9.9")])
    left = [one for one in found if one.account_id != "lonely"]
    picture = picture_of(ring, sightings(ring, store(left)), HASH)
    assert picture.clusters.sizes[cluster(picture, "lonely")] == 1
    assert np.isfinite(picture.layout.account).all()


def test_cells_stand_apart_and_a_bridge_between_them() -> None:
    """No two circles of cells overlap; every account lies in the circle of its own cell."""
    rows = [*firm("a", 3, 5), *firm("b", 2, 6), *firm("c", 2, 4)]
    cells = {account: ord(account[0]) for account, _, _ in rows}
    rows += [(f"{name}-0-0", "ip", "7.7.7.7") for name in "abc"]
    picture = drawn(rows, cells)
    at, radius = picture.layout.cell, picture.layout.cell_radius
    assert all(np.hypot(*(at[i] - at[j])) >= 0.99 * (radius[i] + radius[j]) for i, j in combinations(range(3), 2))
    away = np.hypot(*(picture.layout.account - at[picture.held.cell]).T)
    assert (away <= radius[picture.held.cell]).all()
    bridge = place(picture, "7.7.7.7")
    assert picture.spans.tolist().count(3) == 1
    assert picture.spans[bridge] == 3
    assert picture.clusters.home[bridge] == -1
    assert (np.hypot(*(picture.layout.identifier[bridge] - at).T) >= 0.9 * radius).all()


def test_cells_are_numbered_by_size() -> None:
    """The first is the largest, whatever the sweep called it."""
    rows = [*firm("a", 1, 4), *firm("b", 2, 6)]
    picture = drawn(rows, {account: ord(account[0]) for account, _, _ in rows})
    assert np.bincount(picture.held.cell).tolist() == [12, 4]


def test_clusters_hardly_overlap_in_a_crowd() -> None:
    """200 cards that share addresses at random: no two discs share more than a sliver."""
    random = np.random.default_rng(1)
    rows = firm("a", cards=200, each=6)
    rows += [(f"a-{card}-{n}", "ip", f"ip{random.integers(150)}") for card in range(200) for n in range(6)]
    picture = drawn(sorted(set(rows)))
    at, radius = picture.layout.cluster, picture.layout.cluster_radius
    i, j = np.triu_indices(len(at), 1)
    overlap = (radius[i] + radius[j] - np.hypot(*(at[i] - at[j]).T)) / np.minimum(radius[i], radius[j])
    assert np.quantile(np.maximum(overlap, 0)[overlap > 0], 0.9) < 0.25 if (overlap > 0).any() else True
    assert picture.layout.radius < 2.2 * np.sqrt((radius**2).sum())


def test_the_layout_is_the_same_every_time() -> None:
    """Same ring, same seed, same places."""
    one, other = (drawn(firm("a", 9, 7)) for _ in range(2))
    assert np.array_equal(one.layout.account, other.layout.account)
    assert np.array_equal(one.layout.identifier, other.layout.identifier)


def test_load_bearing_are_the_fewest_that_gain_half() -> None:
    """Of gains 20, 5, 5, 5, 5 the first one; equal ones in their order."""
    picture = drawn(firm("a", cards=4, each=5))
    assert [one.value for one, bears in zip(picture.identifiers, picture.load_bearing, strict=True) if bears] == [
        "tpl_a"
    ]


@pytest.mark.parametrize(("bridge", "cut"), [(True, 0), (False, 4)])
def test_cut_off_is_what_comes_apart(bridge: bool, cut: int) -> None:
    """Two groups joined by one address come apart without it, unless a second one joins them too."""
    rows = [(f"a{n}", "payment_instrument", "pm_a") for n in range(6)]
    rows += [(f"b{n}", "payment_instrument", "pm_b") for n in range(4)]
    rows += [("a0", "ip", "1.1.1.1"), ("b0", "ip", "1.1.1.1")]
    if bridge:
        rows += [("a1", "ip", "2.2.2.2"), ("b1", "ip", "2.2.2.2")]
    picture = drawn(rows)
    assert picture.cut_off[place(picture, "1.1.1.1")] == cut
    assert picture.cut_off[place(picture, "pm_a")] == (4 if bridge else 5)


def test_cut_off_agrees_with_taking_the_identifier_out() -> None:
    """An oracle that leaves each identifier out in turn and counts what is left together."""
    import igraph

    random = np.random.default_rng(3)
    rows = sorted({(f"a{random.integers(40)}", "ip", f"v{random.integers(35)}") for _ in range(70)})
    picture = drawn(rows)
    held = picture.held
    for v in range(held.identifiers):
        keep = held.identifier != v
        whole, without = (
            igraph.Graph(
                n=held.accounts + held.identifiers,
                edges=np.stack([held.account[edges], held.accounts + held.identifier[edges]], 1),
            )
            for edges in (np.ones(len(keep), bool), keep)
        )
        mine = next(part for part in whole.connected_components() if held.accounts + v in part)
        parts = [[a for a in part if a < held.accounts] for part in without.connected_components()]
        pieces = [len(part) for part in parts if part and part[0] in mine]
        assert picture.cut_off[v] == sum(pieces) - max(pieces)


def test_the_caption_counts_what_is_drawn() -> None:
    """Cells, hearts, clusters and bridges; the share of a heart is of its own cell, never more than all of it."""
    from fraudgraph.evidence.picture.caption import caption

    rows = [*firm("a", 3, 5), *firm("b", 2, 6)]
    cells = {account: ord(account[0]) for account, _, _ in rows}
    rows.append(("b-0-0", "prompt_fingerprint", "tpl_a"))
    assert caption(drawn(rows, cells)) == (
        "2 cells of 12 to 15 accounts, joined by 1 bridge; in the middle of cells 2 prompt, each held by 100 % of its "
        "cell; 5 clusters of 5 to 6 accounts, each around one payment."
    )
    assert (
        caption(drawn(firm("a", 1, 6)))
        == "In the middle 1 payment, 1 prompt, each held by 100 % of the accounts; 6 accounts around them."
    )
