"""`graph push`, `graph status`, `graph query`: what was written, what differs, what the graph answers."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import graph as documents
from fraudgraph.cli.lines import Line, Style, Word, fact, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.tables import Column, layout, not_shown

if TYPE_CHECKING:
    from fraudgraph.evidence.answers import WrittenAnswer
    from fraudgraph.graph.neo4j.bulk import BulkFiles
    from fraudgraph.graph.neo4j.catalogue import Statement
    from fraudgraph.graph.neo4j.connection import Written
    from fraudgraph.graph.neo4j.query import Found
    from fraudgraph.investigate.views.graph import GraphStatus, PushView, Side

_LABEL = 12
_WIDE = 44
"""Cells of a value in a table of answers."""
_SIDE = ("accounts", "identifiers", "sightings", "rings", "members")


def pushed(view: "PushView") -> Screen:
    """The screen of `graph push`."""
    hints = ("fraudgraph graph status", "fraudgraph graph query") if view.rings else ("fraudgraph sweep",)
    return Screen(lambda canvas: _draw_pushed(view, canvas), lambda: _pushed_data(view), hints=hints)


def _draw_pushed(view: "PushView", canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(f"{canvas.safe(view.where)} {_shows(view)}"), canvas.width)
    rows = [fact("written", _wrote(view.written))]
    if view.facts is not None:
        kept = "private identifiers too" if view.whole else "shared identifiers only (all: --all)"
        shown = f"{counted(view.facts.accounts, 'account')}, {counted(view.facts.identifiers, 'identifier')}"
        rows.append(fact("facts", f"{shown}, {counted(view.facts.sightings, 'sighting')}; {kept}"))
    if view.since_us is not None:
        rows.append(fact("since", f"{times.stamp(view.since_us)}; what is gone was not looked for"))
    rows.append(fact("rings", _rings(view)))
    yield from facts(rows, canvas.width, _LABEL)


def _shows(view: "PushView") -> str:
    what = f"the facts and rings of {view.rings.sweep_id}" if view.rings else "the facts; not swept yet, so no rings"
    if view.facts is None:
        what = f"the rings of {view.rings.sweep_id}" if view.rings else "nothing: not swept yet"
    return f"shows {what}. It holds raw ids: internal use."


def _wrote(written: "Written") -> str:
    if written.nothing:
        return "nothing: the graph was as it should be"
    made = f"{counted(written.nodes_created, 'node')} and {counted(written.relationships_created, 'relationship')}"
    gone = f"{count(written.nodes_deleted)} and {count(written.relationships_deleted)}"
    return f"{made} made, {gone} removed, {count(written.properties_set)} properties set"


def _rings(view: "PushView") -> str:
    if view.rings is None:
        return "none: not swept yet"
    said = f"{counted(view.rings.rings, 'ring')}, {counted(view.rings.members, 'member')}"
    missing = view.rings.members - view.rings.tied
    return f"{said}; {count(missing)} not tied: the graph has no such account" if missing > 0 else said


def _pushed_data(view: "PushView") -> documents.Pushed:
    w = view.written
    return {
        "graph": view.where,
        "server_version": view.version,
        "sweep_id": view.rings.sweep_id if view.rings else None,
        "whole": view.whole,
        "since": times.iso(view.since_us),
        "accounts": view.facts.accounts if view.facts else None,
        "identifiers": view.facts.identifiers if view.facts else None,
        "sightings": view.facts.sightings if view.facts else None,
        "rings": view.rings.rings if view.rings else None,
        "members": view.rings.members if view.rings else None,
        "members_tied": view.rings.tied if view.rings else None,
        "nodes_created": w.nodes_created,
        "nodes_deleted": w.nodes_deleted,
        "relationships_created": w.relationships_created,
        "relationships_deleted": w.relationships_deleted,
        "properties_set": w.properties_set,
    }


def bulk_written(done: "BulkFiles") -> Screen:
    """The screen of `graph push --bulk`."""
    shown = (("accounts", done.accounts), ("identifiers", done.identifiers), ("sightings", done.sightings))

    def draw(canvas: Canvas) -> Iterator[Line]:
        size = numbers.size(done.bytes)
        yield from wrapped(
            head(f"{canvas.safe(str(done.folder))}: 3 files, {size}. Raw ids: internal use."), canvas.width
        )
        rows = [fact(name, count(number)) for name, number in shown]
        rows.append(fact("import", "with the server stopped, into an empty database:"))
        yield from facts(rows, canvas.width)
        yield line(canvas.safe(done.command))
        then = "then start the server and run fraudgraph graph push: it checks, and adds indexes and rings"
        yield from wrapped(line(then), canvas.width)

    return Screen(
        draw, lambda: {"folder": str(done.folder), **dict(shown), "bytes": done.bytes, "command": done.command}
    )


def compared(view: "GraphStatus") -> Screen:
    """The screen of `graph status`."""
    hints = () if view.agrees else ("fraudgraph graph push",)
    return Screen(lambda canvas: _draw_compared(view, canvas), lambda: _compared_data(view), hints=hints)


def _draw_compared(view: "GraphStatus", canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_agreement(view)), canvas.width)
    part = "private identifiers too" if view.whole else "shared identifiers only"
    reach = f", facts before {times.stamp(view.as_of_us)}, {part}" if view.as_of_us is not None else ""
    yield from wrapped(line(f"{canvas.safe(view.where)}, Neo4j {canvas.safe(view.version)}{reach}."), canvas.width)
    columns = [Column(""), *(Column(name, right=True) for name in ("case", "graph", "differ"))]
    told = _SIDE if view.state is not None or not view.graph.rings else _SIDE[3:]
    rows = [[name, *_both(getattr(view.case, name), getattr(view.graph, name))] for name in told]
    rows.append(["sweep", view.case.sweep_id or "none", view.graph.sweep_id or "none", ""])
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from fitted.rows(rows)


def _both(case: int, graph: int) -> tuple[str, str, str]:
    return count(case), count(graph), numbers.signed(graph - case) if graph != case else ""


def _agreement(view: "GraphStatus") -> str:
    if view.agrees:
        return f"The graph shows what {view.case.sweep_id or 'the case'} saw: nothing differs."
    if view.state is None and view.graph.rings:
        return f"The graph shows rings of {view.graph.sweep_id or 'a stopped push'} and no facts of the case."
    if view.state is None:
        return "The graph shows nothing of this case."
    if view.state == "since":
        return "The last push was one --since a time: older facts were not compared."
    if view.state != "complete":
        return "A push was stopped: the graph shows a part. The next push carries on."
    if not view.same_facts:
        return "The graph shows other facts than the latest sweep saw."
    return "The graph shows the facts of the latest sweep, but the counts differ."


def _compared_data(view: "GraphStatus") -> documents.Compared:
    return {
        "graph": view.where,
        "server_version": view.version,
        "agrees": view.agrees,
        "state": view.state,
        "same_facts": view.same_facts,
        "whole": view.whole,
        "as_of": times.iso(view.as_of_us),
        "case": _side(view.case),
        "in_graph": _side(view.graph),
    }


def _side(side: "Side") -> documents.Side:
    return {
        "accounts": side.accounts,
        "identifiers": side.identifiers,
        "sightings": side.sightings,
        "rings": side.rings,
        "members": side.members,
        "sweep_id": side.sweep_id,
    }


def catalogue(statements: "Sequence[Statement]") -> Screen:
    """What `graph query` can be asked by name."""
    rows = [_plain_statement(one) for one in statements]
    return Screen(
        lambda canvas: _draw_catalogue(statements, canvas),
        lambda: {"statements": rows},
        listing=lambda: Listing(
            ("name", "parameters", "purpose"), [(r["name"], " ".join(r["parameters"]), r["purpose"]) for r in rows]
        ),
    )


def _plain_statement(one: "Statement") -> documents.CatalogueStatement:
    return {
        "name": one.name.removeprefix("ask/"),
        "purpose": one.purpose,
        "parameters": dict(one.parameters),
        "returns": list(one.returns),
    }


def _draw_catalogue(statements: "Sequence[Statement]", canvas: Canvas) -> Iterator[Line]:
    yield head(f"{counted(len(statements), 'statement')} in the catalogue. Values are parameters, never glued in.")
    for one in statements:
        own = [f"{name}=" for name in one.parameters if name != "case_id"]
        yield line(Word(" ".join([one.name.removeprefix("ask/"), *own]), Style.ID))
        yield from wrapped(line(f"  {one.purpose}"), canvas.width, 2)


def answered(found: "Found", everything: bool) -> Screen:
    """What the graph answered."""
    return Screen(
        lambda canvas: _draw_answer(found, canvas),
        lambda: {
            "statement": found.name,
            "columns": list(found.columns),
            "rows": [dict(zip(found.columns, row, strict=True)) for row in found.rows],
        },
        listing=lambda: Listing(found.columns, [[_cell(value) for value in row] for row in found.rows]),
        everything=everything,
    )


def _draw_answer(found: "Found", canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(f"{counted(len(found.rows), 'row')}. {found.purpose}".strip()), canvas.width)
    if not found.rows:
        return
    shown = found.rows[: canvas.shown(len(found.rows))]
    cells = [_column([row[place] for row in shown], canvas) for place in range(len(found.columns))]
    columns = [
        Column(
            canvas.safe(name).replace("_", " "),
            right=all(isinstance(row[place], int | float) for row in shown),
            rank=place,
        )
        for place, name in enumerate(found.columns)
    ]
    fitted = layout(columns, list(zip(*cells, strict=True)), canvas.width)
    yield fitted.header()
    yield from fitted.rows(list(zip(*cells, strict=True)))
    if len(shown) < len(found.rows):
        yield line(f"1 to {count(len(shown))} of {count(len(found.rows))}. --all, or -o FILE.csv for every row.")
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped), canvas.width)


def _column(values: Sequence[object], canvas: Canvas) -> list[str]:
    texts = [value for value in values if isinstance(value, str)]
    short = names.shortened(texts, canvas.glyphs, _WIDE)
    return [short[value] if isinstance(value, str) else _shown(value, canvas) for value in values]


def _shown(value: object, canvas: Canvas) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return count(value)
    return numbers.tenths(value) if isinstance(value, float) else canvas.safe(str(_cell(value)))


def _cell(value: object) -> object:
    """Lists and maps as JSON."""
    from fraudgraph.evidence.answers import cell

    return cell(value)


def written(done: "WrittenAnswer") -> Screen:
    """The screen of `graph query -o`."""
    file = done.file
    what = f"{counted(done.rows, 'row')}, {numbers.size(file.bytes)}. Holds raw ids: internal use."

    def draw(canvas: Canvas) -> Iterator[Line]:
        yield from wrapped(head(f"{canvas.safe(str(file.path))}: {what}"), canvas.width)
        yield from facts([fact("sha256", file.sha256)], canvas.width, _LABEL)

    return Screen(draw, lambda: {"path": str(file.path), "bytes": file.bytes, "sha256": file.sha256, "rows": done.rows})
