"""Whether the case is whole: what each promise of the folder looks like today. Nothing is changed."""

import os
import shlex
import shutil
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fraudgraph.case.case import Case
from fraudgraph.case.create import FOLDERS
from fraudgraph.case.disk import FILE_MODE, FOLDER_MODE, sha256_of
from fraudgraph.case.forgotten import last_unreproducible, tombstones
from fraudgraph.case.judgements import sealed
from fraudgraph.case.keys import key_id_of
from fraudgraph.case.loads import REJECTS_FOLDER
from fraudgraph.case.lock import holder_of
from fraudgraph.case.schema import VERSION
from fraudgraph.case.segments import extra_segments
from fraudgraph.model.ids import Minted, show_id

SPACE_SHARE = 1.5
"""Of the bytes of the facts that a sweep may write: a cache of about half, and what does not fit in memory."""
_LEAST_SPACE = 100_000_000
_SHOWN = 3
_MINUTE_US = 60_000_000


class Health(StrEnum):
    """How a check came out."""

    FAILED = "failed"
    WARNING = "warning"
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. says: what was found, in a few words; remedy: what to do, '' where nothing has to be done."""

    name: str
    health: Health
    says: str = ""
    remedy: str = ""


def ok(name: str, says: str = "") -> Finding:
    """Nothing to do."""
    return Finding(name, Health.OK, says)


def failed(name: str, says: str, remedy: str) -> Finding:
    """Something is wrong, and how to mend it."""
    return Finding(name, Health.FAILED, says, remedy)


def warning(name: str, says: str, remedy: str = "") -> Finding:
    """Something that a person wants to know."""
    return Finding(name, Health.WARNING, says, remedy)


def findings(case: Case) -> Iterator[Finding]:
    """Every check of the folder, those of what cannot be made again first."""
    yield ledger(case)
    yield segments(case)
    yield custody(case)
    yield judgements(case)
    yield forgetting(case)
    yield lock(case)
    yield clock(case)
    yield permissions(case.path)
    yield space(case)
    yield keys(case)
    yield leftovers(case)


def ledger(case: Case) -> Finding:
    """Every page, index and reference of the ledger."""
    problems = [row[0] for row in case.ledger.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    orphans = {row[0] for row in case.ledger.execute("PRAGMA foreign_key_check")}
    problems += [f"rows of {table} refer to nothing" for table in sorted(orphans)]
    if problems:
        return failed("ledger", "; ".join(problems[:_SHOWN]), "restore the case from a backup")
    return ok("ledger", f"version {VERSION}")


def fact_files(path: Path) -> Finding:
    """Without a ledger: every file of facts has the hash that is its name."""
    files = sorted((path / "facts").glob("*/*.parquet"))
    bad = [file for file in files if sha256_of(file) != file.stem]
    if bad:
        return failed("facts", f"{bad[0].parent.name}/{bad[0].name[:12]} altered", "restore it from a backup")
    return ok("facts", f"{len(files):,} of {len(files):,} files are what their names say")


def segments(case: Case) -> Finding:
    """Every segment is what the ledger says, by its hash."""
    live = len(case.segments())
    bad = [fault for fault in case.check_segments() if fault.problem != "extra"]
    if bad:
        shown = ", ".join(f"{fault.table}/{fault.sha256[:12]} {fault.problem}" for fault in bad[:_SHOWN])
        more = f" and {len(bad) - _SHOWN:,} more" if len(bad) > _SHOWN else ""
        return failed("segments", f"{shown}{more}", "restore these files of facts/ from a backup")
    return ok("segments", f"{live:,} of {live:,} hashes")


def custody(case: Case) -> Finding:
    """The chain of records."""
    state = case.custody.verify()
    if not state.whole:
        says = f"record {state.first_bad:,} of {state.records:,} was changed or is missing"
        return failed("custody", says, "restore the ledger from a backup; what stands after that record proves nothing")
    return ok("custody", f"{state.records:,} records")


def judgements(case: Case) -> Finding:
    """Judgements and notes are as they were given: their salted hashes stand in the custody log."""
    sealed_as = {
        record.subject: record.detail for record in case.custody.records() if record.action in ("judge", "note")
    }
    said = [
        (show_id(minted, number), salt, subject, text)
        for minted, sql in (
            (Minted.JUDGEMENT, "SELECT judgement_id, salt, subject, reason FROM judgements WHERE salt <> ''"),
            (Minted.NOTE, "SELECT note_id, salt, subject, text FROM notes WHERE salt <> ''"),
        )
        for number, salt, subject, text in case.ledger.execute(sql)
    ]
    forgot = case.ledger.execute("SELECT count(*) FROM forgotten").fetchone()[0]
    changed = [name for name, salt, *texts in said if sealed(salt, *texts) not in sealed_as.get(name, "")]
    given = f"{len(said) - len(changed):,} of {len(said):,} as given"
    if changed and forgot:  # a text that lost a forgotten name has another hash
        return ok("judgements", f"{given}, the others before something was forgotten")
    if changed:
        shown = ", ".join(changed[:_SHOWN])
        return failed("judgements", f"{shown} not as given", "restore the ledger from a backup")
    return ok("judgements", given if said else "")


def forgetting(case: Case) -> Finding:
    """What was to be forgotten is, and which sweeps cannot be made again for it."""
    waiting = [stone.name for stone in tombstones(case.ledger, unfinished=True)]
    if waiting:
        says = f"{', '.join(waiting[:_SHOWN])} was begun and is not finished"
        return failed("forget", says, "close other commands, free some space, then run any command on the case")
    last = last_unreproducible(case.ledger)
    return ok("forget", f"sweeps up to {show_id(Minted.SWEEP, last)} cannot be made again" if last else "")


def lock(case: Case) -> Finding:
    """Whether somebody writes now."""
    holder = holder_of(case.path / "lock")
    return ok("lock", f"held by {holder}" if holder else "")


def clock(case: Case) -> Finding:
    """Nothing in the ledger was written later than now."""
    row = case.ledger.execute(
        "SELECT max(at_us) FROM (SELECT max(at_us) AS at_us FROM custody UNION ALL SELECT max(finished_us) FROM sweeps)"
    ).fetchone()
    ahead = (row[0] or 0) - time.time_ns() // 1000
    if ahead > _MINUTE_US:
        says = f"the ledger was written {ahead // _MINUTE_US:,} min from now: the clock is behind, or was ahead then"
        return failed("clock", says, "set the clock: timedatectl set-ntp true")
    return ok("clock")


def permissions(path: Path) -> Finding:
    """Nobody but the owner reads the case."""
    open_to_others, foreign = [], []
    for entry in (path, *sorted(path.rglob("*"))):
        try:
            found = entry.lstat()
        except FileNotFoundError:
            continue  # a file of a command that runs
        most = FOLDER_MODE if stat.S_ISDIR(found.st_mode) else FILE_MODE
        if stat.S_IMODE(found.st_mode) & ~most:
            open_to_others.append(str(entry.relative_to(path)))
        if found.st_uid != os.geteuid() and os.geteuid() != 0:
            foreign.append(str(entry.relative_to(path)))
    if open_to_others:
        what = f"{len(open_to_others):,} files or folders are open to others, first {open_to_others[0]}"
        return failed("permissions", what, f"run chmod -R u=rwX,go= {shlex.quote(str(path))}")
    if foreign:
        return warning("permissions", f"{len(foreign):,} files are another user's, first {foreign[0]}")
    return ok("permissions")


def space(case: Case) -> Finding:
    """Room for the next sweep."""
    free = shutil.disk_usage(case.path).free
    need = max(int(sum(segment.bytes for segment in case.segments()) * SPACE_SHARE), _LEAST_SPACE)
    if free < need:
        says = f"{_gigabytes(free)} free; a sweep of this case may write {_gigabytes(need)}"
        return failed("space", says, f"free {_gigabytes(need - free)}, or shorten --window")
    return ok("space")


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:,.1f} GB"


def keys(case: Case) -> Finding:
    """The keys of the prompt fingerprints that loads were made with."""
    used = {load.key_id for load in case.loads() if load.key_id is not None}
    held = case.keys.ids()
    altered = [name for name in held if key_id_of((case.path / "keys" / name).read_bytes()) != name]
    if altered:
        return failed("keys", f"{', '.join(altered)} is not the key that its name says", "restore it from a backup")
    missing = sorted(used - set(held))
    if missing:
        says = f"{', '.join(missing)} is not in the case, so later prompts cannot be held against earlier ones"
        return warning("keys", says, "put it back into keys/, or name its file at each load: --key-file")
    return ok("keys")


def leftovers(case: Case) -> Finding:
    """What killed commands left; the next one that writes removes it."""
    extra = extra_segments(case.facts, case.segments())
    drafts = [entry.name for entry in _entries(case.temporary) if not entry.name.startswith("spill-")]
    named = {load.reject_file for load in case.loads()}
    rejects = [
        entry.name for entry in _entries(case.path / REJECTS_FOLDER) if f"{REJECTS_FOLDER}/{entry.name}" not in named
    ]
    ours = {*FOLDERS, REJECTS_FOLDER, "lock", "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"}
    foreign = sorted(entry.name for entry in _entries(case.path) if entry.name not in ours)
    counts = ((len(extra), "segment"), (len(drafts), "draft"), (len(rejects), "reject file"))
    said = [f"{many:,} {what}{'s' * (many != 1)} of cut-off work" for many, what in counts if many]
    said += [f"not ours: {', '.join(map(ascii, foreign[:_SHOWN]))}"] * bool(foreign)
    if said:
        return warning("leftovers", "; ".join(said), "the next load or sweep removes what is ours")
    return ok("leftovers")


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
