"""Pages whose commands run as they are written there.

Between `<!-- run: NAME -->` and `<!-- end -->` every ```console block is run: a line that opens with `$ ` is a
command, lines that open with `> ` continue it, all others show output. ```python blocks run too, all of one marked
place in one interpreter, after its commands. Blocks of one NAME share one empty folder, in the order of the page.
Words after NAME: `exit=4` (what the last command of this block returns), `slow` (NAME is left to `make test-full`).
"""

import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
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


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a command."""

    code: int
    shown: str
    narrated: str


def run(command: str, folder: Path, columns: int = 0) -> Done:
    """Run one command as a person at a shell would, with the environment's programs first on PATH.

    columns: of a terminal that stdout is (0: a pipe); one without colours or a cursor.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    plain = {"TERM": "dumb", "PYTHONUTF8": "1"}
    where = {"PATH": path, "PROJECT": str(ROOT), "PYTHONPATH": str(ROOT)}
    words = ["bash", "-o", "pipefail", "-c", command]
    with tempfile.TemporaryFile() as narration:
        reader, writer = _terminal(columns) if columns else os.pipe()
        with subprocess.Popen(
            words,
            cwd=folder,
            env={**os.environ, **plain, **where},
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=narration,
        ) as process:
            os.close(writer)
            shown = b"".join(_blocks(reader)).decode("utf-8").replace("\r\n", "\n")
        os.close(reader)
        narration.seek(0)
        return Done(process.returncode, shown, narration.read().decode("utf-8"))


def _terminal(columns: int) -> tuple[int, int]:
    """A terminal of so many columns and forty rows: our end, and that of the command."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    return ours, theirs


def _blocks(reader: int) -> Iterator[bytes]:
    with contextlib.suppress(OSError):  # how a terminal says that the other side is closed
        while block := os.read(reader, 65_536):
            yield block


def run_block(block: Block, folder: Path, columns: int = 0) -> list[str]:
    """Run a block; what each command showed. AssertionError where one does not return what the page says."""
    codes = [0] * (len(block.commands) - 1) + [block.exit_code]
    shown = [_checked(command, code, folder, columns) for command, code in zip(block.commands, codes, strict=False)]
    if block.python:
        (folder / "cells.py").write_text(block.python, encoding="utf-8")
        _checked("python cells.py", 0, folder, columns)
    return shown


def _checked(command: str, code: int, folder: Path, columns: int) -> str:
    done = run(command, folder, columns)
    assert done.code == code, f"$ {command}\n{done.shown}\n{done.narrated}"
    assert "Traceback" not in done.shown + done.narrated
    return done.shown
