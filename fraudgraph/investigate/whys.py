"""`why` of one account and many others: how strongly each is linked to it, by the same rules as one link."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from fraudgraph.case import Case
from fraudgraph.errors import UsageError
from fraudgraph.graph.walking import Holdings
from fraudgraph.investigate.bits import kappa_of, link_bits, surprises
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.names import account_named, all_named
from fraudgraph.investigate.views.whys import LinkRow, SharedOne, WhysView
from fraudgraph.investigate.why import standing_of
from fraudgraph.model.kinds import Family
from fraudgraph.model.rings import Member


def whys(case: Case, first: str, others: Sequence[str]) -> WhysView:
    """The screen. NotFound and UsageError as `names.all_named`; UsageError where others are no accounts."""
    at = desk(case)
    first, asked = account_named(at, first), all_named(at, others)
    if asked.identifiers:
        kind, value = asked.identifiers[0]
        raise UsageError(f"{kind}:{value} is no account", hint=f"its holders: fraudgraph expand {kind}:{value} --ids")
    names = [account for account in asked.accounts if account != first]
    shared = _shared(at, first, frozenset(names))
    members = at.memberships([first, *names])
    rows = [_row(name, shared[name], members.get(name)) for name in names]
    return WhysView(
        first=first,
        first_member=members.get(first),
        rows=tuple(sorted(rows, key=lambda row: (-row.bits, row.account_id))),
        unknown=asked.unknown,
        sweep=at.sweep,
    )


def _shared(at: Desk, first: str, others: frozenset[str]) -> dict[str, list[SharedOne]]:
    """What each of the others shares with the first, hubs left out."""
    own = [one for one in at.graph.identifiers_of(at.view, [first]) if one.holders > 1 and not one.hub]
    held = at.graph.holdings(at.view, [(one.kind, one.value) for one in own])
    mine = {(one.kind, one.value) for one in own}
    edges = _edges(held, others | {first})
    h = surprises(at.graph, at.view, [edge for edge in edges if edge[1:] in mine], kappa_of(at.sweep))
    holders = {(one.kind, one.value): one.holders for one in own}
    shared: dict[str, list[SharedOne]] = defaultdict(list)
    for (account, kind, value), surprise in h.items():
        if account != first:
            bits = link_bits(min(surprise, h[first, kind, value]), holders[kind, value])
            shared[account].append(SharedOne(at.kind(kind), value, holders[kind, value], bits))
    return shared


def _edges(held: Holdings, accounts: frozenset[str]) -> list[tuple[str, str, str]]:
    """The sightings of these accounts, by name."""
    inside = np.array([account in accounts for account in held.account_ids], np.bool_)[held.account]
    account, place = held.account[inside], held.identifier[inside]
    columns = held.account_ids[account], held.kind[place], held.value[place]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _row(account: str, shared: Sequence[SharedOne], member: Member | None) -> LinkRow:
    best: dict[Family, int] = defaultdict(int)
    for one in shared:
        best[one.kind.family] = max(best[one.kind.family], one.bits)
    bits, kinds = sum(best.values()), sum(most > 0 for most in best.values())
    strongest = min(shared, key=lambda one: (-one.bits, one.kind.name, one.value), default=None)
    return LinkRow(account, bits, kinds, standing_of(bits, kinds), strongest, len(shared), member)
