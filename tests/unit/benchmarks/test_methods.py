"""The methods of the comparison and the rules that believe their groups, on cases small enough to check by hand."""

from itertools import combinations

import numpy as np
import pytest

from benchmarks.quality.methods import FAMILIES, OURS, Missing, Variant, variants
from benchmarks.quality.methods.fraudar import densest
from benchmarks.quality.methods.graphs import pairs
from benchmarks.quality.methods.match import estimate
from benchmarks.quality.methods.tutorial import Tutorial
from benchmarks.quality.metrics import agreement, best_of, honest
from benchmarks.quality.rules import gate, naive, sharing
from benchmarks.quality.world import Seen
from fraudgraph.detect.sets import Sets
from tests.unit.benchmarks.small import RINGS, coded, world

DEFAULTS = [one for one in variants() if one.default]
BLIND_TO_ORDER = ("components", "tutorial rule", "shared pairs", "pair scoring", OURS)


def run(variant: Variant, seen: Seen) -> np.ndarray:
    """Labels, or a skip that says what is missing."""
    try:
        return variant.method.labels(seen, 0)
    except Missing as reason:
        pytest.skip(str(reason))


def test_every_family_has_one_default_and_every_variant_a_file_of_its_own() -> None:
    """What a table calls default is one point of the grid."""
    assert [one.family for one in DEFAULTS] == list(FAMILIES)
    slugs = [one.slug for one in variants()]
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize("variant", variants(), ids=lambda one: one.slug)
def test_method_labels_every_account(variant: Variant) -> None:
    """One whole number an account."""
    some = world()
    label = run(variant, some.seen)
    assert label.shape == (some.sightings.accounts,)
    assert label.dtype == np.int64
    assert label.min() >= -1


@pytest.mark.parametrize("variant", [v for v in DEFAULTS if v.family != "FRAUDAR"], ids=lambda one: one.slug)
def test_method_finds_a_ring_that_shares_everything(variant: Variant) -> None:
    """The larger ring comes out, at least as the core of a group, when the gate has trimmed it."""
    some = world()
    label = run(variant, some.seen)
    if variant.family != OURS:
        label = gate(some.seen.incidence, label).label
    assert best_of(some, label)["0"][0] >= 0.5


def test_the_tutorial_rule_after_components_is_the_tutorial_rule() -> None:
    """A card of few holders connects its accounts, so the components part none of the pairs that the rule joins."""
    seen = world().seen
    after = next(one for one in variants() if (one.family, one.parameters[-4:]) == ("GDS WCC", "rule"))
    assert agreement(Tutorial().labels(seen, 0), run(after, seen)) == 1


def test_ours_finds_both_rings_and_nobody_else() -> None:
    """By the law, on a world where everything speaks for them."""
    some = world()
    ours = next(one for one in variants() if one.family == OURS)
    label = run(ours, some.seen)
    assert {name: f1 for name, (f1, _) in best_of(some, label).items()} == {"0": 1.0, "1": 1.0}
    assert honest(some, label)["accused"] == 0


@pytest.mark.parametrize("variant", [v for v in DEFAULTS if v.family in BLIND_TO_ORDER], ids=lambda one: one.slug)
def test_method_without_a_draw_does_not_depend_on_the_order_of_accounts(variant: Variant) -> None:
    """Renamed accounts, the same groups, in the codes of before."""
    some = world()
    moved, order = some.seen.renamed(7)
    home = np.empty(some.sightings.accounts, np.int64)
    home[order] = run(variant, moved)
    assert agreement(run(variant, some.seen), home) == 1


def test_renaming_moves_every_edge_with_its_account() -> None:
    """Who held what holds it still, under another code; no renaming leaves all as it is."""
    seen = world().seen
    moved, order = seen.renamed(3)
    s, t = seen.sightings, moved.sightings
    values = [frozenset(s.identifier_values[s.identifier[s.account == a]]) for a in order]
    assert values == [frozenset(t.identifier_values[t.identifier[t.account == a]]) for a in range(t.accounts)]
    assert np.array_equal(np.lexsort((t.identifier, t.account)), np.arange(len(t.account)))
    assert seen.renamed(0)[0] is seen


def test_what_methods_see_has_no_truth_in_it() -> None:
    """No field of what is seen says who is in a ring."""
    assert set(vars(world().seen)) == {"sightings", "kinds"}


@pytest.mark.parametrize("cap", [3, 10, 100])
def test_pairs_are_those_that_share_rare_identifiers(cap: int) -> None:
    """Against sets, pair by pair."""
    i = world().seen.incidence
    rare = {v for v in range(i.M) if i.holders[v] <= cap}
    holds = [set(i.identifier[i.account == a].tolist()) & rare for a in range(i.N)]
    wanted = {(a, b): holds[a] & holds[b] for a, b in combinations(range(i.N), 2) if holds[a] & holds[b]}
    found = pairs(i, cap)
    assert dict(zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.shared.tolist(), strict=True)) == {
        pair: len(both) for pair, both in wanted.items()
    }
    bits = [sum(np.log2(i.N / i.holders[v]) for v in both) for both in wanted.values()]
    assert found.worth == pytest.approx(np.array(bits))


def test_tutorial_rule_wants_an_instrument_and_two_further_identifiers() -> None:
    """0 and 1 share a card, an address and a template; 2 shares the card and the address only; 3 no card."""
    rows = {(0, 1, "card"), (1, 1, "card"), (2, 1, "card"), (0, 0, "ip"), (1, 0, "ip"), (2, 0, "ip"), (3, 0, "ip")}
    rows |= {(0, 2, "text"), (1, 2, "text"), (3, 2, "text")}
    label = Tutorial(10, 2).labels(Seen(coded(rows, 5)), 0)
    assert label[0] == label[1]
    assert len({*label[[0, 2, 3, 4]].tolist()}) == 4


def test_tutorial_rule_says_why_it_cannot_run_without_an_instrument() -> None:
    """No kind of family ownership: the rule has nothing to begin with."""
    seen = world().seen
    blind = Seen(seen.sightings, {})
    assert blind.instruments.tolist() == [False, True, False]  # built-in kinds are known without being declared
    strange = Seen(coded({(0, 0, "x"), (1, 0, "x")}, 3), {})
    object.__setattr__(strange.sightings, "kinds", ("a", "b", "c"))
    with pytest.raises(Missing, match="ownership"):
        Tutorial().labels(strange, 0)


def peeled(n: int, edges: list[tuple[int, int]], weight: list[float]) -> float:
    """The best density on the way of greedy peeling: the lightest vertex first, the lowest number among equals."""
    left = {v for edge in edges for v in edge}
    best = 0.0
    while left:
        inside = [(e, w) for e, w in zip(edges, weight, strict=True) if set(e) <= left]
        best = max(best, sum(w for _, w in inside) / len(left))
        degree = {v: round(sum(w for e, w in inside if v in e), 9) for v in left}
        left.remove(min(left, key=lambda v: (degree[v], v)))
    return best


@pytest.mark.parametrize("seed", range(6))
def test_densest_block_is_that_of_greedy_peeling(seed: int) -> None:
    """The block has the density of the best moment of peeling, and at least half of the best of all blocks."""
    draw = np.random.default_rng(seed)
    edges = sorted({(int(a), 8 + int(v)) for a, v in draw.integers(0, 6, (18, 2))})
    weight = [float(w) for w in draw.integers(1, 4, len(edges))]
    inside = densest(14, np.array(edges), np.array(weight))
    total = sum(w for (a, b), w in zip(edges, weight, strict=True) if inside[a] and inside[b])
    density = total / inside.sum()
    assert density == pytest.approx(peeled(14, edges, weight))
    vertices = sorted({v for e in edges for v in e})
    every = (set(c) for k in range(2, len(vertices) + 1) for c in combinations(vertices, k))
    best = max(sum(w for e, w in zip(edges, weight, strict=True) if set(e) <= some) / len(some) for some in every)
    assert density >= best / 2


def test_pair_scoring_learns_how_often_matches_agree() -> None:
    """Pairs drawn from the model: m within a few hundredths, the share of matches too."""
    draw = np.random.default_rng(5)
    m, u = np.array([0.9, 0.7, 0.5]), np.array([0.02, 0.05, 0.01])
    match = draw.random(60_000) < 0.2
    agree = draw.random((60_000, 3)) < np.where(match[:, None], m, u)
    some = agree.any(1)
    found, share = estimate(agree[some], np.ones((int(some.sum()), 3), bool), u)
    assert found == pytest.approx(m, abs=0.03)
    assert share == pytest.approx(match[some].mean(), abs=0.03)


def test_naive_rule_wants_five_and_two_kinds() -> None:
    """Five who share a card and an address pass; five who share only a card, or four who share both, do not."""
    rows = {(a, 1, "card 0") for a in range(5)} | {(a, 0, "ip 0") for a in range(5)}
    rows |= {(a, 1, "card 1") for a in range(5, 10)}
    rows |= {(a, 1, "card 2") for a in range(10, 14)} | {(a, 0, "ip 2") for a in range(10, 14)}
    seen = Seen(coded(rows, 14))
    label = np.array([0] * 5 + [1] * 5 + [2] * 4)
    assert naive(seen.incidence, label).label.tolist() == [0] * 5 + [-1] * 9


def test_sharing_counts_members_that_share_inside_their_own_set() -> None:
    """An identifier shared with somebody outside does not count."""
    seen = Seen(coded({(0, 0, "x"), (1, 0, "x"), (2, 0, "y"), (3, 0, "y"), (0, 1, "c"), (3, 1, "c")}, 4))
    sets = Sets.from_list([np.array([0, 1, 2])])
    assert sharing(seen.incidence, sets).tolist() == [[2, 0, 0]]


def test_gate_accepts_rings_and_no_random_group() -> None:
    """Labels that are right pass whole; labels at random leave nobody."""
    some = world()
    i = some.seen.incidence
    right = gate(i, some.ring)
    assert {name: f1 for name, (f1, _) in best_of(some, right.label).items()} == {"0": 1.0, "1": 1.0}
    assert len(right.worth) == len(RINGS)
    honest_only = np.where(some.ring >= 0, -1, np.random.default_rng(1).integers(0, 8, i.N))
    assert (gate(i, honest_only).label == -1).all()
