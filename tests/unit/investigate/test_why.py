"""`why`: reasons, what the link loses without each, what speaks against it."""

import pytest

from fraudgraph.case import Case
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.graph.base import Seen
from fraudgraph.investigate.bits import link_bits, surprises
from fraudgraph.investigate.desk import desk
from fraudgraph.investigate.views.why import Reason, Standing
from fraudgraph.investigate.why import best_of_each_family, drops_of, overlap_of, standing, total, why
from fraudgraph.model.kinds import BUILT_IN
from fraudgraph.model.rings import BIT
from tests.contract.oracle import DAY_US
from tests.contract.worlds import at


def reason(kind: str, bits: float, value: str = "v") -> Reason:
    """A reason of so many bits."""
    return Reason(BUILT_IN[kind], value, 5, round(bits * BIT), False, None, None, None, 0, 0, 0)


def seen(first: int | None, last: int | None) -> Seen:
    """A sighting with that span."""
    return Seen("a", "ip", "v", 2, (("exchanges", 1),), first, last)


def test_best_reason_of_each_family_counts() -> None:
    """Two of one family are one piece of evidence; a reason without bits is none."""
    reasons = best_of_each_family(
        [
            reason("ip", 3),
            reason("device", 8),
            reason("payment_instrument", 9),
            reason("ip", 5, "w"),
            reason("email", 0),
        ]
    )
    assert [(one.kind.name, one.counted) for one in reasons] == [
        ("payment_instrument", True),
        ("device", False),
        ("ip", True),
        ("ip", False),
        ("email", False),
    ]
    assert total(reasons) == 14 * BIT


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ({"payment_instrument": 6, "ip": 6}, Standing.HOLDS),
        ({"payment_instrument": 6, "ip": 5.9}, Standing.WEAKENS),
        ({"payment_instrument": 30}, Standing.WEAKENS),
        ({"payment_instrument": 30, "device": 30}, Standing.WEAKENS),
        ({"ip": 7}, Standing.WEAKENS),
        ({"ip": 6.9}, Standing.FALLS),
        ({}, Standing.FALLS),
    ],
)
def test_standing_of_a_link(kinds: dict[str, float], expected: Standing) -> None:
    """12 bits over two families hold, 7 weaken, less falls; two kinds of one family are one."""
    assert standing(best_of_each_family([reason(kind, bits) for kind, bits in kinds.items()])) is expected


def test_dropping_a_kind_lets_the_next_of_its_family_count() -> None:
    """Without the card there is still the device; without all that is easy to fake only hard reasons are left."""
    reasons = best_of_each_family([reason("payment_instrument", 16), reason("device", 9), reason("ip", 15)])
    drops = {drop.kind.name if drop.kind else "easy": drop for drop in drops_of(reasons)}
    assert (drops["payment_instrument"].bits_left, drops["payment_instrument"].kinds_left) == (24 * BIT, 2)
    assert (drops["ip"].bits_left, drops["ip"].standing) == (16 * BIT, Standing.WEAKENS)
    assert (drops["easy"].bits_left, drops["easy"].kinds_left) == (16 * BIT, 1)
    assert "device" not in drops
    assert all(drop.kind for drop in drops_of(best_of_each_family([reason("device", 9)])))


def test_overlap_of_spans() -> None:
    """When both were seen with it; how far apart if never; unknown where a time is missing."""
    assert overlap_of(seen(1, 5), seen(3, 9)) == (3, 5, 0)
    assert overlap_of(seen(1, 5), seen(5, 9)) == (5, 5, 0)
    assert overlap_of(seen(7, 9), seen(1, 5)) == (None, None, 2)
    assert overlap_of(seen(None, None), seen(1, 5)) == (None, None, None)


def test_link_of_two_members(case: Case) -> None:
    """Every figure of the screen, against the facts by hand."""
    view = why(case, "acct_a", "acct_b")
    by_kind = {one.kind.name: one for one in view.reasons}
    assert set(by_kind) == {"payment_instrument", "ip", "prompt_fingerprint"}
    assert view.shared_hubs == 1
    card, address, template = (by_kind[kind] for kind in ("payment_instrument", "ip", "prompt_fingerprint"))
    assert (card.holders, card.in_ring, card.in_other, card.in_no_ring) == (3, 3, 0, 0)
    assert (template.holders, template.in_ring, template.in_no_ring) == (4, 3, 1)
    assert address.attributes == (("asn", "AS64500"),)
    assert (address.both_first_us, address.both_last_us) == (at(0.01), at(3))
    assert view.total_bits == sum(one.bits for one in view.reasons)
    assert (view.kinds, view.hard) == (3, 1)
    assert view.first_member is not None
    assert view.first_member.ring_id == 1
    assert view.against.countries == ("BR", "ID")
    assert view.against.email_domains == ("x.example", "y.example")
    assert view.against.created_apart_us == 30 * DAY_US
    assert view.against.outside == (template,)
    assert [kind.name for kind in view.empty_kinds] == ["device", "phone", "email"]


def test_pair_bits_follow_their_definition(case: Case) -> None:
    """max(0, min(h_a, h_b) - log2(k - 1)) of each shared identifier."""
    at_desk = desk(case)
    for one in why(case, "acct_a", "acct_b").reasons:
        edges = [(account, one.kind.name, one.value) for account in ("acct_a", "acct_b")]
        h = surprises(at_desk.graph, at_desk.view, edges, 100.0)
        assert one.bits == link_bits(min(h.values()), one.holders)


def test_order_of_the_two_changes_nothing_but_the_order(case: Case) -> None:
    """The same reasons and the same bits from either side."""
    one, other = why(case, "acct_a", "acct_b"), why(case, "acct_b", "acct_a")
    assert (one.reasons, one.drops, one.longer_paths) == (other.reasons, other.drops, other.longer_paths)


def test_accounts_with_nothing_in_common_but_a_hub(case: Case) -> None:
    """No reasons, no bits: that does not show two operators."""
    view = why(case, "acct_a", "acct_d")
    assert (view.reasons, view.shared_hubs, view.total_bits, view.standing) == ((), 1, 0, Standing.FALLS)
    assert view.drops == ()


def test_longer_paths_go_over_identifiers_that_the_two_do_not_share(case: Case) -> None:
    """user_000 knows the ring's template and shares an address with user_001: one step more than a link."""
    assert why(case, "acct_a", "user_001").longer_paths == 1
    assert why(case, "acct_a", "acct_b").longer_paths == 0


def test_names_that_no_fact_has(case: Case) -> None:
    """A near name is offered; the same account twice is refused."""
    with pytest.raises(NotFound) as caught:
        why(case, "acct_a", "acct_bb")
    assert "acct_b" in caught.value.hint
    with pytest.raises(UsageError):
        why(case, "acct_a", "acct_a")


def test_link_before_the_first_sweep(unswept: Case) -> None:
    """Links need facts only; where holders stand is not known yet."""
    view = why(unswept, "acct_a", "acct_b")
    assert (view.sweep, view.first_member, view.against.outside) == (None, None, ())
    assert len(view.reasons) == 3
