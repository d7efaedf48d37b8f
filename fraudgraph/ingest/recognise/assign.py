"""Which table a sample is of, and which of its columns is which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fraudgraph.ingest.recognise.looks import Column, Look
from fraudgraph.ingest.recognise.names import COLUMNS, KINDS, Known, place
from fraudgraph.model.tables import TABLES

_BY_LOOK = 0.4
_NEVER = (Look.CARDS, Look.EMPTY)
_IF_EMPTY = 0.3
_ONE_A_ROW = 0.98


@dataclass(frozen=True, slots=True)
class Found:
    """A column that was recognised. score: 1 for our own name, less for others, least where values alone told it."""

    target: str
    column: Column
    score: float

    @property
    def named(self) -> bool:
        """Whether its name told it."""
        return self.score > _BY_LOOK


@dataclass(frozen=True, slots=True)
class Recognised:
    """How the file may be read. kinds: further identifiers; rest: columns that nothing was made of."""

    table: str
    found: tuple[Found, ...]
    kinds: tuple[Found, ...]
    rest: tuple[Column, ...]
    lacking: tuple[str, ...]

    @property
    def score(self) -> tuple[bool, float]:
        """Tables that have what they need come first."""
        return not self.lacking, sum(one.score for one in (*self.found, *self.kinds))


def recognise(columns: Sequence[Column], table: str | None = None) -> Recognised:
    """The reading that recognises most; of the named table, if one is."""
    return max((_as_table(name, columns) for name in ([table] if table else COLUMNS)), key=lambda one: one.score)


def _as_table(table: str, columns: Sequence[Column]) -> Recognised:
    found = _assigned(COLUMNS[table], columns)
    if table == "accounts":
        found = [one for one in found if one.target != "account_id" or _is_one_a_row(one.column)]
    used = {one.column.name for one in found}
    left = [column for column in columns if column.name not in used]
    kinds = _assigned(KINDS, left) if table in ("exchanges", "payments", "accounts") else []
    used |= {one.column.name for one in kinds}
    rest = tuple(column for column in columns if column.name not in used)
    have = {one.target for one in found}
    lacking = tuple(name for name in TABLES[table].required if name not in have)
    if table == "accounts" and len(found) == 1 and rest:
        lacking = ("created_at",)  # a column of ids alone is a list of who knows what
    return Recognised(table, tuple(_in_order(table, found)), tuple(kinds), rest, lacking)


def _assigned(wanted: Mapping[str, Known], columns: Sequence[Column]) -> list[Found]:
    """Best first: each source column gives one target, each target has one source column."""
    possible = [
        Found(target, column, score)
        for target, known in wanted.items()
        for column in columns
        if (score := _score(target, known, column)) is not None
    ]
    taken: set[str] = set()
    found: dict[str, Found] = {}
    for one in sorted(possible, key=lambda one: -one.score):
        if one.target not in found and one.column.name not in taken:
            found[one.target] = one
            taken.add(one.column.name)
    return list(found.values())


def _score(target: str, known: Known, column: Column) -> float | None:
    if column.look in _NEVER or not set(known.looks) & set(column.looks) or (known.key and not column.is_key):
        return None
    named = place(column.name, target, known)
    if named is not None:
        return max(named - _IF_EMPTY * (1 - column.filled / column.rows), _BY_LOOK + 0.01)
    return _BY_LOOK if column.look in known.alone else None


def _is_one_a_row(column: Column) -> bool:
    return column.distinct >= _ONE_A_ROW * column.rows


def _in_order(table: str, found: Sequence[Found]) -> Iterator[Found]:
    """In the order of the table."""
    by_target = {one.target: one for one in found}
    return (by_target[column.name] for column in TABLES[table].columns if column.name in by_target)
