"""The help of every command, and the manual made of it. `python -m tests.cli.pages` writes both anew."""

import contextlib
import io
import os
from pathlib import Path

from fraudgraph.cli.commands import ORDER
from fraudgraph.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "cli.md"
SNAPSHOTS = Path(__file__).parent / "snapshots"
_OPENING = """\
# Commands

This page is made of the help of each command: `python -m tests.cli.pages` writes it anew.

Data goes to stdout, narration to stderr. On a terminal a list is a screenful, `--all` shows every row, and what is
longer than the terminal goes through `$PAGER` (`PAGER=cat` for none); in a pipe a list is TSV with every row and
column. `--json` prints one object with `schema_version`; bits have six decimals there, times are RFC 3339 in UTC, and
each document has a schema in [schemas](schemas/): `COMMAND.json`, and `error.json` for one that fails. `NO_COLOR`
and `--ascii` do what they say. What stands in quotes, as `"acct_\\u202e0441"`, is a name with characters that a reader
could not see or would take for others; every command takes it back in that form.

`fraudgraph --install-completion` makes Tab complete commands, options, rings and accounts of the case. It reads the
ledger only, and offers no name that a shell could take apart or run: those are typed in quotes.

Ctrl-C (or SIGTERM) ends a command at once with exit code 130, and what stands is said: a load or a sweep is stored
whole or not at all.

Settings come from flags, then `FRAUDGRAPH_CASE`, `FRAUDGRAPH_MEMORY`, `FRAUDGRAPH_THREADS`, `FRAUDGRAPH_ACTOR` (who the
custody log names), `FRAUDGRAPH_DEBUG=1` (tracebacks), then `./fraudgraph.toml`, then `~/.config/fraudgraph/config.toml`
(both with the same names in lower case: `case = "june"`), then defaults.

| exit | means |
|---|---|
| 0 | done |
| 1 | error: what, what was kept, and what to do stand on stderr |
| 2 | the words of the command do not fit together |
| 3 | findings, where `--fail-on` asked for it |
| 4 | stored, but some rows were rejected |
| 5 | another command writes to the case |
| 6 | a hash, a chain or a signature does not hold |
| 7 | the case was written by a newer version, or by something else |
| 130 | stopped; what stands is said |
"""


def help_page(*words: str) -> str:
    """What `fraudgraph WORDS --help` prints at 80 columns."""
    shown = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with contextlib.redirect_stdout(shown):
            assert main([*words, "--help"]) == 0
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before
    return shown.getvalue()


def manual() -> str:
    """The whole of docs/cli.md."""
    parts = [_OPENING]
    for name in ("", *ORDER):
        title = f"fraudgraph {name}".rstrip()
        parts.append(f"## {title}\n\n```text\n{help_page(*name.split()).rstrip()}\n```\n")
    return "\n".join(parts)


def snapshot(name: str) -> Path:
    """Where the help of a command is kept."""
    return SNAPSHOTS / f"{name.replace(' ', '-')}.txt"


def write() -> None:
    """Manual and snapshots."""
    MANUAL.write_text(manual(), encoding="utf-8")
    SNAPSHOTS.mkdir(exist_ok=True)
    for name in ORDER:
        snapshot(name).write_text(help_page(*name.split()), encoding="utf-8")


if __name__ == "__main__":
    write()
