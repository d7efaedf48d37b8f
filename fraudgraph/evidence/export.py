"""`export`: the evidence subgraph of one ring as files that others open, with their hashes in the custody log."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.evidence import files, read_back
from fraudgraph.evidence.formats import csv_pair, graphml, node_link
from fraudgraph.evidence.source import ring_and_store
from fraudgraph.evidence.subgraph import Subgraph, subgraph
from fraudgraph.model.progress import Progress, Silence
from fraudgraph.model.safe_text import inert, spreadsheet

if TYPE_CHECKING:
    from fraudgraph.case import Case


class Format(NamedTuple):
    """How a format is written, under which names, and how a name is escaped in it."""

    write: Callable[[Subgraph, Sequence[Path]], None]
    paths: Callable[[Path], tuple[Path, ...]]
    escape: Callable[[str], str]


FORMATS: Mapping[str, Format] = {
    "graphml": Format(graphml.write, lambda path: (path,), inert),
    "json": Format(node_link.write, lambda path: (path,), lambda text: text),
    "csv": Format(csv_pair.write, csv_pair.paths_of, spreadsheet),
}


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Where to and what. format: of FORMATS (None: by the file's extension); all_edges: every sighting; force:
    replace files.
    """

    output: Path
    format: str | None = None
    all_edges: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What left the case. identifiers: (kind, how many); escaped: names that had to be; sightings: edges that could
    have been taken; read_back: who found the same nodes and edges in the file.
    """

    ring_id: str
    sweep_id: str
    format: str
    files: tuple[files.WrittenFile, ...]
    accounts: int
    identifiers: tuple[tuple[str, int], ...]
    edges: int
    sightings: int
    escaped: int
    read_back: tuple[str, ...]

    @property
    def nodes(self) -> int:
        """Accounts and identifiers."""
        return self.accounts + sum(number for _, number in self.identifiers)


def export_ring(case: "Case", ring_id: int, options: ExportOptions, progress: Progress | None = None) -> Exported:
    """Write the ring of the latest sweep, read it back, record it, and only then give the files their names.

    UsageError for a file in the way or a format that is not known; FraudgraphError if a reader counts otherwise
    than we do.
    """
    name = format_of(options)
    chosen = FORMATS[name]
    paths = chosen.paths(options.output)
    files.refuse_existing(paths, options.force)
    progress = progress or Silence()
    progress.stage("choose", None, "edges")
    graph = subgraph_of(case, ring_id, options.all_edges)
    with files.drafts(paths) as drafts:
        progress.stage("write", None, "nodes")
        chosen.write(graph, drafts)
        progress.stage("read back", len(read_back.READERS[name]), "readers")
        _check(name, drafts, graph, progress)
        progress.done()
        _record(case, graph, name, paths, drafts)
        written = tuple(files.publish(draft, path, options.force) for draft, path in zip(drafts, paths, strict=True))
    return _exported(graph, name, written)


def format_of(options: ExportOptions) -> str:
    """The format asked for, or that of the extension."""
    extension = options.output.suffix.lower().removeprefix(".")
    name = options.format or extension
    if name not in FORMATS:
        what = (
            f'no format is called "{options.format}"'
            if options.format
            else f"{options.output}: the extension names no format"
        )
        raise UsageError(what, hint=f"end the file in .{', .'.join(FORMATS)}, or name one with --format")
    return name


def subgraph_of(case: "Case", ring_id: int, all_edges: bool = False) -> Subgraph:
    """The evidence subgraph of a ring of the latest sweep. NotSwept, NotFound as `ring_and_store`."""
    return subgraph(*ring_and_store(case, ring_id), all_edges)


def _check(name: str, drafts: Sequence[Path], graph: Subgraph, progress: Progress) -> None:
    expected = read_back.Counts(*graph.size)
    for number, (reader, read) in enumerate(read_back.READERS[name].items(), 1):
        found = read(drafts)
        progress.advance(number, reader)
        if found != expected:
            raise FraudgraphError(
                f"{reader} reads {found.nodes:,} nodes and {found.edges:,} edges back, "
                f"not {expected.nodes:,} and {expected.edges:,}",
                kept="Nothing was written.",
                hint="this is a mistake in fraudgraph: please report it",
            )


def _record(case: "Case", graph: Subgraph, name: str, paths: Sequence[Path], drafts: Sequence[Path]) -> None:
    nodes, edges = graph.size
    detail = {
        "sweep": graph.sweep_id,
        "format": name,
        "nodes": nodes,
        "edges": edges,
        "files": [[inert(path.name), files.digest(draft)] for path, draft in zip(paths, drafts, strict=True)],
    }
    with case.transaction() as ledger:
        case.custody.append(ledger, "export", graph.ring_id, detail)


def _exported(graph: Subgraph, name: str, written: tuple[files.WrittenFile, ...]) -> Exported:
    escape = FORMATS[name].escape
    values = [str(value) for table in graph.nodes for value in table.column("value")]
    kinds = Counter(str(kind) for kind in graph.identifiers.column("kind"))
    return Exported(
        ring_id=graph.ring_id,
        sweep_id=graph.sweep_id,
        format=name,
        files=written,
        accounts=len(graph.accounts),
        identifiers=tuple(sorted(kinds.items())),
        edges=len(graph.edges),
        sightings=graph.sightings,
        escaped=sum(escape(value) != value for value in values),
        read_back=tuple(read_back.READERS[name]),
    )
