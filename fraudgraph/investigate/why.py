"""`why`: every reason that two accounts have one operator, what the link loses without each, and what speaks against
it.
"""

from collections.abc import Sequence
from dataclasses import replace

from fraudgraph.case import Case
from fraudgraph.errors import UsageError
from fraudgraph.graph.base import AccountFacts, Seen
from fraudgraph.investigate.bits import kappa_of, link_bits, surprises
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.names import account_named
from fraudgraph.investigate.views.why import Against, Drop, Reason, Standing, WhyView
from fraudgraph.model.kinds import Family, Kind
from fraudgraph.model.rings import BIT, Member

HOLDS_BITS, WEAKENS_BITS, HOLDS_FAMILIES = 12 * BIT, 7 * BIT, 2
PATH_HOLDERS = 10_000
"""Longer paths are looked for over identifiers of at most so many holders."""
_Pair = tuple[Seen, Seen]


def why(case: Case, first: str, second: str) -> WhyView:
    """The screen of one link. NotFound, with a near name, for an account that no fact names; UsageError for one
    account twice.
    """
    at = desk(case)
    first, second = account_named(at, first), account_named(at, second)
    if first == second:
        raise UsageError(f"{first!r} is one account", hint="name two accounts")
    known = {account: _by_identifier(at.graph.identifiers_of(at.view, [account])) for account in (first, second)}
    shared = [(known[first][name], known[second][name]) for name in known[first].keys() & known[second].keys()]
    members = at.memberships([first, second])
    reasons = best_of_each_family(_reasons(at, [pair for pair in shared if not pair[0].hub], members))
    drops = drops_of(reasons)
    return WhyView(
        first=first,
        second=second,
        sweep=at.sweep,
        first_member=members.get(first),
        second_member=members.get(second),
        judged=at.judged("link", " ".join(sorted((first, second)))),
        reasons=reasons,
        shared_hubs=sum(bool(pair[0].hub) for pair in shared),
        total_bits=total(reasons),
        kinds=families(reasons),
        hard=sum(reason.counted and reason.kind.hard_to_fake for reason in reasons),
        standing=standing(reasons),
        drops=drops,
        weakest=_weakest(drops),
        against=_against(at, first, second, reasons),
        empty_kinds=at.empty_kinds(),
        longer_paths=_longer_paths(at, known[first], known[second], {first, second}),
        first_judged=at.judged("member", first),
        second_judged=at.judged("member", second),
    )


def _by_identifier(seen: Sequence[Seen]) -> dict[tuple[str, str], Seen]:
    return {(one.kind, one.value): one for one in seen}


def _reasons(at: Desk, shared: Sequence[_Pair], members: dict[str, Member]) -> list[Reason]:
    names = [(one.kind, one.value) for one, _ in shared]
    edges = [(one.account_id, one.kind, one.value) for pair in shared for one in pair]
    h = surprises(at.graph, at.view, edges, kappa_of(at.sweep))
    ring = next((member.ring_id for member in members.values()), None)
    in_ring = at.graph.count_inside(at.view, names, at.ring_accounts(ring))
    in_rings = at.graph.count_inside(at.view, names, at.in_rings)
    attributes = at.attributes(names)
    return [
        Reason(
            kind=at.kind(one.kind),
            value=one.value,
            holders=one.holders,
            bits=link_bits(min(h[seen.account_id, seen.kind, seen.value] for seen in (one, other)), one.holders),
            counted=False,
            both_first_us=overlap[0],
            both_last_us=overlap[1],
            apart_us=overlap[2],
            in_ring=in_ring[one.kind, one.value],
            in_other=in_rings[one.kind, one.value] - in_ring[one.kind, one.value],
            in_no_ring=one.holders - in_rings[one.kind, one.value],
            attributes=attributes[one.kind, one.value],
        )
        for one, other in shared
        for overlap in [overlap_of(one, other)]
    ]


def overlap_of(one: Seen, other: Seen) -> tuple[int | None, int | None, int | None]:
    """First and last instant of the overlap of both spans (None if there is none), and the time between them if not."""
    if one.first_us is None or one.last_us is None or other.first_us is None or other.last_us is None:
        return None, None, None
    first, last = max(one.first_us, other.first_us), min(one.last_us, other.last_us)
    return (first, last, 0) if first <= last else (None, None, first - last)


def best_of_each_family(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Most bits first; the best of each family that adds any is counted."""
    ordered = sorted(reasons, key=lambda reason: (-reason.bits, reason.kind.name, reason.value))
    best: dict[Family, Reason] = {}
    for reason in ordered:
        best.setdefault(reason.kind.family, reason)
    return tuple(replace(reason, counted=reason.bits > 0 and best[reason.kind.family] is reason) for reason in ordered)


def total(reasons: Sequence[Reason]) -> int:
    """Pair bits: of the reasons that count, in units."""
    return sum(reason.bits for reason in reasons if reason.counted)


def families(reasons: Sequence[Reason]) -> int:
    """How many families the counted reasons span."""
    return sum(reason.counted for reason in reasons)


def standing(reasons: Sequence[Reason]) -> Standing:
    """What is left of a link for these reasons."""
    return standing_of(total(reasons), families(reasons))


def standing_of(bits: int, kinds: int) -> Standing:
    """holds: 12 bits or more over 2 families or more; weakens: 7 bits or more; falls: under 7."""
    if bits >= HOLDS_BITS and kinds >= HOLDS_FAMILIES:
        return Standing.HOLDS
    return Standing.WEAKENS if bits >= WEAKENS_BITS else Standing.FALLS


def drops_of(reasons: Sequence[Reason]) -> tuple[Drop, ...]:
    """The link without each kind that counts, then without all that is easy to fake."""
    kinds = list(dict.fromkeys(reason.kind for reason in reasons if reason.counted))
    drops = [_drop(kind, [reason for reason in reasons if reason.kind != kind]) for kind in kinds]
    hard = [reason for reason in reasons if reason.kind.hard_to_fake]
    return (*drops, _drop(None, hard)) if len(hard) < len(reasons) else tuple(drops)


def _drop(kind: Kind | None, left: Sequence[Reason]) -> Drop:
    again = best_of_each_family(left)
    return Drop(kind, total(again), families(again), standing(again))


def _weakest(drops: Sequence[Drop]) -> Drop | None:
    """Of the kinds without which the link does not hold, the one that leaves least."""
    failing = [drop for drop in drops if drop.kind is not None and drop.standing is not Standing.HOLDS]
    return min(failing, key=lambda drop: drop.bits_left, default=None)


def _against(at: Desk, first: str, second: str, reasons: tuple[Reason, ...]) -> Against:
    one, other = (at.activity.account(at.view, account) for account in (first, second))
    created = None if one.created_us is None or other.created_us is None else abs(one.created_us - other.created_us)
    return Against(
        countries=_differ(one, other, "country"),
        email_domains=_differ(one, other, "email_domain"),
        organizations=_differ(one, other, "organization_id"),
        created_apart_us=created,
        apart=tuple(reason for reason in reasons if reason.apart_us),
        outside=tuple(reason for reason in reasons if reason.in_no_ring) if at.sweep else (),
    )


def _differ(one: AccountFacts, other: AccountFacts, column: str) -> tuple[str, str] | None:
    left, right = getattr(one, column), getattr(other, column)
    return (left, right) if left and right and left != right else None


def _longer_paths(
    at: Desk, first: dict[tuple[str, str], Seen], second: dict[tuple[str, str], Seen], both: set[str]
) -> int:
    """Other accounts that share an identifier with each of the two, by those that the two do not share."""
    reached = [
        at.graph.accounts_with(
            at.view,
            [
                name
                for name, one in own.items()
                if name not in other and not one.hub and 2 <= one.holders <= PATH_HOLDERS
            ],
        )
        for own, other in ((first, second), (second, first))
    ]
    return len((reached[0] & reached[1]) - both)
