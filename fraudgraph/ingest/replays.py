"""Files whose very bytes an earlier load read in the same way: they say nothing new, whatever came after them.

Without this, loading last month's accounts file again would undo every correction since.
"""

from collections.abc import Iterator

from fraudgraph.case import Case, Load, LoadedColumn, LoadedFile
from fraudgraph.case.disk import sha256_of
from fraudgraph.ingest.options import LoadOptions
from fraudgraph.ingest.sections import MappingFile
from fraudgraph.ingest.sources import Source
from fraudgraph.ingest.staging import Staged


class Replays:
    """What earlier loads read whole, with this mapping and this key, and what is still in the case."""

    def __init__(self, case: Case, mapping: MappingFile, options: LoadOptions) -> None:
        self._known: dict[tuple[int, str], tuple[LoadedFile, tuple[LoadedColumn, ...]]] = {}
        live = {segment.sha256 for segment in case.segments()}
        for load in case.loads():
            if load.mapping_sha256 == mapping.sha256 and _same_key(case, load):
                for file in _read_whole(load, live):
                    if options.table in (None, file.table):
                        columns = tuple(column for column in load.columns if column.table == file.table)
                        self._known[file.bytes, file.sha256] = file, columns
        self._sizes = {size for size, _ in self._known}

    def recognise(self, number: int, source: Source) -> Staged | None:
        """The account of a file that was read before: every row a duplicate. None for any other file."""
        if source.path is None or source.bytes not in self._sizes or not source.path.is_file():
            return None
        found = self._known.get((source.bytes, sha256_of(source.path)))
        if found is None:
            return None
        file, columns = found
        return Staged(number, source, file.table, file.sha256, file.bytes, file.rows, 0, columns, replayed=file.rows)


def _same_key(case: Case, load: Load) -> bool:
    return load.key_id is None or load.key_id == case.keys.current()[0]


def _read_whole(load: Load, live: set[str]) -> Iterator[LoadedFile]:
    """Files of which no row was rejected, of tables whose facts are all still there."""
    for file in load.files:
        segments = [segment for segment in load.segments if segment.table == file.table]
        there = segments and all(segment.sha256 in live for segment in segments)
        if there and load.tables[file.table].rejected == 0:
            yield file
