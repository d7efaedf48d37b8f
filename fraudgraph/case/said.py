"""What people said, as the ledger has it. Of several judgements on one thing the latest said stands."""

import sqlite3
from collections.abc import Sequence

from fraudgraph.errors import NotFound
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.judgement import About, Judgement, Said, Subject

COLUMNS = "judgement_id, at_us, actor, subject_type, subject, verdict, reason, sweep_id, retracted_by"
_STANDS = f"retracted_by IS NULL AND verdict <> '{Said.RETRACTED.value}' AND subject <> ''"
"""Neither taken back, nor a taking back, nor on something that was forgotten since."""


def standing(ledger: sqlite3.Connection, type: Subject, names: Sequence[str] | None = None) -> dict[str, Judgement]:
    """The judgement that stands on each thing of a type, by its name: the latest said that was not taken back. names:
    only of these.
    """
    where, values = "", [type.value]
    if names is not None:
        where, values = f" AND subject IN ({','.join('?' * len(names))})", [*values, *names]
    rows = ledger.execute(
        f"SELECT {COLUMNS} FROM judgements WHERE subject_type = ? AND {_STANDS}{where} ORDER BY at_us, judgement_id",
        values,
    )
    return {one.about.name: one for one in map(_read, rows)}


def history(ledger: sqlite3.Connection, about: About) -> tuple[Judgement, ...]:
    """Everything that was ever said of one thing, in the order in which it was recorded."""
    rows = ledger.execute(
        f"SELECT {COLUMNS} FROM judgements WHERE subject_type = ? AND subject = ? ORDER BY judgement_id",
        (about.type.value, about.name),
    )
    return tuple(map(_read, rows))


def find(ledger: sqlite3.Connection, judgement_id: int) -> Judgement:
    """One judgement; NotFound where there is none of that number."""
    row = ledger.execute(f"SELECT {COLUMNS} FROM judgements WHERE judgement_id = ?", (judgement_id,)).fetchone()
    if row is None:
        last = ledger.execute("SELECT max(judgement_id) FROM judgements").fetchone()[0]
        hint = f"the last one is {show_id(Minted.JUDGEMENT, last)}" if last else "nothing was judged yet"
        raise NotFound(f"there is no judgement {show_id(Minted.JUDGEMENT, judgement_id)}", hint=hint)
    return _read(row)


def _read(row: tuple[int, int, str, str, str, str, str, int | None, int | None]) -> Judgement:
    number, at_us, actor, type_, subject, verdict, reason, sweep_id, retracted_by = row
    return Judgement(number, at_us, actor, About(Subject(type_), subject), verdict, reason, sweep_id, retracted_by)
