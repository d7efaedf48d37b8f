"""Which table a file is of, and which of its columns is which: by name, or as a mapping file says."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from fraudgraph.case import LoadedColumn
from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest.origins import Origin, single
from fraudgraph.ingest.sections import MappingFile, Section
from fraudgraph.model.kinds import Kind, kind_of, root_of
from fraudgraph.model.tables import EXTRA_PREFIX, TABLES, Reading, Table

NOTHING = "Nothing was loaded."
MOST_COLUMNS = 10_000
_ALTERNATIVES = 2


@dataclass(frozen=True, slots=True)
class Assigned:
    """One column of the facts and where it comes from."""

    target: str
    origin: Origin
    reading: Reading
    required: bool = False
    choices: tuple[str, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one file are read. ignored: source columns left out on purpose, `*` stands for any signs; only:
    source column -> what must stand there; later: what may still appear (NDJSON).
    """

    table: Table
    assigned: tuple[Assigned, ...]
    ignored: frozenset[str] = frozenset()
    zone: ZoneInfo | None = None
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    later: tuple[Assigned, ...] = ()

    @property
    def targets(self) -> tuple[str, ...]:
        """Columns of the facts that the file gives, prompts apart."""
        return tuple(column.target for column in self.assigned if column.reading is not Reading.PROMPT)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The source columns to read."""
        return tuple(dict.fromkeys([*(name for one in self.assigned for name in one.origin.columns), *self.only]))

    def of(self, target: str) -> Assigned | None:
        """What gives that column of the facts."""
        return next((column for column in self.assigned if column.target == target), None)

    def columns(self, present: Iterable[str]) -> tuple[LoadedColumn, ...]:
        """What became of each source column that was there."""
        targets: dict[str, list[str]] = {}
        for column in self.assigned:
            for name in column.origin.columns:
                targets.setdefault(name, []).append(column.target)
        left_out = _pattern(self.ignored)
        return tuple(row for name in present for row in self._of_source(name, targets.get(name, ()), left_out))

    def _of_source(self, name: str, targets: Sequence[str], left_out: re.Pattern[str]) -> list[LoadedColumn]:
        if targets:
            return [LoadedColumn(self.table.name, name, "mapped", target) for target in targets]
        ignored = name in self.only or left_out.fullmatch(name)
        return [LoadedColumn(self.table.name, name, "ignored" if ignored else "unknown")]


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name).replace(r"\*", ".*") for name in names) or r"(?!)", re.DOTALL)


def lay_out(given: str, present: Sequence[str], mapping: MappingFile, table: str | None, later: bool = False) -> Layout:
    """The layout of the file `given` with the columns `present`.

    table: the table if the command says it. later: columns may still appear (NDJSON): those of the contract are read
    wherever they do. FraudgraphError where no table fits, more than one does, or the mapping names what is not there.
    """
    if len(present) > MOST_COLUMNS:
        raise FraudgraphError(f"{given}: {len(present):,} columns; at most {MOST_COLUMNS:,} are read", kept=NOTHING)
    if table is not None and table not in TABLES:
        raise UsageError(f"{table!r} is not a table", hint=f"one of {', '.join(TABLES)}")
    named = table or mapping.table_named(given)
    fitting = _fitting(given, present, mapping, [named] if named else list(TABLES))
    if not fitting:
        raise _unrecognised(given, present, mapping, named)
    best = fitting[0]
    if len(fitting) > 1 and _score(fitting[1]) == _score(best):
        raise FraudgraphError(
            f"{given}: could be {best.table.name} or {fitting[1].table.name}",
            kept=NOTHING,
            hint="say which with --table",
        )
    return _with_later(best) if later else best


def _fitting(given: str, present: Sequence[str], mapping: MappingFile, tables: Iterable[str]) -> list[Layout]:
    """Layouts that have every required column, the best one first."""
    layouts = []
    for name in tables:
        for section in mapping.sections_for(name, given) or (Section(name),):
            if section.partial or not list(_lacking(section, present)):
                layout = _layout(section, present, mapping.kinds)
                if set(layout.table.required) <= {column.target for column in layout.assigned}:
                    layouts.append(layout)
    return sorted(layouts, key=_score, reverse=True)


def _score(layout: Layout) -> tuple[int, int]:
    return len(layout.assigned), len(layout.table.required)


def _lacking(section: Section, present: Iterable[str]) -> Iterator[Origin]:
    """Origins of which no source column is there; prompts may be gone where their fingerprints are."""
    there = frozenset(present)
    made = section.columns.get("prompt_fingerprint", single("prompt_fingerprint")).among(there).steps
    columns = (origin for name, origin in section.columns.items() if not (made and name == "prompt"))
    return (origin for origin in (*columns, *section.kinds.values()) if not origin.among(there).steps)


def _layout(section: Section, present: Sequence[str], declared: Iterable[Kind]) -> Layout:
    table = TABLES[section.table]
    taken = _pattern({*section.sources, *section.ignore})
    free = [name for name in present if not taken.fullmatch(name)]
    by_name = {_plain(name): name for name in reversed(free)} | {name: name for name in free}
    wanted = []
    for one in table.columns:
        origin = section.columns.get(one.name) or (single(by_name[one.name]) if one.name in by_name else None)
        if origin is not None:
            wanted.append(Assigned(one.name, origin, one.reading, one.required, one.choices, one.kind))
    kinds = {kind.name: kind for kind in declared}
    for name, origin in section.kinds.items():
        wanted.append(Assigned(EXTRA_PREFIX + name, origin, reading_of_kind(name, kinds), kind=name))
    there = frozenset(present)
    found = [replace(one, origin=one.origin.among(there)) for one in wanted]
    ignored = frozenset(section.ignore)
    if any(one.target == "prompt_fingerprint" and one.origin.steps for one in found):
        # Fingerprints that were made where the prompts live count; the prompts beside them are not read.
        ignored |= {name for one in wanted if one.reading is Reading.PROMPT for name in one.origin.columns}
        wanted, found = ([one for one in each if one.reading is not Reading.PROMPT] for each in (wanted, found))
    return Layout(
        table,
        tuple(one for one in found if one.origin.steps),
        ignored,
        ZoneInfo(section.zone) if section.zone else None,
        section.only,
        tuple(wanted),
    )


def reading_of_kind(name: str, declared: Mapping[str, Kind]) -> Reading:
    """How identifiers of a kind are read: addresses and payment tokens as such wherever they stand."""
    kinds = {kind_of(name, declared).name, root_of(kind_of(name, declared), declared).name}
    if "ip" in kinds:
        return Reading.IP
    return Reading.TOKEN if kinds & {"payment_instrument", "payment_attempt"} else Reading.ID


def _with_later(layout: Layout) -> Layout:
    """With what may still appear: all that the mapping names, and columns of the contract under their own names."""
    have = {one.target for one in layout.later}
    used = _pattern({*(name for one in layout.later for name in one.origin.columns), *layout.ignored})
    prompts = {"prompt"} if "prompt" not in have else {name for name in _contract(layout) if name.startswith("prompt_")}
    more = tuple(
        Assigned(one.name, single(one.name), one.reading, one.required, one.choices, one.kind)
        for one in layout.table.columns
        if one.name not in have | prompts and not used.fullmatch(one.name)
    )
    return replace(layout, assigned=layout.later + more, later=())


def _contract(layout: Layout) -> tuple[str, ...]:
    return tuple(column.name for column in layout.table.columns)


def _plain(name: str) -> str:
    """`Account ID` and `account-id` are `account_id`: only case, spaces and dashes are forgiven."""
    return re.sub(r"[\s\-]+", "_", name.strip()).lower()


def _unrecognised(given: str, present: Sequence[str], mapping: MappingFile, named: str | None) -> FraudgraphError:
    missing = _missing_from_mapping(given, present, mapping, named)
    shown = ", ".join(f'"{name}"' for name in present[:12]) + (", ..." if len(present) > 12 else "")
    if missing:
        message = f"{given}: the mapping names columns that are not there: {missing}"
    elif named:
        lacking = [name for name in TABLES[named].required if name not in {_plain(column) for column in present}]
        message = f"{given}: {named} need {', '.join(lacking)}, which is not there"
    else:
        message = f"{given}: no table has these columns"
    return FraudgraphError(f"{message}. Columns found: {shown}", kept=NOTHING, hint=_suggestion(present, named))


def _missing_from_mapping(given: str, present: Sequence[str], mapping: MappingFile, named: str | None) -> str:
    """What that section lacks which finds most of its columns."""
    there = frozenset(present)
    sections = mapping.reading(given, named)
    if not sections:
        return ""
    nearest = max(sections, key=lambda one: (len(there.intersection(one.sources)), len(one.sources)))
    required = (one for name, one in nearest.columns.items() if name in TABLES[nearest.table].required)
    lacking = required if nearest.partial else _lacking(nearest, present)
    return ", ".join(_either(one.columns) for one in lacking if not one.among(there).steps)


def _either(names: Sequence[str]) -> str:
    shown = " or ".join(f'"{name}"' for name in names[:_ALTERNATIVES])
    more = len(names) - _ALTERNATIVES
    return f"{shown} or {more} more" if more > 0 else shown


_ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "account_id": ("account", "customer_id", "customer", "user_id", "user", "uid", "member_id", "wallet", "tenant_id"),
    "at": ("created", "created_at", "timestamp", "time", "ts", "date", "datetime", "event_time", "occurred_at"),
    "payment_instrument": ("payment_method", "payment_method_id", "card_id", "source_id", "pm", "instrument", "token"),
    "kind": ("identifier_kind", "identifier_type", "type"),
    "value": ("identifier", "identifier_value"),
    "action": ("action_type", "event", "enforcement"),
}
"""Names that other systems give to required columns: for suggestions only, nothing is read by them."""


def _suggestion(present: Sequence[str], named: str | None) -> str:
    """A mapping that could be meant, of the table for which most required columns are there under some name."""
    found = {table: _likely(TABLES[table].required, present) for table in ([named] if named else TABLES)}
    best = max(found, key=lambda table: (len(found[table]) / len(TABLES[table].required), len(found[table])))
    if not found[best]:
        return "fraudgraph map drafts a mapping file; or leave the file out"
    lines = [f"[{best}]", *(f'{name} = "{source}"' for name, source in found[best].items())]
    lacking = [name for name in TABLES[best].required if name not in found[best]]
    more = f" and {', '.join(lacking)}" if lacking else ""
    return f"if these are {best}, give a file with --mapping that says, one a line: {'  '.join(lines)}{more}"


def _likely(required: Sequence[str], present: Sequence[str]) -> dict[str, str]:
    """Required column -> the source column that is most likely it."""
    plain = {_plain(name): name for name in reversed(present)}
    likely = {}
    for name in required:
        known = next((plain[other] for other in (name, *_ALSO_CALLED.get(name, ())) if other in plain), None)
        close = get_close_matches(name, list(plain), 1, 0.75)
        source = known or (plain[close[0]] if close else None)
        if source is not None:
            likely[name] = source
    return likely
