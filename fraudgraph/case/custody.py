"""The custody log: who did what to the case, each record chained to the one before by its hash."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from fraudgraph.case.ledger import storable

GENESIS = "0" * 64
"""What stands as the previous hash in the first record."""


@dataclass(frozen=True, slots=True)
class CustodyRecord:
    """One record. detail: canonical JSON text of an object; hash: over all other fields, `previous` among them."""

    seq: int
    at_us: int
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class CustodyState:
    """What a check of the chain found. head: hash of the last record.

    Keep a head elsewhere: only a known head shows that the tail was cut. first_bad: number of the first record that
    does not hold or is missing; None where the chain is whole.
    """

    records: int
    whole: bool
    first_bad: int | None
    head: str


def canonical(value: object) -> str:
    """One spelling of a JSON value: keys sorted, no spaces, ASCII. ValueError for NaN and infinities."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def sha256_of_json(value: object) -> str:
    """SHA-256, in hex, of the canonical spelling."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def hash_of(record: CustodyRecord) -> str:
    """SHA-256, in hex, of the canonical JSON of all other fields as one object, `detail` as an object within it."""
    content = {
        "seq": record.seq,
        "at_us": record.at_us,
        "actor": record.actor,
        "action": record.action,
        "subject": record.subject,
        "detail": json.loads(record.detail),
        "previous": record.previous,
    }
    return sha256_of_json(content)


def verify_chain(records: Iterable[CustodyRecord], head: tuple[int, str] | None = None) -> CustodyState:
    """Check records in order, from the first. head: (seq, hash) known from elsewhere, which the chain must contain."""
    count, previous, first_bad, seen = 0, GENESIS, None, head is None
    for count, record in enumerate(records, 1):
        if first_bad is None and not _holds(record, count, previous):
            first_bad = count
        seen = seen or head == (record.seq, record.hash)
        previous = record.hash
    if first_bad is None and not seen and head is not None:
        first_bad = min(head[0], count + 1)
    return CustodyState(count, first_bad is None, first_bad, previous)


def _holds(record: CustodyRecord, seq: int, previous: str) -> bool:
    try:
        spelled = canonical(json.loads(record.detail)) == record.detail
        return spelled and record.seq == seq and record.previous == previous and hash_of(record) == record.hash
    except (ValueError, TypeError, RecursionError):
        return False


class Custody:
    """The log of one case."""

    def __init__(self, ledger: sqlite3.Connection, actor: str) -> None:
        self._ledger = ledger
        self._actor = storable(actor)

    def append(self, ledger: sqlite3.Connection, action: str, subject: str, detail: Mapping[str, Any]) -> CustodyRecord:
        """Add one record inside the caller's transaction: it is kept exactly when the change that it speaks of is."""
        if not ledger.in_transaction:
            raise RuntimeError("a custody record is written inside the transaction that it speaks of")
        row = ledger.execute("SELECT seq, hash FROM custody ORDER BY seq DESC LIMIT 1").fetchone()
        seq, previous = (row[0] + 1, row[1]) if row else (1, GENESIS)
        text = canonical(detail)
        draft = CustodyRecord(seq, time.time_ns() // 1000, self._actor, action, storable(subject), text, previous, "")
        record = replace(draft, hash=hash_of(draft))
        ledger.execute("INSERT INTO custody VALUES (?, ?, ?, ?, ?, ?, ?, ?)", astuple(record))
        return record

    def records(self, first: int = 1) -> Iterator[CustodyRecord]:
        """The records from number `first` on, in order."""
        for row in self._ledger.execute("SELECT * FROM custody WHERE seq >= ? ORDER BY seq", (first,)):
            yield CustodyRecord(*row)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last record; (0, GENESIS) of an empty log."""
        row = self._ledger.execute("SELECT seq, hash FROM custody ORDER BY seq DESC LIMIT 1").fetchone()
        return (row[0], row[1]) if row else (0, GENESIS)

    def verify(self, head: tuple[int, str] | None = None) -> CustodyState:
        """Whether every record up to `head` is as it was written: none changed, missing, reordered or forked."""
        return verify_chain(self.records(), head)
