"""A new case: the folder, its sub-folders and a ledger whose first custody record says when and by whom it was made."""

import json
import os
import secrets
import sqlite3
from pathlib import Path

from fraudgraph.case import ledger
from fraudgraph.case.custody import Custody
from fraudgraph.case.disk import FOLDER_MODE, make_folder, plain_disk_errors
from fraudgraph.case.lock import Lock
from fraudgraph.case.schema import VERSION
from fraudgraph.errors import UsageError

FOLDERS = ("facts", "cache", "keys", "tmp")
LOCK = "lock"


def create(path: Path, actor: str) -> None:
    """Make a case in a new or empty folder. Two at once: one makes it, the other gets CaseLocked or finds it made."""
    with plain_disk_errors("No case was made."):
        _make_root(path)
        lock = Lock(path / LOCK)
        lock.acquire("create")
        try:
            for name in FOLDERS:
                make_folder(path / name)
            if not os.path.lexists(path / ledger.NAME):
                ledger.create_ledger(path / ledger.NAME, lambda connection: _fill(connection, actor))
        finally:
            lock.release()


def _make_root(path: Path) -> None:
    if not path.is_dir():
        if os.path.lexists(path):
            raise UsageError(f"{path} is not a folder", hint="name another folder with --case")
        path.parent.mkdir(parents=True, exist_ok=True)
        make_folder(path)
        return
    other = sorted(entry.name for entry in path.iterdir() if not _is_ours(entry.name))
    if other:
        shown = ", ".join(map(ascii, other[:3]))
        raise UsageError(
            f"{path} is a folder with other things in it ({shown})", hint="name another folder with --case"
        )
    os.chmod(path, FOLDER_MODE)


def _is_ours(name: str) -> bool:
    """Whether a creation that was killed may have left it."""
    return name in (*FOLDERS, LOCK) or name.startswith((ledger.NAME, ledger.DRAFT))


def _fill(connection: sqlite3.Connection, actor: str) -> None:
    case_id = secrets.token_hex(16)
    connection.execute("INSERT INTO settings VALUES ('case_id', ?)", (json.dumps(case_id),))
    Custody(connection, actor).append(connection, "create", "case", {"case_id": case_id, "schema": VERSION})
