"""Pages whose commands run as they are written there.

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

ROOT = Path(__file__).resolve().parents[2]
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
    python = "\n".join(PYTHON.findall(match["body"]))
    if unknown or not (commands or python):
        raise ValueError(
            f"block {match['name']}: unknown words {unknown}" if unknown else f"block {match['name']}: no command"
        )
    codes = [int(word.removeprefix("exit=")) for word in words if word.startswith("exit=")]
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


def run_block(block: Block, folder: Path) -> list[str]:
    """Run a block; what each command wrote to stdout. AssertionError where one does not return what the page says."""
    expected = [0] * (len(block.commands) - 1) + [block.exit_code]
    written = [_run_one(command, code, folder) for command, code in zip(block.commands, expected, strict=False)]
    if block.python:
        (folder / "cells.py").write_text(block.python, encoding="utf-8")
        _run_one("python cells.py", 0, folder)
    return written


def _run_one(command: str, code: int, folder: Path) -> str:
    done = run(command, folder)
    assert done.returncode == code, f"$ {command}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout
