"""Documents of `timeline` and `hubs`."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Sweep
from fraudgraph.cli.documents.words import Says
from fraudgraph.cli.documents.work import KindCount
from fraudgraph.investigate.views.timeline import Subject


class TimelineDay(TypedDict):
    """One day of UTC."""

    day: w.Day
    events: int
    firsts: Annotated[int, Says("Members or holders that are seen for the first time.")]
    sign_ups: int
    actions: Annotated[Mapping[str, int], Says("By word.")]


class Silence(TypedDict):
    """Days without anything."""

    first_day: w.Day
    last_day: w.Day


class Wave(TypedDict):
    """Actions close to each other, and what came before and after."""

    first: w.Instant | None
    last: w.Instant | None
    accounts: int
    actions: Mapping[str, int]
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
    """When a ring, an account or an identifier was active; days, weeks and hours are those of UTC."""

    sweep: Sweep | None
    subject: Annotated[str, Says("Whose time it is.", words=Subject)]
    name: str
    kind: str | None
    accounts: int
    counted: Annotated[str | None, Says("The table whose rows are the events; null: nothing tells.")]
    events: int | None
    beside: Annotated[Mapping[str, int], Says("Rows of other tables that show it.")]
    first: w.Instant | None
    last: w.Instant | None
    facts_start: w.Instant | None
    facts_end: w.Instant | None
    begins_with_facts: bool
    cut_by_end: bool
    days: list[TimelineDay]
    hours_of_week: Annotated[list[list[int]], Says("Seven rows, Monday first, of 24 hours.")]
    silences: list[Silence]
    longest_pause_seconds: float | None
    shut_accounts: Annotated[int, Says("Ever blocked or suspended.")]
    reinstated_accounts: int
    shut_accounts_active_after: int
    waves: list[Wave]
    actions: list[Action]


class Held(TypedDict):
    """An identifier, and how its holders compare with all accounts."""

    kind: w.KindName
    value: str
    holders: int
    holders_in_rings: int | None
    compared: Annotated[str | None, Says("More, as many or fewer of them are in rings.")]


class Hub(Held):
    """An identifier that is excluded."""

    reason: str | None
    set_by: Annotated[str, Says("list, mapping, or a judgement.")]
    actor: str | None
    pending: Annotated[bool, Says("Set after the latest sweep, which still counted it.")]


class Hubs(TypedDict):
    """Identifiers that mean nothing, and what most accounts hold beside."""

    sweep: Sweep | None
    accounts: int
    ring_accounts: int | None
    hubs: list[Hub]
    whole_kinds: list[KindCount]
    most_held: list[Held]
