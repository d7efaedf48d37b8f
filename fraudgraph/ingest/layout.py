"""Which table a file is of, and which of its columns is which: by name, or as a mapping file says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from fraudgraph.case import LoadedColumn
from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest.mapping import MappingFile, Section
from fraudgraph.model.kinds import Kind, kind_of, root_of
from fraudgraph.model.tables import EXTRA_PREFIX, TABLES, Reading, Table

NOTHING = "Nothing was loaded."
MOST_COLUMNS = 10_000


@dataclass(frozen=True, slots=True)
class Assigned:
    """One column of the facts and the source column it comes from."""

    target: str
    source: str
    reading: Reading
    required: bool = False
    choices: tuple[str, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one file are read. ignored: source columns left out on purpose."""

    table: Table
    assigned: tuple[Assigned, ...]
    ignored: frozenset[str] = frozenset()
    zone: ZoneInfo | None = None

    @property
    def targets(self) -> tuple[str, ...]:
        """Columns of the facts that the file gives, prompts apart."""
        return tuple(column.target for column in self.assigned if column.reading is not Reading.PROMPT)

    def of(self, target: str) -> Assigned | None:
        """What gives that column of the facts."""
        return next((column for column in self.assigned if column.target == target), None)

    def columns(self, present: Iterable[str]) -> tuple[LoadedColumn, ...]:
        """What became of each source column that was there."""
        targets: dict[str, list[str]] = {}
        for column in self.assigned:
            targets.setdefault(column.source, []).append(column.target)
        return tuple(row for name in present for row in self._of_source(name, targets.get(name, ())))

    def _of_source(self, name: str, targets: Sequence[str]) -> list[LoadedColumn]:
        if targets:
            return [LoadedColumn(self.table.name, name, "mapped", target) for target in targets]
        return [LoadedColumn(self.table.name, name, "ignored" if name in self.ignored else "unknown")]


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
            if set(section.columns.values()) | set(section.kinds.values()) <= set(present):
                layout = _layout(section, present, mapping.kinds)
                if set(layout.table.required) <= {column.target for column in layout.assigned}:
                    layouts.append(layout)
    return sorted(layouts, key=_score, reverse=True)


def _score(layout: Layout) -> tuple[int, int]:
    return len(layout.assigned), len(layout.table.required)


def _layout(section: Section, present: Sequence[str], declared: Iterable[Kind]) -> Layout:
    table = TABLES[section.table]
    taken = {*section.columns.values(), *section.kinds.values(), *section.ignore}
    free = [name for name in present if name not in taken]
    by_name = {_plain(name): name for name in reversed(free)} | {name: name for name in free}
    assigned = []
    for column in table.columns:
        source = section.columns.get(column.name) or by_name.get(column.name)
        if source is not None:
            assigned.append(Assigned(column.name, source, column.reading, column.required, column.choices, column.kind))
    ignored = frozenset(section.ignore)
    if any(column.target == "prompt_fingerprint" for column in assigned):
        # Fingerprints that were made where the prompts live count; the prompts beside them are not read.
        ignored |= {column.source for column in assigned if column.reading is Reading.PROMPT}
        assigned = [column for column in assigned if column.reading is not Reading.PROMPT]
    kinds = {kind.name: kind for kind in declared}
    for name, source in section.kinds.items():
        assigned.append(Assigned(EXTRA_PREFIX + name, source, reading_of_kind(name, kinds), kind=name))
    zone = ZoneInfo(section.zone) if section.zone else None
    return Layout(table, tuple(assigned), ignored, zone)


def reading_of_kind(name: str, declared: Mapping[str, Kind]) -> Reading:
    """How identifiers of a kind are read: addresses and payment tokens as such wherever they stand."""
    kinds = {kind_of(name, declared).name, root_of(kind_of(name, declared), declared).name}
    if "ip" in kinds:
        return Reading.IP
    return Reading.TOKEN if kinds & {"payment_instrument", "payment_attempt"} else Reading.ID


def _with_later(layout: Layout) -> Layout:
    have = {column.target for column in layout.assigned}
    used = {column.source for column in layout.assigned} | layout.ignored
    prompts = {"prompt"} if "prompt" not in have else {name for name in _contract(layout) if name.startswith("prompt_")}
    more = tuple(
        Assigned(column.name, column.name, column.reading, column.required, column.choices, column.kind)
        for column in layout.table.columns
        if column.name not in have | used | prompts
    )
    return Layout(layout.table, layout.assigned + more, layout.ignored, layout.zone)


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
    wanted = [
        source
        for table in ([named] if named else TABLES)
        for section in mapping.sections_for(table, given)
        for source in (*section.columns.values(), *section.kinds.values())
    ]
    return ", ".join(f'"{name}"' for name in dict.fromkeys(wanted) if name not in present)


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
        return "name the columns in a file given with --mapping, or leave the file out"
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
