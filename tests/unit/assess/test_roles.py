"""Roles: pool, mixed, bridge, bystander, possible victim; and who is never in the queue."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np

from fraudgraph.assess.report import assess, members, rings
from fraudgraph.assess.roles import ROLES, bridges, doubtful, far_older, roles
from fraudgraph.assess.scene import Scene
from fraudgraph.model.rings import BIT, Role
from tests.unit.assess.scenes import ACCOUNTS, DAY_US, FIRM, RING, START, edges, linkage, profiles, scene, with_measured
from tests.unit.detect.worlds import CARD, IP, PROMPT


def put(
    own: tuple[int, ...] = (), old: tuple[int, ...] = (), bits: Any = None, member_bits: dict[int, float] | None = None
) -> Scene:
    """A ring of ten on one card, address and template, 20 exchanges each on all of them; `own` have prompts and an
    address of their own as well and a card; `old` signed up a year before the others.
    """
    some = edges({(IP, "i"): RING, (CARD, "c"): RING, (PROMPT, "t"): RING})
    count = np.full(len(some.account), 20)
    degree = some.degree.copy()
    for a in own:
        count[some.account == a] = 4
        degree[a] += 1
    some = replace(some, count=count.astype(np.int64), degree=degree)
    created = np.full(ACCOUNTS, START, np.int64)
    created[list(old)] -= 365 * DAY_US
    every = {tuple(range(ACCOUNTS)): 20}
    known = profiles(exchanges=every, with_template=every, created_us=created)
    one = linkage([RING, FIRM], some=some, own_bits=bits or (6.0, 10.0, 6.0))
    units = one.member_units.copy()
    for a, value in (member_bits or {}).items():
        units[a] = round(value * BIT)
    return scene(with_measured(known, "exchanges", "created", "template"), some, replace(one, member_units=units))


def role(of: Scene, account: int = 0) -> Role:
    """Role of one account of the ring."""
    return ROLES[int(roles(of)[account])]


def test_who_only_shares_what_the_ring_shares_is_in_the_pool() -> None:
    """Nothing of its own."""
    assert {role(put(), a) for a in RING} == {Role.POOL}


def test_who_lives_apart_too_is_mixed() -> None:
    """Two families of three apart from the ring: still linked, said so."""
    assert role(put(own=(0,))) is Role.MIXED
    assert role(put(own=(0,)), 1) is Role.POOL


def test_an_old_account_with_a_life_of_its_own_may_be_a_victim() -> None:
    """A year older than the ring and busy elsewhere: its card may be stolen. Old alone, or busy alone, is not."""
    assert role(put(own=(0,), old=(0,))) is Role.VICTIM
    assert role(put(old=(0,))) is Role.POOL
    assert role(put(own=(0,))) is not Role.VICTIM


def test_an_old_account_that_only_a_card_ties_may_be_a_victim() -> None:
    """One family, far older: whatever it does."""
    assert role(put(old=(0,), bits=(0.0, 10.0, 0.0))) is Role.VICTIM
    assert role(put(bits=(0.0, 10.0, 0.0))) is Role.POOL


def test_weak_and_thin_ties_may_be_bystanders() -> None:
    """Under 7 bits; or one family and a life apart."""
    assert role(put(member_bits={0: 6.0})) is Role.BYSTANDER
    assert role(put(own=(0,), bits=(10.0, 0.0, 0.0))) is Role.BYSTANDER


def test_bystanders_and_victims_are_doubtful() -> None:
    """Only those two."""
    assert [ROLES[n] for n in np.flatnonzero(doubtful(np.arange(len(ROLES))))] == [Role.BYSTANDER, Role.VICTIM]


def test_age_is_far_beyond_the_usual_only() -> None:
    """90 days and Tukey's fence; a ring of aged accounts is not old against itself; few sign-ups say nothing."""
    assert far_older(put(old=(0,)))[:2].tolist() == [True, False]
    assert not far_older(put(old=tuple(RING))).any()
    few = replace(put(old=(0,)).profiles, created_us=np.where(np.arange(ACCOUNTS) < 4, START - 9**12, -1))
    assert not far_older(replace(put(), profiles=few)).any()


def test_a_bridge_holds_what_is_another_cells() -> None:
    """Cells of five with an address each; account 0 holds both."""
    some = edges({(IP, "a"): range(5), (IP, "b"): [0, *range(5, 10)]})
    one = linkage([RING, FIRM], some=some)
    one = replace(one, cell=np.repeat([0, 1, 2, 2], 5))
    assert np.flatnonzero(bridges(scene(some=some, found=one))).tolist() == [0]


def test_roles_are_kept_with_members_and_add_up_in_the_ring() -> None:
    """Every member has one; a ring counts them."""
    assessed = assess(put(own=(0, 1), old=(0,)))
    found = members(assessed, [1, 2])
    assert [one.role for one in found[:3]] == [Role.VICTIM, Role.MIXED, Role.POOL]
    assert dict(rings(assessed)[0].roles) == {"pool": 8, "mixed": 1, "possible_victim": 1}
    assert sum(count for _, count in rings(assessed)[1].roles) == len(FIRM)


def test_who_is_tied_through_one_other_account_alone_is_a_bystander() -> None:
    """The last of ten shares card and address with the ninth only: it is tied to that account, not to the ring. A
    second witness makes it a member like the others.
    """
    core, (near, last) = RING[:9], RING[8:]
    ties: dict[tuple[int, str], Sequence[int]] = {
        (IP, "i"): core,
        (CARD, "c"): core,
        (CARD, "home"): [near, last],
        (IP, "home"): [near, last],
    }
    assert role(placed(ties), 9) is Role.BYSTANDER
    assert {role(placed(ties), a) for a in range(9)} == {Role.POOL}
    assert role(placed({**ties, (PROMPT, "t"): [0, last]}), 9) is Role.POOL


def test_a_chain_that_hangs_on_a_ring_is_not_anchored_in_it() -> None:
    """Three accounts in a row, each sharing with the next alone, the first with a member: bystanders, all three."""
    core, chain = RING[:7], RING[6:]
    ties: dict[tuple[int, str], Sequence[int]] = {(IP, "i"): core, (CARD, "c"): core}
    for near, far in pairwise(chain):
        ties[CARD, f"card-{far}"] = ties[IP, f"home-{far}"] = [near, far]
    assert {role(placed(ties), a) for a in chain[1:]} == {Role.BYSTANDER}
    assert {role(placed(ties), a) for a in core} == {Role.POOL}


def placed(ties: dict[tuple[int, str], Sequence[int]]) -> Scene:
    """The ring held together by these, each account with 20 exchanges."""
    some = edges(ties)
    every = {tuple(range(ACCOUNTS)): 20}
    known = profiles(exchanges=every, with_template=every)
    return scene(with_measured(known, "exchanges"), some, linkage([RING, FIRM], some=some, own_bits=(6.0, 10.0, 6.0)))
