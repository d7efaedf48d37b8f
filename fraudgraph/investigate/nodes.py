"""`node` of several names: a line each, and where they all stand."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from fraudgraph.case import Case
from fraudgraph.graph.walking import Holdings
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.names import all_named
from fraudgraph.investigate.reach import count_rings, reach_of, ring_places, rings_behind, spread_of
from fraudgraph.investigate.views.nodes import AccountRow, IdentifierRow, NodesView

_UNKNOWN = -1


def nodes(case: Case, names: Sequence[str]) -> NodesView:
    """The screen. NotFound if none of the names is there; UsageError for one that means several things."""
    at = desk(case)
    asked = all_named(at, names)
    accounts = tuple(_accounts(at, asked.accounts))
    held = at.graph.holdings(at.view, asked.identifiers)
    return NodesView(
        accounts=accounts,
        identifiers=tuple(_identifiers(at, asked.identifiers, held)),
        unknown=asked.unknown,
        reach=reach_of(at, count_rings(at, asked.accounts)),
        held=reach_of(at, count_rings(at, held.account_ids)),
        statuses=tuple(Counter(row.status for row in accounts).most_common()),
        sweep=at.sweep,
    )


def _accounts(at: Desk, account_ids: Sequence[str]) -> Iterator[AccountRow]:
    if not account_ids:
        return
    activity = at.activity.activity(at.view, account_ids)
    statuses, members = at.activity.statuses(at.view, account_ids), at.memberships(account_ids)
    times = zip(activity.exchanges.tolist(), activity.first_us.tolist(), activity.last_us.tolist(), strict=True)
    for name, (exchanges, *span) in zip(account_ids, times, strict=True):
        first, last = (None if us == _UNKNOWN else us for us in span)
        yield AccountRow(name, statuses[name], members.get(name), exchanges, first, last)


def _identifiers(at: Desk, names: Sequence[tuple[str, str]], held: Holdings) -> Iterator[IdentifierRow]:
    """By the names that were asked for: a value is all of its eras, an era is itself."""
    by_ring: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    hubs = set()
    behind = rings_behind(held, ring_places(at, held.account_ids))
    for kind, value, raw, hub, counts in zip(held.kind, held.value, held.raw, held.hub, behind, strict=True):
        for name in {(kind, value), (kind, raw)}:
            by_ring[name] += counts
            hubs |= {name} if hub else set()
    for kind, value in names:
        yield IdentifierRow(at.kind(kind), value, spread_of(by_ring[kind, value]), (kind, value) in hubs)
