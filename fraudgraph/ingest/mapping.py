"""Mapping files: which source column is which of the contract, extra kinds, identifiers that mean nothing."""

import fnmatch
import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from fraudgraph.case import Hub
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.kinds import BUILT_IN, Family, Forgeability, Kind, graded
from fraudgraph.model.tables import TABLES

KINDS_ALLOWED = frozenset({"exchanges", "payments", "accounts"})
"""Tables whose extra columns may be identifiers."""
_OPTIONS = frozenset({"ignore", "zone", "files", "kinds"})
_KIND_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KIND_FIELDS: Mapping[str, type] = {
    "family": str,
    "show": str,
    "forgeability": str,
    "derived_from": str,
    "lifetime_days": int,
    "hub": bool,
    "causes": str,
}
_OLDER_FIELDS: Mapping[str, type] = {"hard_to_fake": bool}
"""Still read in mapping files of earlier versions."""
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Section:
    """How files of one table are read. columns: target -> source; kinds: kind -> source; files: patterns, or any."""

    table: str
    columns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    zone: str | None = None
    files: tuple[str, ...] = ()

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


def read_mapping(path: Path | None) -> MappingFile:
    """The mapping in a TOML file; FraudgraphError with file and line where it says what we do not know."""
    if path is None:
        return MappingFile()
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise FraudgraphError(f"{path}: cannot be read: {error.strerror}", kept="Nothing was loaded.") from None
    if len(content) > _LARGEST:
        raise FraudgraphError(f"{path}: a mapping file has at most 1 MB", kept="Nothing was loaded.")
    return _Reader(str(path), content).read()


class _Reader:
    """Turns the text of a mapping file into values, and says where a mistake stands."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content
        self.text = ""

    def read(self) -> MappingFile:
        try:
            self.text = self.content.decode("utf-8-sig")
            document = tomllib.loads(self.text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            self.refuse(f"is not TOML: {error}")
        self.known(document, {*TABLES, "kinds", "hubs", "graph"})
        return MappingFile(
            tuple(section for name in TABLES if name in document for section in self.sections(name, document[name])),
            tuple(self.kind(name, value) for name, value in self.table("kinds", document.get("kinds", {})).items()),
            tuple(self.hub(value) for value in self.listed("hubs", document.get("hubs", []))),
            hashlib.sha256(self.content).hexdigest(),
        )

    def sections(self, table: str, value: Any) -> Iterable[Section]:
        """One section, or several written as [[table]]."""
        for one in value if isinstance(value, list) else [value]:
            yield self.section(table, self.table(table, one))

    def section(self, table: str, given: dict[str, Any]) -> Section:
        contract = {column.name for column in TABLES[table].columns}
        self.known(given, contract | _OPTIONS)
        kinds = self.table("kinds", given.get("kinds", {}))
        if kinds and table not in KINDS_ALLOWED:
            self.refuse(f"{table} takes no extra kinds; only {', '.join(sorted(KINDS_ALLOWED))} do", "kinds")
        for name in kinds:
            self.kind_name(name)
        zone = given.get("zone")
        return Section(
            table,
            {name: self.string(name, given[name]) for name in contract & given.keys()},
            {name: self.string(name, source) for name, source in kinds.items()},
            tuple(self.strings("ignore", given.get("ignore", []))),
            None if zone is None else self.zone(zone),
            tuple(self.strings("files", given.get("files", []))),
        )

    def kind(self, name: str, value: Any) -> Kind:
        self.kind_name(name)
        given = dict(self.table(name, value))
        self.known(given, _KIND_FIELDS.keys() | _OLDER_FIELDS.keys())
        for key, item in given.items():
            wanted = _KIND_FIELDS.get(key) or _OLDER_FIELDS[key]
            if type(item) is not wanted:
                self.refuse(f'"{key}" must be a {_WORDS[wanted]}', key)
        if given.get("lifetime_days", 1) < 1:
            self.refuse('"lifetime_days" must be 1 or more', "lifetime_days")
        if "family" in given and given["family"] not in set(Family):
            self.refuse(f'"family" is one of {", ".join(Family)}', "family")
        if given.get("forgeability", "unknown") not in set(Forgeability):
            self.refuse(f'"forgeability" is one of {", ".join(Forgeability)}', "forgeability")
        base = BUILT_IN.get(name, Kind(name))
        hard = given.pop("hard_to_fake", None)
        if hard is not None:
            given.setdefault("forgeability", graded(base.forgeability, hard))
        values = {key: getattr(base, key) for key in _KIND_FIELDS} | given
        meanings = {"family": Family(values["family"]), "forgeability": Forgeability(values["forgeability"])}
        return Kind(name, **(values | meanings))

    def hub(self, value: Any) -> Hub:
        given = self.table("hubs", value)
        self.known(given, {"kind", "value", "reason"})
        if not {"kind", "value"} <= given.keys():
            self.refuse('each of [[hubs]] needs "kind" and "value"', "hubs")
        parts = {key: self.string(key, item) for key, item in given.items()}
        return Hub(parts["kind"], parts["value"], parts.get("reason", ""), "mapping")

    def kind_name(self, name: str) -> None:
        if not _KIND_NAME.fullmatch(name):
            self.refuse(f'a kind has a name of a-z, 0-9 and _, of 40 signs at most, not "{name}"', name)

    def known(self, given: Mapping[str, Any], allowed: Iterable[str]) -> None:
        allowed = sorted(allowed)
        for key in given:
            if key not in allowed:
                close = get_close_matches(key, allowed, 1)
                hint = f'did you mean "{close[0]}"?' if close else f"known here: {', '.join(allowed)}"
                self.refuse(f'unknown key "{key}"', key, hint)

    def table(self, key: str, value: Any) -> dict[str, Any]:
        return value if isinstance(value, dict) else self.refuse(f'"{key}" must be a section', key)

    def listed(self, key: str, value: Any) -> list[Any]:
        return value if isinstance(value, list) else self.refuse(f'"{key}" must be a list', key)

    def string(self, key: str, value: Any) -> str:
        return value if isinstance(value, str) and value else self.refuse(f'"{key}" must be text in quotes', key)

    def strings(self, key: str, value: Any) -> list[str]:
        return [self.string(key, item) for item in ([value] if isinstance(value, str) else self.listed(key, value))]

    def zone(self, value: Any) -> str:
        name = self.string("zone", value)
        try:
            ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            self.refuse(f'"{name}" is no time zone', "zone", "write a name such as UTC or Europe/Berlin")
        return name

    def refuse(self, what: str, key: str = "", hint: str = "") -> NoReturn:
        line = self.line_of(key)
        where = f"{self.name}:{line}" if line else self.name
        raise FraudgraphError(f"{where}: {what}", kept="Nothing was loaded.", hint=hint)

    def line_of(self, key: str) -> int | None:
        """The first line that names the key on the left of a sign or in a header; tomllib itself keeps no lines."""
        name = re.escape(key)
        pattern = re.compile(rf"""^\s*(?:\[.*)?["']?{name}["']?\s*(?:[=\].]|$)|^\s*\[.*["'.]?{name}["']?\s*\]""")
        lines = enumerate(self.text.splitlines(), 1)
        return next((number for number, line in lines if key and pattern.search(line)), None)


_WORDS = {str: "text in quotes", bool: "true or false", int: "whole number"}
