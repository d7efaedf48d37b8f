"""Words that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from fraudgraph.cli import completion

All = Annotated[bool, typer.Option("--all", help="Every row; through $PAGER on a terminal.", show_default=False)]
Memory = Annotated[
    str | None,
    typer.Option(
        "--memory", metavar="SIZE", help="What queries hold at most before they spill: 4GB.", show_default=False
    ),
]
Threads = Annotated[
    int | None,
    typer.Option("--threads", metavar="NUMBER", help="Cores that may be kept busy.", show_default=False),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.", show_default=False)]
Ids = Annotated[bool, typer.Option("--ids", help="Only account ids, one a line.", show_default=False)]
RingId = Annotated[
    str,
    typer.Argument(
        metavar="RING", help="A ring: R-0007, r7 or 7.", show_default=False, autocompletion=completion.rings
    ),
]
OutFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.", show_default=False)
]
