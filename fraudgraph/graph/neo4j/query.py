"""One statement of the catalogue, or of a person, in a read transaction: its records as plain values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from fraudgraph.errors import UsageError
from fraudgraph.graph.neo4j.catalogue import Statement, parse, short, statements
from fraudgraph.graph.neo4j.connection import Connection

_LARGEST = 1 << 20
_NANOSECONDS = re.compile(r"(\.\d{6})000")
CASE = "case_id"


@dataclass(frozen=True, slots=True)
class Found:
    """What a statement gave. rows: plain values (text, numbers, lists, maps), in the order of the columns."""

    name: str
    purpose: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def named(name: str) -> Statement:
    """The statement called `name` in the catalogue, or in a file of that path. UsageError for neither."""
    for one in (*statements("ask"), *statements("read")):
        if short(one.name) == name:
            return one
    path = Path(name)
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{name} is larger than 1 MiB", hint="a statement is a page of text")
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        known = ", ".join(short(one.name) for one in statements("ask"))
        raise UsageError(f"{name!r} is neither a statement of the catalogue nor a file", hint=known) from None
    if text.startswith("//") and "// Parameters:" in text:
        return parse(name, text)
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("//"))
    return Statement.of_text(body.strip(), name)


def values_of(asked: Statement, given: Mapping[str, object], case_id: str | None) -> dict[str, object]:
    """The parameters of a statement, the case's id among them. UsageError for one that is missing or not known."""
    known = {CASE: case_id, **given} if case_id is not None else dict(given)
    missing = sorted(asked.used - known.keys())
    extra = sorted(given.keys() - asked.used)
    if missing or extra:
        said = "; ".join(f"{name}: {asked.parameters.get(name, '?')}" for name in sorted(asked.used - {CASE}))
        what = f"misses {', '.join(missing)}" if missing else f"does not know {', '.join(extra)}"
        raise UsageError(f"{short(asked.name)} {what}", hint=f"--param NAME=VALUE for each of: {said or 'none'}")
    return {name: known[name] for name in asked.used}


def ask(to: Connection, asked: Statement, values: Mapping[str, object]) -> Found:
    """Run it."""
    columns = to.columns(asked)
    records = to.ask(asked, values)
    rows = tuple(tuple(plain(value) for value in record.values()) for record in records)
    return Found(short(asked.name), asked.purpose, columns, rows)


def plain(value: Any) -> object:
    """A value of the database as text, number, list or map: nodes by their labels and properties, times as RFC 3339."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "iso_format"):
        return _NANOSECONDS.sub(r"\1", str(value.iso_format())).replace("+00:00", "Z")
    if isinstance(value, datetime | date | time | timedelta | bytes | bytearray):
        return value.hex() if isinstance(value, bytes | bytearray) else str(value)
    if hasattr(value, "labels"):
        return {"labels": sorted(value.labels), **{name: plain(one) for name, one in value.items()}}
    if hasattr(value, "relationships"):
        return [plain(one) for one in (*value.nodes, *value.relationships)]
    if hasattr(value, "type") and hasattr(value, "nodes"):
        return {"type": value.type, **{name: plain(one) for name, one in value.items()}}
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [plain(one) for one in value]
    return str(value)
