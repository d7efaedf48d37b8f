"""SQL over the facts: one relation a table, with every column of the contract, and the connection that runs it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from fraudgraph.case.loads import Segment
from fraudgraph.model.tables import EXTRA_PREFIX, TABLES, Reading

if TYPE_CHECKING:
    import duckdb

    from fraudgraph.config import Settings

SUPERSEDED = "superseded"
"""The pseudo-table of replaced rows: segment VARCHAR (SHA-256), row BIGINT (file_row_number)."""
_TYPES: Mapping[Reading, str] = {
    Reading.TIME: "TIMESTAMPTZ",
    Reading.COUNT: "BIGINT",
    Reading.MONEY: "BIGINT",
    Reading.FLAG: "BOOLEAN",
    Reading.MINHASH: "BLOB",
}


def fact_columns(table: str) -> dict[str, str]:
    """name -> DuckDB type of a table's fact columns: no prompt (never stored), but ip_net, the /64 of an IPv6."""
    columns = {}
    for column in TABLES[table].columns:
        if column.reading is Reading.PROMPT:
            continue
        columns[column.name] = _TYPES.get(column.reading, "VARCHAR")
        if column.reading is Reading.IP:
            columns[f"{column.name}_net"] = "VARCHAR"
    return columns


def literal(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A quoted SQL name."""
    return '"' + name.replace('"', '""') + '"'


def exact_path(path: str) -> str:
    """A path literal that DuckDB reads as that one file: the signs of its patterns stand in brackets."""
    return literal("".join(f"[{sign}]" if sign in "*?[" else sign for sign in path))


def extra_columns(segments: Iterable[Segment]) -> tuple[str, ...]:
    """Names of the `kind_*` columns in any of these segments, sorted."""
    return tuple(sorted({name for segment in segments for name in segment.columns if name.startswith(EXTRA_PREFIX)}))


def relation_sql(
    table: str, whole: Sequence[tuple[Segment, str]], thinned: Sequence[tuple[Segment, str]], replaced: Sequence[str]
) -> str:
    """A parenthesised SELECT over (segment, path) pairs; `thinned` ones without the rows named in `replaced` files."""
    segments = [segment for segment, _ in (*whole, *thinned)]
    types = fact_columns(table) | dict.fromkeys(extra_columns(segments), "VARCHAR")
    parts = []
    if whole:
        parts.append(_select(types, whole))
    if thinned:
        facts = _select(types, thinned, ", filename = true, file_row_number = true")
        gone = f"read_parquet([{', '.join(map(exact_path, replaced))}])"
        same = "gone.segment = parse_filename(facts.filename, true) AND gone.row = facts.file_row_number"
        parts.append(f"{facts} AS facts ANTI JOIN {gone} AS gone ON {same}")
    if not parts:
        empty = ", ".join(f"NULL::{type_} AS {quoted(name)}" for name, type_ in types.items())
        return f"(SELECT {empty} WHERE false)"
    return f"({' UNION ALL '.join(parts)})"


def _select(types: Mapping[str, str], files: Sequence[tuple[Segment, str]], options: str = "") -> str:
    present = {name for segment, _ in files for name in segment.columns}
    columns = ", ".join(
        quoted(name) if name in present else f"NULL::{type_} AS {quoted(name)}" for name, type_ in types.items()
    )
    paths = ", ".join(exact_path(path) for _, path in files)
    return f"SELECT {columns} FROM read_parquet([{paths}], union_by_name = true{options})"


def connect(settings: "Settings", spill: str) -> "duckdb.DuckDBPyConnection":
    """DuckDB in memory, in UTC, that asks no network. spill: folder for what exceeds the memory, '' for none."""
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "threads": settings.threads,
            "memory_limit": settings.memory,
            "temp_directory": spill,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")  # a setting of the session, not of the database
    return connection
