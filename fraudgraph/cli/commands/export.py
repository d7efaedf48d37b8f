"""`export`: the evidence subgraph of a ring."""

from pathlib import Path
from typing import Annotated

import typer

from fraudgraph.cli import options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.model.ids import Minted, read_id

File = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="Where to: .graphml, .json or .csv.", show_default=False)
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="graphml, json or csv, if not told by name.", show_default=False),
]
AllEdges = Annotated[
    bool, typer.Option("--all-edges", help="Every sighting, not the strongest of each kind.", show_default=False)
]


@command("export", "fraudgraph export R-0007 -o r0007.graphml", "fraudgraph export 7 -o r0007.csv --all-edges")
def export(
    desk: Desk,
    ring: options.RingId,
    output: File,
    format: Format = None,
    all_edges: AllEdges = False,
    force: options.Force = False,
) -> Screen:
    """Write the evidence subgraph of a ring.

    Its members, the identifiers that hold them together, and each member's strongest evidence of each kind.
    GraphML, node-link JSON, or a pair of CSV files (-nodes.csv, -edges.csv); read back with networkx and igraph.
    """
    from fraudgraph.cli.screens.exported import exported
    from fraudgraph.evidence import ExportOptions, export_ring

    chosen = ExportOptions(output, format, all_edges, force)
    narrator = desk.narrator(stages=False)
    with desk.case() as case, stoppable(f"{output} was not written.", narrator):
        return exported(export_ring(case, read_id(Minted.RING, ring), chosen, narrator), case.kinds())
