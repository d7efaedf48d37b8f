"""Segments: immutable Parquet files under facts/<table>/, named by the SHA-256 of their bytes."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fraudgraph.case.disk import (
    FILE_MODE,
    fsync_file,
    fsync_folder,
    make_folder,
    plain_disk_errors,
    real_folders,
    refuse_link,
    sha256_of,
)
from fraudgraph.case.facts import SUPERSEDED, exact_path, literal, quoted
from fraudgraph.case.loads import Segment
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.tables import TABLES

if TYPE_CHECKING:
    import duckdb

COMPRESSION = "zstd"
_NAME = re.compile(r"([0-9a-f]{64})\.parquet")


@dataclass(frozen=True, slots=True)
class SegmentFault:
    """A segment that is not what the ledger says: `missing`, `altered`, or `extra` (no load refers to it: harmless)."""

    table: str
    sha256: str
    problem: str


def path_of(facts: Path, table: str, sha256: str) -> Path:
    """Where a segment lies."""
    return facts / table / f"{sha256}.parquet"


def adopt(facts: Path, table: str, temporary: Path) -> str:
    """Move a finished Parquet file to its place and return the SHA-256 of its bytes; bytes and name are on disk then.

    No reader sees it before its load is committed. The same bytes give the same place; but two loads may not commit the
    same segment, so a writer puts the load's id into the metadata of its files.
    """
    if table != SUPERSEDED and table not in TABLES:
        raise ValueError(f"no table {table!r}")
    with plain_disk_errors("Nothing was stored."):
        os.chmod(temporary, FILE_MODE)
        sha256 = sha256_of(temporary)
        fsync_file(temporary)
        make_folder(facts / table)
        os.replace(temporary, path_of(facts, table, sha256))
        fsync_folder(facts / table)
    return sha256


def write_parquet(con: "duckdb.DuckDBPyConnection", select: str, path: Path, said: Mapping[str, str]) -> int:
    """Write the rows of a SELECT as facts are written; how many there were. said: key-value metadata."""
    pairs = ", ".join(f"{literal(key)}: {literal(value)}" for key, value in said.items())
    rows = con.execute(
        f"COPY ({select}) TO {literal(str(path))} (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION {COMPRESSION},"
        f" COMPRESSION_LEVEL 1, KV_METADATA {{{pairs}}})"
    ).fetchall()[0][0]
    path.chmod(FILE_MODE)
    return int(rows)


def span_of(
    con: "duckdb.DuckDBPyConnection", path: Path, table: str, columns: Iterable[str]
) -> tuple[int | None, int | None]:
    """First and last event time of a Parquet file with these columns, UTC microseconds."""
    time = TABLES[table].time if table in TABLES else None
    if time is None or time not in columns:
        return None, None
    last = "last_seen" if "last_seen" in columns else time
    first, end = con.execute(
        f"SELECT epoch_us(min({quoted(time)})), epoch_us(greatest(max({quoted(time)}), max({quoted(last)})))"
        f" FROM read_parquet({exact_path(str(path))})"
    ).fetchall()[0]
    return first, end


def check_sizes(facts: Path, segments: Iterable[Segment]) -> None:
    """FraudgraphError where a segment that is about to be committed does not lie in its place."""
    for segment in segments:
        path = path_of(facts, segment.table, segment.sha256)
        if not path.is_file() or path.stat().st_size != segment.bytes:
            raise FraudgraphError(
                f"{path} was not written whole", kept="Nothing was stored.", hint="run the load again"
            )


def count_superseded(connection: "duckdb.DuckDBPyConnection", paths: Iterable[Path]) -> Counter[str]:
    """Segment -> how many of its rows these files of the pseudo-table `superseded` replace."""
    replaced: Counter[str] = Counter()
    for path in paths:
        sql = f"SELECT segment, count(DISTINCT row) FROM read_parquet([{exact_path(str(path))}]) GROUP BY segment"
        replaced.update(dict(connection.execute(sql).fetchall()))
    return replaced


def check_segments(facts: Path, segments: Iterable[Segment]) -> tuple[SegmentFault, ...]:
    """Read every segment again and compare; also names files that no load refers to. Ordered by table and hash."""
    faults = []
    expected = set()
    for segment in segments:
        path = path_of(facts, segment.table, segment.sha256)
        expected.add(path)
        problem = _problem(path, segment)
        if problem:
            faults.append(SegmentFault(segment.table, segment.sha256, problem))
    faults += [SegmentFault(path.parent.name, path.stem, "extra") for path in _files(facts) if path not in expected]
    return tuple(sorted(faults, key=lambda fault: (fault.table, fault.sha256)))


def _problem(path: Path, segment: Segment) -> str:
    try:
        refuse_link(path)
        same = path.stat().st_size == segment.bytes and sha256_of(path) == segment.sha256
    except FileNotFoundError:
        return "missing"
    except (OSError, FraudgraphError):
        return "altered"
    return "" if same else "altered"


def extra_segments(facts: Path, segments: Iterable[Segment]) -> list[Path]:
    """Files that no load refers to."""
    named = {segment.sha256 for segment in segments}
    return [path for path in _files(facts) if path.stem not in named]


def remove_unreferenced(facts: Path, referenced: frozenset[str]) -> None:
    """Remove segments that no load refers to, left by a crash before the ledger's commit. Only under the lock."""
    for path in _files(facts):
        if path.stem not in referenced:
            path.unlink(missing_ok=True)


def _files(facts: Path) -> list[Path]:
    return [path for folder in real_folders(facts) for path in folder.iterdir() if _NAME.fullmatch(path.name)]
