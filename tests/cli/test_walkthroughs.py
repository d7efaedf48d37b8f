"""The commands of README, of the cookbook, of examples and of the page on Python run as they are written there.

Between `<!-- run: NAME -->` and `<!-- end -->` every ```console block is run: a line that opens with `$ ` is a
command, lines that open with `> ` continue it, all others show output. ```python blocks run too, all of one marked
place in one interpreter, after its commands. Blocks of one NAME share one empty folder, in the order of the page.
Words after NAME: `exit=4` (what the last command of this block returns), `slow` (NAME is left to `make test-full`).
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "docs/python.md", "examples/stripe-and-litellm/README.md")
MARKED = re.compile(r"<!-- run: (?P<name>[\w-]+)(?P<options>[^>]*?) *-->\n(?P<body>.*?)<!-- end -->", re.DOTALL)
FENCED = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """Commands of one marked place; exit_code: of the last one, the others must return 0."""

    name: str
    commands: tuple[str, ...]
    exit_code: int
    slow: bool
    python: str = ""


def commands_in(console: str) -> tuple[str, ...]:
    """The commands of one console block, each with its continuation lines."""
    commands: list[str] = []
    for line in console.splitlines():
        if line.startswith("$ "):
            commands.append(line[2:])
        elif line.startswith("> ") and commands:
            commands[-1] += "\n" + line[2:]
    return tuple(commands)


def blocks_of(page: str) -> list[Block]:
    """The marked blocks of a page; a marker without its end, or without a command, is an error."""
    found = [read_block(match) for match in MARKED.finditer(page)]
    if len(found) != page.count("<!-- run:") or len(found) != page.count("<!-- end -->"):
        raise ValueError("a `<!-- run: NAME -->` has no `<!-- end -->`, or the other way round")
    return found


def read_block(match: re.Match[str]) -> Block:
    """One marked place as a block."""
    words = match["options"].split()
    unknown = [word for word in words if word != "slow" and not re.fullmatch(r"exit=\d+", word)]
    commands = tuple(line for console in FENCED.findall(match["body"]) for line in commands_in(console))
    if unknown or not commands:
        raise ValueError(
            f"block {match['name']}: unknown words {unknown}" if unknown else f"block {match['name']}: no command"
        )
    codes = [int(word.removeprefix("exit=")) for word in words if word.startswith("exit=")]
    python = "\n".join(PYTHON.findall(match["body"]))
    return Block(match["name"], commands, codes[0] if codes else 0, "slow" in words, python)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one command as a person at a shell would, with the environment's programs first on PATH."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "PROJECT": str(ROOT), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


BLOCKS = [(page, block) for page in PAGES for block in blocks_of((ROOT / page).read_text(encoding="utf-8"))]
NAMES = [
    pytest.param(*place, marks=[pytest.mark.slow] if any(b.slow for p, b in BLOCKS if (p, b.name) == place) else [])
    for place in dict.fromkeys((page, block.name) for page, block in BLOCKS)
]


@pytest.mark.parametrize(("page", "name"), NAMES)
def test_pages_run_as_written(page: str, name: str, tmp_path: Path) -> None:
    """Each command of the page returns what the page says, from an empty folder, and shows no traceback."""
    for block in (block for where, block in BLOCKS if (where, block.name) == (page, name)):
        expected = [0] * (len(block.commands) - 1) + [block.exit_code]
        for command, code in zip(block.commands, expected, strict=True):
            done = run(command, tmp_path)
            assert done.returncode == code, f"$ {command}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stdout + done.stderr
        (tmp_path / "cells.py").write_text(block.python, encoding="utf-8")
        done = run("python cells.py", tmp_path)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_page_has_commands_that_are_run(page: str) -> None:
    """It shows at least one path that this suite walks."""
    assert page in {where for where, _ in BLOCKS}


def test_block_reader_keeps_order_continuations_and_exit_code() -> None:
    """Commands are read line by line; output is left out; the exit code belongs to the last command."""
    page = "<!-- run: tour exit=4 -->\n```console\n$ cat > a <<X\n> one\n> X\nshown\n$ load a\n```\n"
    page += "```python\na = 1\n```\n<!-- end -->\n"
    assert blocks_of(page) == [Block("tour", ("cat > a <<X\none\nX", "load a"), 4, False, "a = 1\n")]


@pytest.mark.parametrize(
    "page",
    [
        "<!-- run: tour -->\n```console\n$ true\n```\n",
        "<!-- run: tour -->\n```\n$ true\n```\n<!-- end -->\n",
        "<!-- run: tour sloww -->\n```console\n$ true\n```\n<!-- end -->\n",
    ],
    ids=["no end", "no console block", "unknown word"],
)
def test_block_reader_refuses_what_it_would_not_run(page: str) -> None:
    """A slip in a marker fails the suite instead of skipping the commands."""
    with pytest.raises(ValueError, match=r"run:|block tour"):
        blocks_of(page)
