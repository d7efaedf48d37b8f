"""Rings and members as people's judgements leave them.

A sweep stores what the machine found; what was said is laid over it when it is read, so a verdict shows at once and
nothing is rewritten.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

from fraudgraph.assess import verdicts
from fraudgraph.case.case import Case
from fraudgraph.case.said import standing
from fraudgraph.case.sweep_rows import read_ring
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.judgement import Judgement, Subject
from fraudgraph.model.kinds import Family, Kind, kind_of
from fraudgraph.model.rings import Change, Member, Review, Ring
from fraudgraph.track.review import REOPENING, Look, reopened

_FEW = 500
"""So many names are asked for in one statement; of more, every judgement is read."""


def reviewed(case: Case, sweep_id: int, rings: Sequence[Ring]) -> tuple[Ring, ...]:
    """These rings of a sweep with the verdicts that stand; their ranks are left alone."""
    said = _said(case.ledger, rings)
    if not said:
        return tuple(rings)
    since = _since(case, sweep_id, rings, said)
    return tuple(
        verdicts.judged(ring, said[name].verdict, not since[ring.ring_id]) if (name := _name(ring)) in said else ring
        for ring in rings
    )


def changed_since(case: Case, sweep_id: int, ring: Ring) -> tuple[str, ...]:
    """Why the verdict that stands on a ring does not cover it as it is in this sweep; empty where it does."""
    return _since(case, sweep_id, [ring], _said(case.ledger, [ring]))[ring.ring_id]


def queued(case: Case, sweep_id: int, members: Sequence[Member]) -> tuple[Member, ...]:
    """These members, in the queue or not as people's words would have it."""
    few = [member.account_id for member in members] if len(members) <= _FEW else None
    said = standing(case.ledger, Subject.MEMBER, few)
    if not said and not standing(case.ledger, Subject.RING):
        return tuple(members)
    review = _reviews(case, sweep_id, sorted({member.ring_id for member in members}))
    verdict = {name: one.verdict for name, one in said.items()}
    return tuple(verdicts.queued(member, review[member.ring_id], verdict.get(member.account_id)) for member in members)


def _reviews(case: Case, sweep_id: int, ring_ids: Sequence[int]) -> dict[int, Review]:
    docs = (_doc(case.ledger, sweep_id, ring_id) for ring_id in ring_ids)
    return {ring.ring_id: ring.review for ring in reviewed(case, sweep_id, [one for one in docs if one])}


def _said(ledger: sqlite3.Connection, rings: Sequence[Ring]) -> dict[str, Judgement]:
    names = [_name(ring) for ring in rings]
    return standing(ledger, Subject.RING, names if len(names) == 1 else None)


def _since(
    case: Case, sweep_id: int, rings: Sequence[Ring], said: Mapping[str, Judgement]
) -> Mapping[int, tuple[str, ...]]:
    """Why verdicts do not hold, by ring id; nothing for rings that were judged as they are, or never."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    looked = {ring.ring_id: said[name].sweep_id for ring in rings if (name := _name(ring)) in said}
    earlier = {ring_id: then for ring_id, then in looked.items() if then is not None and then < sweep_id}
    if not earlier:
        return found
    kinds, events = case.kinds(), _events(case.ledger, min(earlier.values()), sweep_id)
    for ring in rings:
        then = earlier.get(ring.ring_id)
        before = None if then is None else _doc(case.ledger, then, ring.ring_id)
        if then is not None and before is not None:
            happened = [event for at, event in events[ring.ring_id] if at > then]
            found[ring.ring_id] = reopened(_look(before, kinds), _look(ring, kinds), happened)
    return found


def _events(ledger: sqlite3.Connection, after: int, until: int) -> Mapping[int, list[tuple[int, Change]]]:
    """(sweep, event) that reopen a ring, by ring, of the sweeps after one and up to another."""
    found: dict[int, list[tuple[int, Change]]] = defaultdict(list)
    rows = ledger.execute(
        "SELECT ring_id, sweep_id, event FROM lineage WHERE sweep_id > ? AND sweep_id <= ?", (after, until)
    )
    for ring_id, sweep_id, event in rows:
        if Change(event) in REOPENING:
            found[ring_id].append((sweep_id, Change(event)))
    return found


def _look(ring: Ring, kinds: Mapping[str, Kind]) -> Look:
    families = {kind_of(one.kind, kinds).family for one in ring.kinds if one.bits > 0} - {Family.OTHER}
    return Look(ring.accounts, ring.ring_bits, frozenset(family.value for family in families))


def _doc(ledger: sqlite3.Connection, sweep_id: int, ring_id: int) -> Ring | None:
    row = ledger.execute(
        "SELECT doc FROM sweep_rings WHERE sweep_id = ? AND ring_id = ?", (sweep_id, ring_id)
    ).fetchone()
    return None if row is None else read_ring(row[0])


def _name(ring: Ring) -> str:
    return show_id(Minted.RING, ring.ring_id)
