"""Files whose rows pass through Python, batch by batch: text files, and Parquet with prompts."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as parquet

from fraudgraph.case.segments import COMPRESSION
from fraudgraph.ingest.batches import Batch, Rows
from fraudgraph.ingest.cells import Cells
from fraudgraph.ingest.csv_rows import CsvRows
from fraudgraph.ingest.json_rows import JsonRows
from fraudgraph.ingest.layout import Assigned, Layout, lay_out
from fraudgraph.ingest.normalise import Normaliser, Params
from fraudgraph.ingest.paths import Paths
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
        sections = desk.mapping.reading(source.given, desk.options.table)
        rows: Rows = JsonRows(stream, Paths.of(sections)) if later else CsvRows(stream)
        if not rows.columns and not stream.peek().strip():
            raise EmptyFile(source.given)
        layout = lay_out(source.given, rows.columns, desk.mapping, desk.options.table, later)
        if isinstance(rows, JsonRows):
            rows.nested = frozenset(prompt.origin.columns if (prompt := layout.of("prompt")) else ())
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
            left_out=draft.left_out,
        )
        return staged, parts


class Draft:
    """Facts of one file on their way into a Parquet file. types: DuckDB's, of columns.

    read, rejected, left_out (they are of something else, and not among those read): rows so far.
    """

    def __init__(
        self, desk: Desk, number: int, source: Source, layout: Layout, types: Mapping[str, str] | None = None
    ) -> None:
        self._desk = desk
        self._number = number
        self._source = source
        self._layout = without_prompt(layout)
        self._prompt = layout.of("prompt")
        self.wanted = list(layout.wanted)
        known = types or {}
        places = {name: (f"r.c{at}", known.get(name, "VARCHAR")) for at, name in enumerate(self.wanted)}
        self._cells = Cells(layout, places)
        self._normaliser = Normaliser(desk.con, self._params(), desk.noticed)
        self._prepare = self._normaliser.prepared(self._cells.of(_RAW))
        self._path = desk.folder / f"part-{number:06d}.parquet"
        self._writer: parquet.ParquetWriter | None = None
        self._rows = 0
        self.read = 0
        self.rejected = 0
        self.left_out = 0

    def _params(self) -> Params:
        raws = self._cells.raws()
        if self._prompt is not None:
            label = self._prompt.origin.label
            raws |= {target: Raw(f"r.{target}", type_, label, target) for target, type_ in PROMPT_COLUMNS.items()}
        options = self._desk.options
        return Params(self._layout, raws, self._desk.kinds, options.numeric_tokens, "r.line", str(self._number))

    def add(self, batch: Batch) -> None:
        """One batch: prompts leave it before anything else sees it."""
        rows = batch.rows
        if self._prompt is not None:
            prompts = [f"c{self.wanted.index(name)}" for name in self._prompt.origin.columns]
            rows = self._desk.fingerprinter().replace(rows, prompts)
        broken = [Reject(row.line, row.reason) for row in batch.broken]
        con = self._desk.con
        con.register(_RAW, rows)
        chunk: pa.Table = con.sql(self._prepare).to_arrow_table()
        self.read += chunk.num_rows + len(broken)
        self.left_out += rows.num_rows - chunk.num_rows
        con.register(_CHUNK, chunk)
        self._normaliser.learn(_CHUNK)
        facts: pa.Table = con.sql(self._normaliser.facts(_CHUNK)).to_arrow_table()
        if facts.num_rows < chunk.num_rows:
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
        made.append(Assigned(target, prompt.origin, column.reading, kind=column.kind))
    kept = tuple(c for c in layout.assigned if c.reading is not Reading.PROMPT and c.target not in PROMPT_COLUMNS)
    return replace(layout, assigned=(*kept, *made))
