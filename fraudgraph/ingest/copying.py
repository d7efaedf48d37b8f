"""Parquet files without prompts: Parquet to Parquet in one statement, several files at once.

No cell passes through Python but the odd distinct ones, which `lookups` reads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fraudgraph.case.facts import literal, quoted
from fraudgraph.case.segments import write_parquet
from fraudgraph.ingest.cells import Cells
from fraudgraph.ingest.drafts import Draft
from fraudgraph.ingest.layout import Layout, lay_out
from fraudgraph.ingest.normalise import Normaliser, Params
from fraudgraph.ingest.parquet_rows import ParquetRows, relation_of
from fraudgraph.ingest.paths import Paths
from fraudgraph.ingest.sources import Source
from fraudgraph.ingest.staging import Desk, Part, Staged, metadata, rejected_rows

ROWS_AT_ONCE = 6_000_000
"""About so many rows make a segment, and one step of the progress."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A Parquet file whose schema was read. number: its position in the load."""

    number: int
    source: Source
    rows: ParquetRows
    layout: Layout

    @property
    def has_prompts(self) -> bool:
        """Whether cells must pass through Python."""
        return self.layout.of("prompt") is not None

    def goes_with(self, other: "Opened") -> bool:
        """Whether one statement can read both."""
        return self.rows.types == other.rows.types and self.layout == other.layout


def open_parquet(desk: Desk, number: int, source: Source) -> Opened:
    """The schema of a file and how it is read."""
    paths = Paths.of(desk.mapping.reading(source.given, desk.options.table))
    rows = ParquetRows(desk.con, source, paths.inner)
    layout = lay_out(source.given, rows.columns, desk.mapping, desk.options.table)
    rows.refuse_nested(layout.wanted)
    if layout.only:
        rows.keep_only(_cells(layout, [rows]).condition())
    return Opened(number, source, rows, layout)


def _cells(layout: Layout, rows: Sequence[ParquetRows]) -> Cells:
    return Cells(layout, {name: (f"r.{quoted(name)}", rows[0].types[name]) for name in layout.wanted})


def batches(files: Sequence[Opened]) -> Iterator[list[Opened]]:
    """Files that are read together, in their order."""
    waiting: list[list[Opened]] = []
    for file in files:
        batch = next((b for b in waiting if b[0].goes_with(file) and not b[0].has_prompts), None)
        if batch is None:
            waiting.append([file])
            continue
        if sum(other.rows.count for other in batch) + file.rows.count > ROWS_AT_ONCE:
            waiting.remove(batch)
            yield batch
            waiting.append([file])
        else:
            batch.append(file)
    yield from waiting


def stage_parquet(desk: Desk, files: Sequence[Opened]) -> tuple[list[Staged], tuple[Part, ...]]:
    """Read files that go together."""
    if files[0].has_prompts:
        return _stage_with_prompts(desk, files[0])
    table = files[0].layout.table.name
    normaliser = Normaliser(desk.con, _params(desk, files), desk.noticed)
    rows = [file.rows for file in files]
    relation = _cells(files[0].layout, rows).of(relation_of(rows))
    normaliser.learn(relation)
    normaliser.refuse_cards({file.number: file.source.given for file in files})
    path = desk.folder / f"part-{files[0].number:06d}.parquet"
    kept = write_parquet(desk.con, normaliser.facts(relation), path, metadata(desk.load_id, table, path.stem))
    rejected = {}
    if kept < sum(file.rows.count for file in files):
        rejected = rejected_rows(desk.con, normaliser, relation)
    for file in files:
        desk.rejects.add(table, file.source.given, rejected.get(file.number, []))
    parts = (Part(path, table, kept, normaliser.columns()),) if kept else ()
    return [_staged(file, len(rejected.get(file.number, []))) for file in files], parts


def _params(desk: Desk, files: Sequence[Opened]) -> Params:
    layout = files[0].layout
    raws = _cells(layout, [file.rows for file in files]).raws()
    file = str(files[0].number)
    if len(files) > 1:
        numbers = " ".join(f"WHEN {literal(each.rows.place)} THEN {each.number}" for each in files)
        file = f"(CASE r.filename {numbers} END)"
    return Params(layout, raws, desk.kinds, desk.options.numeric_tokens, "r.file_row_number + 1", file, prove=True)


def _staged(file: Opened, rejected: int) -> Staged:
    return Staged(
        number=file.number,
        source=file.source,
        table=file.layout.table.name,
        sha256=file.rows.sha256(),
        bytes=file.source.bytes,
        read=file.rows.count,
        rejected=rejected,
        columns=file.layout.columns(file.rows.columns),
        left_out=file.rows.left_out,
    )


def _stage_with_prompts(desk: Desk, file: Opened) -> tuple[list[Staged], tuple[Part, ...]]:
    draft = Draft(desk, file.number, file.source, file.layout, file.rows.types)
    for batch in file.rows.batches(draft.wanted):
        draft.add(batch)
    parts = draft.finish()
    return [_staged(file, draft.rejected)], parts
