"""`forget`: what is gone, what was left on record, and what forgetting here cannot reach."""

from collections.abc import Iterator, Sequence

from fraudgraph.cli import names
from fraudgraph.cli.documents import upkeep
from fraudgraph.cli.lines import Line, fact, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.investigate.views.forgotten import ForgottenView

_NAMED = 6
_PLURAL = {"identifier of a ring": "identifiers of rings", "text that named it": "texts that named it"}


def forgotten(view: ForgottenView) -> Screen:
    """The screen."""
    hints = ("fraudgraph sweep",) if view.tombstone and view.touched.last_sweep else ()
    return Screen(lambda canvas: _draw(view, canvas), lambda: _data(view), hints=hints)


def _draw(view: ForgottenView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view, canvas)), canvas.width)
    yield from wrapped(line(_reach(view)), canvas.width)
    yield from facts(_facts(view, canvas), canvas.width, 11)


def _answer(view: ForgottenView, canvas: Canvas) -> str:
    what = f"{view.target.what.replace('_', ' ')} {canvas.safe(view.target.name)}"
    if view.tombstone is None:
        return f"{what[:1].upper()}{what[1:]} would be forgotten for good; nothing is changed yet."
    return f"{view.tombstone.name}: {what} is forgotten for good."


def _reach(view: ForgottenView) -> str:
    if view.target.telling or view.target.what == "load":
        return "Facts, ledger, rejected rows and cache; not exports, backups, or a load of the same files again."
    return "A short name: forgotten where it is meant, not where free text may hold it. Not exports or backups."


def _facts(view: ForgottenView, canvas: Canvas) -> list[tuple[str, Line]]:
    touched = view.touched
    rows = [fact("facts", _rows(view))]
    words = ", ".join(counted(many, noun, _PLURAL.get(noun, "")) for noun, many in touched.words)
    rows.append(fact("ledger", words or "nothing named it"))
    if touched.rejects:
        rows.append(fact("rejected", f"{counted(touched.rejects, 'row')} blanked"))
    if touched.last_sweep:
        last = names.sweep_id(touched.last_sweep)
        rows.append(fact("sweeps", f"up to {last} can no longer be made again from the facts; they stay on record"))
    if touched.named_by:
        shown = ", ".join(map(count, touched.named_by[:_NAMED]))
        more = f" and {count(len(touched.named_by) - _NAMED)} more" if len(touched.named_by) > _NAMED else ""
        rows.append(fact("left", f"the custody log, never changed, names it in record {shown}{more} (names of files)"))
    if view.target.what == "load":
        rows.append(fact("left", "that it was loaded, from which files, stays on record"))
        rows.append(fact("", "rows of later loads that were copies of its rows are gone with it: load those again"))
    if view.tombstone is not None:
        rows.append(fact("cache", "gone with it: the next question makes it anew, in about the time of a first one"))
        rows.append(fact("reason", canvas.safe(view.tombstone.reason)))
    return rows


def _rows(view: ForgottenView) -> str:
    facts, segments = view.touched.facts, counted(view.touched.segments, "segment")
    dropped = [(table, many) for table, many, _ in facts if many]
    cleared = [(table, many) for table, _, many in facts if many]
    said = [f"{_of_tables(rows)} {what}" for what, rows in (("dropped", dropped), ("cleared of it", cleared)) if rows]
    after = "" if view.tombstone else "to be "
    return f"{'; '.join(said)}; {segments} {after}written anew" if said else "none held it"


def _of_tables(rows: Sequence[tuple[str, int]]) -> str:
    """`1 row of accounts, 160 of exchanges`."""
    (table, many), *rest = rows
    return ", ".join([f"{counted(many, 'row')} of {table}", *(f"{count(more)} of {name}" for name, more in rest)])


def _data(view: ForgottenView) -> upkeep.Forgotten:
    touched, stone = view.touched, view.tombstone
    return {
        "forgotten_id": stone.name if stone else None,
        "dry_run": stone is None,
        "what": view.target.what,
        "name": view.target.name,
        "facts": [
            {"table": table, "rows_dropped": dropped, "rows_cleared": cleared}
            for table, dropped, cleared in touched.facts
        ],
        "segments": touched.segments,
        "ledger": dict(touched.words),
        "rejected_rows": touched.rejects,
        "custody_records_naming_it": list(touched.named_by),
        "sweeps_not_reproducible_up_to": names.sweep_id(touched.last_sweep) if touched.last_sweep else None,
        "reason": stone.reason if stone else None,
    }
