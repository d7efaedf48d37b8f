"""Row identity: which of the rows just read are new, which are copies, and which replace an older row.

A row is its key where its table has one (`request_id`, an account), else its whole normalised content with its
multiplicity: over several files, and over earlier loads, the count of equal rows is the maximum, not the sum. Only rows
that can coincide are compared: those whose 64-bit hash occurs twice, in units whose event times overlap.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fraudgraph.case.facts import exact_path, quoted

STORED = -1
"""The unit of facts that earlier loads stored: older than every file of this load."""
Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Piece:
    """A Parquet file with facts. unit: the number of its file in this load, or STORED; name: how results speak of it."""

    name: str
    path: str
    unit: int
    columns: frozenset[str]
    min_us: int | None = None
    max_us: int | None = None
    timeless: bool = True


@dataclass(slots=True)
class Verdict:
    """Rows (from 0, ascending) of each piece that are not simply used. replaced: stored rows that this load supersedes."""

    duplicates: dict[str, Rows] = field(default_factory=dict)
    superseded: dict[str, Rows] = field(default_factory=dict)
    replaced: dict[str, Rows] = field(default_factory=dict)

    def merge(self, other: "Verdict") -> None:
        """Add the rows of a verdict over other rows of the same pieces."""
        for mine, theirs in (
            (self.duplicates, other.duplicates),
            (self.superseded, other.superseded),
            (self.replaced, other.replaced),
        ):
            for name, rows in theirs.items():
                mine[name] = np.sort(np.concatenate([mine[name], rows])) if name in mine else rows


@dataclass(frozen=True, slots=True)
class Identity:
    """How rows are told apart. columns: of the facts, with types; key: its columns, empty for none; where: which rows."""

    columns: Mapping[str, str]
    key: tuple[str, ...] = ()
    where: str = "true"

    def select(self, piece: Piece, *more: str) -> str:
        """SELECT of a piece's rows with every column, file_row_number as `row`, and `more`."""
        named = ", ".join(
            quoted(name) if name in piece.columns else f"NULL::{type_} AS {quoted(name)}"
            for name, type_ in self.columns.items()
        )
        extra = "".join(f", {sql}" for sql in more)
        source = f"read_parquet({exact_path(piece.path)}, file_row_number = true)"
        return f"SELECT {named}, file_row_number AS row{extra} FROM {source}"

    @property
    def whole(self) -> str:
        """SQL list of all columns."""
        return ", ".join(map(quoted, self.columns))

    @property
    def by_key(self) -> str:
        """SQL list of the columns of the key."""
        return ", ".join(map(quoted, self.key))


def settle(con: duckdb.DuckDBPyConnection, identity: Identity, pieces: Sequence[Piece], gone: str | None) -> Verdict:
    """Judge the rows of this load's pieces against each other and against stored ones.

    gone: SQL of (piece name, row) of stored rows that were superseded before, None if there are none.
    """
    verdict = Verdict()
    if identity.key:
        _settle_keyed(con, identity, pieces, gone, verdict)
    else:
        _settle_whole(con, identity, pieces, verdict)
    return verdict


def overlapping(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that may hold a row which a piece of another unit holds too, as far as event times tell."""
    return [piece for piece in pieces if any(other.unit != piece.unit and _touch(piece, other) for other in pieces)]


def _touch(one: Piece, other: Piece) -> bool:
    if one.timeless and other.timeless:
        return True
    if one.min_us is None or other.min_us is None or one.max_us is None or other.max_us is None:
        return False
    return one.min_us <= other.max_us and other.min_us <= one.max_us


def _whole_hashes(con: duckdb.DuckDBPyConnection, identity: Identity, piece: Piece) -> Hashes:
    return _hashes(con, f"SELECT hash({identity.whole}) AS h FROM ({identity.select(piece)}) WHERE {identity.where}")


def _key_hashes(con: duckdb.DuckDBPyConnection, identity: Identity, piece: Piece) -> Hashes:
    return _hashes(con, f"SELECT hash({identity.by_key}) AS h FROM ({identity.select(piece)}) WHERE {identity.where}")


def _hashes(con: duckdb.DuckDBPyConnection, sql: str) -> Hashes:
    """The one column of a query, streamed so that only the result is held."""
    reader: pa.RecordBatchReader = con.sql(sql).to_arrow_reader(1_000_000)
    parts = [batch.column(0).to_numpy() for batch in reader]
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)


def _repeated(units: Iterable[Hashes]) -> Hashes:
    """Hashes that occur more than once over all arrays."""
    together = np.concatenate([np.empty(0, np.uint64), *units])
    together.sort()
    return np.unique(together[1:][together[1:] == together[:-1]])


def _by_unit(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    for unit in sorted({piece.unit for piece in pieces}):
        yield [piece for piece in pieces if piece.unit == unit]


def _gather(con: duckdb.DuckDBPyConnection, identity: Identity, pieces: Sequence[Piece], hashed: str) -> None:
    """The temporary table `candidates`: rows of all pieces whose hash is in the registered table `repeated`."""
    parts = []
    for number, piece in enumerate(pieces):
        rows = identity.select(piece, f"{piece.unit} AS unit", f"{number} AS piece")
        parts.append(f"SELECT * FROM ({rows}) WHERE {identity.where} AND hash({hashed}) IN (SELECT h FROM repeated)")
    con.execute(f"CREATE OR REPLACE TEMP TABLE candidates AS {' UNION ALL '.join(parts)}")


def _collect(found: duckdb.DuckDBPyRelation, pieces: Sequence[Piece], into: Mapping[str, dict[str, Rows]]) -> None:
    """(fate, piece, row) of a query, sorted into arrays of row numbers."""
    table: pa.Table = found.to_arrow_table()
    fates = np.array(table["fate"].to_pylist(), object)
    numbers, rows = table["piece"].to_numpy(), table["row"].to_numpy()
    for fate, target in into.items():
        for number in np.unique(numbers[fates == fate]):
            target[pieces[number].name] = np.sort(rows[(fates == fate) & (numbers == number)])


def _settle_whole(
    con: duckdb.DuckDBPyConnection, identity: Identity, pieces: Sequence[Piece], verdict: Verdict
) -> None:
    """The nth copy of a row in a file is a duplicate where an older unit has an nth copy too: the count is the maximum."""
    together = overlapping(pieces)
    hashes = (
        np.unique(np.concatenate([_whole_hashes(con, identity, piece) for piece in unit]))
        for unit in _by_unit(together)
    )
    repeated = _repeated(hashes)
    if not len(repeated):
        return
    con.register("repeated", pa.table({"h": repeated}))
    _gather(con, identity, together, identity.whole)
    copies = (
        f"SELECT *, row_number() OVER (PARTITION BY {identity.whole}, unit ORDER BY piece, row) AS nth FROM candidates"
    )
    older = f"SELECT *, row_number() OVER (PARTITION BY {identity.whole}, nth ORDER BY unit) AS place FROM ({copies})"
    found = con.sql(f"SELECT 'duplicate' AS fate, piece, row FROM ({older}) WHERE place > 1 AND unit <> {STORED}")
    _collect(found, together, {"duplicate": verdict.duplicates})


def _settle_keyed(
    con: duckdb.DuckDBPyConnection, identity: Identity, pieces: Sequence[Piece], gone: str | None, verdict: Verdict
) -> None:
    """One row a key is current: the last one read. Content that is already known changes nothing; the rest stays, replaced."""
    repeated = _repeated(_key_hashes(con, identity, piece) for piece in pieces)
    if not len(repeated):
        return
    con.register("repeated", pa.table({"h": repeated}))
    _gather(con, identity, pieces, identity.by_key)
    con.register("piece_names", pa.table({"piece": range(len(pieces)), "name": [piece.name for piece in pieces]}))
    found = con.sql(_FATES.format(key=identity.by_key, whole=identity.whole, gone=gone or _NONE_GONE))
    into = {"duplicate": verdict.duplicates, "superseded": verdict.superseded, "replaced": verdict.replaced}
    _collect(found, pieces, into)


_NONE_GONE = "(SELECT ''::VARCHAR AS segment, 0::BIGINT AS row WHERE false)"
_FATES = """
WITH rows AS (
    SELECT c.*, g.row IS NOT NULL AS gone, c.unit < 0 AS stored
    FROM candidates AS c JOIN piece_names AS n ON n.piece = c.piece
    LEFT JOIN {gone} AS g ON c.unit < 0 AND g.segment = n.name AND g.row = c.row
), placed AS (
    SELECT *,
        row_number() OVER (PARTITION BY {key} ORDER BY unit DESC, piece DESC, row DESC) = 1 AS newest,
        row_number() OVER (PARTITION BY {whole}, stored ORDER BY unit DESC, piece DESC, row DESC) AS back,
        bool_or(NOT stored) OVER (PARTITION BY {key}) AS touched
    FROM rows
), known AS (
    SELECT *,
        bool_or(newest) OVER (PARTITION BY {whole}) AS wins,
        bool_or(stored AND NOT gone) OVER (PARTITION BY {whole}) AS is_current,
        bool_or(stored) OVER (PARTITION BY {whole}) AS is_known
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
