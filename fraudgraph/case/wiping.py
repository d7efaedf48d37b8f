"""Facts without something: which rows go, which cells are cleared, and the segments that are written anew for it.

A row of a forgotten account goes; of a forgotten identifier the cell is cleared, since the exchange took place, and
the row goes only where nothing is left of it without that cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fraudgraph.case import segments
from fraudgraph.case.facts import exact_path, literal, quoted
from fraudgraph.case.forgotten import ACCOUNT, LOAD, Target
from fraudgraph.case.loads import Segment
from fraudgraph.model.tables import EXTRA_PREFIX, TABLES, Reading

if TYPE_CHECKING:
    import duckdb

    from fraudgraph.case.case import Case

GONE = "[forgotten]"
_NAMES = (Reading.ID, Reading.TOKEN, Reading.IP)
_FREE = ("reason",)
"""Columns of free text."""
_OWN = {
    "ip": ("ip", "ip_net"),
    "payment_attempt": ("payment_instrument",),
    "prompt_fingerprint": ("prompt_fingerprint",),
    "payment_instrument": ("payment_instrument",),
}
_TOGETHER = {"ip": ("ip", "ip_net"), "ip_net": ("ip", "ip_net"), "prompt_fingerprint": ("prompt_minhash",)}
"""What is cleared with a column: it says the same, or nearly."""


@dataclass(frozen=True, slots=True)
class Wipe:
    """SQL over the rows of a table. drop: which rows go ('' for none); clear: column -> where it becomes NULL; free:
    column -> its text without the name; named: where such a text changes.
    """

    drop: str
    clear: Mapping[str, str] = field(default_factory=dict)
    free: Mapping[str, str] = field(default_factory=dict)
    named: str = ""

    @property
    def drops(self) -> str:
        """A condition, never NULL."""
        return f"coalesce({self.drop or 'false'}, false)"

    @property
    def clears(self) -> str:
        """Whether a row that stays is changed; never NULL."""
        terms = [*self.clear.values(), *([self.named] if self.named else [])]
        return f"coalesce({' OR '.join(f'coalesce({term}, false)' for term in terms) or 'false'}, false)"


@dataclass(frozen=True, slots=True)
class Hit:
    """A segment that holds it. dropped, cleared: rows."""

    segment: Segment
    dropped: int
    cleared: int


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A segment and what stands in its place: another one, or nothing. rows: numbers of those that went."""

    old: Segment
    new: Segment | None
    rows: tuple[int, ...] = ()


def wipe_of(target: Target, table: str, columns: Iterable[str]) -> Wipe:
    """What forgetting means for the rows of a table that has these columns."""
    present, name = set(columns), literal(target.name)
    drop: list[str] = []
    clear: dict[str, str] = {}
    for column in sorted(present):
        if not _names(table, column):
            continue
        own = column == "account_id" if target.what == ACCOUNT else _own(target, column)
        here = f"{quoted(column)} = {name}"
        if column == "value" and target.what != ACCOUNT and not target.telling:
            own, here = True, f"({here} AND kind = {literal(target.what)})"
        if not own and (column == "account_id" or not target.telling):
            continue
        if column in TABLES[table].required:
            drop.append(here)
        else:
            clear |= {
                other: _either(clear.get(other), here)
                for other in (column, *_TOGETHER.get(column, ()))
                if other in present
            }
    free = {column: _without(column, name) for column in _FREE if column in present and target.telling}
    named = " OR ".join(
        f"(contains({quoted(column)}, {name}) AND {text} <> {quoted(column)})" for column, text in free.items()
    )
    return Wipe(" OR ".join(drop), clear, free, named)


def _names(table: str, column: str) -> bool:
    """Whether a column holds names of accounts or identifiers."""
    known = TABLES[table].column(column.removesuffix("_net"))
    return column.startswith(EXTRA_PREFIX) or (known is not None and known.reading in _NAMES)


def _own(target: Target, column: str) -> bool:
    return column in (*_OWN.get(target.what, ()), f"{EXTRA_PREFIX}{target.what}")


def _either(before: str | None, term: str) -> str:
    return term if before is None or before == term else f"({before} OR {term})"


def _without(column: str, name: str) -> str:
    """The text with the name replaced where no letter or digit goes on; twice, as neighbours share a boundary."""
    pattern = f"'(^|[^\\pL\\pN_])' || regexp_escape({name}) || '($|[^\\pL\\pN_])'"
    text = quoted(column)
    for _ in range(2):
        text = f"regexp_replace({text}, {pattern}, '\\1{GONE}\\2', 'g')"
    return text


def find(case: "Case", target: Target) -> tuple[Hit, ...]:
    """The live segments that hold it."""
    if target.what == LOAD:
        live = case.segments()
        return tuple(Hit(one, one.rows, 0) for one in live if f"L-{one.load_id:04d}" == target.name)
    found = []
    with case.duckdb() as con:
        for table in TABLES:
            found += _hits(con, case, target, table)
    return tuple(found)


def _hits(con: "duckdb.DuckDBPyConnection", case: "Case", target: Target, table: str) -> list[Hit]:
    live = {str(case.segment_path(segment)): segment for segment in case.segments(table)}
    if not live:
        return []
    wipe = wipe_of(target, table, {name for segment in live.values() for name in segment.columns})
    files = ", ".join(map(exact_path, live))
    sql = (
        f"SELECT filename, count(*) FILTER ({wipe.drops}), count(*) FILTER (NOT {wipe.drops} AND {wipe.clears}) "
        f"FROM read_parquet([{files}], union_by_name = true, filename = true) "
        f"WHERE {wipe.drops} OR {wipe.clears} GROUP BY filename ORDER BY filename"
    )
    return [Hit(live[path], dropped, cleared) for path, dropped, cleared in con.execute(sql).fetchall()]


def rewrite(case: "Case", target: Target, hits: Sequence[Hit], mark: str) -> tuple[Rewritten, ...]:
    """New segments in the place of those, adopted but named by nobody yet; with them those that name replaced rows.
    mark: goes into their metadata.
    """
    if target.what == LOAD:
        done = [Rewritten(hit.segment, None) for hit in hits]
    else:
        with case.duckdb() as con:
            con.execute("SET preserve_insertion_order = true")  # rows keep their order, so their numbers can be told
            done = [_rewrite(con, case, hit.segment, target, mark) for hit in hits]
    return (*done, *_renumbered(case, done, mark))


def _rewrite(con: "duckdb.DuckDBPyConnection", case: "Case", old: Segment, target: Target, mark: str) -> Rewritten:
    wipe = wipe_of(target, old.table, old.columns)
    source = f"read_parquet({exact_path(str(case.segment_path(old)))}, file_row_number = true)"
    rows = con.execute(f"SELECT file_row_number FROM {source} WHERE {wipe.drops} ORDER BY 1").fetchall()
    cells = [f"CASE WHEN {term} THEN NULL ELSE {quoted(c)} END AS {quoted(c)}" for c, term in wipe.clear.items()]
    cells += [f"{text} AS {quoted(column)}" for column, text in wipe.free.items()]
    changed = f" REPLACE ({', '.join(cells)})" if cells else ""
    select = f"SELECT * EXCLUDE (file_row_number){changed} FROM {source} WHERE NOT {wipe.drops}"
    return Rewritten(old, _written(con, case, old, select, mark), tuple(row for (row,) in rows))


def _written(con: "duckdb.DuckDBPyConnection", case: "Case", old: Segment, select: str, mark: str) -> Segment | None:
    """The rows of a SELECT as the successor of a segment; None where there are none."""
    draft = case.temporary / f"forget-{old.sha256}.parquet"
    said = _metadata(con, case.segment_path(old)) | {"fraudgraph.forgotten": mark}
    rows = segments.write_parquet(con, select, draft, said)
    if not rows:
        draft.unlink()
        return None
    first, last = segments.span_of(con, draft, old.table, old.columns)
    size = draft.stat().st_size
    return Segment(case.adopt(old.table, draft), old.table, old.load_id, rows, size, first, last, old.columns)


def _metadata(con: "duckdb.DuckDBPyConnection", path: Path) -> dict[str, str]:
    """What a segment says of itself."""
    rows = con.execute(
        f"SELECT decode(key), decode(value) FROM parquet_kv_metadata({exact_path(str(path))})"
    ).fetchall()
    return {key: value for key, value in rows if not key.startswith("ARROW:")}


def _renumbered(case: "Case", done: Sequence[Rewritten], mark: str) -> list[Rewritten]:
    """Segments that name replaced rows, where the rows that they name have moved or are gone."""
    import pyarrow as pa

    olds = {one.old.sha256 for one in done}
    naming = [one for one in case.segments("superseded") if one.sha256 not in olds]
    if not naming or not done:
        return []
    gone = [(one.old.sha256, row, place) for one in done for place, row in enumerate(one.rows, 1)]
    columns = list(zip(*gone, strict=True)) or [(), (), ()]
    names, kinds = ("segment", "row", "place"), (pa.string(), pa.int64(), pa.int64())
    moved = {"old": [one.old.sha256 for one in done], "new": [one.new and one.new.sha256 for one in done]}
    with case.duckdb() as con:
        arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
        con.register("gone", pa.Table.from_arrays(arrays, names=list(names)))
        con.register("moved", pa.table({name: pa.array(column, pa.string()) for name, column in moved.items()}))
        return [one for old in naming if (one := _renumber(con, case, old, mark)) is not None]


def _renumber(con: "duckdb.DuckDBPyConnection", case: "Case", old: Segment, mark: str) -> Rewritten | None:
    file = f"read_parquet({exact_path(str(case.segment_path(old)))})"
    touched = con.execute(f"SELECT count(*) FROM {file} WHERE segment IN (SELECT old FROM moved)").fetchall()[0][0]
    if not touched:
        return None
    select = (
        "SELECT coalesce(m.new, s.segment) AS segment, s.row - coalesce(g.place, 0) AS row "
        f"FROM {file} AS s LEFT JOIN moved AS m ON m.old = s.segment "
        "ASOF LEFT JOIN gone AS g ON g.segment = s.segment AND s.row >= g.row "
        "WHERE (m.old IS NULL OR m.new IS NOT NULL) AND g.row IS DISTINCT FROM s.row ORDER BY 1, 2"
    )
    return Rewritten(old, _written(con, case, old, select, mark))
