"""The ledger without something: rows that are of it go or are blanked, texts that name it lose its name.

Numbers are never given twice, so judgements and notes stay as rows without a subject. The custody log is never changed.
"""

import json
import re
import sqlite3
from collections.abc import Callable

from fraudgraph.case.forgotten import ACCOUNT, LOAD, Target
from fraudgraph.case.wiping import GONE
from fraudgraph.model.judgement import Subject

_FREE = (
    ("judgements", "reason"),
    ("notes", "text"),
    ("loads", "notes"),
    ("load_files", "path"),
    ("hubs", "reason"),
    ("forgotten", "reason"),
)
"""Columns that people or their files wrote freely."""
_ERA = re.compile(r"@(\d{4}-\d{2}-\d{2}|undated)")


def erase_words(ledger: sqlite3.Connection, target: Target) -> tuple[tuple[str, int], ...]:
    """Forget it in every table; inside a transaction. (noun, rows) of what was there."""
    if target.what == LOAD:
        return _forget_load(ledger, int(target.name.removeprefix("L-")))
    ledger.create_function("is_it", 1, _is_it(target), deterministic=True)
    counts = _delete(ledger, target) + _blank(ledger, target)
    if target.telling:
        ledger.create_function("without_it", 2, _without_it(target), deterministic=True)
        counts.append(("text that named it", _in_texts(ledger, target)))
    return tuple((what, rows) for what, rows in counts if rows)


def custody_records(ledger: sqlite3.Connection, target: Target) -> tuple[int, ...]:
    """Numbers of the records that hold the name: of files that are named after it, say."""
    if not target.telling:
        return ()
    found: set[int] = set()
    for text in spellings(target.name):
        sql = "SELECT seq FROM custody WHERE instr(detail, ?) OR instr(subject, ?) OR instr(actor, ?)"
        found |= {row[0] for row in ledger.execute(sql, (text, text, text))}
    return tuple(sorted(found))


def spellings(name: str) -> tuple[str, ...]:
    """The name as text, and as it stands inside JSON."""
    inside = (json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1])
    return tuple(dict.fromkeys((name, *inside)))


def _is_it(target: Target) -> Callable[[str], bool]:
    """Whether a name is the target's, or that of one of its eras."""

    def is_it(name: str) -> bool:
        if target.what == ACCOUNT:
            return name == target.name
        return name.startswith(target.name) and (
            len(name) == len(target.name) or _ERA.fullmatch(name, len(target.name)) is not None
        )

    return is_it


def _without_it(target: Target) -> Callable[[str, int], str]:
    """A text without the name, where no letter or digit goes on; of a document, where the quotes stand around it."""
    words = "|".join(map(re.escape, spellings(target.name)))
    free, exact = re.compile(rf"(?<!\w)(?:{words})(?!\w)"), re.compile(rf'(?<=")(?:{words})(?=")')
    return lambda text, is_document: (exact if is_document else free).sub(GONE, text)


def _delete(ledger: sqlite3.Connection, target: Target) -> list[tuple[str, int]]:
    found = []
    if target.what == ACCOUNT:
        sql = "DELETE FROM members WHERE account_id = ?"
        found.append(("membership", ledger.execute(sql, (target.name,)).rowcount))
    for what, table in (("identifier of a ring", "ring_identifiers"), ("hub", "hubs")):
        sql = f"DELETE FROM {table} WHERE (kind = ? OR ?) AND is_it(value)"
        found.append((what, ledger.execute(sql, (target.what, target.telling)).rowcount))
    return found


def _blank(ledger: sqlite3.Connection, target: Target) -> list[tuple[str, int]]:
    """Judgements and notes on it lose their subject and their words; their numbers stay."""
    ledger.create_function("on_it", 2, _on_it(target), deterministic=True)
    judged = "UPDATE judgements SET subject = '', reason = '', salt = '' WHERE on_it(subject_type, subject)"
    noted = "UPDATE notes SET subject = '', text = '', salt = '' WHERE on_it(subject_type, subject)"
    return [("judgement", ledger.execute(judged).rowcount), ("note", ledger.execute(noted).rowcount)]


def _on_it(target: Target) -> Callable[[str, str], bool]:
    """Whether a judgement or note is on the target, or on a link of it."""
    is_it = _is_it(target)

    def on_it(type_: str, subject: str) -> bool:
        if target.what == ACCOUNT:
            ends = subject.startswith(f"{target.name} ") or subject.endswith(f" {target.name}")
            return (type_ == Subject.MEMBER and is_it(subject)) or (type_ == Subject.LINK and ends)
        kind, _, value = subject.partition(":")
        return type_ == Subject.IDENTIFIER and kind == target.what and is_it(value)

    return on_it


def _in_texts(ledger: sqlite3.Connection, target: Target) -> int:
    """Rows of which a text named it: free text loses the word, a document the string that is exactly it."""
    documents = ledger.execute(
        "SELECT t.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c "
        "WHERE t.type = 'table' AND c.name = 'doc' ORDER BY t.name"
    ).fetchall()
    columns = [*_FREE, *((table, "doc") for (table,) in documents)]
    return sum(_in_column(ledger, table, column, target) for table, column in columns)


def _in_column(ledger: sqlite3.Connection, table: str, column: str, target: Target) -> int:
    words = spellings(target.name)
    named = " OR ".join(f"instr({column}, ?)" for _ in words)
    new = f"without_it({column}, {int(column == 'doc')})"
    sql = f"UPDATE {table} SET {column} = {new} WHERE ({named}) AND {new} <> {column}"
    return ledger.execute(sql, words).rowcount


def _forget_load(ledger: sqlite3.Connection, load_id: int) -> tuple[tuple[str, int], ...]:
    """That there was a load, and what it was made of, stays on record; its rejected rows do not."""
    sql = "UPDATE loads SET reject_file = NULL WHERE load_id = ? AND reject_file IS NOT NULL"
    rows = ledger.execute(sql, (load_id,)).rowcount
    return (("reject file", rows),) if rows else ()
