"""Row identity: which of the rows just read are new, which are copies, and which replace an older row.

A row is its key where its table has one (`request_id`, an account), else its whole normalised content with its
multiplicity: over several files, and over earlier loads, the count of equal rows is the maximum, not the sum. Only rows
that can coincide are compared: those whose 64-bit hash occurs twice, in files whose event times overlap. Two are
equal where 128 bits agree, half of which hang on a salt drawn for the load: among 10^9 rows, by chance once in 10^20.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fraudgraph.case.facts import exact_path, quoted
from fraudgraph.ingest.staging import SOURCE_FILE, SOURCE_LINE

STORED = -1
"""The unit of facts that earlier loads stored: older than every file of this load."""
Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Unit:
    """The rows of one file in one piece. number: of the file in the load, or STORED; timeless: some have no time.

    min_us, max_us: event times, UTC microseconds, None where no row has one.
    """

    number: int
    min_us: int | None = None
    max_us: int | None = None
    timeless: bool = True

    def meets(self, other: "Unit") -> bool:
        """Whether, as far as event times tell, both may hold the same row."""
        return (self.timeless and other.timeless) or self.window(other) is not None

    def window(self, other: "Unit") -> tuple[int, int] | None:
        """The event times that both cover."""
        if self.min_us is None or other.min_us is None or self.max_us is None or other.max_us is None:
            return None
        first, last = max(self.min_us, other.min_us), min(self.max_us, other.max_us)
        return (first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A Parquet file with facts. name: how verdicts speak of it."""

    name: str
    path: str
    units: tuple[Unit, ...]
    columns: frozenset[str]

    @property
    def stored(self) -> bool:
        """Whether an earlier load stored it."""
        return self.units[0].number == STORED


@dataclass(slots=True)
class Verdict:
    """Rows (from 0, ascending) of each piece that are not simply used. replaced: stored rows superseded now."""

    duplicates: dict[str, Rows] = field(default_factory=dict)
    superseded: dict[str, Rows] = field(default_factory=dict)
    replaced: dict[str, Rows] = field(default_factory=dict)

    def add(self, fate: str, name: str, rows: Rows) -> None:
        """Rows of a piece that met a fate."""
        target = {"duplicate": self.duplicates, "superseded": self.superseded, "replaced": self.replaced}[fate]
        target[name] = np.sort(np.concatenate([target[name], rows])) if name in target else np.sort(rows)


@dataclass(frozen=True, slots=True)
class Identity:
    """How rows are told apart. columns: with types; key: its columns, or none; where: which rows; time: a column."""

    columns: Mapping[str, str]
    key: tuple[str, ...] = ()
    where: str = "true"
    time: str | None = None

    def select(self, piece: Piece, number: int, where: str) -> str:
        """SELECT of a piece's rows: every column, and unit, line, piece (`number`), row (from 0)."""
        named = ", ".join(
            quoted(name) if name in piece.columns else f"NULL::{type_} AS {quoted(name)}"
            for name, type_ in self.columns.items()
        )
        unit, line = (str(STORED), "0") if piece.stored else (SOURCE_FILE, SOURCE_LINE)
        source = f"read_parquet({exact_path(piece.path)}, file_row_number = true)"
        return (
            f"SELECT * FROM (SELECT {named}, {unit} AS unit, {line} AS line, {number} AS piece, file_row_number AS row"
            f" FROM {source}) WHERE {self.where} AND {where}"
        )

    @property
    def by(self) -> tuple[str, ...]:
        """Columns by which rows are brought together."""
        return self.key or tuple(self.columns)

    def digests(self, names: Sequence[str], salt: str) -> tuple[str, str]:
        """SQL of two independent 64-bit hashes of some columns."""
        salted = (
            f"hash('{salt}' || {quoted(name)})"
            if self.columns[name] == "VARCHAR"
            else f"hash({quoted(name)}, '{salt}')"
            for name in names
        )
        return f"hash({', '.join(map(quoted, names))})", f"hash({', '.join(salted)})"


def settle(
    con: duckdb.DuckDBPyConnection, identity: Identity, pieces: Sequence[Piece], gone: str | None, verdict: Verdict
) -> None:
    """Judge the rows of this load's pieces against each other and against stored ones; adds to `verdict`.

    gone: SQL of (segment, row) of stored rows that were superseded before, None if there are none.
    """
    if identity.key:
        _settle_keyed(con, identity, pieces, gone, verdict)
    else:
        _settle_whole(con, identity, pieces, verdict)


def _settle_whole(
    con: duckdb.DuckDBPyConnection, identity: Identity, pieces: Sequence[Piece], verdict: Verdict
) -> None:
    """The nth copy of a row in a file is a duplicate where an older file has an nth copy: the count is the maximum."""
    where = [_overlap(piece, pieces, identity.time) for piece in pieces]
    hashed = [
        (unit, _hashes(con, identity.select(piece, 0, f"{condition} AND unit = {unit}"), identity))
        for piece, condition in zip(pieces, where, strict=True)
        if condition != _NEVER
        for unit in sorted({unit.number for unit in piece.units})
    ]
    repeated = _repeated(_by_unit(hashed))
    if not len(repeated):
        return
    _gather(con, identity, [identity.select(piece, n, where[n]) for n, piece in enumerate(pieces)], repeated)
    _collect(con, _COPIES, pieces, verdict)


_COPIES = f"""
WITH counted AS (
    SELECT *, row_number() OVER (PARTITION BY whole1, whole2, unit ORDER BY line, piece, row) AS nth FROM candidates
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY whole1, whole2, nth ORDER BY unit) AS place FROM counted
)
SELECT 'duplicate' AS fate, piece, row FROM placed WHERE place > 1 AND unit <> {STORED}
"""
_NEVER = "false"


def _overlap(piece: Piece, pieces: Sequence[Piece], time: str | None) -> str:
    """SQL condition: the rows of a piece that another file may hold too."""
    others = [unit for other in pieces for unit in other.units]
    conditions = [_overlap_of(unit, [o for o in others if o.number != unit.number], time) for unit in piece.units]
    possible = [condition for condition in conditions if condition != _NEVER]
    return f"({' OR '.join(f'({condition})' for condition in possible)})" if possible else _NEVER


def _overlap_of(unit: Unit, others: Sequence[Unit], time: str | None) -> str:
    meeting = [other for other in others if unit.meets(other)]
    if not meeting:
        return _NEVER
    condition = f"unit = {unit.number}"
    windows = [window for other in meeting if (window := unit.window(other)) is not None]
    if time is None or unit.min_us is None or not windows:
        return condition
    first, last = min(w[0] for w in windows), max(w[1] for w in windows)
    timeless = f" OR {quoted(time)} IS NULL" if unit.timeless else ""
    return f"{condition} AND (epoch_us({quoted(time)}) BETWEEN {first} AND {last}{timeless})"


def _by_unit(hashed: Iterable[tuple[int, Hashes]]) -> Iterator[Hashes]:
    """Each unit's hashes once, so that what repeats is shared by two units."""
    units: dict[int, list[Hashes]] = {}
    for unit, hashes in hashed:
        units.setdefault(unit, []).append(hashes)
    for parts in units.values():
        yield np.unique(np.concatenate(parts))


def _hashes(con: duckdb.DuckDBPyConnection, select: str, identity: Identity) -> Hashes:
    """Hashes of the rows of a query, streamed so that only the result is held."""
    hashed, _ = identity.digests(identity.by, "")
    reader: pa.RecordBatchReader = con.sql(f"SELECT {hashed} AS h FROM ({select})").to_arrow_reader(1_000_000)
    parts = [batch.column(0).to_numpy() for batch in reader]
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)


def _repeated(units: Iterable[Hashes]) -> Hashes:
    """Hashes that occur more than once over all arrays."""
    together = np.concatenate([np.empty(0, np.uint64), *units])
    together.sort()
    return np.unique(together[1:][together[1:] == together[:-1]])


def _gather(con: duckdb.DuckDBPyConnection, identity: Identity, selects: Sequence[str], repeated: Hashes) -> None:
    """The temporary table `candidates`: place and digests of the rows whose hash repeats."""
    con.register("repeated", pa.table({"h": repeated}))
    salt = secrets.token_hex(8)
    key1, key2 = identity.digests(identity.by, salt)
    whole1, whole2 = identity.digests(tuple(identity.columns), salt)
    together = " UNION ALL ".join(f"({select})" for select in selects)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE candidates AS SELECT unit, line, piece, row, {key1} AS key1, {key2} AS key2,"
        f" {whole1} AS whole1, {whole2} AS whole2 FROM ({together}) WHERE {key1} IN (SELECT h FROM repeated)"
    ).fetchall()


def _collect(con: duckdb.DuckDBPyConnection, query: str, pieces: Sequence[Piece], verdict: Verdict) -> None:
    """(fate, piece, row) of a query, into the verdict."""
    table: pa.Table = con.sql(query).to_arrow_table()
    fates = table["fate"].combine_chunks().dictionary_encode()
    numbers, rows = table["piece"].to_numpy(), table["row"].to_numpy()
    for code, fate in enumerate(fates.dictionary.to_pylist()):
        of_fate = fates.indices.to_numpy() == code
        for number in np.unique(numbers[of_fate]):
            verdict.add(fate, pieces[number].name, rows[of_fate & (numbers == number)])


def _settle_keyed(
    con: duckdb.DuckDBPyConnection, identity: Identity, pieces: Sequence[Piece], gone: str | None, verdict: Verdict
) -> None:
    """One row a key is current: the last one read. Content already known changes nothing; what is replaced stays."""
    selects = [identity.select(piece, number, "true") for number, piece in enumerate(pieces)]
    repeated = _repeated(_hashes(con, select, identity) for select in selects)
    if not len(repeated):
        return
    _gather(con, identity, selects, repeated)
    con.register("piece_names", pa.table({"number": range(len(pieces)), "name": [piece.name for piece in pieces]}))
    _collect(con, _FATES.format(gone=gone or _NONE_GONE), pieces, verdict)


_NONE_GONE = "(SELECT '' AS segment, 0::BIGINT AS row WHERE false)"
_FATES = """
WITH rows AS (
    SELECT c.*, g.row IS NOT NULL AS gone, c.unit < 0 AS stored
    FROM candidates AS c JOIN piece_names AS n ON n.number = c.piece
    LEFT JOIN {gone} AS g ON c.unit < 0 AND g.segment = n.name AND g.row = c.row
), placed AS (
    SELECT *,
        row_number() OVER (PARTITION BY key1, key2 ORDER BY unit DESC, line DESC, piece, row) = 1 AS newest,
        row_number() OVER (PARTITION BY whole1, whole2, stored ORDER BY unit DESC, line DESC, piece, row) AS back,
        bool_or(NOT stored) OVER (PARTITION BY key1, key2) AS touched
    FROM rows
), known AS (
    SELECT *,
        bool_or(newest) OVER (PARTITION BY whole1, whole2) AS wins,
        bool_or(stored AND NOT gone) OVER (PARTITION BY whole1, whole2) AS is_current,
        bool_or(stored) OVER (PARTITION BY whole1, whole2) AS is_known
    FROM placed
), judged AS (
    SELECT piece, row, CASE
        WHEN stored THEN CASE WHEN touched AND NOT gone AND NOT wins THEN 'replaced' END
        WHEN wins THEN CASE WHEN is_current OR back > 1 THEN 'duplicate' END
        WHEN is_known OR back > 1 THEN 'duplicate'
        ELSE 'superseded'
    END AS fate FROM known
)
SELECT fate, piece, row FROM judged WHERE fate IS NOT NULL
"""
