"""`hubs`: identifiers that are excluded because they mean nothing, and those that might have to be."""

from collections.abc import Sequence
from math import sqrt

from fraudgraph.case import Case, Hub, sweeps
from fraudgraph.graph.base import Population
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.views.hubs import Compared, HeldRow, HubKind, HubRow, HubsView

EACH = 10
"""So many identifiers of a kind are told that belong to no ring."""
_SIGMAS = 3.0
_LEAST = 20
"""Fewer holders say nothing of a share."""
_FILES = ("list", "mapping")


def hubs(case: Case) -> HubsView:
    """The screen. Before the first sweep nothing is said of rings."""
    at = desk(case)
    population = at.graph.population(at.view)
    listed = case.hubs()
    owned = sweeps.owned_names(case, at.sweep.sweep_id) if at.sweep else frozenset()
    most = at.graph.most_held(at.view, EACH, owned | {(hub.kind, hub.value) for hub in listed})
    names = [(hub.kind, hub.value) for hub in listed]
    held = _held(at, population, [*names, *((kind, value) for kind, value, _ in most)])
    rows = [_row(at, hub, one) for hub, one in zip(listed, held, strict=False)]
    return HubsView(
        rows=tuple(sorted(rows, key=lambda row: (-row.held.holders, row.held.kind.name, row.held.value))),
        kinds=tuple(HubKind(at.kind(one.kind), one.identifiers, one.accounts) for one in population.kinds if one.hub),
        unowned=held[len(listed) :],
        ring_accounts=len(at.in_rings) if at.sweep else None,
        all_accounts=population.accounts,
        sweep=at.sweep,
    )


def _held(at: Desk, population: Population, names: Sequence[tuple[str, str]]) -> tuple[HeldRow, ...]:
    holders = at.graph.held_by(at.view, names)
    inside = at.graph.held_by(at.view, names, at.in_rings) if at.sweep else None
    share = len(at.in_rings) / max(population.accounts, 1)
    known = at.attributes(names)
    return tuple(
        HeldRow(
            at.kind(name[0]),
            name[1],
            holders[name],
            None if inside is None else inside[name],
            Compared.UNKNOWN if inside is None else compared(inside[name], holders[name], share),
            known[name],
        )
        for name in names
    )


def compared(inside: int, holders: int, share: float) -> Compared:
    """Whether `inside` of so many holders in rings is more or fewer than chance gives where a share of all accounts is:
    three standard deviations of the binomial distribution. Unknown of few holders.
    """
    if holders < _LEAST:
        return Compared.UNKNOWN
    spread = sqrt(holders * share * (1 - share))
    if not spread:
        return Compared.AS_MANY
    away = (inside - holders * share) / spread
    if abs(away) < _SIGMAS:
        return Compared.AS_MANY
    return Compared.MORE if away > 0 else Compared.FEWER


def _row(at: Desk, hub: Hub, held: HeldRow) -> HubRow:
    judged = None if hub.set_by in _FILES else at.judged("identifier", f"{hub.kind}:{hub.value}")
    pending = judged is not None and (at.sweep is None or judged.at_us > at.sweep.started_us)
    return HubRow(held, hub.reason, hub.set_by, judged.actor if judged else "", pending)
