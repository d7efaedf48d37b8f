"""Each sign on hand-made profiles: present, absent, unknown; and what was not measured never counts."""

from typing import Any

import numpy as np
import pytest

from fraudgraph.assess.activity import same_hour, spread
from fraudgraph.assess.bands import INDICATORS, band_of, present, signs_of
from fraudgraph.assess.origin import in_bursts
from fraudgraph.assess.profiles import Profiles
from fraudgraph.assess.scene import Scene
from fraudgraph.model.rings import EvidenceClass, State
from tests.unit.assess.scenes import (
    ACCOUNTS,
    DAY_US,
    FIRM,
    HOUR_US,
    OTHERS,
    RING,
    START,
    edges,
    linkage,
    profiles,
    scene,
    sign,
    with_measured,
)
from tests.unit.detect.worlds import CARD, PROMPT

EVERYONE = range(ACCOUNTS)


def state(of: Scene, name: str, ring: int = 0) -> State:
    """State of a sign."""
    return sign(of, name, ring).state


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.name)
def test_what_is_not_measured_is_unknown(indicator: Any) -> None:
    """Every indicator that needs something, on a case that measures nothing: unknown, no value, no bits."""
    for one in indicator.signs(scene()):
        if indicator.needs:
            assert (one.state, one.ring, one.others, one.abuse_bits) == (State.UNKNOWN, None, None, 0.0)


def test_unknown_signs_never_count() -> None:
    """With nothing measured no side has a sign, and the band is find_more."""
    for signs in signs_of(scene()):
        assert present(signs, against=False) == present(signs, against=True) == 0
        assert band_of(signs, EvidenceClass.A).value == "find_more"


def test_signs_stand_in_the_order_of_the_indicators() -> None:
    """Signs of abuse first; each with its sentence, its innocent reading and its sources."""
    for signs in signs_of(scene()):
        assert [one.name for one in signs] == [indicator.name for indicator in INDICATORS]
        assert [one.against for one in signs] == sorted(one.against for one in signs)
        assert all(one.sentence and one.unit and one.innocent for one in signs)
        assert len({one.name for one in signs}) == len(signs)


def test_signs_of_abuse_weigh_for_and_the_others_against() -> None:
    """Bits only where present, positive for and negative against."""
    for indicator in INDICATORS:
        assert (indicator.abuse_bits < 0) == indicator.against


def test_no_rings_have_no_signs() -> None:
    """Everything measured, nobody linked."""
    born = profiles(created_us={tuple(EVERYONE): START})
    everything = with_measured(born, "exchanges", "template", "created", "organization", "billing", "outcome")
    assert signs_of(scene(everything, found=linkage([]))) == ()


def on_templates(ring: float, others: float) -> Scene:
    """Shares of exchanges on a template that many hold: of each ring member, of each other; 20 exchanges each."""
    counts = {tuple(RING): 20, tuple(FIRM): 20, tuple(OTHERS): 20}
    some = edges({(PROMPT, "shared"): EVERYONE, (PROMPT, "pair"): [0, 1]})
    count = np.where(np.isin(some.account, list(RING)), round(20 * ring), round(20 * others))
    count[some.identifier == 0] = 1
    object.__setattr__(some, "count", count.astype(np.int64))
    known = profiles(exchanges=counts)
    return scene(with_measured(known, "exchanges", "template"), some)


def test_shared_templates_are_present_where_most_exchanges_are_on_them() -> None:
    """16 of 20 against 5 of 20 of the others: 0.8 and 0.25."""
    found = sign(on_templates(0.8, 0.25), "shared_templates")
    assert (found.state, found.ring, found.others) == (State.PRESENT, 0.8, 0.25)
    assert found.abuse_bits > 0


@pytest.mark.parametrize(("ring", "others"), [(0.4, 0.1), (0.6, 0.5)])
def test_shared_templates_are_absent_below_half_or_as_among_others(ring: float, others: float) -> None:
    """Less than half of the exchanges; or hardly more than the population's share."""
    assert state(on_templates(ring, others), "shared_templates") is State.ABSENT


def test_a_template_of_few_is_not_shared() -> None:
    """Two accounts on one prompt: below five holders it counts for nothing."""
    some = edges({(PROMPT, "pair"): [0, 1]})
    known = with_measured(profiles(exchanges={tuple(EVERYONE): 1}), "exchanges", "template")
    assert sign(scene(known, some), "shared_templates").ring == 0


def test_own_prompts_speak_against() -> None:
    """A ring on templates no more than the others: present; far more: absent."""
    assert state(on_templates(0.25, 0.25), "own_prompts") is State.PRESENT
    assert state(on_templates(0.8, 0.25), "own_prompts") is State.ABSENT


def at_hours(ring: list[int], others: list[int], each: int = 4) -> Profiles:
    """Each account with `each` exchanges in each of these hours of the day."""
    hours = np.zeros((ACCOUNTS, 24), np.int32)
    hours[np.ix_(list(RING), ring)] = each
    hours[np.ix_(list(range(10, ACCOUNTS)), others)] = each
    known = profiles(hours=hours, exchanges=hours.sum(1).astype(np.int64))
    return with_measured(known, "exchanges")


def test_flat_hours_are_those_of_machines() -> None:
    """All round the clock against six hours: present, and the ring that sleeps has the mirror."""
    known = at_hours(list(range(24)), [9, 10, 11, 14, 15, 16])
    found = sign(scene(known), "flat_hours")
    assert found.state is State.PRESENT
    assert found.ring is not None
    assert found.others is not None
    assert found.ring < 1 / 24 + 0.01 < found.others
    assert state(scene(known), "working_hours") is State.ABSENT
    assert state(scene(known), "flat_hours", 1) is State.ABSENT
    assert state(scene(known), "working_hours", 1) is State.PRESENT


def test_hours_of_few_exchanges_are_not_judged() -> None:
    """Under 500 pairs of exchanges in the ring: unknown, both ways."""
    known = at_hours([9, 10], [9, 10, 11], each=2)
    assert state(scene(known), "flat_hours") is State.UNKNOWN
    assert state(scene(known), "working_hours") is State.UNKNOWN


def test_hours_are_not_judged_where_the_others_show_none() -> None:
    """Nobody outside the rings made two exchanges: there is nothing to compare with, on either side."""
    hours = np.zeros((ACCOUNTS, 24), np.int32)
    hours[:20, :12] = 10
    hours[20:, 5] = 1
    known = with_measured(profiles(hours=hours, exchanges=hours.sum(1).astype(np.int64)), "exchanges")
    assert state(scene(known), "flat_hours") is State.UNKNOWN
    assert state(scene(known), "working_hours") is State.UNKNOWN


def test_same_hour_is_the_chance_of_a_pair() -> None:
    """3 and 1 exchanges: 3 of 6 pairs in one hour; one exchange has no pair."""
    hours = np.zeros((3, 24), np.int32)
    hours[0, 4], hours[0, 9], hours[1, 7] = 3, 1, 1
    rate, pairs = same_hour(hours, np.arange(3))
    assert rate[0] == 0.5
    assert np.isnan(rate[1:]).all()
    assert pairs.tolist() == [6, 0, 0]


def with_load(ring: list[int], others: list[int]) -> Profiles:
    """Exchanges on one active day: of the ring's ten, and of all others in turn."""
    exchanges = np.array([*ring, *(others[j % len(others)] for j in range(ACCOUNTS - 10))], np.int64)
    return with_measured(profiles(exchanges=exchanges, active_days=np.ones(ACCOUNTS, np.int64)), "exchanges")


def test_equal_load_is_a_quota() -> None:
    """Nine to eleven exchanges a day each, where others make 1 to 100."""
    known = with_load([9, 10, 11, 10, 9, 10, 11, 10, 9, 10], [1, 3, 10, 30, 100])
    assert state(scene(known), "equal_load") is State.PRESENT
    assert state(scene(known), "uneven_load") is State.ABSENT
    assert state(scene(known), "equal_load", 1) is State.ABSENT
    assert state(scene(known), "uneven_load", 1) is State.PRESENT


def test_the_load_of_few_accounts_is_not_judged() -> None:
    """Fewer than five that did anything."""
    known = with_load([5, 6, 5, 6, 0, 0, 0, 0, 0, 0], [1, 3, 10, 30, 100])
    assert state(scene(known), "equal_load") is State.UNKNOWN
    assert state(scene(known), "uneven_load") is State.UNKNOWN


def test_load_is_not_judged_where_the_others_show_none() -> None:
    """Only the rings did anything: no spread to compare with, so neither sign counts."""
    known = with_load([9] * 10, [0])
    assert state(scene(known), "equal_load") is State.UNKNOWN
    assert state(scene(known), "uneven_load") is State.UNKNOWN


def test_spread_is_the_busy_tenth_over_the_quiet_tenth() -> None:
    """1 to 11: 10 over 2; equal ones 1; idle accounts do not count; four are too few."""
    assert spread(np.arange(1, 12, dtype=np.float64)) == 5
    assert spread(np.full(9, 3.0)) == 1
    assert spread(np.array([0.0, 0, 0, 0, 0, 2, 2, 2, 2, 2])) == 1
    assert np.isnan(spread(np.array([1.0, 2, 3, 4])))


def signed_up(ring: list[int], others_every: int = HOUR_US) -> Profiles:
    """Sign-up times: hours of the ring's members after START; others one after the other."""
    created = np.array([START + h * HOUR_US for h in ring] + [START + j * others_every for j in range(ACCOUNTS - 10)])
    return with_measured(profiles(created_us=created), "created")


def test_signup_bursts_are_hours_with_several() -> None:
    """Five and four in two hours of ten sign-ups; the others come one an hour."""
    known = signed_up([3, 3, 3, 3, 3, 40, 40, 40, 40, 90])
    found = sign(scene(known), "signup_bursts")
    assert (found.state, found.ring, found.others) == (State.PRESENT, 0.9, 0)


def test_signups_one_by_one_are_no_burst() -> None:
    """Absent; and pairs in an hour are none."""
    assert state(scene(signed_up([1, 5, 9, 13, 17, 21, 25, 29, 33, 37])), "signup_bursts") is State.ABSENT
    assert state(scene(signed_up([1, 1, 9, 9, 17, 17, 25, 25, 33, 33])), "signup_bursts") is State.ABSENT


def test_a_launch_that_everyone_joins_is_no_burst_of_the_ring() -> None:
    """All others sign up in the ring's hour too: nothing about the ring."""
    known = signed_up([0] * 10, others_every=1)
    assert state(scene(known), "signup_bursts") is State.ABSENT


def test_a_ring_without_signup_times_is_unknown() -> None:
    """Others have theirs."""
    created = np.array([-1] * 10 + [START] * (ACCOUNTS - 10))
    assert state(scene(with_measured(profiles(created_us=created), "created")), "signup_bursts") is State.UNKNOWN


def test_a_burst_has_three_and_ten_times_the_usual() -> None:
    """Share of sign-ups in such hours, unknown times left out."""
    pace = np.array([0.001, 0.5])
    first = START // HOUR_US
    three = np.array([START] * 3 + [START + HOUR_US, -1])
    assert in_bursts(three, pace, first) == 0.75
    assert in_bursts(three[1:], pace, first) == 0
    assert in_bursts(np.array([START + HOUR_US] * 4), pace, first) == 0
    assert np.isnan(in_bursts(np.array([-1, -1]), pace, first))


def paid(values: dict[str, list[int]]) -> Scene:
    """Payment identifiers of the ring's members; everybody else has one of their own."""
    own = {(CARD, f"own-{a}"): [a] for a in range(10, ACCOUNTS)}
    return scene(some=edges({(CARD, value): some for value, some in values.items()} | own))


def test_many_cards_each_on_a_few_accounts() -> None:
    """Five cards of two accounts each: many payers, and no one payer."""
    some = paid({f"c{j}": [2 * j, 2 * j + 1] for j in range(5)})
    found = sign(some, "many_payers")
    assert (found.state, found.ring, found.others) == (State.PRESENT, 2, 1)
    assert state(some, "one_payer") is State.ABSENT


def test_one_card_for_all_speaks_against() -> None:
    """A firm: nine of ten on one card."""
    some = paid({"firm": list(range(9))})
    found = sign(some, "one_payer")
    assert (found.state, found.ring, found.accounts) == (State.PRESENT, 0.9, 9)
    assert found.abuse_bits < 0
    assert state(some, "many_payers") is State.ABSENT


def test_a_card_for_fewer_than_half_is_not_one_payer() -> None:
    """4 of 10 are not, 5 of 10 are."""
    assert state(paid({"c": list(range(4))}), "one_payer") is State.ABSENT
    assert state(paid({"c": list(range(5))}), "one_payer") is State.PRESENT


def test_a_card_among_several_is_not_one_payer() -> None:
    """Six of ten on one, but the others too share cards: it is not the one of nearly all that have any."""
    assert state(paid({"c": list(range(6)), "d": [5, 6, 7, 8], "e": [7, 8, 9, 1]}), "one_payer") is State.ABSENT


def test_more_accounts_on_the_one_card_weigh_more() -> None:
    """Nine of ten against ten of ten: whoever hides does not put many accounts on one card."""
    nine, ten = (sign(paid({"c": list(range(n))}), "one_payer").abuse_bits for n in (9, 10))
    assert ten < nine < 0


def test_who_pays_is_unknown_without_payments() -> None:
    """The ring owns no payment identifier."""
    assert state(scene(), "one_payer") is State.UNKNOWN
    assert state(scene(), "many_payers") is State.UNKNOWN


@pytest.mark.parametrize(
    ("name", "column", "measured", "yes", "no"),
    [("organisation", "organization", "organization", 3, -1), ("invoiced", "invoiced", "billing", 1, 0)],
)
def test_declared_organisations_and_invoices_speak_against(
    name: str, column: str, measured: str, yes: int, no: int
) -> None:
    """A third of the members is enough, less is not; the number of members is told."""
    for members, expected in ((10, State.PRESENT), (4, State.PRESENT), (3, State.ABSENT), (0, State.ABSENT)):
        values: dict[str, Any] = {column: {tuple(EVERYONE): no, tuple(range(members)): yes}}
        known = with_measured(profiles(**values), measured)
        found = sign(scene(known), name)
        assert (found.state, found.accounts, found.ring) == (expected, members, members / 10)


def test_invoices_of_which_nothing_is_known_are_unknown() -> None:
    """Billing is measured of others only."""
    known = with_measured(profiles(invoiced={tuple(OTHERS): 1}), "billing")
    assert state(scene(known), "invoiced") is State.UNKNOWN


def aged(days: int, members: int) -> Profiles:
    """So many members signed up so many days before the ring's first exchange, the others the day before."""
    first = np.full(ACCOUNTS, START, np.int64)
    created = np.full(ACCOUNTS, START - DAY_US, np.int64)
    created[:members] = START - days * DAY_US
    return with_measured(profiles(created_us=created, first_us=first), "created", "exchanges")


def test_old_accounts_speak_against() -> None:
    """Four of ten 90 days old when the ring began; 89 days are not enough, three accounts neither."""
    found = sign(scene(aged(90, 4)), "tenure")
    assert (found.state, found.accounts, found.ring) == (State.PRESENT, 4, 0.4)
    assert state(scene(aged(89, 4)), "tenure") is State.ABSENT
    assert state(scene(aged(90, 3)), "tenure") is State.ABSENT


def test_age_is_unknown_where_no_signup_or_no_beginning_is_known() -> None:
    """No sign-up time of any member; or no exchange of any, so that nobody knows when the ring began."""
    unborn = aged(90, 4)
    unborn.created_us[:10] = -1
    assert state(scene(unborn), "tenure") is State.UNKNOWN
    idle = aged(90, 4)
    idle.first_us[:10] = -1
    assert state(scene(idle), "tenure") is State.UNKNOWN


def test_weak_links_speak_against() -> None:
    """All members under 7 bits: present; none: absent. It needs nothing but the linkage."""
    some = edges({})
    weak = scene(some=some, found=linkage([RING, FIRM], member_bits=6.9))
    strong = scene(some=some, found=linkage([RING, FIRM], member_bits=7))
    assert sign(weak, "weak_links").accounts == 10
    assert (state(weak, "weak_links"), state(strong, "weak_links")) == (State.PRESENT, State.ABSENT)


def test_others_are_the_accounts_in_no_ring_that_did_anything() -> None:
    """Members are no yardstick, nor are idle accounts where exchanges are measured."""
    known = with_measured(profiles(exchanges={tuple(range(0, ACCOUNTS, 2)): 1}), "exchanges")
    assert scene(known).others.tolist() == list(range(20, ACCOUNTS, 2))
    assert scene().others.tolist() == list(OTHERS)


def test_one_sign_is_the_same_in_any_company() -> None:
    """A ring's signs do not depend on the other ring being there, but for who the others are."""
    known = signed_up([3, 3, 3, 3, 3, 40, 40, 40, 40, 90])
    both, alone = scene(known), scene(known, found=linkage([RING]))
    assert sign(both, "signup_bursts").ring == sign(alone, "signup_bursts").ring
