"""`export`, its drawings, and `members -o`: what left the case, what did not, and how to check it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fraudgraph.cli import numbers
from fraudgraph.cli.documents import parts, work
from fraudgraph.cli.lines import Line, fact, facts, head, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.model.kinds import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fraudgraph.evidence.draw import Drawn
    from fraudgraph.evidence.export import Exported
    from fraudgraph.evidence.files import WrittenFile
    from fraudgraph.evidence.memberships import WrittenMemberships


def exported(done: "Exported", kinds: "Mapping[str, Kind]") -> Screen:
    """The screen of `export`."""
    return Screen(lambda canvas: _draw(done, kinds, canvas), lambda: _data(done))


def _draw(done: "Exported", kinds: "Mapping[str, Kind]", canvas: Canvas) -> Iterator[Line]:
    size = numbers.size(sum(file.bytes for file in done.files))
    what = f"{counted(done.nodes, 'node')}, {counted(done.edges, 'edge')}, {size}"
    yield from wrapped(
        head(f"{_named(done.files, canvas)}: {what}. Holds raw ids and addresses: internal use."), canvas.width
    )
    rows = [
        fact("nodes", _nodes(done, kinds)),
        fact("edges", _edges(done)),
        fact("read back", f"{_readers(done)}: same counts; {counted(done.escaped, 'name')} escaped, 0 dropped"),
        *(fact("sha256", _sha(file, canvas, len(done.files))) for file in done.files),
    ]
    yield from facts(rows, canvas.width, 11)


def _readers(done: "Exported") -> str:
    return " and ".join(done.read_back)


def _nodes(done: "Exported | Drawn", kinds: "Mapping[str, Kind]") -> str:
    held = "".join(f" + {count(number)} {kind_of(kind, kinds).word}" for kind, number in done.identifiers)
    return f"{counted(done.accounts, 'account')}{held}"


def _named(files: "tuple[WrittenFile, ...]", canvas: Canvas) -> str:
    return " and ".join(canvas.safe(str(file.path)) for file in files)


def _edges(done: "Exported") -> str:
    if done.edges == done.sightings:
        return f"{count(done.edges)}: every sighting"
    part = f"{count(done.edges)} of {counted(done.sightings, 'sighting')}"
    return f"{part}: each member's strongest of each kind (all: --all-edges)"


def _sha(file: "WrittenFile", canvas: Canvas, files: int) -> str:
    return file.sha256 if files == 1 else f"{file.sha256}  {canvas.safe(file.path.name)}"


def _data(done: "Exported") -> work.Exported:
    return {
        "ring_id": done.ring_id,
        "sweep_id": done.sweep_id,
        "format": done.format,
        "files": [_plain_file(file) for file in done.files],
        "nodes": done.nodes,
        "accounts": done.accounts,
        "identifiers": dict(done.identifiers),
        "edges": done.edges,
        "sightings": done.sightings,
        "names_escaped": done.escaped,
        "names_dropped": 0,
        "read_back": list(done.read_back),
    }


def _plain_file(file: "WrittenFile") -> parts.File:
    return {"path": str(file.path), "bytes": file.bytes, "sha256": file.sha256}


def drawn(done: "Drawn", kinds: "Mapping[str, Kind]") -> Screen:
    """The screen of `export --html` and `--svg`."""
    return Screen(lambda canvas: _draw_drawn(done, kinds, canvas), lambda: _drawn(done))


def _draw_drawn(done: "Drawn", kinds: "Mapping[str, Kind]", canvas: Canvas) -> Iterator[Line]:
    written = tuple(file for _, file in done.files)
    size = " and ".join(numbers.size(file.bytes) for file in written)
    linked = f"{counted(done.accounts, 'account')} in {counted(done.cells, 'cell')}"
    yield from wrapped(
        head(f"{_named(written, canvas)}: {linked}, {size}. Holds raw ids and addresses: internal use."), canvas.width
    )
    rows = [
        fact("nodes", _nodes(done, kinds)),
        fact("edges", f"{counted(done.sightings, 'sighting')}: every one of a member with these identifiers"),
        fact("carried", f"{counted(done.load_bearing, 'identifier')} carry half of the bits{_bridges(done)}"),
        *((fact("picture", _marks(done, done.marks)),) if done.marks is not None else ()),
        fact(
            "read back",
            f"same counts; {counted(done.escaped, 'name')} escaped, 0 dropped; nothing is asked of a network",
        ),
        fact("evidence", f"{done.evidence_sha256}"),
        fact("check it", f"export {done.ring_id} -o FILE.json --all-edges is a file of that SHA-256"),
        *(fact("sha256", _sha(file, canvas, len(written))) for file in written),
    ]
    yield from facts(rows, canvas.width, 11)


def _bridges(done: "Drawn") -> str:
    if done.cells < 2:
        return ""
    return f"; {counted(done.bridges, 'identifier')} {verb(done.bridges, 'bridges', 'bridge')} cells"


def _marks(done: "Drawn", marks: int) -> str:
    each = "each account has its own" if done.whole else "clusters stand for accounts: too many to draw each"
    return f"{counted(marks, 'mark')}; {each}"


def _drawn(done: "Drawn") -> work.Drawn:
    return {
        "ring_id": done.ring_id,
        "sweep_id": done.sweep_id,
        "files": [{**_plain_file(file), "format": name} for name, file in done.files],
        "nodes": done.accounts + sum(number for _, number in done.identifiers),
        "accounts": done.accounts,
        "identifiers": dict(done.identifiers),
        "sightings": done.sightings,
        "cells": done.cells,
        "load_bearing": done.load_bearing,
        "bridges": done.bridges,
        "svg_marks": done.marks,
        "svg_whole": done.whole if done.marks is not None else None,
        "names_escaped": done.escaped,
        "names_dropped": 0,
        "evidence_sha256": done.evidence_sha256,
    }


def memberships(done: "WrittenMemberships") -> Screen:
    """The screen of `members -o`."""
    return Screen(lambda canvas: _draw_memberships(done, canvas), lambda: _memberships(done))


def _draw_memberships(done: "WrittenMemberships", canvas: Canvas) -> Iterator[Line]:
    rows = counted(done.rows, "membership")
    what = f"{rows} of {counted(done.rings, 'ring')} in {done.sweep_id}, {numbers.size(done.file.bytes)}"
    yield from wrapped(head(f"{canvas.safe(str(done.file.path))}: {what}. Holds raw ids: internal use."), canvas.width)
    yield from facts([fact("sha256", done.file.sha256)], canvas.width, 11)


def _memberships(done: "WrittenMemberships") -> work.Memberships:
    return {
        "sweep_id": done.sweep_id,
        "file": _plain_file(done.file),
        "memberships": done.rows,
        "rings": done.rings,
    }
