"""Words that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

All = Annotated[bool, typer.Option("--all", help="Every row; through $PAGER on a terminal.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.", show_default=False)]
Ids = Annotated[bool, typer.Option("--ids", help="Only account ids, one a line.", show_default=False)]
RingId = Annotated[str, typer.Argument(metavar="RING", help="A ring: R-0007, r7 or 7.", show_default=False)]
OutFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.", show_default=False)
]
