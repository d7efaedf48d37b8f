"""`export`: the evidence subgraph of a ring, for a graph tool, a browser or a document."""

from pathlib import Path
from typing import Annotated

import typer

from fraudgraph.cli import door, options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError
from fraudgraph.model.ids import Minted, read_id

File = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Where to: .graphml, .json or .csv.", show_default=False),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="graphml, json or csv, if not told by name.", show_default=False),
]
Page = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="A page to explore, with everything in it.", show_default=False),
]
Svg = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="A picture for a document.", show_default=False)
]
AllEdges = Annotated[
    bool, typer.Option("--all-edges", help="Every sighting, not the strongest of each kind.", show_default=False)
]


@command(
    "export",
    "fraudgraph export R-0007 -o r0007.graphml",
    "fraudgraph export R-0007 --html r0007.html --svg r0007.svg",
    "fraudgraph export 7 -o r0007.csv --all-edges",
)
def export(
    desk: Desk,
    ring: options.RingId,
    output: File = None,
    format: Format = None,
    html: Page = None,
    svg: Svg = None,
    all_edges: AllEdges = False,
    force: options.Force = False,
    graph: door.Asked = None,
    database: door.Database = None,
) -> Screen:
    """Write the evidence subgraph of a ring.

    Its members, the identifiers that hold them together, and each member's strongest evidence of each kind.
    GraphML, node-link JSON, or a pair of CSV files (-nodes.csv, -edges.csv); read back
    before it gets its name, GraphML by igraph too. --html and --svg draw it instead, with every sighting: the page
    needs no server and asks nothing of any.
    """
    from fraudgraph.cli.screens.exported import drawn, exported

    _one_way(output, (html, svg), format, all_edges)
    ring_id, narrator = read_id(Minted.RING, ring), desk.narrator(stages=False)
    names = " and ".join(str(path) for path in (output, html, svg) if path is not None)
    with door.case(desk, graph, database) as case, stoppable(f"{names} was not written.", narrator):
        if output is not None:
            from fraudgraph.evidence.export import ExportOptions, export_ring

            chosen = ExportOptions(output, format, all_edges, force)
            return exported(export_ring(case, ring_id, chosen, narrator), case.kinds())
        from fraudgraph.evidence.draw import DrawOptions, draw_ring

        return drawn(draw_ring(case, ring_id, DrawOptions(html, svg, force), narrator), case.kinds())


def _one_way(
    output: Path | None, drawings: tuple[Path | None, Path | None], format: str | None, all_edges: bool
) -> None:
    """UsageError unless the subgraph goes to a file for tools, or to drawings."""
    to_draw = any(path is not None for path in drawings)
    if output is None and not to_draw:
        raise UsageError("where to is not said", hint="name a file: -o FILE.graphml, --html FILE or --svg FILE")
    if output is not None and to_draw:
        raise UsageError(
            "-o and drawings are two exports", hint="run it twice: once with -o, once with --html or --svg"
        )
    if to_draw and (format is not None or all_edges):
        raise UsageError("--format and --all-edges belong to -o", hint="leave them out: a drawing has every sighting")
