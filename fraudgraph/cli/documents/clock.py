"""The document of `timeline`."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Attributes, Sweep
from fraudgraph.cli.documents.words import Says
from fraudgraph.investigate.views.timeline import Subject

Actions = Annotated[Mapping[str, int], Says("Action in small letters -> how many.")]


class Day(TypedDict):
    """One UTC day."""

    day: w.Day
    events: int
    firsts: Annotated[int, Says("First exchanges of members, or first sightings of holders.")]
    sign_ups: int
    actions: Actions


class Silence(TypedDict):
    """UTC days in a row without any event, both ends counted."""

    first_day: w.Day
    last_day: w.Day


class Wave(TypedDict):
    """The actions of a UTC day that shut accounts, or one on one account; null: the facts do not reach so far."""

    first: w.Instant | None
    last: w.Instant | None
    accounts: int
    actions: Actions
    events_before_72h: int | None
    events_after_72h: int | None
    firsts_before_72h: int | None
    firsts_after_72h: int | None


class Action(TypedDict):
    """What was done to an account."""

    account_id: w.Account
    at: w.Instant | None
    action: str
    reason: str | None


class Timeline(TypedDict):
    """When a ring, an account or an identifier was active."""

    sweep: Sweep | None
    subject: Annotated[str, Says(words=Subject)]
    name: Annotated[str, Says("Ring id, account id, or value of the identifier.")]
    kind: str | None
    accounts: Annotated[int, Says("Members, holders, or 1.")]
    counted: Annotated[
        str | None, Says("The table whose rows are the events; null: only first and last times are known.")
    ]
    events: int | None
    beside: Annotated[Mapping[str, int], Says("Rows of other tables that show the identifier.")]
    first: w.Instant | None
    last: w.Instant | None
    facts_start: w.Instant | None
    facts_end: w.Instant | None
    begins_with_facts: Annotated[bool, Says("What came before is not known.")]
    cut_by_end: Annotated[bool, Says("What came after is not known.")]
    days: list[Day]
    hours_of_week: Annotated[list[list[int]], Says("Events in each UTC hour: 7 rows of 24, Monday first.")]
    silences: list[Silence]
    longest_pause_seconds: Annotated[float | None, Says("Without an event, by quarters of an hour.")]
    shut_accounts: Annotated[int, Says("Ever blocked or suspended.")]
    reinstated_accounts: int
    shut_accounts_active_after: Annotated[int, Says("Not reinstated, and with an exchange after.")]
    waves: list[Wave]
    actions: list[Action]
    attributes: Annotated[Attributes | None, Says("Of an identifier.")]
