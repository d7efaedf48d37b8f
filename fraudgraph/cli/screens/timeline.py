"""`timeline`: when, day by day and hour by hour of the week; what was done about it, and what came after."""

from collections.abc import Iterator, Sequence

from fraudgraph.cli import times
from fraudgraph.cli.lines import Line, Style, Word, fact, facts, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import attributes
from fraudgraph.cli.screens.clock import data, listing
from fraudgraph.cli.screens.waves import said, waves
from fraudgraph.cli.screens.week import NAMES, week
from fraudgraph.cli.tables import Column, Row, layout, not_shown
from fraudgraph.investigate.calendar import Calendar, Span, Unit, fitting, pause, weekday
from fraudgraph.investigate.views.timeline import Subject, TimelineView

_LABEL = 11
_FEW = 3
_BAR = 20
_EVERY = 1 << 30


def timeline(view: TimelineView, unit: Unit | None = None, everything: bool = False) -> Screen:
    """The screen of a timeline. unit: of a row (None: the finest that a screenful holds whole)."""
    return Screen(
        lambda canvas: _draw(view, unit, canvas),
        lambda: data(view),
        lambda: listing(view, unit or Unit.DAY),
        hints=(f"fraudgraph ring {view.name}",) if view.subject is Subject.RING else (),
        everything=everything,
    )


def _draw(view: TimelineView, unit: Unit | None, canvas: Canvas) -> Iterator[Line]:
    calendar = Calendar(times.zone())
    yield from wrapped(_answer(view, calendar, canvas), canvas.width)
    yield from wrapped(line(_how_far(view)), canvas.width)
    known = attributes.said(view.attributes, canvas)
    yield from facts([fact("known", known)] if known else [], canvas.width, _LABEL)
    reach = calendar.reach(view)
    if reach is None:
        return
    days = calendar.spans(view, Unit.DAY)
    yield Line()
    yield from facts([*_marks(view, days, canvas), *_quiet(view, calendar)], canvas.width, _LABEL)
    yield Line()
    yield from week(view.quarters, calendar, canvas)
    chosen = unit or fitting(*reach, canvas.limit or _EVERY)
    yield Line()
    yield from _table(view, calendar.spans(view, chosen), chosen, canvas)
    yield from waves(view, calendar, canvas)


def _answer(view: TimelineView, calendar: Calendar, canvas: Canvas) -> Line:
    name = canvas.safe(view.name) if view.kind is None else f"{view.kind.word} {canvas.safe(view.name)}"
    by = {Subject.RING: counted(view.accounts, "account"), Subject.IDENTIFIER: counted(view.accounts, "holder")}
    who = f" by {by[view.subject]}" if view.subject in by else ""
    done = _dealt_with(view, canvas)
    rest = f"  {_amount(view)}{who}{_days(view, calendar)}{done}"
    return Line((Word(name, Style.ID), Word(rest, Style.HEAD)))


def _dealt_with(view: TimelineView, canvas: Canvas) -> str:
    """Of an account the last action, else how many were shut."""
    if view.subject is Subject.ACCOUNT:
        last = view.actions[-1] if view.actions else None
        return f"; {canvas.safe(last.action.lower())} {times.date(last.at_us)}" if last else ""
    return f"; {count(view.shut.accounts)} of them blocked or suspended" if view.shut.accounts else ""


def _amount(view: TimelineView) -> str:
    if not view.counted:
        return "seen"
    return counted(view.events, view.counted.removesuffix("s")) if view.quarters else f"no {view.counted}"


def _days(view: TimelineView, calendar: Calendar) -> str:
    """`, on every one of 45 UTC days`."""
    days = calendar.daily(view.quarters)
    if not days:
        return "" if view.counted else "; first and last times are all that is known"
    whole = days[-1][0] - days[0][0] + 1
    said_of = times.zone_days(whole)
    if len(days) < whole:
        return f", on {count(len(days))} of {said_of}"
    return f", on {said_of}" if whole == 1 else f", on every one of {said_of}"


def _how_far(view: TimelineView) -> str:
    if view.first_us is None or view.last_us is None:
        return "No fact about it has a time."
    span = f"{times.moment(view.first_us)} to {times.stamp(view.last_us)}"
    if view.begins_with_facts and view.cut_by_end:
        return f"{span}; cut by both ends of the facts: what came before and after is not known."
    if view.begins_with_facts:
        return f"{span}; cut by the beginning of facts: what came before is not known."
    if view.cut_by_end:
        return f"{span}; cut by the end of facts: what came after is not known."
    return f"{span}; the facts go from {times.date(view.facts_start_us)} to {times.date(view.facts_end_us)}."


def _marks(view: TimelineView, days: Sequence[Span], canvas: Canvas) -> Iterator[tuple[str, Line]]:
    """A row of marks for each thing that is counted by day; least and most beside it, or below where it is narrow."""
    many = max(1, -(-len(days) // max(8, canvas.width - _LABEL)))
    spans = [days[at : at + many] for at in range(0, len(days), many)]
    rows = {view.counted: [sum(day.events for day in span) for span in spans]}
    if _of_many(view):
        rows |= {_first(view): [sum(day.firsts for day in span) for span in spans]}
        rows |= {"signed up": [sum(day.sign_ups for day in span) for span in spans]}
    rows |= {"actions": [sum(n for day in span for _, n in day.actions) for span in spans]}
    shown = {name: sums for name, sums in rows.items() if name and any(sums)}
    scales = {name: _scale(sums, spans) for name, sums in shown.items()}
    beside = len(spans) + 2 + max(map(len, scales.values()), default=0) <= canvas.width - _LABEL
    for name, sums in shown.items():
        yield fact(name, canvas.glyphs.spark(sums), f"  {scales[name]}" if beside else "")
    below = [] if beside else [f"{name} {scale}" for name, scale in scales.items()]
    yield fact("", "; ".join((*below, *_meaning(view, days, many))))


def _scale(sums: Sequence[int], spans: Sequence[Sequence[Span]]) -> str:
    """`0 to 949,944 (2026-06-03)`."""
    top = max(range(len(sums)), key=lambda at: sums[at])
    if min(sums) == sums[top]:
        return f"{count(sums[top])} each"
    return f"{count(min(sums))} to {count(sums[top])} ({times.day(spans[top][0].first_day)})"


def _meaning(view: TimelineView, days: Sequence[Span], many: int) -> Iterator[str]:
    each = f"a mark a {times.zone_days(1).removeprefix('1 ')}" if many == 1 else f"a mark is {times.zone_days(many)}"
    yield f"{times.day(days[0].first_day)} to {times.day(days[-1].last_day)}, {each}"
    if not _of_many(view):
        return
    ring = view.subject is Subject.RING
    yield "joined: first exchange of a member" if ring else "new: first sighting of a holder with it"
    before = len(view.sign_ups) - sum(day.sign_ups for day in days)
    if before:
        yield f"{count(before)} signed up outside these days"


def _first(view: TimelineView) -> str:
    return "joined" if view.subject is Subject.RING else "new"


def _quiet(view: TimelineView, calendar: Calendar) -> Iterator[tuple[str, Line]]:
    """Where nothing happened: days, else the longest pause; and since the last event."""
    gaps, longest = calendar.silences(view), pause(view.quarters)
    parts = []
    if gaps:
        shown = [f"{times.day(one.first_day)} to {times.day(one.last_day)}" for one in gaps[:_FEW] if one.days > 1]
        shown += [times.day(one.first_day) for one in gaps[:_FEW] if one.days == 1]
        more = f" and {count(len(gaps) - _FEW)} more" if len(gaps) > _FEW else ""
        parts.append(f"{counted(sum(one.days for one in gaps), 'day')} without any: {', '.join(shown)}{more}")
    elif longest is not None:
        start, end = longest
        lasted = f"about {times.duration(end - start)} from {times.minute(start)}" if end > start else "under 30 min"
        parts.append(f"no day without any; longest pause {lasted}")
    if view.quarters and not view.cut_by_end and view.last_us is not None and view.facts_end_us is not None:
        parts.append(f"none in the last {times.duration(view.facts_end_us - view.last_us)} of facts")
    if parts:
        yield fact("quiet", "; ".join(parts))


def _table(view: TimelineView, spans: Sequence[Span], unit: Unit, canvas: Canvas) -> Iterator[Line]:
    top = max((span.events for span in spans), default=0)
    columns = [Column(unit.value), *[Column(view.counted, right=True), Column("", rank=3)] * bool(view.counted)]
    columns += [Column(_first(view), right=True), Column("signed up", right=True, rank=1)] * _of_many(view)
    columns += [Column("actions", rank=2)] * bool(view.actions)
    shown = spans if canvas.limit is None else spans[: canvas.limit]
    rows = [_row(view, span, canvas, (unit, top)) for span in shown]
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from fitted.rows(rows)
    if len(shown) < len(spans):
        yield line(f"{count(len(shown))} of {count(len(spans))} shown: --all")
    if any(fitted.dropped):
        yield not_shown(tuple(filter(None, fitted.dropped)))


def _row(view: TimelineView, span: Span, canvas: Canvas, scale: tuple[Unit, int]) -> Row:
    unit, top = scale
    cells = [_label(span, unit)]
    cells += [count(span.events), canvas.glyphs.bar(span.events, top, _BAR)] if view.counted else []
    cells += [count(span.firsts), count(span.sign_ups)] if _of_many(view) else []
    return cells + ([said(span.actions, canvas)] if view.actions else [])


def _label(span: Span, unit: Unit) -> str:
    first, last = times.day(span.first_day), times.day(span.last_day)
    if unit is Unit.DAY:
        return f"{first} {NAMES[weekday(span.first_day)][:3]}"
    return first if first == last else f"{first} to {last if first[:4] != last[:4] else last[5:]}"


def _of_many(view: TimelineView) -> bool:
    return view.subject is not Subject.ACCOUNT
