"""`export` and `members -o`: what left the case, what did not, and how to check it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fraudgraph.cli import numbers
from fraudgraph.cli.documents import parts, work
from fraudgraph.cli.lines import Line, fact, facts, head, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.model.kinds import Kind, kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fraudgraph.evidence import Exported, WrittenMemberships
    from fraudgraph.evidence.files import WrittenFile


def exported(done: "Exported", kinds: "Mapping[str, Kind]") -> Screen:
    """The screen of `export`."""
    return Screen(lambda canvas: _draw(done, kinds, canvas), lambda: _data(done))


def _draw(done: "Exported", kinds: "Mapping[str, Kind]", canvas: Canvas) -> Iterator[Line]:
    size = numbers.size(sum(file.bytes for file in done.files))
    what = f"{counted(done.nodes, 'node')}, {counted(done.edges, 'edge')}, {size}"
    yield from wrapped(
        head(f"{_named(done.files, canvas)}: {what}. Holds raw ids and addresses: internal use."), canvas.width
    )
    held = "".join(f" + {count(number)} {kind_of(kind, kinds).word}" for kind, number in done.identifiers)
    rows = [
        fact("nodes", f"{counted(done.accounts, 'account')}{held}"),
        fact("edges", _edges(done)),
        fact("read back", f"networkx and igraph: same counts; {counted(done.escaped, 'name')} escaped, 0 dropped"),
        *(fact("sha256", _sha(file, canvas, len(done.files))) for file in done.files),
    ]
    yield from facts(rows, canvas.width, 11)


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
        "read_back": ["networkx", "igraph"],
    }


def _plain_file(file: "WrittenFile") -> parts.File:
    return {"path": str(file.path), "bytes": file.bytes, "sha256": file.sha256}


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
