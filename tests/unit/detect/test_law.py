"""The law over arrays says what the slow oracle says, and its sums are exact."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudgraph.detect.background import surprise
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.law import Law, coded
from fraudgraph.detect.members import membership
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import Sets
from tests.unit.detect import oracle
from tests.unit.detect.worlds import as_world, incidence, random_incidence, random_sets, sets

# Every term is rounded to 2^-20 bit on its own: some hundred of them stay within this.
CLOSE = 1e-4


def bits(units: object, params: Params) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Units as bits."""
    return np.asarray(units) / params.unit


def owned_by(law: Law, some: Sets) -> list[frozenset[int]]:
    """The identifiers that each set owns."""
    rows = law.weigh(some).owned
    return [frozenset(rows.identifier[rows.set == c].tolist()) for c in range(some.K)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kappa", [1000.0, 30.0])
def test_surprise_of_every_edge_is_the_oracles(seed: int, kappa: float) -> None:
    """h of every edge: rate in the stratum, shrunk, busy accounts corrected, at least one bit."""
    params = Params(kappa=kappa)
    i = random_incidence(seed)
    world = as_world(i, kappa)
    expected = [oracle.surprise(world, a, v) for a, v in zip(i.account.tolist(), i.identifier.tolist(), strict=True)]
    assert bits(surprise(i, params), params) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("seed", range(25))
def test_gain_kinds_and_owned_identifiers_are_the_oracles(seed: int) -> None:
    """G, the bits of each kind, and who is owned, on random sets of random worlds."""
    params = Params(kappa=1000.0)
    i = random_incidence(seed)
    world, some, law = as_world(i, params.kappa), random_sets(i, seed, 8), Law(i, params)
    evidence, owned = law.weigh(some), owned_by(law, some)
    for c in range(some.K):
        expected = oracle.judge(world, some.of(c).tolist())
        assert bits(evidence.gain[c], params) == pytest.approx(expected.gain, abs=CLOSE)
        assert bits(evidence.kind_units[c], params) == pytest.approx(expected.bits, abs=CLOSE)
        assert owned[c] == expected.owned
        assert law.accepts(some, evidence)[c] == oracle.passes(world, some.of(c).tolist())


def test_the_random_worlds_have_something_to_own() -> None:
    """The comparison with the oracle is not about empty sets: many own something, both namings win, some pass."""
    params = Params(kappa=1000.0)
    owned = passed = 0
    for seed in range(25):
        i = random_incidence(seed)
        some, law = random_sets(i, seed, 8), Law(i, params)
        owned += sum(bool(one) for one in owned_by(law, some))
        passed += int(law.accepts(some, law.weigh(some)).sum())
    assert owned > 60
    assert passed > 10


@pytest.mark.parametrize("seed", range(20))
def test_member_bits_are_the_gain_lost_without_the_member(seed: int) -> None:
    """member_bits: G(C) - G(C without a), owned set and price held fixed, as the oracle computes it from scratch."""
    params = Params(kappa=1000.0)
    i = random_incidence(seed)
    world, law = as_world(i, params.kappa), Law(i, params)
    some = random_sets(i, seed, 6).at_least(3)
    found = membership(law, some, law.weigh(some))
    expected = [oracle.member_bits(world, some.of(c).tolist(), a) for c in range(some.K) for a in some.of(c).tolist()]
    assert bits(found.gain, params) == pytest.approx(expected, abs=CLOSE)


@pytest.mark.parametrize("seed", range(8))
def test_own_edges_carry_only_the_kinds_that_the_member_holds(seed: int) -> None:
    """The bits on a member's own edges are nil for a kind of which it holds no owned identifier."""
    i = random_incidence(seed)
    law = Law(i, Params())
    some = random_sets(i, seed, 6).at_least(3)
    found, owned = membership(law, some, law.weigh(some)), owned_by(law, some)
    for place, (c, a) in enumerate(zip(some.owner.tolist(), some.member.tolist(), strict=True)):
        held = {int(i.kind[v]) for v in i.identifier[i.account == a].tolist() if v in owned[c]}
        assert set(np.flatnonzero(found.edges[place]).tolist()) <= held


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_gains_do_not_depend_on_the_order_of_sets_or_members(seed: int) -> None:
    """Integer sums: shuffle the members of each set and the order of the sets, the units stay."""
    i = random_incidence(seed)
    law, some = Law(i, Params()), random_sets(i, seed, 5)
    rng = np.random.default_rng(seed)
    order = rng.permutation(some.K)
    again = Sets.from_list([rng.permutation(some.of(int(c))) for c in order])
    assert np.array_equal(law.weigh(again).gain, law.weigh(some).gain[order])
    assert np.array_equal(law.weigh(again).kind_units, law.weigh(some).kind_units[order])


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_gains_do_not_depend_on_the_codes_of_accounts_and_identifiers(seed: int) -> None:
    """Give accounts and identifiers other codes: every gain is the same to the last unit."""
    i = random_incidence(seed)
    rng = np.random.default_rng(seed)
    account, identifier = rng.permutation(i.N), rng.permutation(i.M)
    a, v = account[i.account], identifier[i.identifier]
    order = np.lexsort((v, a))
    moved = Incidence(
        a[order].astype(np.int32),
        v[order].astype(np.int32),
        i.kind[np.argsort(identifier)],
        i.degree[np.argsort(account)],
        i.stratum[np.argsort(account)],
    )
    some = random_sets(i, seed, 5)
    other = Sets(some.owner, account[some.member])
    assert np.array_equal(Law(i, Params()).weigh(some).gain, Law(moved, Params()).weigh(other).gain)


def test_gains_are_whole_units() -> None:
    """Gains, kinds, names and worth are int64, never floats."""
    i = random_incidence(3)
    evidence = Law(i, Params()).weigh(random_sets(i, 3, 5))
    for values in (evidence.gain, evidence.kind_units, evidence.names, evidence.worth):
        assert values.dtype == np.int64


def test_gain_is_kinds_less_names() -> None:
    """G = sum of the kinds' bits - names, exactly."""
    i = random_incidence(5)
    evidence = Law(i, Params()).weigh(random_sets(i, 5, 8))
    assert np.array_equal(evidence.gain, evidence.kind_units.sum(1) - evidence.names)


def test_an_identifier_held_as_often_outside_is_never_owned() -> None:
    """Absence is no evidence: x/n > k/N is strict."""
    everyone = incidence(40, [range(40), range(0, 40, 2)])
    law = Law(everyone, Params())
    assert owned_by(law, sets(range(20), range(1, 40, 2))) == [frozenset(), frozenset()]


def test_the_busy_surprise_less_and_the_quiet_do_not_surprise_more() -> None:
    """Of three holders the busy one surprises less; the quiet one as much as the average one."""
    private = {(a, 0): 9 for a in range(3, 30)}
    i = incidence(30, [[0, 1, 2]], extra={**private, (1, 0): 9, (2, 0): 200})
    quiet, average, busy = surprise(i, Params()).tolist()
    assert quiet == average > busy


def test_a_carrier_surprises_nobody_at_home() -> None:
    """Where the identifier is common in the account's country its sighting is worth less than abroad."""
    home = [0] * 50 + [1] * 50
    i = incidence(100, [[*range(30), 60]], stratum=home)
    h = surprise(i, Params(kappa=10.0))
    assert h[0] < h[-1]


def test_one_stratum_needs_no_bit_to_say_how_members_are_named() -> None:
    """Names among N in one stratum; with two, the shorter of both ways and a bit that says which."""
    one = incidence(60, [[0, 1, 2]])
    two = incidence(60, [[0, 1, 2]], stratum=[0] * 3 + [1] * 57)
    group = sets([0, 1, 2])
    params = Params()
    for i in (one, two):
        expected = oracle.member_names(as_world(i, params.kappa), frozenset({0, 1, 2}))
        assert bits(Law(i, params).name_members(group), params) == pytest.approx([expected], abs=1e-5)
    assert Law(two, params).name_members(group)[0] < Law(one, params).name_members(group)[0]


def test_an_outsider_costs_its_slot_and_the_count() -> None:
    """k = x: one bit says so. One holder outside: log2 k more places, log2(1 - n/N) less, and log2 min(k, n) says how
    many are inside.
    """
    N, n = np.int64(1000), np.array([10])
    private = coded(np.array([5]), np.array([5]), n, int(N))
    one_outside = coded(np.array([5]), np.array([6]), n, int(N))
    assert one_outside - private == pytest.approx(np.log2(6) + np.log2(1 - 10 / 1000) + np.log2(6))


@pytest.mark.parametrize("seed", range(4))
def test_the_surprise_of_the_first_accounts_is_what_it_is_among_all(seed: int) -> None:
    """Only theirs is worked out, pools and strata counted over everybody."""
    i, params = random_incidence(seed), Params(pooled=(0, 1), public=3)
    every = surprise(i, params)
    for accounts in (0, 1, i.N // 3, i.N):
        assert np.array_equal(surprise(i, params, accounts), every[: i.start[accounts]])
