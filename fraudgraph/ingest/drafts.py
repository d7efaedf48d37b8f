"""Files whose rows pass through Python, batch by batch: text files, and Parquet with prompts."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as parquet

from fraudgraph.case.segments import COMPRESSION
from fraudgraph.ingest.batches import Batch, Rows
from fraudgraph.ingest.csv_rows import CsvRows
from fraudgraph.ingest.json_rows import JsonRows
from fraudgraph.ingest.layout import Assigned, Layout, lay_out
from fraudgraph.ingest.normalise import Normaliser, Params
from fraudgraph.ingest.readings import Raw
from fraudgraph.ingest.rejects import Reject
from fraudgraph.ingest.sources import Format, Source
from fraudgraph.ingest.staging import ROWS_A_GROUP, Desk, Part, Staged, metadata, rejected_rows
from fraudgraph.ingest.streams import open_text
from fraudgraph.model.tables import Reading

PROMPT_COLUMNS = {
    "prompt_fingerprint": "VARCHAR",
    "prompt_minhash": "BLOB",
    "prompt_tokens": "BIGINT",
    "prompt_algorithm": "VARCHAR",
    "prompt_key_id": "VARCHAR",
}
_RAW, _CHUNK = "raw_chunk", "chunk"


class EmptyFile(Exception):
    """The file has no header and no row: of which table it is, nobody can say."""


def stage_text(desk: Desk, number: int, source: Source) -> tuple[Staged, tuple[Part, ...]]:
    """Read one CSV, TSV or NDJSON file."""
    with open_text(source, desk.options.stdin) as stream:
        source = stream.source
        later = source.format is Format.NDJSON
        rows: Rows = JsonRows(stream) if later else CsvRows(stream)
        if not rows.columns and not stream.peek().strip():
            raise EmptyFile(source.given)
        layout = lay_out(source.given, rows.columns, desk.mapping, desk.options.table, later)
        if isinstance(rows, JsonRows):
            rows.nested = frozenset(c.source for c in layout.assigned if c.reading is Reading.PROMPT)
        draft = Draft(desk, number, source, layout)
        for batch in rows.batches(draft.wanted):
            draft.add(batch)
        parts = draft.finish()
        stream.drain()
        staged = Staged(
            number=number,
            source=source,
            table=layout.table.name,
            sha256=stream.raw.sha256.hexdigest(),
            bytes=stream.raw.count,
            read=draft.read,
            rejected=draft.rejected,
            columns=layout.columns(rows.columns),
        )
        return staged, parts


class Draft:
    """Facts of one file on their way into a Parquet file. read, rejected: rows so far; types: DuckDB's, of columns."""

    def __init__(
        self, desk: Desk, number: int, source: Source, layout: Layout, types: Mapping[str, str] | None = None
    ) -> None:
        self._desk = desk
        self._number = number
        self._source = source
        self._layout = without_prompt(layout)
        self._prompt = layout.of("prompt")
        self.wanted = list(dict.fromkeys(column.source for column in layout.assigned))
        self._normaliser = Normaliser(desk.con, self._params(types or {}), desk.noticed)
        self._prepare = self._normaliser.prepared(_RAW)
        self._path = desk.folder / f"part-{number:06d}.parquet"
        self._writer: parquet.ParquetWriter | None = None
        self._rows = 0
        self.read = 0
        self.rejected = 0

    def _params(self, types: Mapping[str, str]) -> Params:
        raws = {}
        for column in self._layout.assigned:
            place = f"r.c{self.wanted.index(column.source)}"
            raws[column.target] = Raw(place, types.get(column.source, "VARCHAR"), column.source, column.target)
        if self._prompt is not None:
            raws |= {
                target: Raw(f"r.{target}", type_, self._prompt.source, target)
                for target, type_ in PROMPT_COLUMNS.items()
            }
        options = self._desk.options
        return Params(self._layout, raws, self._desk.kinds, options.numeric_tokens, "r.line", str(self._number))

    def add(self, batch: Batch) -> None:
        """One batch: prompts leave it before anything else sees it."""
        rows = batch.rows
        if self._prompt is not None:
            rows = self._desk.fingerprinter().replace(rows, f"c{self.wanted.index(self._prompt.source)}")
        broken = [Reject(row.line, row.reason) for row in batch.broken]
        self.read += rows.num_rows + len(broken)
        con = self._desk.con
        con.register(_RAW, rows)
        con.register(_CHUNK, con.sql(self._prepare).to_arrow_table())
        self._normaliser.learn(_CHUNK)
        facts: pa.Table = con.sql(self._normaliser.facts(_CHUNK)).to_arrow_table()
        if facts.num_rows < rows.num_rows:
            broken += rejected_rows(con, self._normaliser, _CHUNK)[self._number]
        con.unregister(_CHUNK)
        con.unregister(_RAW)
        self.rejected += len(broken)
        self._desk.rejects.add(self._layout.table.name, self._source.given, sorted(broken))
        self._write(facts)
        self._desk.tick(batch.done)

    def _write(self, facts: pa.Table) -> None:
        if self._writer is None:
            said = metadata(self._desk.load_id, self._layout.table.name, self._path.stem)
            schema = facts.schema.with_metadata(said)
            self._writer = parquet.ParquetWriter(self._path, schema, compression=COMPRESSION, compression_level=1)
            self._path.chmod(0o600)
        self._writer.write_table(facts, row_group_size=ROWS_A_GROUP)
        self._rows += facts.num_rows

    def finish(self) -> tuple[Part, ...]:
        """The part written, once the file was read to its end."""
        if self._writer is not None:
            self._writer.close()
        self._normaliser.refuse_cards({self._number: self._source.given})
        if not self._rows:
            return ()
        return (Part(self._path, self._layout.table.name, self._rows, self._normaliser.columns()),)


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
