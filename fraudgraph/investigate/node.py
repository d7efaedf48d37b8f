"""`node`: one account or one identifier: its standing, its plain record, and who or what it is seen with."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from fraudgraph.case import Case
from fraudgraph.graph.base import KindStanding, Seen
from fraudgraph.investigate.bits import kappa_of, link_bits, surprises
from fraudgraph.investigate.desk import Attributes, Desk, desk
from fraudgraph.investigate.names import named
from fraudgraph.investigate.ring import days_between
from fraudgraph.investigate.views.node import AccountNode, HolderRow, IdentifierNode, Known
from fraudgraph.model.judgement import About, Subject
from fraudgraph.model.kinds import PAID_WITH
from fraudgraph.model.rings import Member


def node(case: Case, text: str) -> AccountNode | IdentifierNode:
    """The screen of an account, of `kind:value`, or of a bare value. NotFound and UsageError as `names.named`."""
    at = desk(case)
    found = named(at, text)
    return account_node(at, found) if isinstance(found, str) else identifier_node(at, *found)


def account_node(at: Desk, account_id: str) -> AccountNode:
    """One account."""
    facts = at.activity.account(at.view, account_id)
    seen = at.graph.identifiers_of(at.view, [account_id])
    member = at.memberships([account_id]).get(account_id)
    shared = _known(at, [one for one in seen if one.holders > 1 and not one.hub], member)
    own = [one for one in seen if one.holders == 1 and not one.hub]
    attributes = at.attributes((one.kind, one.value) for one in own)
    return AccountNode(
        facts=facts,
        status=at.activity.statuses(at.view, [account_id])[account_id],
        member=member,
        judged=at.judged("member", account_id),
        shared=tuple(sorted(shared, key=lambda one: (not one.in_no_ring, -one.bits, one.kind.name, one.value))),
        hubs=tuple((at.kind(one.kind), one.value, one.holders, one.hub) for one in seen if one.hub),
        own=tuple(_own(at, one, member, attributes[one.kind, one.value]) for one in own),
        days=days_between(facts.first_us, facts.last_us),
        sweep=at.sweep,
        words=at.words(About(Subject.MEMBER, account_id)),
    )


def _known(at: Desk, seen: Sequence[Seen], member: Member | None) -> tuple[Known, ...]:
    names = [(one.kind, one.value) for one in seen]
    h = surprises(at.graph, at.view, [(one.account_id, one.kind, one.value) for one in seen], kappa_of(at.sweep))
    in_ring = at.graph.count_inside(at.view, names, at.ring_accounts(member.ring_id if member else None))
    in_rings = at.graph.count_inside(at.view, names, at.in_rings)
    attributes = at.attributes(names)
    return tuple(
        Known(
            kind=at.kind(one.kind),
            value=one.value,
            holders=one.holders,
            in_ring=in_ring[one.kind, one.value],
            in_no_ring=one.holders - in_rings[one.kind, one.value],
            bits=link_bits(h[one.account_id, one.kind, one.value], one.holders),
            count=one.count,
            first_us=one.first_us,
            last_us=one.last_us,
            sources=one.sources,
            attributes=attributes[one.kind, one.value],
        )
        for one in seen
    )


def _own(at: Desk, one: Seen, member: Member | None, attributes: Attributes) -> Known:
    """An identifier that no one else has: it links the account to nobody."""
    return Known(
        kind=at.kind(one.kind),
        value=one.value,
        holders=1,
        in_ring=int(member is not None),
        in_no_ring=int(member is None),
        bits=0,
        count=one.count,
        first_us=one.first_us,
        last_us=one.last_us,
        sources=one.sources,
        attributes=attributes,
    )


def identifier_node(at: Desk, kind: str, value: str) -> IdentifierNode:
    """One identifier."""
    seen = at.graph.holders_of(at.view, [(kind, value)])
    hub = seen[0].hub if seen else ""
    ids = [one.account_id for one in seen]
    members = at.memberships(ids)
    rings = Counter(member.ring_id for member in members.values())
    main = min(rings, key=lambda ring: (-rings[ring], ring), default=None)
    weakest, strongest = (None, None) if hub else _pair_bits(at, seen)
    by_outcome, by_account = _payments(at, kind, value)
    known = at.graph.population(at.view).kind(kind)
    events = by_account or {one.account_id: one.count for one in seen}
    return IdentifierNode(
        kind=at.kind(kind),
        value=value,
        holders=len(seen),
        main_ring=main,
        in_ring=rings[main] if main is not None else 0,
        in_no_ring=len(seen) - len(members),
        hub=hub,
        judged=at.judged("identifier", f"{kind}:{value}"),
        first_us=min((one.first_us for one in seen if one.first_us is not None), default=None),
        last_us=max((one.last_us for one in seen if one.last_us is not None), default=None),
        weakest_bits=weakest,
        strongest_bits=strongest,
        events=sum(events.values()),
        payments=by_outcome,
        share_below=share_below(known, len(seen)) if known else None,
        median_holders=median_holders(known) if known else None,
        attributes=at.attributes([(kind, value)])[kind, value],
        rows=_holders(at, seen, (value, main, members), events),
        sweep=at.sweep,
        words=at.words(About(Subject.IDENTIFIER, f"{kind}:{value}")),
    )


def _pair_bits(at: Desk, seen: Sequence[Seen]) -> tuple[int, int] | tuple[None, None]:
    """Least and greatest pair bits between two holders of one era: a pair is as good as its lesser surprise. None
    where no two are of one.
    """
    eras: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        eras[one.value].append(one)
    pairs = [_era_bits(at, era) for era in eras.values() if len(era) > 1]
    return (min(low for low, _ in pairs), max(high for _, high in pairs)) if pairs else (None, None)


def _era_bits(at: Desk, seen: Sequence[Seen]) -> tuple[int, int]:
    edges = [(one.account_id, one.kind, one.value) for one in seen]
    h = sorted(surprises(at.graph, at.view, edges, kappa_of(at.sweep)).values())
    return link_bits(h[0], len(seen)), link_bits(h[-2], len(seen))


def _payments(at: Desk, kind: str, value: str) -> tuple[tuple[tuple[str, int], ...], dict[str, int]]:
    """(outcome, payments), most first, and payments by account; both empty where the kind is not paid with."""
    by_outcome: Counter[str] = Counter()
    by_account: dict[str, int] = defaultdict(int)
    for one in at.activity.payments_with(at.view, value) if kind in PAID_WITH else ():
        by_outcome[one.outcome] += one.payments
        by_account[one.account_id] += one.payments
    return tuple(sorted(by_outcome.items(), key=lambda pair: (-pair[1], pair[0]))), dict(by_account)


def _holders(
    at: Desk, seen: Sequence[Seen], asked: tuple[str, int | None, Mapping[str, Member]], events: Mapping[str, int]
) -> tuple[HolderRow, ...]:
    """Those in no ring first, then in other rings, then in the main ring: the first test it. asked: the value, its
    main ring, members by account.
    """
    value, main, members = asked
    statuses = at.activity.statuses(at.view, [one.account_id for one in seen])
    rows = [_holder(one, members.get(one.account_id), statuses[one.account_id], (value, events)) for one in seen]
    return tuple(
        sorted(rows, key=lambda row: (row.ring_id is not None, row.ring_id == main, -row.events, row.account_id))
    )


def _holder(one: Seen, member: Member | None, status: str, asked: tuple[str, Mapping[str, int]]) -> HolderRow:
    value, events = asked
    return HolderRow(
        account_id=one.account_id,
        ring_id=member.ring_id if member else None,
        tier=member.tier if member else None,
        member_class=member.member_class if member else None,
        status=status,
        events=events.get(one.account_id, 0),
        first_us=one.first_us,
        last_us=one.last_us,
        era=one.value if one.value != value else "",
    )


def share_below(kind: KindStanding, holders: int) -> float:
    """Share of the kind's identifiers that have fewer holders."""
    return sum(many for k, many in kind.holders if k < holders) / max(kind.identifiers, 1)


def median_holders(kind: KindStanding) -> float:
    """Median holders of the kind's identifiers; the lower one of two."""
    middle, passed = (kind.identifiers + 1) // 2, 0
    for k, many in kind.holders:
        passed += many
        if passed >= middle:
            return float(k)
    return 0.0
