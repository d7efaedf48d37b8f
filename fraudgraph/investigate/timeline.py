"""`timeline`: when a ring, an account or an identifier was active, and what was done about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fraudgraph.case import Case, sweeps
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.graph.base import Activity
from fraudgraph.graph.clock import Action, Quarters, Uses
from fraudgraph.investigate.desk import DAY_US, Desk, desk
from fraudgraph.investigate.names import named
from fraudgraph.investigate.views.timeline import Shut, Subject, TimelineView
from fraudgraph.model.ids import Minted, read_id, show_id
from fraudgraph.model.kinds import PAID_WITH, Kind

SHUTS = ("blocked", "suspended")
OPENS = ("reinstated",)
_A_RING = re.compile(r"(?:ring:)?R-?\d{1,9}|ring:\d{1,9}", re.IGNORECASE)


def timeline(case: Case, text: str) -> TimelineView:
    """The screen of a ring (`R-0007`, `ring:7`), an account, or an identifier. NotSwept, NotFound and UsageError as
    `ring` and `node`.
    """
    at = desk(case)
    found = _subject(at, text)
    if isinstance(found, int):
        return _of_ring(at, found)
    return _of_account(at, found) if isinstance(found, str) else _of_identifier(at, *found)


def _subject(at: Desk, text: str) -> int | str | tuple[str, str]:
    """A ring's number, an account, or (kind, value): an account that is called like a ring must be spelt out."""
    if not _A_RING.fullmatch(text):
        return _named(at, text)
    if at.graph.has_account(at.view, text):
        raise UsageError(f"{text!r} is a ring and an account", hint=f"write ring:{text} or account:{text}")
    return read_id(Minted.RING, text.lower().removeprefix("ring:"))


def _named(at: Desk, text: str) -> int | str | tuple[str, str]:
    """What the facts know by that name; a bare number that they do not know is a ring."""
    try:
        return named(at, text)
    except NotFound:
        if at.sweep is None or not re.fullmatch(r"\d{1,9}", text):
            raise
        return int(text)


def _of_ring(at: Desk, ring_id: int) -> TimelineView:
    sweep = sweeps.latest(at.case)
    sweeps.ring(at.case, sweep.sweep_id, ring_id)
    ids = at.ring_accounts(ring_id)
    counted = _Counted("exchanges", at.activity.quarters(at.view, ids, lambda: _every_ring(at, sweep.sweep_id)))
    activity = at.activity.activity(at.view, ids)
    times = _Times(_given(activity.first_us), _given(activity.last_us), _given(activity.created_us))
    return _view(at, (Subject.RING, show_id(Minted.RING, ring_id), None), counted, times, _Done.of(at, ids, activity))


def _every_ring(at: Desk, sweep_id: int) -> Sequence[Sequence[str]]:
    """Who looks at one ring looks at the next."""
    return [at.ring_accounts(ring.ring_id) for ring in sweeps.rings(at.case, sweep_id)]


def _of_account(at: Desk, account_id: str) -> TimelineView:
    ids = [account_id]
    activity = at.activity.activity(at.view, ids)
    counted = _Counted("exchanges", at.activity.quarters(at.view, ids))
    times = _Times(_given(activity.first_us), _given(activity.last_us), _given(activity.created_us))
    return _view(at, (Subject.ACCOUNT, account_id, None), counted, times, _Done.of(at, ids, activity))


def _of_identifier(at: Desk, kind: str, value: str) -> TimelineView:
    seen = at.graph.holders_of(at.view, [(kind, value)])
    ids = [one.account_id for one in seen]
    activity = at.activity.activity(at.view, ids)
    times = _Times(
        tuple(sorted(one.first_us for one in seen if one.first_us is not None)),
        tuple(sorted(one.last_us for one in seen if one.last_us is not None)),
        _given(activity.created_us),
    )
    counted = _most_telling(kind, at.activity.uses(at.view, kind, value))
    return _view(at, (Subject.IDENTIFIER, value, at.kind(kind)), counted, times, _Done.of(at, ids, activity))


@dataclass(frozen=True)
class _Counted:
    """What is counted by quarter, and how many rows other tables have."""

    table: str = ""
    quarters: Quarters = ()
    beside: tuple[tuple[str, int], ...] = ()


def _most_telling(kind: str, uses: Sequence[Uses]) -> _Counted:
    """Payments of what is paid with, else exchanges; of other tables their totals."""
    order = sorted(uses, key=lambda one: (one.table == "payments") != (kind in PAID_WITH))
    if not order:
        return _Counted()
    beside = tuple((one.table, sum(many for _, many in one.quarters)) for one in order[1:])
    return _Counted(order[0].table, order[0].quarters, beside)


@dataclass(frozen=True)
class _Times:
    """First and last times of each account, and when it was made; ascending."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    sign_ups: tuple[int, ...]


@dataclass(frozen=True)
class _Done:
    """The accounts and what was done to them."""

    accounts: int
    actions: tuple[Action, ...]
    shut: Shut

    @classmethod
    def of(cls, at: Desk, ids: Sequence[str], activity: Activity) -> "_Done":
        """Of these accounts."""
        actions = at.activity.actions(at.view, ids)
        return cls(len(ids), actions, shut_of(actions, dict(zip(ids, activity.last_us.tolist(), strict=True))))


def shut_of(actions: Sequence[Action], last_us: Mapping[str, int]) -> Shut:
    """What became of the accounts that these actions, in their order, shut. last_us: last exchange of each account."""
    standing: dict[str, Action] = {}
    for one in actions:
        shuts, opens = one.action.lower() in SHUTS, one.action.lower() in OPENS
        if shuts or (opens and one.account_id in standing):
            standing[one.account_id] = one
    closed = [one for one in standing.values() if one.action.lower() in SHUTS]
    again = sum(last_us.get(one.account_id, -1) > one.at_us for one in closed)
    return Shut(len(standing), len(standing) - len(closed), again)


def _view(
    at: Desk, who: tuple[Subject, str, Kind | None], counted: _Counted, times: _Times, done: _Done
) -> TimelineView:
    first, last = min(times.firsts, default=None), max(times.lasts, default=None)
    start, end = _facts_span(at)
    return TimelineView(
        subject=who[0],
        name=who[1],
        kind=who[2],
        accounts=done.accounts,
        counted=counted.table,
        quarters=counted.quarters,
        beside=counted.beside,
        first_us=first,
        last_us=last,
        firsts=times.firsts,
        sign_ups=times.sign_ups,
        actions=done.actions,
        shut=done.shut,
        facts_start_us=start,
        facts_end_us=end,
        begins_with_facts=first is not None and start is not None and first < start + DAY_US,
        cut_by_end=last is not None and end is not None and last > end - DAY_US,
        sweep=at.sweep,
        attributes=() if who[2] is None else at.attributes([(who[2].name, who[1])])[who[2].name, who[1]],
    )


def _facts_span(at: Desk) -> tuple[int | None, int | None]:
    """The time that the facts cover, within the view."""
    loads = at.view.last_load
    events = [s for table in ("exchanges", "payments") for s in at.case.segments(table)]
    starts = [s.min_us for s in events if s.min_us is not None and (loads is None or s.load_id <= loads)]
    start, end = min(starts, default=None), at.activity.facts_end_us()
    if start is not None and at.view.from_us is not None:
        start = max(start, at.view.from_us)
    return start, None if end is None else min(end, at.view.as_of_us)


def _given(column: object) -> tuple[int, ...]:
    """The known times of an array, ascending."""
    return tuple(sorted(us for us in column.tolist() if us >= 0))  # type: ignore[attr-defined]
