"""The cache folder: one folder a scope, built by whoever misses it, never needed for truth. It may be deleted at any
time.
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from fraudgraph.case import Case
from fraudgraph.case.disk import FILE_MODE, make_folder, plain_disk_errors, remove
from fraudgraph.case.facts import exact_path
from fraudgraph.errors import FraudgraphError
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded.edge_sums import Base
from fraudgraph.graph.embedded.files import ACTIVITY_FILES, EDGE_FILES, write_activity, write_edges
from fraudgraph.graph.embedded.keys import Keys
from fraudgraph.graph.embedded.scope import ALGORITHM, EVENTS, Scope, scope_of

_DRAFT = ".draft-"
_STALE_S = 6 * 3600
_KEEP = 4
_CARRY_SHARE = 0.3
"""A base is worth carrying over where it covers this share of the rows: decoding it costs about a third of summing
them up again.
"""


@dataclass(frozen=True, slots=True)
class Cache:
    """The finished files of one scope. kinds, strata: names by code; kind_starts: code of the first identifier of
    each kind; exact: whether hashes do not tell the texts apart.
    """

    folder: Path
    accounts: int
    exact: bool
    kinds: tuple[str, ...]
    kind_starts: tuple[int, ...]
    strata: tuple[str, ...]

    def file(self, name: str) -> str:
        """SQL for FROM: one of its files."""
        return f"read_parquet({exact_path(str(self.folder / f'{name}.parquet'))})"


def cache_for(case: Case, view: View) -> Cache:
    """The cache of what the view sees; built first if it is missing. Needs no lock: two builders do not harm each
    other.
    """
    scope = scope_of(case, view)
    folder = case.cache / f"facts-{scope.key}"
    found = _read(folder)
    if found is None:
        _build(case, scope, folder)
        _remove_old(case.cache, folder)
        found = _read(folder)
    if found is None:
        raise FraudgraphError(f"{folder} vanished while it was read", hint="run the command again")
    with suppress(OSError):
        os.utime(folder)  # so that those in use are not the oldest
    return found


def is_built(case: Case, view: View) -> bool:
    """Whether the cache of what the view sees is there."""
    return _read(case.cache / f"facts-{scope_of(case, view).key}") is not None


def with_activity(
    case: Case, view: View, cache: Cache, connect: Callable[[], duckdb.DuckDBPyConnection] | None = None
) -> Cache:
    """The same cache once ACTIVITY_FILES are in it; written first if any is missing, over a connection of the case."""
    if _has(cache.folder, ACTIVITY_FILES):
        return cache
    scope = scope_of(case, view)
    draft = cache.folder / f"{_DRAFT}{secrets.token_hex(8)}"
    with _plainly():
        make_folder(draft)
        try:
            with (connect or case.duckdb)() as db:
                base = base_of(case.cache, scope, (*EDGE_FILES, *ACTIVITY_FILES))
                write_activity(db, scope, base, (draft, cache.file("accounts"), Keys(cache.exact)))
            for name in ACTIVITY_FILES:
                os.replace(draft / f"{name}.parquet", cache.folder / f"{name}.parquet")
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return cache


def _has(folder: Path, names: Iterable[str]) -> bool:
    return all((folder / f"{name}.parquet").exists() for name in names)


def _read(folder: Path) -> Cache | None:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not _has(folder, EDGE_FILES):
        return None  # somebody deleted a part
    names = (tuple(meta[name]) for name in ("kinds", "kind_starts", "strata"))
    return Cache(folder, meta["accounts"], meta["exact"], *names)


def _build(case: Case, scope: Scope, folder: Path) -> None:
    draft = case.cache / f"{_DRAFT}{secrets.token_hex(8)}"
    with _plainly():
        make_folder(case.cache)
        make_folder(draft)
        try:
            with case.duckdb() as db:
                write_edges(db, scope, base_of(case.cache, scope, EDGE_FILES), draft)
            (draft / "meta.json").chmod(FILE_MODE)
            _publish(draft, folder)
            _refuse_forgotten(case, scope, folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _refuse_forgotten(case: Case, scope: Scope, folder: Path) -> None:
    """What was forgotten while the cache was made of it must not live on in the cache."""
    live = {segment.sha256 for segment in case.segments()}
    if any(segment.sha256 not in live for segment in (*scope.inside, *scope.cut)):
        remove(folder)
        raise FraudgraphError("facts were forgotten while they were read", hint="run the command again")


def _publish(draft: Path, folder: Path) -> None:
    """Rename the finished folder; where another builder was faster, or only ruins stand there, theirs goes or stays
    whole.
    """
    if folder.exists() and _read(folder) is None:
        remove(folder)
    with suppress(OSError):
        os.rename(draft, folder)
    if _read(folder) is None:
        raise FraudgraphError(
            f"{folder} could not be written", hint="check the disk and the permissions of the case folder"
        )


def base_of(root: Path, scope: Scope, needs: Iterable[str]) -> Base | None:
    """The finished cache with these files that covers most, of segments of EVENTS that the scope sees too, whole."""
    rows = {scope.token(segment): segment.rows for segment in scope.inside if segment.table in EVENTS}
    best, covered = None, _CARRY_SHARE * sum(s.rows for s in (*scope.inside, *scope.cut) if s.table in EVENTS)
    for folder in sorted(root.glob("facts-*")):
        base = _base(folder) if _has(folder, needs) else None
        if base and base.tokens <= rows.keys() and sum(rows[token] for token in base.tokens) > covered:
            best, covered = base, sum(rows[token] for token in base.tokens)
    return best


def _base(folder: Path) -> Base | None:
    """What can be carried over of a finished cache; None where nothing can."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if meta.get("algorithm") != ALGORITHM or not meta["events"]:
        return None
    return Base(folder, frozenset(meta["events"]), tuple(meta["kinds"]))


def _remove_old(root: Path, current: Path) -> None:
    """Keep the caches used last; drop drafts of builders that died."""
    finished = sorted(root.glob("facts-*"), key=_age)
    drafts = [*root.glob(f"{_DRAFT}*"), *root.glob(f"facts-*/{_DRAFT}*")]
    stale = [path for path in drafts if _age(path) > _STALE_S]
    for path in (*[folder for folder in finished[_KEEP:] if folder != current], *stale):
        shutil.rmtree(path, ignore_errors=True)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


@contextmanager
def _plainly() -> Iterator[None]:
    """A full disk or too little memory as an error that a person can mend."""
    try:
        with plain_disk_errors("No fact was changed."):
            yield
    except duckdb.Error as problem:
        raise FraudgraphError(
            f"the cache of the facts could not be built: {str(problem).splitlines()[0]}",
            kept="No fact was changed.",
            hint="free some disk space, or give the command more memory (FRAUDGRAPH_MEMORY)",
        ) from problem
