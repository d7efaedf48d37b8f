"""`forget`: out of facts, ledger, rejected rows and cache, whatever stops it on the way.

A tombstone is written first, with the name. Then new segments are written and take the place of the old ones in one
transaction with everything in the ledger; then files go; then the tombstone loses the name; then free pages and the log
of the ledger are written anew. Each step can be done again, so whoever opens the case next does what is left.
"""

import csv
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fraudgraph.case import segments
from fraudgraph.case.disk import FILE_MODE, fsync_file, fsync_folder, plain_disk_errors, real_folders, remove
from fraudgraph.case.erasing import custody_records, erase_words, spellings
from fraudgraph.case.forgotten import LOAD, Target, Tombstone, Touched, begin, end, erase, tombstones
from fraudgraph.case.loads import REJECTS_FOLDER, insert_segments
from fraudgraph.case.wiping import GONE, Hit, Rewritten, find, rewrite
from fraudgraph.errors import CaseLocked, FraudgraphError, UsageError
from fraudgraph.model.progress import Progress, Silence
from fraudgraph.model.safe_text import spreadsheet

if TYPE_CHECKING:
    import sqlite3

    from fraudgraph.case.case import Case

_CUT = 190
"""Rejected cells are kept to 200 characters, so a longer name shows by its beginning."""


@dataclass(frozen=True, slots=True)
class Done:
    """A tombstone whose work is done, and what that touched."""

    tombstone: Tombstone
    target: Target | None
    touched: Touched


class _Tried(Exception):
    """Rolls a trial back."""


def plan(case: "Case", target: Target) -> Touched:
    """What forgetting would touch; nothing is changed."""
    hits = find(case, target)
    words: tuple[tuple[str, int], ...] = ()
    last = int(case.ledger.execute("SELECT coalesce(max(sweep_id), 0) FROM sweeps").fetchone()[0])
    with suppress(_Tried), case.transaction() as ledger:
        words = erase_words(ledger, target)
        raise _Tried
    rejects = _rejects(case, target, dry=True)
    return Touched(_rows(hits), len(hits), words, rejects, custody_records(case.ledger, target), last)


def forget(case: "Case", target: Target, reason: str, progress: Progress | None = None) -> Done:
    """Forget it now. UsageError where the reason names it, since the reason is kept; CaseLocked while a reader holds
    the ledger's log: everything is forgotten then but pages, which the next opening removes.
    """
    if any(spelled in reason for spelled in spellings(target.name)) and target.what != LOAD:
        raise UsageError(
            "the reason names what is to be forgotten", kept="Nothing was changed.", hint="say it without the name"
        )
    with case.writing("forget"):
        with case.transaction() as ledger:
            stone = begin(ledger, case.config.actor, target, reason)
            case.custody.append(ledger, "forget", stone.name, {"what": stone.what, "reason": reason})
        return finish(case, stone, progress or Silence())


def finish_all(case: "Case") -> tuple[Done, ...]:
    """What was begun and cut off is done now, where the case can be written and nobody else writes it."""
    waiting = tombstones(case.ledger, unfinished=True)
    if not waiting or not os.access(case.path, os.W_OK):
        return ()
    done: list[Done] = []
    with suppress(FraudgraphError), case.writing("forget"):
        done += (finish(case, stone, Silence()) for stone in tombstones(case.ledger, unfinished=True))
    return tuple(done)


def finish(case: "Case", stone: Tombstone, progress: Progress) -> Done:
    """Everything that a tombstone stands for; under the lock."""
    touched = Touched()
    if stone.target is not None:
        touched = _forget(case, stone, stone.target, progress)
    progress.stage("pages", None, "pages")
    _compact(case, stone)
    with case.transaction() as ledger:
        end(ledger, stone)
    progress.done("the ledger is written anew")
    return Done(stone, stone.target, touched)


def _forget(case: "Case", stone: Tombstone, target: Target, progress: Progress) -> Touched:
    progress.stage("find", None, "segments")
    hits = find(case, target)
    progress.done(f"{len(hits)} of {len(case.segments())} segments")
    progress.stage("rewrite", None, "segments")
    with plain_disk_errors("It is not forgotten yet: repeat the command."):
        done = rewrite(case, target, hits, stone.name)
    progress.done(f"{len(done)} written anew")
    with case.transaction() as ledger:
        _replace(case, ledger, done)
        words = erase_words(ledger, target)
        touched = Touched(_rows(hits), len(done), words, 0, custody_records(ledger, target), stone.last_sweep)
        case.custody.append(ledger, "forgotten", stone.name, _detail(stone, done, touched))
    with plain_disk_errors("It is forgotten in facts and ledger; repeat the command for the files."):
        segments.remove_unreferenced(case.facts, frozenset(segment.sha256 for segment in case.segments()))
        rejects = _rejects(case, target)
        for entry in case.cache.iterdir():
            remove(entry)
        fsync_folder(case.cache)
    with case.transaction() as ledger:
        erase(ledger, stone)
    return Touched(touched.facts, touched.segments, words, rejects, touched.named_by, touched.last_sweep)


def _rows(hits: Sequence[Hit]) -> tuple[tuple[str, int, int], ...]:
    dropped: Counter[str] = Counter()
    cleared: Counter[str] = Counter()
    for hit in hits:
        dropped[hit.segment.table] += hit.dropped
        cleared[hit.segment.table] += hit.cleared
    return tuple((table, dropped[table], cleared[table]) for table in dropped if table != "superseded")


def _replace(case: "Case", ledger: "sqlite3.Connection", done: Sequence[Rewritten]) -> None:
    """The new segments take the place of the old ones, whose rows stay in the ledger as dead."""
    ledger.executemany("UPDATE segments SET live = 0 WHERE sha256 = ?", [(one.old.sha256,) for one in done])
    insert_segments(ledger, [one.new for one in done if one.new is not None])
    named = list(case.segments("superseded"))
    live = {segment.sha256 for segment in case.segments()}
    ledger.execute("DELETE FROM superseded")
    with case.duckdb() as con:
        for segment in named:
            counts = segments.count_superseded(con, [case.segment_path(segment)])
            rows = [(segment.load_id, sha256, rows) for sha256, rows in sorted(counts.items()) if sha256 in live]
            ledger.executemany("INSERT INTO superseded VALUES (?, ?, ?)", rows)


def _detail(stone: Tombstone, done: Sequence[Rewritten], touched: Touched) -> dict[str, object]:
    return {
        "what": stone.what,
        "segments": [[one.old.table, one.old.sha256, one.new and one.new.sha256, len(one.rows)] for one in done],
        "rows": [list(row) for row in touched.facts],
        "ledger": [list(pair) for pair in touched.words],
        "sweeps_not_reproducible_up_to": stone.last_sweep,
    }


def _compact(case: "Case", stone: Tombstone) -> None:
    """No page of the ledger, used or free, and no frame of its log holds what was deleted."""
    if not case.compact():
        raise CaseLocked(
            f"{stone.name}: another command reads the ledger, so its old pages cannot be removed yet",
            kept="Facts, ledger, rejected rows and cache are free of it.",
            hint="wait for it, then run any command: fraudgraph doctor",
        )


def _rejects(case: "Case", target: Target, dry: bool = False) -> int:
    """Blank rejected rows that hold the name; the file of a forgotten load goes. How many rows."""
    found = 0
    for folder in real_folders(case.path):
        for path in sorted(folder.glob("rejects-*.csv")) if folder.name == REJECTS_FOLDER else ():
            found += _reject_file(path, target, dry)
    return found


def _reject_file(path: Path, target: Target, dry: bool) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if target.what == LOAD:
        mine = path.name == f"rejects-{target.name}.csv"
        if mine and not dry:
            path.unlink()
            fsync_folder(path.parent)
        return max(len(rows) - 1, 0) if mine else 0
    new = [[GONE if at > 3 and _names(cell, target) else cell for at, cell in enumerate(row)] for row in rows]
    changed = sum(a != b for a, b in zip(rows, new, strict=True))
    if changed and not dry:
        draft = path.with_name(f".{path.name}")
        with draft.open("w", encoding="utf-8", newline="") as out:
            draft.chmod(FILE_MODE)
            csv.writer(out).writerows(new)
        fsync_file(draft)
        os.replace(draft, path)
        fsync_folder(path.parent)
    return changed


def _names(cell: str, target: Target) -> bool:
    """Whether a cell of a reject file is the name, or begins it where it was cut."""
    forms = {form for text in spellings(target.name) for form in (text, spreadsheet(text))}
    if cell in forms or (target.telling and any(form in cell for form in forms)):
        return True
    return len(cell) >= _CUT and any(form.startswith(cell) for form in forms)
