"""The cookbook with what its commands show. `python -m tests.cli.cookbook` types them all and takes changes over."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.cli.walkthroughs import FENCED, MARKED, ROOT, commands_in, read_block, run_block

PAGE = ROOT / "docs" / "cookbook.md"
COLUMNS = 100
MOST_LINES = 18
"""Of what one command shows."""


def played(page: str, folder: Path) -> str:
    """The page, its marked commands run in order in one folder, with what they show below them."""

    def place(match: re.Match[str]) -> str:
        shown = iter(run_block(read_block(match), folder, COLUMNS))
        return FENCED.sub(lambda fence: _console(fence[1], shown), match[0])

    return MARKED.sub(place, page)


def _console(text: str, shown: Iterator[str]) -> str:
    lines: list[str] = []
    for command in commands_in(text):
        first, *more = command.split("\n")
        lines += [f"$ {first}", *(f"> {one}" for one in more), *_cut(next(shown).splitlines())]
    return "".join(["```console\n", *(f"{one}\n" for one in lines), "```"])


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "..."]


def write() -> None:
    """The page, played."""
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(played(PAGE.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")


if __name__ == "__main__":
    write()
