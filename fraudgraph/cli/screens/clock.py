"""`timeline` for programs: rows and one object, in UTC whatever the zone of the screen."""

from collections.abc import Sequence

from fraudgraph.cli import times
from fraudgraph.cli.documents import clock
from fraudgraph.cli.screen import Listing
from fraudgraph.cli.screens import attributes, plain
from fraudgraph.graph.clock import Action
from fraudgraph.investigate.calendar import Calendar, Span, Unit, Wave, pause
from fraudgraph.investigate.views.timeline import TimelineView

_OWN_COLUMN = ("blocked", "suspended", "reinstated")
"""Actions with a column of their own."""


def listing(view: TimelineView, unit: Unit) -> Listing:
    """A row for each day, week or month of UTC."""
    columns = ("first_day", "last_day", "events", "firsts", "sign_ups", *_OWN_COLUMN, "other_actions")
    return Listing(columns, (_listed(span) for span in Calendar().spans(view, unit)))


def _listed(span: Span) -> Sequence[object]:
    done = dict(span.actions)
    own = [done.get(word, 0) for word in _OWN_COLUMN]
    days = times.day(span.first_day), times.day(span.last_day)
    return (*days, span.events, span.firsts, span.sign_ups, *own, sum(done.values()) - sum(own))


def data(view: TimelineView) -> clock.Timeline:
    """The timeline for JSON: days, weeks and hours of UTC."""
    calendar = Calendar()
    longest = pause(view.quarters)
    return {
        "sweep": plain.sweep(view.sweep),
        "subject": view.subject.value,
        "name": view.name,
        "kind": view.kind.name if view.kind else None,
        "accounts": view.accounts,
        "counted": view.counted or None,
        "events": view.events if view.counted else None,
        "beside": dict(view.beside),
        "first": times.iso(view.first_us),
        "last": times.iso(view.last_us),
        "facts_start": times.iso(view.facts_start_us),
        "facts_end": times.iso(view.facts_end_us),
        "begins_with_facts": view.begins_with_facts,
        "cut_by_end": view.cut_by_end,
        "days": [_plain_day(span) for span in calendar.spans(view, Unit.DAY)],
        "hours_of_week": [list(row) for row in calendar.week(view.quarters)],
        "silences": [
            {"first_day": times.day(one.first_day), "last_day": times.day(one.last_day)}
            for one in calendar.silences(view)
        ],
        "longest_pause_seconds": None if longest is None else (longest[1] - longest[0]) / times.SECOND_US,
        "shut_accounts": view.shut.accounts,
        "reinstated_accounts": view.shut.reinstated,
        "shut_accounts_active_after": view.shut.again,
        "waves": [_plain_wave(one) for one in calendar.waves(view)],
        "actions": [_plain_action(one) for one in view.actions],
        "attributes": None if view.kind is None else attributes.data(view.attributes),
    }


def _plain_action(one: Action) -> clock.Action:
    return {
        "account_id": one.account_id,
        "at": times.iso(one.at_us),
        "action": one.action,
        "reason": one.reason or None,
    }


def _plain_day(span: Span) -> clock.Day:
    return {
        "day": times.day(span.first_day),
        "events": span.events,
        "firsts": span.firsts,
        "sign_ups": span.sign_ups,
        "actions": dict(span.actions),
    }


def _plain_wave(one: Wave) -> clock.Wave:
    return {
        "first": times.iso(one.first_us),
        "last": times.iso(one.last_us),
        "accounts": one.accounts,
        "actions": dict(one.actions),
        "events_before_72h": one.events_before,
        "events_after_72h": one.events_after,
        "firsts_before_72h": one.firsts_before,
        "firsts_after_72h": one.firsts_after,
    }
