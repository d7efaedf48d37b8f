"""`load`: files to facts, all of them or none."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from fraudgraph.case import Case, Hub, Load, LoadedColumn, LoadedFile, Reconciliation, Segment
from fraudgraph.case.disk import fsync_file, fsync_folder, make_folder, plain_disk_errors
from fraudgraph.case.loads import REJECTS_FOLDER
from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest.copying import Opened, batches, open_parquet, stage_parquet
from fraudgraph.ingest.drafts import EmptyFile, stage_text
from fraudgraph.ingest.lookups import Noticed
from fraudgraph.ingest.notes import of_facts, of_rows
from fraudgraph.ingest.options import LoadOptions, LoadResult
from fraudgraph.ingest.packing import Packer
from fraudgraph.ingest.presets import mapping_asked
from fraudgraph.ingest.prompts import Fingerprinter
from fraudgraph.ingest.reconcile import judge, reconciled
from fraudgraph.ingest.rejects import Rejects
from fraudgraph.ingest.replays import Replays
from fraudgraph.ingest.sections import MappingFile
from fraudgraph.ingest.sources import Format, Found, Source, find_sources
from fraudgraph.ingest.staging import Desk, Part, Staged
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.progress import Progress, Silence

_NOTHING = "Nothing was loaded."


def load(
    case: Case, sources: Sequence[str], options: LoadOptions | None = None, progress: Progress | None = None
) -> LoadResult:
    """Read files into the case, under its lock. FraudgraphError: nothing was stored.

    sources: names of files, folders, patterns, or `-` for standard input.
    """
    options = options or LoadOptions()
    if not 0 <= options.max_rejects <= 1:
        raise UsageError("the share of rejected rows lies between 0 and 1", hint="--max-rejects 0.01 is one row in 100")
    mapping = mapping_asked(options)
    found = find_sources(sources, options.format)
    if options.key_file is not None:
        case.keys.use_file(options.key_file)
    with (
        case.writing("load"),
        plain_disk_errors(_NOTHING),
        _engine_errors(),
        _folder(case) as folder,
        case.duckdb() as con,
    ):
        return _Load(case, con, folder, options, mapping).run(found, progress or Silence())


@contextmanager
def _engine_errors() -> Iterator[None]:
    """What the engine cannot do, as an error that a person can mend. Its own words may quote values: unsaid."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        hint = "allow more memory (FRAUDGRAPH_MEMORY=8GB), or load fewer files at once"
        raise FraudgraphError("the files need more memory than allowed", kept=_NOTHING, hint=hint) from None
    except (duckdb.IOException, pa.ArrowException):
        hint = "is the disk full, or was a file changed or cut off while it was read?"
        raise FraudgraphError("a file could not be read or written to its end", kept=_NOTHING, hint=hint) from None
    except duckdb.Error as error:
        hint = "is it damaged? if it opens elsewhere, please report this"
        what = f"a file could not be read ({type(error).__name__})"
        raise FraudgraphError(what, kept=_NOTHING, hint=hint) from None


@contextmanager
def _folder(case: Case) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="load-", dir=case.temporary))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Load:
    """One load on its way."""

    def __init__(
        self, case: Case, con: duckdb.DuckDBPyConnection, folder: Path, options: LoadOptions, mapping: MappingFile
    ) -> None:
        self._case = case
        self._con = con
        self._folder = folder
        self._options = options
        self._mapping = mapping
        self._id = case.next_load_id()
        self._noticed = Noticed()
        self._rejects = Rejects(folder / "rejects.csv")
        self._packer = Packer(con, case, folder, self._id)
        self._fingerprinter: Fingerprinter | None = None
        self._empty: list[str] = []

    def run(self, found: Found, progress: Progress) -> LoadResult:
        """Stage, settle, pack, commit."""
        staged, parts = self._stage(found.sources, progress)
        self._rejects.close()
        self._check_rejects(staged)
        tables = list(dict.fromkeys(file.table for file in staged))
        progress.stage("compare", len(tables), "tables")
        rows: dict[str, Reconciliation] = {}
        segments: list[Segment] = []
        replaced = 0
        for number, table in enumerate(tables):
            of_table = [part for part in parts if part.table == table]
            verdict = judge(self._con, self._case, table, of_table)
            rows[table] = reconciled([file for file in staged if file.table == table], of_table, verdict)
            segments += self._packer.pack(of_table, verdict)
            replaced += sum(map(len, verdict.replaced.values()))
            progress.advance(number + 1, table)
        segments += self._packer.superseded()
        progress.done()
        notes = (*found.notes, *self._empty, *of_rows(staged, self._noticed, self._options), *of_facts(rows, replaced))
        return self._commit(staged, rows, segments, notes)

    def _commit(
        self,
        staged: Sequence[Staged],
        rows: Mapping[str, Reconciliation],
        segments: Sequence[Segment],
        notes: tuple[str, ...],
    ) -> LoadResult:
        reject_file = self._keep_rejects()
        entry = Load(
            load_id=self._id,
            at_us=time.time_ns() // 1000,
            files=tuple(_loaded(file, self._options.names) for file in staged),
            tables=rows,
            columns=_columns(staged),
            mapping_sha256=self._mapping.sha256,
            key_id=self._fingerprinter.key_id if self._fingerprinter else None,
            reject_file=None if reject_file is None else str(reject_file.relative_to(self._case.path)),
            segments=tuple(segments),
            kinds=self._mapping.kinds,
            hubs=self._hubs(),
            notes=(*notes, *self._options.notes),
        )
        self._case.commit_load(entry)
        return LoadResult(entry, self._rejects.reasons(), reject_file)

    # ------------------------------------------------------------------------------------------- reading

    def _stage(self, sources: Sequence[Source], progress: Progress) -> tuple[list[Staged], list[Part]]:
        """Files read before, text files in their order, then the Parquet files of each table that go together."""
        replays = Replays(self._case, self._mapping, self._options)
        staged: list[Staged] = []
        text: list[tuple[int, Source]] = []
        opened: list[Opened] = []
        for number, source in enumerate(sources):
            if (known := replays.recognise(number, source)) is not None:
                staged.append(known)
            elif source.format is Format.PARQUET:
                opened.append(open_parquet(self._desk(), number, source))
            else:
                text.append((number, source))
        parts = self._stage_texts(text, staged, progress)
        for table in dict.fromkeys(file.layout.table.name for file in opened):
            parts += self._stage_parquets(
                [file for file in opened if file.layout.table.name == table], staged, progress
            )
        return sorted(staged, key=lambda file: file.number), parts

    def _stage_texts(
        self, sources: Sequence[tuple[int, Source]], staged: list[Staged], progress: Progress
    ) -> list[Part]:
        if not sources:
            return []
        progress.stage("text", sum(source.bytes for _, source in sources) or None, "bytes")
        parts: list[Part] = []
        before = 0
        for count, (number, source) in enumerate(sources):
            tick = _ticker(progress, before, f"{count} of {_files(sources)}")
            try:
                file, made = stage_text(self._desk(tick), number, source)
            except EmptyFile as empty:
                self._empty.append(f"{empty} is empty: nothing was read from it")
                continue
            staged.append(file)
            parts += made
            before += file.bytes
            progress.advance(before, f"{count + 1} of {_files(sources)}")
        progress.done(f"{_files(sources)}, {sum(part.rows for part in parts):,} rows")
        return parts

    def _stage_parquets(self, files: Sequence[Opened], staged: list[Staged], progress: Progress) -> list[Part]:
        total = sum(file.rows.count for file in files)
        progress.stage(files[0].layout.table.name, total, "rows")
        parts: list[Part] = []
        rows = done = 0
        for batch in batches(files):
            tick = _ticker(progress, rows, f"{done} of {_files(files)}")
            read, made = stage_parquet(self._desk(tick), batch)
            staged += read
            parts += made
            done += len(batch)
            rows += sum(file.rows.count for file in batch)
            progress.advance(rows, f"{done} of {_files(files)}")
        progress.done(f"{_files(files)}, {total:,} rows")
        return parts

    def _desk(self, tick: Callable[[int], None] = lambda done: None) -> Desk:
        kinds = {**self._case.kinds(), **{kind.name: kind for kind in self._mapping.kinds}}
        return Desk(
            con=self._con,
            folder=self._folder,
            load_id=self._id,
            options=self._options,
            mapping=self._mapping,
            kinds=kinds,
            rejects=self._rejects,
            noticed=self._noticed,
            fingerprinter=self._make_fingerprinter,
            tick=tick,
        )

    def _make_fingerprinter(self) -> Fingerprinter:
        if self._fingerprinter is None:
            self._fingerprinter = Fingerprinter(*self._case.keys.current())
        return self._fingerprinter

    def _check_rejects(self, staged: Sequence[Staged]) -> None:
        """Stop where a table lost too many rows: what is missing might be what matters."""
        for table in dict.fromkeys(file.table for file in staged):
            read = sum(file.read for file in staged if file.table == table)
            rejected = self._rejects.rows_of(table)
            if rejected > self._options.max_rejects * read:
                reasons = [r for r in self._rejects.reasons() if r.table == table]
                shown = "; ".join(f"{r.rows:,} {r.reason}, first {r.first}" for r in reasons[:5])
                raise FraudgraphError(
                    f"{table}: {rejected:,} of {read:,} rows rejected, more than"
                    f" {self._options.max_rejects * 100:g} %: {shown}" + ("; ..." if len(reasons) > 5 else ""),
                    kept=_NOTHING,
                    hint="mend the rows, map other columns, or allow more with --max-rejects",
                )

    # ---------------------------------------------------------------------------------------- the record

    def _keep_rejects(self) -> Path | None:
        if not self._rejects.reasons():
            return None
        folder = self._case.path / REJECTS_FOLDER
        make_folder(folder)
        path = folder / f"rejects-{show_id(Minted.LOAD, self._id)}.csv"
        fsync_file(self._rejects.path)
        os.replace(self._rejects.path, path)
        fsync_folder(folder)
        return path

    def _hubs(self) -> tuple[Hub, ...]:
        nobody = (Hub("ip", value, "an address that identifies no one", "list") for value in sorted(self._noticed.hubs))
        return (*self._mapping.hubs, *nobody)


def _ticker(progress: Progress, before: int, note: str) -> Callable[[int], None]:
    return lambda done: progress.advance(before + done, note)


def _files(files: Sequence[object]) -> str:
    return "1 file" if len(files) == 1 else f"{len(files):,} files"


def _loaded(file: Staged, names: Mapping[str, str]) -> LoadedFile:
    source = file.source
    packed = f"{source.format}.{source.packing}" if source.packing else str(source.format)
    return LoadedFile(names.get(source.given, source.given), file.sha256, file.bytes, packed, file.table, file.read)


def _columns(staged: Sequence[Staged]) -> tuple[LoadedColumn, ...]:
    return tuple(dict.fromkeys(column for file in staged for column in file.columns))
