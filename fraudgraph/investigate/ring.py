"""`ring`: one ring of the latest sweep, whole."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np

from fraudgraph.assess.balance import balance
from fraudgraph.case import Case, checks, sweeps
from fraudgraph.case.reviews import changed_since
from fraudgraph.graph.base import Activity, Mix
from fraudgraph.investigate.desk import DAY_US, Desk, desk
from fraudgraph.investigate.framing import checked, framing
from fraudgraph.investigate.views.judged import Judged
from fraudgraph.investigate.views.ring import (
    CellTotals,
    Claimed,
    Claims,
    LinkedBy,
    MixRow,
    MixTable,
    RingView,
    TierTotal,
)
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.judgement import About, Subject
from fraudgraph.model.rings import EvidenceClass, Ring, Sweep, Tier

OPEN = "open"


def ring(case: Case, ring_id: int) -> RingView:
    """The screen of one ring. NotSwept before the first sweep; NotFound where the sweep has no such ring."""
    sweep = sweeps.latest(case)
    found = sweeps.ring(case, sweep.sweep_id, ring_id)
    at = desk(case)
    judged = at.judged("ring", show_id(Minted.RING, ring_id))
    previous = _previous(case, sweep.sweep_id, ring_id)
    asked_again = checks.of_ring(case, sweep.sweep_id, ring_id)
    return RingView(
        ring=found,
        sweep=sweep,
        judged=judged,
        claims=claims(found, judged),
        exchanges=found.exchanges,
        served=found.served,
        first_us=found.first_us,
        last_us=found.last_us,
        days=days_between(found.first_us, found.last_us),
        open_accounts=found.open_accounts,
        suspended_accounts=found.suspended_accounts,
        linked_by=tuple(
            LinkedBy(at.kind(one.kind), one.bits, one.identifiers, one.accounts, one.left_without)
            for one in sorted(found.kinds, key=lambda one: (-one.bits, one.kind))
        ),
        cells=CellTotals(len(found.cells), max(found.cells, default=0), float(median(found.cells or (0,)))),
        associated=found.associated,
        association=found.association,
        previous_sweep=previous[0],
        previous_accounts=previous[1],
        notes=_notes(case),
        words=at.words(About(Subject.RING, show_id(Minted.RING, ring_id)), changed_since(case, sweep.sweep_id, found)),
        checks=checked(case, sweep.sweep_id, asked_again),
        framing=framing(at, sweep.sweep_id, found, asked_again),
        **_end(at, found, sweep),
        **_of_members(at, sweeps.tiers(case, sweep.sweep_id, ring_id)),
    )


def _end(at: Desk, found: Ring, sweep: Sweep) -> dict[str, Any]:
    """Fields that say whether the ring was still active when the facts ended."""
    end = at.activity.facts_end_us()
    end = None if end is None else min(end, sweep.as_of_us)
    last = found.last_us
    return {
        "facts_end_us": end,
        "active_at_end": last is not None and end is not None and last > end - DAY_US,
        "cut_by_end": last is not None and end is not None and last // DAY_US >= end // DAY_US,
        "others_accounts": dict(sweep.counts).get("accounts", 0) - len(at.in_rings),
        "empty_kinds": at.empty_kinds(),
    }


def _of_members(at: Desk, members: Sequence[tuple[str, Tier]]) -> dict[str, Any]:
    """Fields that are summed over the members. members: (account id, tier)."""
    ids = [account_id for account_id, _ in members]
    activity = at.activity.activity(at.view, ids)
    return {
        "account_days": int(activity.active_days.sum()),
        "tiers": tier_totals(members, at.activity.statuses(at.view, ids), activity),
        "daily": every_day(at.activity.daily(at.view, ids)),
        "mixes": _mixes(at, ids),
    }


def claims(found: Ring, judged: Judged | None) -> Claims:
    """What the facts carry. A person's judgement is shown beside, never mixed in."""
    return Claims(
        coordinated=Claimed.INDICATED if balance(found.signs) > 0 else Claimed.NOT_INDICATED,
        commonly_controlled=Claimed.INDICATED if found.ring_class is EvidenceClass.A else Claimed.NOT_INDICATED,
        actor=Claimed.NOT_ENTERED,
        judged=judged,
    )


def days_between(first_us: int | None, last_us: int | None) -> int | None:
    """UTC calendar days, both ends counted."""
    return None if first_us is None or last_us is None else last_us // DAY_US - first_us // DAY_US + 1


def every_day(daily: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same with a zero for each day between the first and the last that has none."""
    if not daily:
        return ()
    known = dict(daily)
    return tuple((day, known.get(day, 0)) for day in range(daily[0][0], daily[-1][0] + 1))


def tier_totals(
    members: Sequence[tuple[str, Tier]], statuses: Mapping[str, str], activity: Activity
) -> tuple[TierTotal, ...]:
    """Every tier, strongest first. members: (account id, tier); activity: in their order."""
    tiers = np.array([tier.value for _, tier in members], dtype=object)
    is_open = np.array([statuses[account_id] == OPEN for account_id, _ in members], dtype=bool)
    measured, known = bool(activity.exchanges.any()), any(statuses.values())
    return tuple(
        TierTotal(
            tier=tier,
            accounts=int((tiers == tier.value).sum()),
            exchanges=int(activity.exchanges[tiers == tier.value].sum()) if measured else None,
            open_accounts=int(is_open[tiers == tier.value].sum()) if known else None,
        )
        for tier in Tier
    )


def _mixes(at: Desk, ids: Sequence[str]) -> tuple[MixTable, ...]:
    """By model and by capability: the ring beside the accounts in no ring."""
    ring, in_rings, everyone = (at.activity.mix(at.view, group) for group in (ids, at.in_rings, None))
    return tuple(
        _table(column, *(_by(column, mixes) for mixes in (ring, in_rings, everyone)))
        for column in ("model", "capability")
    )


def _by(column: str, mixes: Sequence[Mix]) -> Counter[str]:
    """Exchanges by a column, of those that have a value."""
    found: Counter[str] = Counter()
    for one in mixes:
        found[getattr(one, column)] += one.exchanges
    del found[""]
    return found


def _table(column: str, ring: Counter[str], in_rings: Counter[str], everyone: Counter[str]) -> MixTable:
    values = sorted(everyone, key=lambda value: (-ring[value], -everyone[value], value))
    rows = tuple(MixRow(value, ring[value], everyone[value] - in_rings[value]) for value in values)
    return MixTable(column, rows, sum(row.ring for row in rows), sum(row.others for row in rows))


def _previous(case: Case, sweep_id: int, ring_id: int) -> tuple[int | None, int | None]:
    """The sweep before, and the ring's accounts then; None where it was not there."""
    row = case.ledger.execute(
        "WITH before AS (SELECT max(sweep_id) AS sweep_id FROM sweeps WHERE status = ? AND sweep_id < ?) "
        "SELECT sweep_id, accounts FROM before JOIN sweep_rings USING (sweep_id) WHERE ring_id = ?",
        (sweeps.COMPLETE, sweep_id, ring_id),
    ).fetchone()
    return (None, None) if row is None else (row[0], row[1])


def _notes(case: Case) -> tuple[str, ...]:
    """What a reader of the exchange figures must know of the loads they come from, each sentence once."""
    return tuple(dict.fromkeys(note for load in case.loads() for note in load.notes if note.startswith("exchanges")))
