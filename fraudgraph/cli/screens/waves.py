"""What was done to accounts, and what lies before and after it."""

from collections.abc import Iterator, Sequence

from fraudgraph.cli import times
from fraudgraph.cli.lines import Line, fact, facts, line, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas
from fraudgraph.cli.tables import Column, Row, table
from fraudgraph.investigate.calendar import Calendar, Wave
from fraudgraph.investigate.views.timeline import Subject, TimelineView

_FEW = 5
_LABEL = 11


def waves(view: TimelineView, calendar: Calendar, canvas: Canvas) -> Iterator[Line]:
    """The part of the screen that stands after the table of days; nothing where nothing was done."""
    found = calendar.waves(view)
    if not view.actions:
        return
    yield Line()
    yield from facts([fact("actions", _outcome(view))], canvas.width, _LABEL)
    if view.subject is Subject.ACCOUNT:
        yield from _each(view, found, canvas)
    elif found:
        yield from _days(found, "joined" if view.subject is Subject.RING else "new", canvas)
    if found:
        yield from wrapped(line(_legend(view, found)), canvas.width)


def _legend(view: TimelineView, found: Sequence[Wave]) -> str:
    counts = (
        f"before, after: {view.counted or 'nothing counted'} in the 72 h before the first and after the last action"
    )
    of = (
        counts
        if view.subject is not Subject.ACCOUNT
        else counts.replace("the first and after the last", "and after the")
    )
    cut = any(None in (one.events_before, one.events_after) for one in found)
    return f"{of}{'; ? where the facts do not cover them whole' if cut else ''}"


def said(actions: Sequence[tuple[str, int]], canvas: Canvas) -> str:
    """`suspended 80, blocked 10`."""
    return ", ".join(f"{canvas.safe(word)} {count(many)}" for word, many in actions)


def _outcome(view: TimelineView) -> str:
    shut = view.shut
    if not shut.accounts:
        return f"{counted(len(view.actions), 'action')}; none blocked or suspended an account"
    closed = shut.accounts - shut.reinstated
    if view.subject is Subject.ACCOUNT:
        ended = "exchanges after it" if shut.again else "no exchange after it"
        return f"not reinstated; {ended}" if closed else "reinstated by a later action"
    whom = f"{counted(shut.accounts, 'account')} {verb(shut.accounts, 'was', 'were')} blocked or suspended"
    if not shut.reinstated:
        return f"{whom}, none reinstated; {_none_or(shut.again)} of them exchanged after it"
    after = f"; of the other {count(closed)}, {_none_or(shut.again)} exchanged after it" if closed else ""
    return f"{whom}, {count(shut.reinstated)} of them reinstated{after}"


def _none_or(number: int) -> str:
    return count(number) if number else "none"


def _days(found: Sequence[Wave], new: str, canvas: Canvas) -> Iterator[Line]:
    """Days in the order of time; a screenful has those with most accounts. new: what a first time is called."""
    shown = found if canvas.limit is None else sorted(found, key=lambda one: (-one.accounts, one.first_us))[:_FEW]
    columns = (
        Column("day"),
        Column("accounts", right=True),
        Column("action", rank=4),
        Column("72 h before", right=True),
        Column("72 h after", right=True),
        Column(f"{new} before", right=True, rank=3),
        Column(f"{new} after", right=True, rank=2),
    )
    rows = [_day(one, canvas) for one in sorted(shown, key=lambda one: one.first_us)]
    yield from table(columns, rows, canvas.width)
    if len(shown) < len(found):
        yield line(f"{count(len(shown))} of {count(len(found))} days shown, those with most accounts: --all")


def _day(one: Wave, canvas: Canvas) -> Row:
    around = (one.events_before, one.events_after, one.firsts_before, one.firsts_after)
    return (times.date(one.first_us), count(one.accounts), said(one.actions, canvas), *map(count, around))


def _each(view: TimelineView, found: Sequence[Wave], canvas: Canvas) -> Iterator[Line]:
    columns = (
        Column(f"at, {times.zone_name()}"),
        Column("action"),
        Column("72 h before", right=True),
        Column("72 h after", right=True),
        Column("reason", flow=12),
    )
    rows = [
        (
            times.moment(action.at_us),
            canvas.safe(action.action.lower()),
            count(wave.events_before),
            count(wave.events_after),
            canvas.safe(action.reason) if action.reason else "",
        )
        for action, wave in zip(view.actions, found, strict=True)
    ]
    yield from table(columns, rows, canvas.width)
