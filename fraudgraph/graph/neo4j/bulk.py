"""`graph push --bulk`: the same nodes and relationships as CSV for `neo4j-admin database import`, much faster than any
transaction. The next `graph push` finds them there, and adds constraints, constants and rings.
"""

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from fraudgraph.case.disk import FILE_MODE
from fraudgraph.case.facts import literal
from fraudgraph.errors import UsageError
from fraudgraph.graph.neo4j.names import OWN_ACCOUNT, OWN_IDENTIFIER, labels_of
from fraudgraph.graph.neo4j.tables import ATTRIBUTES, COUNTS, RECORD
from fraudgraph.graph.neo4j.wanted import Wanted
from fraudgraph.model.progress import Progress

FILES = ("accounts.csv", "identifiers.csv", "sightings.csv")
_PLAIN = re.compile(r"[A-Za-z0-9_]+")
_CSV = "(FORMAT csv, HEADER true, FORCE_QUOTE *)"


@dataclass(frozen=True, slots=True)
class BulkFiles:
    """What was written. command: what to run with the server stopped; then `graph push`."""

    folder: Path
    accounts: int
    identifiers: int
    sightings: int
    bytes: int
    command: str


def write_bulk(wanted: Wanted, folder: Path, database: str | None, progress: Progress) -> BulkFiles:
    """Write FILES into a folder, made if it is not there. UsageError where any of them is there already."""
    _make(folder)
    wanted.known("accounts", [], [])
    wanted.known("identifiers", [], [])
    parts = (_accounts(wanted), _identifiers(wanted), _sightings(wanted))
    progress.stage("write", len(FILES), "files")
    for number, (name, select) in enumerate(zip(FILES, parts, strict=True), 1):
        path = folder / name
        wanted.db.execute(f"COPY ({select}) TO {literal(str(path))} {_CSV}")
        path.chmod(FILE_MODE)
        progress.advance(number, name)
    progress.done()
    size = sum((folder / name).stat().st_size for name in FILES)
    counts = (wanted.accounts, wanted.identifiers, wanted.sightings)
    return BulkFiles(folder, *counts, size, command_of(folder.absolute(), database))


def command_of(folder: Path, database: str | None) -> str:
    """The import, word by word. It needs an empty database: it refuses another one unless it is told to replace it."""
    nodes = [
        f"--nodes={label}={folder / name}" for label, name in zip((OWN_ACCOUNT, OWN_IDENTIFIER), FILES, strict=False)
    ]
    words = [
        "neo4j-admin", "database", "import", "full", database or "neo4j", "--id-type=string", "--multiline-fields=true",
        *nodes, f"--relationships=FRAUDGRAPH_SEEN_WITH={folder / FILES[2]}",
    ]  # fmt: skip
    return shlex.join(words)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as problem:
        raise UsageError(f"{folder}: {problem.strerror}", hint="name a folder that can be made") from problem
    there = [name for name in FILES if os.path.lexists(folder / name)]
    if there:
        raise UsageError(
            f"{folder / there[0]} is already there", kept="It was not changed.", hint="name another folder"
        )


def _accounts(wanted: Wanted) -> str:
    """SQL of accounts.csv: a column for each degree. A kind that no header can name leaves its degrees, and all stamps,
    to the next push.
    """
    kinds = [kind for kind in wanted.cache.kinds if _PLAIN.fullmatch(kind)]
    stamp = "stamp" if len(kinds) == len(wanted.cache.kinds) else "NULL::BIGINT"
    degrees = [f'degree[{literal(kind)}] AS "degree_{kind}:long"' for kind in kinds]
    words = [name for name in (*RECORD, "status") if name not in ("stratum", "created_us")]
    return (
        f'SELECT key AS "key:ID(account)", {literal(wanted.case.case_id)} AS case_id, {stamp} AS "stamp:long", '
        f'{", ".join(words)}, stratum AS "stratum:long", {_time("created_us")} AS "created_at:datetime", '
        f'{_time("suspended_us")} AS "suspended_at:datetime"{"".join(f", {one}" for one in degrees)} '
        "FROM changed_accounts ORDER BY code"
    )


def _identifiers(wanted: Wanted) -> str:
    cases = "".join(f" WHEN {literal(kind)} THEN {literal(';'.join(labels_of(kind)))}" for kind in wanted.cache.kinds)
    label = f"CASE kind{cases} END" if cases else "NULL"
    return (
        f'SELECT key AS "key:ID(identifier)", {literal(wanted.case.case_id)} AS case_id, stamp AS "stamp:long", '
        f'kind, value, raw, raw_key, holders AS "holders:long", hub, {", ".join(ATTRIBUTES)}, '
        f"nullif({label}, '') AS \":LABEL\" FROM changed_identifiers ORDER BY code"
    )


def _sightings(wanted: Wanted) -> str:
    counts = ", ".join(f'nullif(e.{name}, 0) AS "{name}:long"' for name in COUNTS)
    most = f"coalesce({', '.join(f'nullif(e.{name}, 0)' for name in COUNTS)}, 0)"
    return (
        f'SELECT a.key AS ":START_ID(account)", i.key AS ":END_ID(identifier)", {most} AS "count:long", {counts}, '
        f'{_time("e.first_us")} AS "first_seen:datetime", {_time("e.last_us")} AS "last_seen:datetime" '
        f"FROM {wanted.cache.file('by_identifier')} AS e JOIN changed_identifiers AS i ON i.code = e.identifier "
        "JOIN accounts AS a ON a.code = e.account ORDER BY e.identifier, e.account"
    )


def _time(us: str) -> str:
    return f"strftime(make_timestamp({us}), '%Y-%m-%dT%H:%M:%S.%fZ')"
