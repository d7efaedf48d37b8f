"""`fingerprint`: a filter that prompts do not pass."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from fraudgraph.cli import options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

if TYPE_CHECKING:
    from fraudgraph.ingest.fingerprint import Filtered

Source = Annotated[str, typer.Argument(metavar="FILE", help="A file; - (or none) is stdin.", show_default=False)]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key-file", metavar="FILE", help="The key: 16 bytes or more, kept secret.", show_default=False),
]
Mapping = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="Which source column is which (TOML).", show_default=False),
]
Preset = Annotated[
    str | None, typer.Option("--preset", metavar="NAME", help="Read an export of litellm or otel.", show_default=False)
]
Account = Annotated[
    str | None,
    typer.Option(
        "--account", metavar="COLUMN", help="Where the account stands, if not where --preset says.", show_default=False
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="csv, tsv, ndjson or parquet.", show_default=False),
]

NumericTokens = Annotated[
    bool, typer.Option("--numeric-tokens", help="Payment tokens only look like card numbers.", show_default=False)
]


@command(
    "fingerprint",
    "fraudgraph fingerprint calls.parquet --key-file prompts.key -o clean.parquet",
    "export-calls | fraudgraph fingerprint --key-file prompts.key > clean.csv",
)
def fingerprint(
    desk: Desk,
    file: Source = "-",
    key_file: KeyFile = None,
    mapping: Mapping = None,
    preset: Preset = None,
    account: Account = None,
    format: Format = None,
    numeric_tokens: NumericTokens = False,
    output: options.OutFile = None,
    force: options.Force = False,
) -> Screen:
    """Replace prompts by their fingerprints, as a filter.

    For prompts that must not leave their system; no case is needed. Only columns that a load would read pass, and
    the five columns of a fingerprint in place of the prompts. Loading the result gives the facts that loading the
    prompts under the same key gives. Exit 4: some rows could not be read, or held a card number, and did not pass.
    """
    from fraudgraph.cli.screens.filtered import filtered
    from fraudgraph.ingest import LoadOptions
    from fraudgraph.ingest.fingerprint import fingerprint as work

    stdin = sys.stdin.buffer
    chosen = LoadOptions(mapping, preset, account, None, 0.0, numeric_tokens, key_file, format, stdin)
    if output is not None:
        return filtered(_to_file(output, force, lambda out: work(file, chosen, out)), output)
    if desk.output.json:
        raise UsageError("--json needs -o: rows and the account of them cannot share stdout", hint="add -o FILE")
    with stoppable("What was written so far is not the whole file."):
        result = work(file, chosen, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    return filtered(result, None)


def _to_file(output: Path, force: bool, work: "Callable[[BinaryIO], Filtered]") -> "Filtered":
    """The file is there whole, or not at all."""
    from fraudgraph.evidence.files import drafts, publish, refuse_existing

    refuse_existing([output], force)
    with stoppable(f"{output} was not written."), drafts([output]) as (draft,):
        with draft.open("wb") as out:
            result = work(out)
        publish(draft, output, force)
    return result
