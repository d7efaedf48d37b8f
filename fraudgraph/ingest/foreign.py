"""`graph pull`: accounts and identifiers of a graph that somebody else made, read once into the facts of a case."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fraudgraph.case import Case
from fraudgraph.case.disk import make_folder, remove
from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.graph.neo4j.catalogue import Statement, statement
from fraudgraph.graph.neo4j.connection import Connection, quoted
from fraudgraph.graph.neo4j.query import plain
from fraudgraph.ingest.load import load
from fraudgraph.ingest.options import LoadOptions, LoadResult
from fraudgraph.ingest.their_schema import NOTHING, TheirAccounts, TheirSchema, TheirSightings, read_schema
from fraudgraph.model.progress import Progress, Silence

SETTING = "graph_accounts"
"""Setting of a case: label and id property of the accounts that the last pull read."""
_CHUNK = 50_000
_SIGHTING = ("account_id", "kind", "value", "first_seen", "last_seen", "count")


def pull(case: Case, to: Connection, mapping: Path, progress: Progress | None = None) -> LoadResult:
    """Read their accounts and sightings, all of them or none, into one load of the case."""
    schema, progress = read_schema(mapping), progress or Silence()
    check_names(to, schema)
    with case.writing("graph pull"):
        folder = case.temporary / f"pull-{secrets.token_hex(8)}"
        make_folder(folder)
        try:
            notes = _read(to, schema, folder, progress)
            options = LoadOptions(mapping=mapping, notes=notes, names=_names(to, folder))
            result = load(case, [str(folder)], options, progress)
            case.set_setting(SETTING, {"label": schema.accounts.label, "id": schema.accounts.id})
        finally:
            remove(folder)
    return result


def check_names(to: Connection, schema: TheirSchema) -> None:
    """UsageError for a label, type or property that the database does not have: a typing error finds nothing."""
    there = {name: set(values) for name, values in dict(to.read("read/names")[0]).items()}
    wanted = [("label", schema.accounts.label, "labels"), ("property", schema.accounts.id, "properties")]
    wanted += [("property", name, "properties") for _, name in schema.accounts.attributes]
    for one in schema.sightings:
        wanted += [("label", one.label, "labels"), ("relationship type", one.relationship, "types")]
        properties = (one.value, one.first_seen, one.last_seen, one.count)
        wanted += [("property", name, "properties") for name in properties if name is not None]
    for what, name, where in wanted:
        if name not in there[where]:
            near = ", ".join(sorted(there[where])[:20])
            raise UsageError(f"the database has no {what} {name!r}", kept=NOTHING, hint=f"it has: {near or 'none'}")


def _read(to: Connection, schema: TheirSchema, folder: Path, progress: Progress) -> tuple[str, ...]:
    """Files of the tables accounts and sightings; what was asked, and how much came, as notes of the load."""
    notes = []
    try:
        columns = ("account_id", *(name for name, _ in schema.accounts.attributes))
        rows = _write(folder / "accounts.parquet", columns, _accounts(to, schema.accounts), progress)
        notes.append(f"accounts: {rows:,} of (:{schema.accounts.label}) at {to.address.shown}")
        rows = 0
        for number, one in enumerate(schema.sightings):
            found = _write(folder / f"sightings-{number}.parquet", _SIGHTING, _seen(to, schema.accounts, one), progress)
            pattern = f"(:{schema.accounts.label})-[:{one.relationship}]-(:{one.label} {{{one.value}}})"
            notes.append(f"sightings of {one.kind}: {found:,} of {pattern} at {to.address.shown}")
    except FraudgraphError as problem:
        raise FraudgraphError(problem.message, kept=NOTHING, hint=problem.hint) from problem
    return tuple(notes)


def _accounts(to: Connection, their: TheirAccounts) -> Iterator[tuple[str | None, ...]]:
    asked = named(statement("read/foreign_accounts"), THEIR_LABEL=their.label)
    names = [name for _, name in their.attributes]
    for account_id, attributes in to.stream_of(asked, {"id": their.id, "attributes": names}):
        yield text(account_id), *map(text, attributes)


def _seen(to: Connection, accounts: TheirAccounts, their: TheirSightings) -> Iterator[tuple[str | None, ...]]:
    asked = named(
        statement("read/foreign_sightings"),
        THEIR_OTHER_LABEL=their.label,
        THEIR_LABEL=accounts.label,
        THEIR_TYPE=their.relationship,
    )
    properties = {name: getattr(their, name) for name in ("value", "first_seen", "last_seen", "count")}
    for account_id, value, first, last, count in to.stream_of(asked, {"id": accounts.id, **properties}):
        for one in value if isinstance(value, list) else [value]:
            yield text(account_id), their.kind, text(one), text(first), text(last), text(count)


def named(asked: Statement, **names: str) -> Statement:
    """A statement with names of theirs in the place of those that stand for them, in back quotes."""
    body = asked.text
    for placeholder, name in names.items():
        body = body.replace(f"`{placeholder}`", quoted(name))
    return replace(asked, text=body)


def text(value: Any) -> str | None:
    """A value of the database as the text of a column; None where there is nothing."""
    if value is None or isinstance(value, str):
        return value
    shown = plain(value)
    if shown is None or isinstance(shown, str):
        return shown
    return str(shown).lower() if isinstance(shown, bool) else str(shown)


def _write(path: Path, columns: Sequence[str], rows: Iterator[tuple[str | None, ...]], progress: Progress) -> int:
    """One Parquet file of texts; returns its rows."""
    schema = pa.schema([(name, pa.string()) for name in columns])
    progress.stage(path.stem, None, "rows")
    total, chunk = 0, list[tuple[str | None, ...]]()
    with pq.ParquetWriter(path, schema) as writer:
        for row in rows:
            chunk.append(row)
            if len(chunk) == _CHUNK:
                total += _flush(writer, schema, chunk)
                progress.advance(total)
        total += _flush(writer, schema, chunk)
    progress.done(f"{total:,} rows")
    return total


def _flush(writer: pq.ParquetWriter, schema: pa.Schema, chunk: list[tuple[str | None, ...]]) -> int:
    if not chunk:
        return 0
    columns = [pa.array(column, pa.string()) for column in zip(*chunk, strict=True)]
    writer.write_table(pa.table(columns, schema=schema))
    rows = len(chunk)
    chunk.clear()
    return rows


def _names(to: Connection, folder: Path) -> Mapping[str, str]:
    """How the record of the load calls the files, which are gone after it."""
    return {str(path): f"{to.address.url} {path.name}" for path in sorted(folder.iterdir())}
