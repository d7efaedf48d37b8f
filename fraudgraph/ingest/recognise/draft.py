"""`map`: a mapping file drafted from files."""

import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest.layout import lay_out
from fraudgraph.ingest.mapping import parse_mapping
from fraudgraph.ingest.options import LoadOptions
from fraudgraph.ingest.paths import Paths
from fraudgraph.ingest.presets import preset_names, read_preset
from fraudgraph.ingest.recognise import text
from fraudgraph.ingest.recognise.assign import Recognised, recognise
from fraudgraph.ingest.recognise.sample import Sample, sample_of
from fraudgraph.ingest.sections import MappingFile
from fraudgraph.ingest.sources import STDIN, Source, find_sources
from fraudgraph.model.tables import TABLES

_NOTHING = "No file was written."
_NAMED = 6
_KNOWN_COLUMNS = 4
_UNKNOWN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class DraftedFile:
    """One file that was looked at. preset: one that reads it without a draft, or ''."""

    given: str
    rows: int
    read: Recognised
    preset: str

    @property
    def is_ours(self) -> bool:
        """Whether every column has our own name already, so that no mapping file is needed."""
        return not self.read.rest and all(one.column.name == one.target for one in self.read.found)


@dataclass(frozen=True, slots=True)
class Drafted:
    """A drafted mapping file. checks: lines that a person has to look at."""

    text: str
    files: tuple[DraftedFile, ...]
    notes: tuple[str, ...] = ()

    @property
    def checks(self) -> int:
        """How many lines say CHECK."""
        return sum("CHECK:" in line for line in self.text.splitlines())


def draft_mapping(given: Sequence[str], options: LoadOptions) -> Drafted:
    """Look at the first rows of files and draft how `load` may read them. No value of them is in what comes back.

    FraudgraphError where no table fits. options: table, format and stdin count.
    """
    if options.table is not None and options.table not in TABLES:
        raise UsageError(f"{options.table!r} is not a table", hint=f"one of {', '.join(TABLES)}")
    found = find_sources(given, options.format)
    drafted, refused = _each(found.sources, options)
    groups = _together(drafted)
    tables = Counter(group[0].read.table for group in groups)
    notes = (*found.notes, *refused)
    lines = list(_opening(drafted, notes))
    for group in groups:
        lines += ["", *_section(group, tables, len(groups) > 1)]
    whole = "\n".join(lines) + "\n"
    parse_mapping("the draft", whole.encode())
    return Drafted(whole, drafted, notes)


def _each(sources: Sequence[Source], options: LoadOptions) -> tuple[tuple[DraftedFile, ...], tuple[str, ...]]:
    """The files that were recognised, and why others were not; FraudgraphError where none was."""
    drafted: list[DraftedFile] = []
    refused: list[FraudgraphError] = []
    for source in sources:
        try:
            drafted.append(_drafted(source, options))
        except FraudgraphError as error:
            refused.append(error)
    if not drafted:
        raise refused[0]
    return tuple(drafted), tuple(f"left out: {error.message.splitlines()[0]}" for error in refused)


def _drafted(source: Source, options: LoadOptions) -> DraftedFile:
    sample = sample_of(source, options.stdin)
    read = recognise(sample.columns, options.table)
    if read.lacking:
        raise _not_recognised(sample, read)
    return DraftedFile(source.given, sample.rows, read, _preset_for(sample))


def _not_recognised(sample: Sample, read: Recognised) -> FraudgraphError:
    lacking = " and ".join(read.lacking)
    seen = "; ".join(f"{text.quoted(one.name)}: {text.about(one, one.rows)}" for one in sample.columns[:12])
    more = f"; and {len(sample.columns) - 12:,} more" if len(sample.columns) > 12 else ""
    preset = _preset_for(sample)
    if preset:
        hint = f"it looks like an export that needs no mapping file: fraudgraph load FILE --preset {preset}"
    else:
        hint = f'write a mapping file with [{read.table}] and {read.lacking[0]} = "...", or say --table'
    return FraudgraphError(
        f"{sample.source.given}: nothing here looks like {lacking} of {read.table}.\nColumns: {seen}{more}",
        kept=_NOTHING,
        hint=hint,
    )


def _preset_for(sample: Sample) -> str:
    """A preset that needs no draft: it knows nearly all columns by name."""
    return next((preset for preset in preset_names() if _knows(read_preset(preset), sample)), "")


def _knows(mapping: MappingFile, sample: Sample) -> bool:
    given = sample.source.given
    sections = mapping.reading(given, None)
    names = sample.names(Paths.of(sections))
    known = {name for section in sections for name in section.sources}
    try:
        layout = lay_out(given, names, mapping, None)
    except FraudgraphError:
        return False
    columns = layout.columns(names)
    mapped = {column.source for column in columns if column.disposition == "mapped"} & known
    unknown = sum(column.disposition == "unknown" for column in columns)
    return "*" not in layout.ignored and len(mapped) >= _KNOWN_COLUMNS and unknown <= _UNKNOWN_SHARE * len(names)


def _together(drafted: Sequence[DraftedFile]) -> list[list[DraftedFile]]:
    """Files that one section can read: the same table from the same columns."""
    groups: dict[object, list[DraftedFile]] = {}
    for file in drafted:
        columns = tuple((one.target, one.column.name) for one in (*file.read.found, *file.read.kinds))
        groups.setdefault((file.read.table, columns), []).append(file)
    return list(groups.values())


def _section(group: Sequence[DraftedFile], tables: Counter[str], named: bool) -> Iterator[str]:
    read = group[0].read
    names = [os.path.basename(file.given) for file in group if file.given != STDIN] if named else []
    return text.section(read, [_pattern(name) for name in names], group[0].rows, tables[read.table] > 1)


def _pattern(name: str) -> str:
    """A pattern that fits the name and no other."""
    return re.sub(r"([*?\[])", r"[\1]", name)


def _more(drafted: Sequence[DraftedFile]) -> str:
    return f" and {len(drafted) - _NAMED:,} more files" if len(drafted) > _NAMED else ""


def _opening(drafted: Sequence[DraftedFile], notes: Sequence[str]) -> Iterator[str]:
    looked = ", ".join(f"{text.quoted(file.given)} ({file.rows:,} rows)" for file in drafted[:_NAMED])
    yield f"# Drafted from the first rows of {looked}{_more(drafted)}."
    yield "# What stands behind a column is what its values look like: aaa_999 is a form, no value is shown."
    yield "# Look at every line, those that say CHECK first. Then:"
    files = " ".join(shlex.quote(file.given) if file.given.isprintable() else "FILE" for file in drafted[:_NAMED])
    yield f"#   fraudgraph load {files if len(drafted) <= _NAMED else 'FILES'} --mapping THIS_FILE"
    yield from (f"# {text.commented(note)}" for note in notes)
    for file in drafted:
        if file.preset:
            yield f"# {text.quoted(file.given)} looks like an export that --preset {file.preset} reads as it is."
