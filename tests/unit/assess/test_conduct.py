"""Signs of what accounts are for and what became of them; each can be absent and unknown."""

import numpy as np
import pytest

from fraudgraph.assess.conduct import successors
from fraudgraph.assess.scene import Scene
from fraudgraph.model.rings import State
from tests.unit.assess.scenes import (
    ACCOUNTS,
    DAY_US,
    FIRM,
    HOUR_US,
    OTHERS,
    RING,
    START,
    edges,
    profiles,
    scene,
    sign,
    with_measured,
)
from tests.unit.detect.worlds import CARD, IP

ONE = frozenset({1})


def test_successors_share_an_identifier_and_sign_up_within_three_days() -> None:
    """Account 0 is suspended at 100 h: 1 follows, 2 is too late, 3 shares nothing, 4 was there before."""
    created = np.array([0, 110, 173, 120, 90]) * HOUR_US
    gone = np.array([100 * HOUR_US, -1, -1, -1, -1])
    assert successors(created, gone, [ONE, ONE, ONE, frozenset(), frozenset()]) == (1, 1, 0)
    assert successors(created, gone, [ONE, frozenset(), ONE, frozenset(), ONE]) == (1, 0, 1)


def replaced(hours: int) -> Scene:
    """Four of ten suspended in turn; for each, one signs up so many hours later. All share an address."""
    created = np.full(ACCOUNTS, START, np.int64)
    shut = np.full(ACCOUNTS, -1, np.int64)
    for n in range(4):
        shut[n] = START + (20 + 10 * n) * DAY_US
        created[4 + n] = shut[n] + hours * HOUR_US
    some = edges({(IP, "i"): RING})
    known = profiles(created_us=created, suspended_us=shut, suspended=np.where(shut >= 0, 1, 0).astype(np.int8))
    return scene(with_measured(known, "created", "status"), some)


@pytest.mark.parametrize(
    ("hours", "state"), [(1, State.PRESENT), (71, State.PRESENT), (80, State.ABSENT), (-9, State.ABSENT)]
)
def test_replacement_follows_suspension(hours: int, state: State) -> None:
    """Soon after: present; later, or before: absent."""
    found = sign(replaced(hours), "replaced")
    assert found.state is state
    assert (found.abuse_bits > 0) == (state is State.PRESENT)


def test_replacement_is_unknown_where_nobody_was_suspended() -> None:
    """The firm has no suspended account."""
    assert sign(replaced(1), "replaced", 1).state is State.UNKNOWN


def test_a_mix_far_from_the_others_is_concentrated() -> None:
    """All on one capability, where others divide over four; the firm does as others do."""
    counts = np.full((ACCOUNTS, 4), 25, np.int32)
    counts[list(RING)] = (100, 0, 0, 0)
    known = profiles(exchanges={tuple(range(ACCOUNTS)): 100}, capabilities=counts)
    some = scene(with_measured(known, "capability", "exchanges"))
    assert (sign(some, "capabilities").state, sign(some, "capabilities").ring) == (State.PRESENT, 0.75)
    assert sign(some, "capabilities", 1).state is State.ABSENT


def outcome(lost: int, exchanges: int = 100) -> Scene:
    """So many exchanges of each ring member not served; of the others, two in a hundred."""
    served = np.full(ACCOUNTS, 98, np.int64)
    total = np.full(ACCOUNTS, 100, np.int64)
    served[list(RING)], total[list(RING)] = exchanges - lost, exchanges
    return scene(with_measured(profiles(exchanges=total, served=served), "outcome", "exchanges"))


def test_more_refusals_than_others_and_than_chance() -> None:
    """6 % against 2 %; as others; of few exchanges."""
    assert sign(outcome(6), "not_served").state is State.PRESENT
    assert sign(outcome(2), "not_served").state is State.ABSENT
    assert sign(outcome(1, 15), "not_served").state is State.UNKNOWN
    assert sign(outcome(1, 25), "not_served").state is State.ABSENT


def test_suspended_members_are_a_sign_from_three_on() -> None:
    """Three of ten; two are chance."""
    for shut, state in ((3, State.PRESENT), (2, State.ABSENT), (0, State.ABSENT)):
        suspended = np.zeros(ACCOUNTS, np.int8)
        suspended[:shut] = 1
        assert sign(scene(with_measured(profiles(suspended=suspended), "status")), "suspended").state is state


def test_an_own_domain_is_nobody_elses() -> None:
    """Seven of ten on a domain that only they have; a webmail domain of everybody says nothing."""
    domain = np.zeros(ACCOUNTS, np.int32)
    domain[:7] = 1
    domain[list(FIRM)] = 0
    some = scene(with_measured(profiles(domain=domain), "email_domain"))
    assert (sign(some, "own_domain").state, sign(some, "own_domain").accounts) == (State.PRESENT, 7)
    assert sign(some, "own_domain", 1).state is State.ABSENT


def test_lives_apart_speak_against() -> None:
    """Members with a private card and prompts of their own; the firm has neither."""
    some = edges({(IP, "i"): RING})
    some.degree[:8, 1] = 1
    every = {tuple(range(ACCOUNTS)): 20}
    written = profiles(exchanges=every, with_template={tuple(RING): 20}, created_us={tuple(OTHERS): START})
    known = with_measured(written, "exchanges", "template")
    found = sign(scene(known, some), "own_life")
    assert (found.state, found.accounts) == (State.PRESENT, 8)
    assert sign(scene(known, some), "own_life", 1).state is State.ABSENT


def test_many_shared_addresses_are_a_sign_and_one_is_not() -> None:
    """Ten addresses, each of two or three members; four, as a firm of several offices has; one for all."""
    rows = {(IP, f"i{n}"): [n, (n + 3) % 10, (n + 5) % 10] for n in range(10)}
    many = sign(scene(some=edges(rows)), "many_lines")
    assert (many.state, many.ring) == (State.PRESENT, 10)
    few = sign(scene(some=edges({(IP, f"i{n}"): range(n, n + 4) for n in range(4)})), "many_lines")
    assert few.state is State.ABSENT
    one = scene(some=edges({(IP, "i"): RING}))
    assert sign(one, "many_lines").state is State.ABSENT
    assert (sign(one, "one_line").state, sign(one, "one_line").accounts) == (State.PRESENT, 10)
    assert sign(one, "many_lines", 1).state is State.UNKNOWN


def test_more_cards_each_on_several_accounts_weigh_more() -> None:
    """Two cards are what anybody has; five on two accounts each are not; nor is one for all."""

    def cards(count: int) -> float:
        seen = {(CARD, f"c{n}"): range(n * 10 // count, (n + 1) * 10 // count) for n in range(count)}
        some = edges(seen)
        some.degree[list(OTHERS), CARD] = 1
        return sign(scene(some=some), "many_payers").abuse_bits

    assert cards(1) == cards(2) == 0
    assert 0 < cards(3) < cards(5) < 6
