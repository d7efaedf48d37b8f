"""Mapping files: which source column is which of the contract, extra kinds, identifiers that mean nothing."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from fraudgraph.case import Hub
from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.origins import FORMS, Origin, Step
from fraudgraph.ingest.sections import MappingFile, Section
from fraudgraph.model.kinds import BUILT_IN, Family, Forgeability, Kind, graded
from fraudgraph.model.tables import TABLES

KINDS_ALLOWED = frozenset({"exchanges", "payments", "accounts"})
"""Tables whose extra columns may be identifiers."""
_OPTIONS = frozenset({"ignore", "zone", "files", "kinds", "rows", "only", "partial"})
_STEP_FIELDS = frozenset({"column", "value", "words", "as"})
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
    return parse_mapping(str(path), content)


def parse_mapping(name: str, content: bytes) -> MappingFile:
    """The mapping in the text of a TOML file; name: what an error calls it."""
    return _Reader(name, content).read()


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
            {name: self.origin(name, given[name]) for name in given if name in contract},
            {name: self.origin(name, source) for name, source in kinds.items()},
            tuple(self.strings("ignore", given.get("ignore", []))),
            None if zone is None else self.zone(zone),
            tuple(self.strings("files", given.get("files", []))),
            tuple(self.string("rows", given["rows"]).split(".")) if "rows" in given else (),
            {name: self.words_of(name, words) for name, words in self.table("only", given.get("only", {})).items()},
            self.flag("partial", given.get("partial", False)),
        )

    def origin(self, key: str, value: Any) -> Origin:
        """`"column"`, `{ column = ..., words = ..., as = ... }`, `{ value = ... }`, or a list of these."""
        if value == []:
            self.refuse(f'"{key}" names no column', key)
        steps = tuple(self.step(key, one) for one in (value if isinstance(value, list) else [value]))
        if key == "prompt" and any(step != Step(step.column) for step in steps):
            self.refuse('"prompt" takes names of columns only', key)
        if key != "amount_minor" and any(step.form == "major_units" for step in steps):
            self.refuse('only "amount_minor" is read as major_units', key)
        return Origin(steps)

    def step(self, key: str, value: Any) -> Step:
        if not isinstance(value, dict):
            return Step(self.string(key, value))
        self.known(value, _STEP_FIELDS)
        if ("column" in value) == ("value" in value):
            self.refuse(f'"{key}" needs either "column" or "value"', key)
        form = value.get("as", "")
        if form not in ("", *FORMS):
            self.refuse(f'"as" is one of {", ".join(FORMS)}', key)
        words = self.table("words", value.get("words", {}))
        said = tuple((word.lower(), self.any_string("words", means)) for word, means in words.items())
        if "value" in value:
            return Step(value=self.string(key, value["value"]))
        return Step(self.string(key, value["column"]), words=said, form=form)

    def words_of(self, key: str, value: Any) -> tuple[str, ...]:
        return tuple(self.strings(key, value))

    def flag(self, key: str, value: Any) -> bool:
        return value if isinstance(value, bool) else self.refuse(f'"{key}" must be true or false', key)

    def any_string(self, key: str, value: Any) -> str:
        return value if isinstance(value, str) else self.refuse(f'"{key}" must hold text in quotes', key)

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
