"""Tombstones: what is to be forgotten, until it is. The row stays for ever, the name in it does not."""

import json
import sqlite3
import time
from dataclasses import dataclass, field

from fraudgraph.model.ids import Minted, show_id

ACCOUNT, LOAD = "account", "load"
TELLING = 8
"""A name of so many characters means the same wherever it stands; a shorter one is forgotten in its own columns."""


@dataclass(frozen=True, slots=True)
class Target:
    """what: `account`, `load`, or the kind of an identifier; name: the account id, `L-0002`, or the value."""

    what: str
    name: str

    @property
    def telling(self) -> bool:
        """Whether the name is forgotten in free text and foreign columns too."""
        return self.what != LOAD and len(self.name) >= TELLING


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A row of the ledger. what: as of the target, of a load its id; target: None once it is forgotten; last_sweep:
    sweeps up to it cannot be made again; done_us: None while pages may still hold the name.
    """

    forgotten_id: int
    at_us: int
    actor: str
    what: str
    target: Target | None
    reason: str
    last_sweep: int
    done_us: int | None

    @property
    def name(self) -> str:
        """`F-0001`."""
        return show_id(Minted.FORGOTTEN, self.forgotten_id)


@dataclass(frozen=True, slots=True)
class Touched:
    """What forgetting touches. facts: (table, rows dropped, rows of which cells are cleared); segments: rewritten or
    dropped; words: (noun, rows of the ledger); rejects: rejected rows that are blanked; named_by: custody records that
    hold the name, which are never changed; last_sweep: as of the tombstone.
    """

    facts: tuple[tuple[str, int, int], ...] = ()
    segments: int = 0
    words: tuple[tuple[str, int], ...] = ()
    rejects: int = 0
    named_by: tuple[int, ...] = field(default=())
    last_sweep: int = 0


_COLUMNS = "forgotten_id, at_us, actor, what, subject, reason, last_sweep, done_us"


def begin(ledger: sqlite3.Connection, actor: str, target: Target, reason: str) -> Tombstone:
    """Write a tombstone; inside a transaction."""
    number = int(ledger.execute("SELECT coalesce(max(forgotten_id), 0) + 1 FROM forgotten").fetchone()[0])
    last = int(ledger.execute("SELECT coalesce(max(sweep_id), 0) FROM sweeps").fetchone()[0])
    what = target.name if target.what == LOAD else target.what
    now = time.time_ns() // 1000
    subject = json.dumps([target.what, target.name])
    ledger.execute(
        f"INSERT INTO forgotten ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,NULL)",
        (number, now, actor, what, subject, reason, last),
    )
    return Tombstone(number, now, actor, what, target, reason, last, None)


def tombstones(ledger: sqlite3.Connection, unfinished: bool = False) -> tuple[Tombstone, ...]:
    """All of them, or those whose work was cut off."""
    where = "WHERE done_us IS NULL " if unfinished else ""
    rows = ledger.execute(f"SELECT {_COLUMNS} FROM forgotten {where}ORDER BY forgotten_id").fetchall()
    return tuple(
        Tombstone(number, at_us, actor, what, subject and Target(*json.loads(subject)), reason, last, done_us)
        for number, at_us, actor, what, subject, reason, last, done_us in rows
    )


def erase(ledger: sqlite3.Connection, tombstone: Tombstone) -> None:
    """Nothing holds the name any more but free pages; inside a transaction."""
    ledger.execute(
        "UPDATE forgotten SET subject = NULL, erased_us = ? WHERE forgotten_id = ?",
        (time.time_ns() // 1000, tombstone.forgotten_id),
    )


def end(ledger: sqlite3.Connection, tombstone: Tombstone) -> None:
    """The pages are gone too; inside a transaction."""
    ledger.execute(
        "UPDATE forgotten SET done_us = ? WHERE forgotten_id = ?", (time.time_ns() // 1000, tombstone.forgotten_id)
    )


def last_unreproducible(ledger: sqlite3.Connection) -> int:
    """Sweeps up to this one cannot be made again from the facts; 0 where nothing was forgotten."""
    return int(ledger.execute("SELECT coalesce(max(last_sweep), 0) FROM forgotten").fetchone()[0])
