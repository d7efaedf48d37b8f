"""`load`: files into facts."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fraudgraph.cli import options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.model.ids import Minted, show_id

if TYPE_CHECKING:
    from fraudgraph.config import Settings

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE", help="Files, folders or globs; - is stdin. CSV, TSV, NDJSON, Parquet; plain, .gz, .zst."
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="Which source column is which (TOML).", show_default=False),
]
Preset = Annotated[
    str | None,
    typer.Option("--preset", metavar="NAME", help="Read exports of stripe, ocsf, litellm or otel.", show_default=False),
]
Account = Annotated[
    str | None,
    typer.Option(
        "--account", metavar="COLUMN", help="Where the account stands, if not where --preset says.", show_default=False
    ),
]
Table = Annotated[
    str | None,
    typer.Option("--table", metavar="NAME", help="What the files hold, if not told by columns.", show_default=False),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="NAME", help="csv, tsv, ndjson or parquet, if not told by name.", show_default=False
    ),
]
MaxRejects = Annotated[
    float, typer.Option("--max-rejects", metavar="SHARE", help="Share of rows that may be rejected.")
]
NumericTokens = Annotated[
    bool,
    typer.Option("--numeric-tokens", help="Payment tokens only look like card numbers.", show_default=False),
]
KeyFile = Annotated[
    Path | None,
    typer.Option(
        "--key-file", metavar="FILE", help="Key of prompt fingerprints, outside the case.", show_default=False
    ),
]


@command(
    "load",
    "fraudgraph load exports/",
    "fraudgraph load payments.csv --preset stripe",
    "fraudgraph load charges.csv --mapping charges.toml --case june",
)
def load(
    desk: Desk,
    files: Sources,
    mapping: Mapping = None,
    preset: Preset = None,
    account: Account = None,
    table: Table = None,
    format: Format = None,
    max_rejects: MaxRejects = 0.01,
    numeric_tokens: NumericTokens = False,
    key_file: KeyFile = None,
    memory: options.Memory = None,
    threads: options.Threads = None,
) -> Screen:
    """Load files into the case, all of them or none.

    Every row is used, duplicate, superseded or rejected, and the sum closes. Exit 4: stored, but not all rows.
    """
    from fraudgraph.case import Case
    from fraudgraph.cli.screens.loaded import loaded
    from fraudgraph.ingest import LoadOptions
    from fraudgraph.ingest import load as store

    stdin = sys.stdin.buffer if "-" in files else None
    chosen = LoadOptions(mapping, preset, account, table, max_rejects, numeric_tokens, key_file, format, stdin)
    settings, narrator = desk.within(memory, threads).settings, desk.narrator(stages=False)
    next_load = _next_load(settings)
    stop = stoppable(lambda: _stands(settings, next_load), narrator)
    with stop, Case.create_or_open(settings.case, settings) as case:
        return loaded(store(case, files, chosen, narrator), mapping.name if mapping else preset)


def _next_load(settings: "Settings") -> int:
    """The number of the next load, read from the ledger as it is now."""
    from fraudgraph.case import Case
    from fraudgraph.errors import NotFound

    try:
        with Case.open(settings.case, settings) as case:
            return case.next_load_id()
    except NotFound:
        return 1


def _stands(settings: "Settings", number: int) -> str:
    """What a load that was to get this number has left: it may be stopped after it was stored."""
    if _next_load(settings) == number:
        return "Nothing of this load is stored."
    return f"{show_id(Minted.LOAD, number)} is stored: fraudgraph status"
