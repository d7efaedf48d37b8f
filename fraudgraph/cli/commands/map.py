"""`map`: a mapping file drafted from files, or that of a preset."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from fraudgraph.cli import options
from fraudgraph.cli.answer import Desk
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="FILE", help="Files, folders or globs; - is stdin.", show_default=False),
]
Preset = Annotated[
    str | None,
    typer.Option("--preset", metavar="NAME", help="Print the mapping file of a preset instead.", show_default=False),
]
Table = Annotated[
    str | None,
    typer.Option("--table", metavar="NAME", help="What the files hold, if not told by columns.", show_default=False),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="csv, tsv, ndjson or parquet.", show_default=False),
]


@command(
    "map",
    "fraudgraph map calls.csv -o calls.toml",
    "fraudgraph map exports/*.parquet --table exchanges",
    "fraudgraph map --preset stripe > mine.toml",
)
def map(
    desk: Desk,
    files: Sources = None,
    preset: Preset = None,
    table: Table = None,
    format: Format = None,
    output: options.OutFile = None,
    force: options.Force = False,
) -> Screen:
    """Draft a mapping file from files of any columns.

    Columns are recognised by their names and by what their values look like. No value is shown: beside each column
    stands its form, aaa_999. What is left out is listed with the reason. Check the draft, then load with --mapping.
    """
    from fraudgraph.cli.screens.drafted import drafted, of_preset
    from fraudgraph.ingest import LoadOptions
    from fraudgraph.ingest.presets import preset_text
    from fraudgraph.ingest.recognise import draft_mapping

    if bool(files) == bool(preset):
        raise UsageError("name files, or --preset", hint="fraudgraph map calls.csv -o calls.toml")
    if preset:
        text = preset_text(preset)
        _write(output, text, force)
        return of_preset(preset, text, output)
    chosen = LoadOptions(table=table, format=format, stdin=sys.stdin.buffer if "-" in (files or ()) else None)
    found = draft_mapping(files or (), chosen)
    _write(output, found.text, force)
    return drafted(found, output)


def _write(output: Path | None, text: str, force: bool) -> None:
    if output is None:
        return
    from fraudgraph.evidence.files import drafts, publish, refuse_existing

    refuse_existing([output], force)
    with drafts([output]) as (draft,):
        draft.write_text(text, encoding="utf-8")
        publish(draft, output, force)
