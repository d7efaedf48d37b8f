"""Notes in the ledger: what people wrote beside a ring, an account or an identifier. They are added, never changed."""

import secrets
import sqlite3
import time

from fraudgraph.case.case import Case
from fraudgraph.case.judgements import sealed
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.judgement import About, Note, Subject

_COLUMNS = "note_id, at_us, actor, subject_type, subject, text"


def add(case: Case, about: About, text: str) -> Note:
    """Keep a note with its custody record. Needs no lock."""
    salt = secrets.token_hex(16)
    with case.transaction() as ledger:
        number = int(ledger.execute("SELECT coalesce(max(note_id), 0) + 1 FROM notes").fetchone()[0])
        note = Note(number, time.time_ns() // 1000, case.config.actor, about, text)
        ledger.execute(
            f"INSERT INTO notes ({_COLUMNS}, salt) VALUES (?,?,?,?,?,?,?)",
            (number, note.at_us, note.actor, about.type.value, about.name, text, salt),
        )
        detail = {"on": about.type.value, "salted_sha256": sealed(salt, about.name, text)}
        case.custody.append(ledger, "note", show_id(Minted.NOTE, number), detail)
    return note


def of(ledger: sqlite3.Connection, about: About) -> tuple[Note, ...]:
    """The notes on one thing, oldest first."""
    rows = ledger.execute(
        f"SELECT {_COLUMNS} FROM notes WHERE subject_type = ? AND subject = ? ORDER BY note_id",
        (about.type.value, about.name),
    )
    return tuple(
        Note(number, at_us, actor, About(Subject(kind), name), text) for number, at_us, actor, kind, name, text in rows
    )
