"""What a mapping says: sections of a table, kinds, identifiers that mean nothing."""

import fnmatch
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fraudgraph.case import Hub
from fraudgraph.ingest.origins import Origin, single
from fraudgraph.model.kinds import Kind
from fraudgraph.model.tables import TABLES


@dataclass(frozen=True, slots=True)
class Section:
    """How files of one table are read. columns: target -> origin; kinds: kind -> origin; files: patterns, or any.

    ignore: source columns, `*` stands for any signs; rows: keys of the lists whose objects are the rows (NDJSON); only:
    source column -> what must stand there, other rows are of something else; partial: a file may lack columns.
    """

    table: str
    columns: Mapping[str, Origin] = field(default_factory=dict)
    kinds: Mapping[str, Origin] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    zone: str | None = None
    files: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source column that it names, in order."""
        origins = (*self.columns.values(), *self.kinds.values())
        return tuple(dict.fromkeys([*(name for one in origins for name in one.columns), *self.only]))

    def for_account(self, name: str) -> "Section":
        """The same with the account in another source column, if it has accounts."""
        if "account_id" not in self.columns:
            return self
        left = self.columns["account_id"].columns
        return replace(self, columns={**self.columns, "account_id": single(name)}, ignore=(*self.ignore, *left))

    def is_for(self, given: str) -> bool:
        """Whether the section names the file, by its path or by its name alone."""
        return any(fnmatch.fnmatchcase(name, p) for p in self.files for name in (given, os.path.basename(given)))


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A whole mapping file; sha256: of its bytes, None for no file."""

    sections: tuple[Section, ...] = ()
    kinds: tuple[Kind, ...] = ()
    hubs: tuple[Hub, ...] = ()
    sha256: str | None = None

    def sections_for(self, table: str, given: str) -> tuple[Section, ...]:
        """Sections of that table that may read the file: those that name it, else those that name no files."""
        of_table = [section for section in self.sections if section.table == table]
        named = tuple(section for section in of_table if section.is_for(given))
        return named or tuple(section for section in of_table if not section.files)

    def table_named(self, given: str) -> str | None:
        """The table whose section names the file."""
        return next((section.table for section in self.sections if section.is_for(given)), None)

    def reading(self, given: str, table: str | None) -> tuple[Section, ...]:
        """All sections that may read the file, of that table if one is named."""
        return tuple(section for name in TABLES if table in (None, name) for section in self.sections_for(name, given))
