"""`fingerprint`: the columns that a load would read, with fingerprints in place of prompts, which stay at home."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

import duckdb
import pyarrow as pa

from fraudgraph.case.keys import key_id_of, read_key_file
from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest.batches import Batch, Rows
from fraudgraph.ingest.cards import Cards
from fraudgraph.ingest.cells import Cells
from fraudgraph.ingest.csv_rows import CsvRows
from fraudgraph.ingest.drafts import PROMPT_COLUMNS
from fraudgraph.ingest.json_rows import JsonRows
from fraudgraph.ingest.layout import Layout, lay_out
from fraudgraph.ingest.options import LoadOptions
from fraudgraph.ingest.parquet_rows import ParquetRows
from fraudgraph.ingest.passing import CsvOut, JsonOut, Out, ParquetOut
from fraudgraph.ingest.paths import Paths
from fraudgraph.ingest.presets import mapping_asked
from fraudgraph.ingest.prompts import Fingerprinter
from fraudgraph.ingest.sources import Format, Source, find_sources
from fraudgraph.ingest.streams import open_text
from fraudgraph.model.tables import Reading

_NOTHING = "No prompt was passed on."


@dataclass(slots=True)
class Filtered:
    """What became of a file. rows: passed on; prompts: of them with one; left_out: of something else; rejected: reason
    -> rows that could not be read; passed, held_back: source columns.
    """

    key_id: str
    table: str = ""
    rows: int = 0
    prompts: int = 0
    left_out: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    passed: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passing:
    """Which columns leave. prompts: source columns of prompts; kept: those that a load reads beside them; made: the
    fingerprint's five and what each is called.
    """

    layout: Layout
    prompts: tuple[str, ...]
    kept: tuple[str, ...]
    made: tuple[tuple[str, str], ...]

    @property
    def tokens(self) -> list[str]:
        """Source columns of payment tokens."""
        of_tokens = (one for one in self.layout.assigned if one.reading is Reading.TOKEN)
        return list(dict.fromkeys(name for one in of_tokens for name in one.origin.columns))

    @property
    def names(self) -> list[str]:
        """The columns of the output."""
        return [*self.kept, *(name for _, name in self.made)]


def fingerprint(given: str, options: LoadOptions, out: BinaryIO) -> Filtered:
    """Read one file (`-`: standard input) and write it with fingerprints in place of prompts, in the same format.

    options: key_file must be there; mapping, preset, account, table, format, numeric_tokens and stdin count. Rows that
    a load could not split into columns are not passed on, nor those whose payment token looks like a card number.
    FraudgraphError where the file has no prompts, or a column of card numbers.
    """
    if options.key_file is None:
        raise UsageError("fingerprints need a key", hint="--key-file FILE; make one: openssl rand -hex 32 > FILE")
    key = read_key_file(options.key_file)
    mapping = mapping_asked(options)
    sources = find_sources([given], options.format).sources
    if len(sources) > 1:
        raise UsageError(f"{given} is {len(sources):,} files", hint="one file at a time")
    result = Filtered(key_id_of(key))
    paths = Paths.of(mapping.reading(given, options.table))
    with duckdb.connect() as con, _opened(con, sources[0], options, paths) as (rows, later):
        layout = lay_out(given, rows.columns, mapping, options.table, later)
        passing = _passing(given, layout)
        if isinstance(rows, JsonRows):
            rows.nested = frozenset(passing.prompts)
        if isinstance(rows, ParquetRows):
            rows.refuse_nested(layout.wanted)
        result.table = layout.table.name
        writer = _writer(rows, passing, out)
        work = _Work(con, passing, Fingerprinter(result.key_id, key), result)
        cards = [] if options.numeric_tokens else [Cards(name) for name in passing.tokens]
        for batch in rows.batches(layout.wanted):
            writer.write(work.passed(batch, cards))
        writer.close()
        result.passed = tuple(name for name in passing.kept if name in rows.columns)
        left = {*passing.kept, *passing.prompts}
        result.held_back = tuple(name for name in rows.columns if name not in left)
    return result


@contextmanager
def _opened(
    con: duckdb.DuckDBPyConnection, source: Source, options: LoadOptions, paths: Paths
) -> Iterator[tuple[Rows, bool]]:
    """The rows of a file, and whether columns may still appear in it."""
    if source.format is Format.PARQUET:
        yield ParquetRows(con, source, paths.inner), False
        return
    with open_text(source, options.stdin) as stream:
        later = stream.source.format is Format.NDJSON
        yield (JsonRows(stream, paths) if later else CsvRows(stream)), later


def _passing(given: str, layout: Layout) -> Passing:
    prompt = layout.of("prompt")
    if layout.of("prompt_fingerprint") is not None:
        raise FraudgraphError(f"{given}: has fingerprints already", kept=_NOTHING)
    if prompt is None:
        hint = "name it with --mapping or --preset; fraudgraph map drafts a mapping file"
        raise FraudgraphError(f"{given}: has no column of prompts", kept=_NOTHING, hint=hint)
    others = (one for one in layout.assigned if one.reading is not Reading.PROMPT and one.target not in PROMPT_COLUMNS)
    kept = dict.fromkeys([*(name for one in others for name in one.origin.columns), *layout.only])
    called = {one.target: one.origin.columns[0] for one in (*layout.later, *layout.assigned) if one.origin.columns}
    made = tuple((target, called.get(target, target)) for target in PROMPT_COLUMNS)
    clash = [name for _, name in made if name in kept]
    if clash:
        hint = f'say in the mapping what to call it: prompt_tokens = "template_tokens" ({clash[0]} is taken)'
        raise FraudgraphError(f'{given}: a fingerprint has a column "{clash[0]}" too', kept=_NOTHING, hint=hint)
    return Passing(layout, prompt.origin.columns, tuple(kept), made)


def _writer(rows: Rows, passing: Passing, out: BinaryIO) -> Out:
    if isinstance(rows, ParquetRows):
        return ParquetOut(out, passing.names)
    return CsvOut(out, passing.names, rows.delimiter) if isinstance(rows, CsvRows) else JsonOut(out, passing.names)


class _Work:
    """Turns batches into what may leave, and counts."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, passing: Passing, fingerprinter: Fingerprinter, result: Filtered
    ) -> None:
        self._con = con
        self._fingerprinter = fingerprinter
        self._result = result
        self._places = {name: f"c{at}" for at, name in enumerate(passing.layout.wanted)}
        self._prompts = [self._places[name] for name in passing.prompts]
        self._columns = [*(self._places[name] for name in passing.kept), *PROMPT_COLUMNS]
        self._layout = passing.layout

    def passed(self, batch: Batch, cards: Sequence[Cards]) -> pa.Table:
        """The rows that leave: prompts go before anything else sees them, and card numbers do not leave."""
        rows = self._fingerprinter.replace(batch.rows, self._prompts)
        if self._layout.only:
            rows = self._of_interest(rows)
        for column in cards:
            clean = column.without(rows, self._places[column.name])
            self._result.rejected[column.reason] += rows.num_rows - clean.num_rows
            rows = clean
        self._result.rows += rows.num_rows
        self._result.prompts += rows.num_rows - rows["prompt_fingerprint"].null_count
        self._result.rejected.update(broken.reason for broken in batch.broken)
        self._result.rejected = +self._result.rejected
        return rows.select(self._columns)

    def _of_interest(self, rows: pa.Table) -> pa.Table:
        """Without the rows that are of something else."""
        cells = Cells(self._layout, _typed(rows, self._places))
        self._con.register("passing", rows)
        chosen: pa.Table = self._con.sql(f"SELECT * FROM passing AS r WHERE {cells.condition()}").to_arrow_table()
        self._con.unregister("passing")
        self._result.left_out += rows.num_rows - chosen.num_rows
        return chosen


def _typed(rows: pa.Table, places: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Source column -> (SQL, type), as far as text and anything else have to be told apart."""
    there = {name: place for name, place in places.items() if place in rows.column_names}
    text = {name for name, place in there.items() if pa.types.is_string(rows[place].type)}
    return {name: (f"r.{place}", "VARCHAR" if name in text else "ANY") for name, place in there.items()}
