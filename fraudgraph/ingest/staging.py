"""Files become drafts of segments: normalised Parquet in the case's tmp/, a file at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet

from fraudgraph.case import LoadedColumn
from fraudgraph.case.facts import literal, quoted
from fraudgraph.ingest.batches import Batch, Rows
from fraudgraph.ingest.csv_rows import CsvRows
from fraudgraph.ingest.json_rows import JsonRows
from fraudgraph.ingest.layout import Assigned, Layout, lay_out
from fraudgraph.ingest.lookups import Noticed
from fraudgraph.ingest.mapping import MappingFile
from fraudgraph.ingest.normalise import Normaliser, Params
from fraudgraph.ingest.options import LoadOptions
from fraudgraph.ingest.parquet_rows import ParquetRows
from fraudgraph.ingest.prompts import Fingerprinter
from fraudgraph.ingest.readings import Raw
from fraudgraph.ingest.rejects import Reject, Rejects
from fraudgraph.ingest.sources import Format, Source
from fraudgraph.ingest.streams import TextStream, open_text
from fraudgraph.model.kinds import Kind
from fraudgraph.model.tables import Reading

COMPRESSION = "zstd"
ROWS_A_GROUP = 122_880
_CHUNK = "chunk"
_NOTHING = "Nothing was loaded."


@dataclass(frozen=True, slots=True)
class Part:
    """A draft of a segment. file: the number of its source in the load; columns: of the facts in it."""

    path: Path
    table: str
    file: int
    rows: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """One source, read: its parts, and how many of its rows were read and rejected."""

    source: Source
    table: str
    sha256: str
    bytes: int
    read: int
    rejected: int
    parts: tuple[Part, ...]
    columns: tuple[LoadedColumn, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What staging works with. fingerprinter: made when the first prompt comes; tick: hears rows or bytes done in a file."""

    con: duckdb.DuckDBPyConnection
    folder: Path
    load_id: int
    options: LoadOptions
    mapping: MappingFile
    kinds: Mapping[str, Kind]
    rejects: Rejects
    noticed: Noticed
    fingerprinter: Callable[[], Fingerprinter]
    tick: Callable[[int], None] = field(default=lambda done: None)


def stage(desk: Desk, number: int, source: Source) -> Staged:
    """Read one source. FraudgraphError where it cannot be read, is of no table, or holds card numbers."""
    if source.format is Format.PARQUET:
        return _stage_parquet(desk, number, source)
    with open_text(source, desk.options.stdin) as stream:
        return _stage_text(desk, number, stream)


def _stage_text(desk: Desk, number: int, stream: TextStream) -> Staged:
    source = stream.source
    rows: Rows = JsonRows(stream) if source.format is Format.NDJSON else CsvRows(stream)
    later = source.format is Format.NDJSON
    layout = lay_out(source.given, rows.columns, desk.mapping, desk.options.table, later)
    if isinstance(rows, JsonRows):
        rows.nested = frozenset(c.source for c in layout.assigned if c.reading is Reading.PROMPT)
    draft = _Draft(desk, number, source, layout)
    for batch in rows.batches(draft.wanted):
        draft.add(batch)
    parts = draft.finish()
    stream.drain()
    columns = layout.columns(rows.columns)
    return Staged(
        source,
        layout.table.name,
        stream.raw.sha256.hexdigest(),
        stream.raw.count,
        draft.read,
        draft.rejected,
        parts,
        columns,
    )


class _Draft:
    """Facts of one file on their way into a Parquet file, batch by batch."""

    def __init__(self, desk: Desk, number: int, source: Source, layout: Layout, types: Mapping[str, str] | None = None):
        self._desk = desk
        self._number = number
        self._source = source
        self._layout = without_prompt(layout)
        self._prompt = layout.of("prompt")
        self.wanted = list(dict.fromkeys(column.source for column in layout.assigned))
        self._normaliser = Normaliser(desk.con, self._params(layout, types or {}), desk.noticed)
        self._path = desk.folder / f"part-{number:06d}.parquet"
        self._writer: parquet.ParquetWriter | None = None
        self._rows = 0
        self.read = 0
        self.rejected = 0

    def _params(self, layout: Layout, types: Mapping[str, str]) -> Params:
        raws = {
            column.target: Raw(
                f"r.c{self.wanted.index(column.source)}", types.get(column.source, "VARCHAR"), column.source
            )
            for column in self._layout.assigned
            if column.source in self.wanted
        }
        if self._prompt is not None:
            raws |= {target: Raw(f"r.{target}", type_, self._prompt.source) for target, type_ in PROMPT_COLUMNS.items()}
        return Params(self._layout, raws, self._desk.kinds, self._desk.options.numeric_tokens, "r.line")

    def add(self, batch: Batch) -> None:
        """One batch: prompts leave it before anything else sees it."""
        rows = batch.rows
        if self._prompt is not None:
            rows = self._desk.fingerprinter().replace(rows, f"c{self.wanted.index(self._prompt.source)}")
        broken = [Reject(row.line, row.reason) for row in batch.broken]
        self.read += rows.num_rows + len(broken)
        con = self._desk.con
        con.register(_CHUNK, rows)
        self._normaliser.learn(_CHUNK)
        facts: pa.Table = con.sql(self._normaliser.facts(_CHUNK)).to_arrow_table()
        if facts.num_rows < rows.num_rows:
            broken += rejected_rows(con, self._normaliser, _CHUNK)
        con.unregister(_CHUNK)
        if broken:
            self.rejected += len(broken)
            self._desk.rejects.add(self._layout.table.name, self._source.given, sorted(broken))
        self._write(facts)
        self._desk.tick(batch.bytes_read)

    def _write(self, facts: pa.Table) -> None:
        if self._writer is None:
            schema = facts.schema.with_metadata(metadata(self._desk.load_id, self._layout.table.name, self._number))
            self._writer = parquet.ParquetWriter(self._path, schema, compression=COMPRESSION, compression_level=1)
            self._path.chmod(0o600)
        self._writer.write_table(facts, row_group_size=ROWS_A_GROUP * 8)
        self._rows += facts.num_rows

    def finish(self) -> tuple[Part, ...]:
        """The parts written, once the file was read to its end."""
        if self._writer is not None:
            self._writer.close()
        self._normaliser.refuse_cards(self._source.given)
        if not self._rows:
            return ()
        targets = tuple(name for cell in self._normaliser.cells() for name, _ in cell.values)
        return (Part(self._path, self._layout.table.name, self._number, self._rows, targets),)


PROMPT_COLUMNS = {
    "prompt_fingerprint": "VARCHAR",
    "prompt_minhash": "BLOB",
    "prompt_tokens": "BIGINT",
    "prompt_algorithm": "VARCHAR",
    "prompt_key_id": "VARCHAR",
}


def without_prompt(layout: Layout) -> Layout:
    """The layout with the columns that a prompt becomes in place of the prompt."""
    prompt = layout.of("prompt")
    if prompt is None:
        return layout
    made = []
    for target in PROMPT_COLUMNS:
        column = layout.table.column(target)
        assert column is not None
        made.append(Assigned(target, prompt.source, column.reading, kind=column.kind))
    kept = tuple(c for c in layout.assigned if c.reading is not Reading.PROMPT and c.target not in PROMPT_COLUMNS)
    return replace(layout, assigned=(*kept, *made))


def metadata(load_id: int, table: str, part: int) -> dict[str, str]:
    """What a segment says of itself; it also keeps two segments with equal rows apart."""
    return {"fraudgraph.load": str(load_id), "fraudgraph.table": table, "fraudgraph.part": str(part)}


def rejected_rows(con: duckdb.DuckDBPyConnection, normaliser: Normaliser, relation: str) -> list[Reject]:
    """The rows of a relation that have a fault, by line."""
    reasons = [fault.reason for fault in normaliser.faults()]
    found = con.execute(normaliser.rejects(relation)).fetchall()
    return [Reject(line, reasons[fault], account or "", shown or "") for line, fault, account, shown in found]


def _stage_parquet(desk: Desk, number: int, source: Source) -> Staged:
    rows = ParquetRows(desk.con, source)
    layout = lay_out(source.given, rows.columns, desk.mapping, desk.options.table)
    rows.refuse_nested([column.source for column in layout.assigned])
    if layout.of("prompt") is not None:
        draft = _Draft(desk, number, source, layout, rows.types)
        for batch in rows.batches(draft.wanted):
            draft.add(batch)
        parts, rejected = draft.finish(), draft.rejected
    else:
        parts, rejected = _copy_parquet(desk, number, source, layout, rows)
    return Staged(
        source,
        layout.table.name,
        rows.sha256(),
        source.bytes,
        rows.count,
        rejected,
        parts,
        layout.columns(rows.columns),
    )


def _copy_parquet(
    desk: Desk, number: int, source: Source, layout: Layout, rows: ParquetRows
) -> tuple[tuple[Part, ...], int]:
    """Parquet to Parquet in one statement: no cell passes through Python but the odd distinct ones."""
    raws = {c.target: Raw(f"r.{quoted(c.source)}", rows.types[c.source], c.source) for c in layout.assigned}
    params = Params(layout, raws, desk.kinds, desk.options.numeric_tokens, "r.file_row_number + 1")
    normaliser = Normaliser(desk.con, params, desk.noticed)
    normaliser.learn(rows.relation)
    normaliser.refuse_cards(source.given)
    path = desk.folder / f"part-{number:06d}.parquet"
    said = ", ".join(f"'{k}': '{v}'" for k, v in metadata(desk.load_id, layout.table.name, number).items())
    options = f"FORMAT parquet, COMPRESSION {COMPRESSION}, COMPRESSION_LEVEL 1, KV_METADATA {{{said}}}"
    copied = desk.con.execute(f"COPY ({normaliser.facts(rows.relation)}) TO {literal(str(path))} ({options})")
    path.chmod(0o600)
    kept = int(copied.fetchall()[0][0])
    if kept < rows.count:
        desk.rejects.add(layout.table.name, source.given, rejected_rows(desk.con, normaliser, rows.relation))
    targets = tuple(name for cell in normaliser.cells() for name, _ in cell.values)
    parts = (Part(path, layout.table.name, number, kept, targets),) if kept else ()
    return parts, rows.count - kept
