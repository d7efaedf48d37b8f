"""Which segments a view sees: those that lie inside it whole, those that it cuts, and the key under which what was
made of them is kept.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fraudgraph.case import Case, Segment
from fraudgraph.case.facts import SUPERSEDED, relation_sql
from fraudgraph.graph.base import LEAST_STRATUM, View

ALGORITHM = "4"
"""Raised whenever the same facts would give other files."""
_TIME = {
    "accounts": ("created_at", "created_at"),
    "exchanges": ("at", "at"),
    "payments": ("paid_at", "paid_at"),
    "sightings": ("first_seen", "last_seen"),
    "actions": ("at", "at"),
}
EVENTS = ("exchanges", "payments", "sightings")
"""Tables whose aggregates are carried over from one set of segments to a larger one; the others are small and read
anew.
"""


@dataclass(frozen=True)
class Scope:
    """The segments of a view. gone: those that name replaced rows. tokens: `<sha256>:<rows replaced since>` of
    each; cut: those of which a part lies outside. lifetimes: days, by kind.

    A view that cuts nothing has no bounds in its key: any as_of after the newest fact is the same scope.
    """

    case: Case
    view: View
    inside: tuple[Segment, ...]
    cut: tuple[Segment, ...]
    replaced: Mapping[str, int]
    gone: tuple[Segment, ...]
    lifetimes: Mapping[str, int]

    def token(self, segment: Segment) -> str:
        """The segment and how many of its rows a later load replaced: what it holds, in a word."""
        return f"{segment.sha256}:{self.replaced.get(segment.sha256, 0)}"

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Tokens of the segments that lie inside whole."""
        return frozenset(map(self.token, self.inside))

    @property
    def event_tokens(self) -> frozenset[str]:
        """Tokens of those that can be carried over."""
        return frozenset(self.token(segment) for segment in self.inside if segment.table in EVENTS)

    @cached_property
    def key(self) -> str:
        """SHA-256 of what the view sees, in hex."""
        cut = sorted(map(self.token, self.cut))
        bounds = [self.view.as_of_us, self.view.from_us] if cut else None
        return hashlib.sha256(
            json.dumps([ALGORITHM, LEAST_STRATUM, sorted(self.tokens), cut, bounds, dict(self.lifetimes)]).encode()
        ).hexdigest()

    def segments(self, table: str, without: frozenset[str] = frozenset()) -> tuple[Segment, ...]:
        """Segments of a table that the view sees, but those whose token is in `without`."""
        return tuple(s for s in (*self.inside, *self.cut) if s.table == table and self.token(s) not in without)

    def columns(self, table: str, without: frozenset[str] = frozenset()) -> frozenset[str]:
        """Columns that any of these segments has."""
        return frozenset(name for segment in self.segments(table, without) for name in segment.columns)

    def relation(self, table: str, without: frozenset[str] = frozenset()) -> str | None:
        """SQL for FROM: the visible facts of the table; None where there is no segment."""
        parts = [
            f"(SELECT * FROM {self._facts(table, part)}{where})"
            for part, where in (
                ([s for s in self.inside if s.table == table and self.token(s) not in without], ""),
                ([s for s in self.cut if s.table == table], f" WHERE {self._visible(table)}"),
            )
            if part
        ]
        return None if not parts else f"({' UNION ALL BY NAME '.join(parts)})"

    def _facts(self, table: str, segments: Iterable[Segment]) -> str:
        files = [(segment, str(self.case.segment_path(segment))) for segment in segments]
        whole = [pair for pair in files if pair[0].sha256 not in self.replaced]
        thinned = [pair for pair in files if pair[0].sha256 in self.replaced]
        gone = [str(self.case.segment_path(s)) for s in self.gone] if thinned else []
        return relation_sql(table, whole, thinned, gone)

    def _visible(self, table: str) -> str:
        """A row without a time is visible: nobody can say that it happened later."""
        first, last = (f'"{name}"' for name in _TIME[table])
        terms = [f"({first} IS NULL OR {first} < {_instant(self.view.as_of_us)})"]
        if self.view.from_us is not None and table in EVENTS:
            terms.append(
                f"coalesce({last} >= {_instant(self.view.from_us)}, {first} >= {_instant(self.view.from_us)}, true)"
            )
        return " AND ".join(terms)


_LAST_LOAD = (1 << 63) - 1
_LAST_INSTANT = 253_402_300_799_999_999
"""The end of the year 9999, after which DuckDB and Python disagree about what a time is."""


def _instant(us: int) -> str:
    return f"make_timestamptz({max(min(us, _LAST_INSTANT), -_LAST_INSTANT)})"


def scope_of(case: Case, view: View) -> Scope:
    """What the view sees of the live facts."""
    inside: list[Segment] = []
    cut: list[Segment] = []
    last = _LAST_LOAD if view.last_load is None else view.last_load
    loaded = [segment for segment in case.segments() if segment.load_id <= last]
    for segment in loaded:
        if segment.table in _TIME and not _outside(segment, view):
            (inside if _lies_inside(segment, view) else cut).append(segment)
    sql = "SELECT sha256, sum(rows) FROM superseded WHERE load_id <= ? GROUP BY sha256"
    replaced = dict(case.ledger.execute(sql, (last,)).fetchall())
    gone = tuple(s for s in loaded if s.table == SUPERSEDED)
    return Scope(case, view, tuple(inside), tuple(cut), replaced, gone, lifetimes_of(case))


def lifetimes_of(case: Case) -> dict[str, int]:
    """Days that one holder keeps an identifier, of the kinds that say so, by name."""
    kinds = sorted(case.kinds().items())
    return {name: kind.lifetime_days for name, kind in kinds if kind.lifetime_days is not None}


def _lies_inside(segment: Segment, view: View) -> bool:
    if segment.max_us is None or segment.min_us is None:
        return view.from_us is None or segment.table != "sightings"  # a sighting may have a last_seen alone
    if segment.max_us >= view.as_of_us:
        return False
    if view.from_us is None or segment.table not in EVENTS:
        return True
    return segment.table != "sightings" and segment.min_us >= view.from_us


def _outside(segment: Segment, view: View) -> bool:
    """Whether no row can be visible. Only of exchanges is it known that every row has a time."""
    if segment.table != "exchanges" or segment.min_us is None or segment.max_us is None:
        return False
    return segment.min_us >= view.as_of_us or (view.from_us is not None and segment.max_us < view.from_us)
