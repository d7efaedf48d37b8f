"""`load`: what became of every row."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fraudgraph.cli import names, times
from fraudgraph.cli.documents import work
from fraudgraph.cli.lines import Line, fact, facts, head, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.tables import Column, layout
from fraudgraph.errors import Exit
from fraudgraph.model.safe_text import cells
from fraudgraph.model.tables import TABLES

if TYPE_CHECKING:
    from fraudgraph.case.loads import LoadedColumn, Reconciliation
    from fraudgraph.ingest import LoadResult

_COLUMNS = (
    Column("table"),
    Column("read", right=True),
    Column("used", right=True, joint="="),
    Column("duplicate", right=True, joint="+"),
    Column("superseded", right=True, joint="+"),
    Column("rejected", right=True, joint="+"),
)
_REASONS = 4
_NAMED = 8


def loaded(result: "LoadResult", mapping: str | None = None) -> Screen:
    """The screen. mapping: the file or preset that named the columns. Exit code 4: some rows were rejected."""
    exit_code = Exit.ROWS_REJECTED if result.rejected else Exit.OK
    return Screen(
        lambda canvas: _draw(result, mapping, canvas),
        lambda: _data(result),
        hints=("fraudgraph sweep",),
        exit_code=exit_code,
    )


def _draw(result: "LoadResult", mapping: str | None, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(result)), canvas.width)
    tables = {name: result.load.tables[name] for name in TABLES if name in result.load.tables}
    rows = [_row(name, rows) for name, rows in tables.items()]
    if len(tables) > 1:
        rows.append(_row("all", *tables.values()))
    fitted = layout(_COLUMNS, rows, canvas.width)
    yield fitted.header()
    yield from map(fitted.row, rows)
    yield from facts(
        [*_rejected(result, canvas), *_columns(result, mapping, canvas), *_notes(result)], canvas.width, 11
    )


def _answer(result: "LoadResult") -> str:
    stored = sum(rows.used for rows in result.load.tables.values())
    said = f"{names.load_id(result.load.load_id)} stored: {counted(stored, 'fact')}."
    if result.rejected:
        said += f" {counted(result.rejected, 'row')} rejected, exit {int(Exit.ROWS_REJECTED)}."
    return said


def _row(name: str, *parts: "Reconciliation") -> tuple[str, ...]:
    fields = ("read", "used", "duplicate", "superseded", "rejected")
    return (name, *(count(sum(getattr(part, field) for part in parts)) for field in fields))


def _rejected(result: "LoadResult", canvas: Canvas) -> Iterator[tuple[str, Line]]:
    """The reasons with most rows, each with its first place; how many are left, and where all of them are."""
    reasons = result.rejected_reasons
    shown = reasons if len(reasons) <= _REASONS else reasons[: _REASONS - 1]
    # A reason is our own sentence about a column of the contract, not text from the data.
    said = [f"{counted(one.rows, one.table.removesuffix('s'))}: {one.reason}" for one in shown]
    width = max(map(cells, said), default=0)
    for place, (text, one) in enumerate(zip(said, shown, strict=True)):
        first = f"{' ' * (width - cells(text))}  first {canvas.safe(one.first)}"
        yield fact("" if place else "rejected", text + first)
    rest = reasons[len(shown) :]
    if rest:
        yield fact("", f"{count(sum(one.rows for one in rest))} others of {counted(len(rest), 'reason')}")
    if result.reject_file is not None:
        yield fact("", f"all, with line and reason: {canvas.safe(str(result.reject_file))}")


def _columns(result: "LoadResult", mapping: str | None, canvas: Canvas) -> Iterator[tuple[str, Line]]:
    by: dict[str, list[LoadedColumn]] = {"mapped": [], "ignored": [], "unknown": []}
    for column in result.load.columns:
        by[column.disposition].append(column)
    by_file = f" by {canvas.safe(mapping)}" if mapping and by["ignored"] else ""
    mapped, ignored, unmapped = (count(len(found)) for found in by.values())
    yield fact("columns", f"{mapped} mapped, {ignored} ignored{by_file}, {unmapped} unknown")
    unknown = [f"{canvas.safe(one.source)} ({one.table})" for one in by["unknown"]]
    if unknown:
        more = f" and {count(len(unknown) - _NAMED)} more" if len(unknown) > _NAMED else ""
        yield fact("", f"unknown, not loaded: {', '.join(unknown[:_NAMED])}{more}")


def _notes(result: "LoadResult") -> Iterator[tuple[str, Line]]:
    for place, note in enumerate(result.load.notes):
        yield fact("" if place else "note", note)


def _data(result: "LoadResult") -> work.Load:
    load = result.load
    return {
        "load_id": names.load_id(load.load_id),
        "at": times.iso(load.at_us),
        "facts": sum(rows.used for rows in load.tables.values()),
        "tables": {
            name: {
                "read": rows.read,
                "used": rows.used,
                "duplicate": rows.duplicate,
                "superseded": rows.superseded,
                "rejected": rows.rejected,
            }
            for name, rows in load.tables.items()
        },
        "rejected": [
            {"table": one.table, "rows": one.rows, "reason": one.reason, "first": one.first}
            for one in result.rejected_reasons
        ],
        "reject_file": None if result.reject_file is None else str(result.reject_file),
        "columns": [
            {"table": one.table, "source": one.source, "disposition": one.disposition, "target": one.target}
            for one in load.columns
        ],
        "files": [
            {"path": one.path, "sha256": one.sha256, "bytes": one.bytes, "table": one.table, "rows": one.rows}
            for one in load.files
        ],
        "mapping_sha256": load.mapping_sha256,
        "key_id": load.key_id,
        "notes": list(load.notes),
    }
