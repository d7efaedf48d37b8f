"""The one module that prints: screens to stdout, narration and errors to stderr. Nothing from the data passes
unescaped.
"""

import json
import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import IO, TYPE_CHECKING, TextIO

from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.cli.lines import Line, Style, Word, line, pad, wrapped
from fraudgraph.cli.screen import PIPE_WIDTH, Canvas, Listing, Screen
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.safe_text import inert

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA_VERSION = 1
MAX_HINTS = 3
_ROWS_AROUND_A_LIST = 14
_LEAST_ROWS = 10
_LABEL = 7
_HINT = 11
_RICH_STYLES = {Style.HEAD: "bold", Style.ID: "cyan", Style.WAITS: "yellow", Style.ERROR: "red"}


@dataclass(frozen=True, slots=True)
class Output:
    """How the answer was asked for. paged: what is longer than the terminal goes through the pager."""

    json: bool = False
    ascii: bool = False
    paged: bool = True


def show(screen: Screen, output: Output) -> None:
    """Print the answer: JSON if asked, styled lines on a terminal, TSV of a list or plain lines in a pipe."""
    if output.json:
        _write(sys.stdout, [document(screen.data())])
    elif sys.stdout.isatty():
        _on_terminal(screen, output)
    elif screen.listing is not None:
        _write(sys.stdout, _tsv(screen.listing()))
    else:
        glyphs = _glyphs(sys.stdout, output)
        _write(sys.stdout, (plain(one, glyphs) for one in screen.draw(Canvas(PIPE_WIDTH, None, glyphs))))
    hint(screen.hints)


def _on_terminal(screen: Screen, output: Output) -> None:
    size = shutil.get_terminal_size((PIPE_WIDTH, 40))
    lines = drawn(screen, size, _glyphs(sys.stdout, output))
    if output.paged and len(lines) >= size[1]:
        _page(lines, output)
    else:
        _print(lines, _console(sys.stdout), output)


def drawn(screen: Screen, size: tuple[int, int], glyphs: Glyphs) -> list[Line]:
    """A screen where a person reads it. size: columns and rows of the terminal; a list gives way until the first line
    stays in sight.
    """
    columns, rows = size
    room = rows - len(screen.hints[:MAX_HINTS]) - 1
    limit = None if screen.everything else max(_LEAST_ROWS, rows - _ROWS_AROUND_A_LIST)
    lines = list(screen.draw(Canvas(columns, limit, glyphs)))
    while limit is not None and room < len(lines) <= room + limit - _LEAST_ROWS:
        limit -= 1
        lines = list(screen.draw(Canvas(columns, limit, glyphs)))
    return lines


def _print(lines: Iterable[Line], console: "Console", output: Output) -> None:
    """Styled lines; markup, highlighting and wrapping are off, so text stays text."""
    from rich.text import Text

    glyphs = _glyphs(sys.stdout, output)
    for one in lines:
        runs = groupby(one.words, key=lambda word: word.style)
        texts = (("".join(word.text for word in words), style) for style, words in runs)
        pieces = [(_last_guard(text, glyphs), _RICH_STYLES.get(style, "")) for text, style in texts]
        text = Text.assemble(*pieces)
        text.rstrip()
        console.print(text, soft_wrap=True, markup=False, highlight=False, emoji=False)


def _console(file: IO[str], colour: bool | None = None) -> "Console":
    from rich.console import Console

    return Console(file=file, force_terminal=colour, highlight=False, markup=False, emoji=False)


def _page(lines: Sequence[Line], output: Output) -> None:
    """Through $PAGER (less by default); plainly where there is none, or the terminal cannot move its cursor."""
    import subprocess

    command = shlex.split(os.environ.get("PAGER", "less"))
    if not command or shutil.which(command[0]) is None or os.environ.get("TERM") == "dumb":
        return _print(lines, _console(sys.stdout), output)
    surroundings = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    with (
        _deaf(),
        subprocess.Popen(command, stdin=subprocess.PIPE, text=True, encoding="utf-8", env=surroundings) as pager,
    ):
        assert pager.stdin is not None
        try:
            _print(lines, _console(pager.stdin, "NO_COLOR" not in os.environ), output)
            pager.stdin.close()
        except BrokenPipeError:
            pass  # the reader left before the end
    return None


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C inside is for the pager: less stops a search with it, and would be left without its writer."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def hint(commands: Sequence[str]) -> None:
    """What could be run next: stderr, and only where a person reads it."""
    if commands and sys.stderr.isatty() and sys.stdout.isatty():
        narrate(*(one.plain for one in hinted(commands)))


def hinted(commands: Sequence[str]) -> Iterator[Line]:
    """At most three commands, one below the other; none is broken, so that it can be copied."""
    for place, one in enumerate(commands[:MAX_HINTS]):
        yield line(*pad("" if place else "next", _HINT), one)


def narrate(*lines: str) -> None:
    """Lines to stderr."""
    glyphs = _glyphs(sys.stderr, Output())
    _write(sys.stderr, (_last_guard(one, glyphs) for one in lines))


def complain(error: FraudgraphError, output: Output) -> None:
    """`error:`, what was kept, `do:`, on stderr; with --json also one object on stdout."""
    glyphs = _glyphs(sys.stderr, output)
    if sys.stderr.isatty():
        width = shutil.get_terminal_size((PIPE_WIDTH, 40)).columns
        _print(explained(error, width), _console(sys.stderr), output)
    else:
        _write(sys.stderr, (plain(one, glyphs) for one in _said(error)))
    if output.json:
        fields = {"message": error.message, "kept": error.kept, "hint": error.hint, "exit_code": int(error.exit_code)}
        _write(sys.stdout, [document({"error": fields})])


def explained(error: FraudgraphError, width: int) -> Iterator[Line]:
    """An error where a person reads it."""
    return (part for one in _said(error) for part in wrapped(one, width, _LABEL))


def _said(error: FraudgraphError) -> Iterable[Line]:
    """An error as lines, each part under its label."""
    for label, style, text in (
        ("error:", Style.ERROR, error.message),
        ("", Style.PLAIN, error.kept),
        ("do:", Style.PLAIN, error.hint),
    ):
        for place, part in enumerate(text.split("\n") if text else ()):
            yield line(Word("" if place else label, style), " " * (_LABEL - (0 if place else len(label))), part)


def document(data: Mapping[str, object]) -> str:
    """What --json prints: one object, in ASCII, so that no character of it acts on a terminal."""
    return json.dumps({"schema_version": SCHEMA_VERSION, **data}, indent=2, allow_nan=False).replace("\x7f", "\\u007f")


def _tsv(listing: Listing) -> Iterable[str]:
    if listing.columns:
        yield "\t".join(listing.columns)
    for row in listing.rows:
        yield "\t".join(map(_cell, row))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return inert(value) if isinstance(value, str) and value else str(value)


def plain(one: Line, glyphs: Glyphs) -> str:
    """A line as it leaves for a pipe."""
    return _last_guard(one.plain, glyphs)


def _last_guard(text: str, glyphs: Glyphs) -> str:
    """Views escape what they show; should one forget, no control character leaves here all the same."""
    if text.isascii() and text.isprintable():
        return text
    passed = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
    return passed.encode("ascii", "backslashreplace").decode("ascii") if glyphs.ascii else passed


def _glyphs(file: TextIO, output: Output) -> Glyphs:
    """ASCII where asked for, or where the output cannot carry block characters."""
    try:
        "█…├·".encode(file.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Glyphs(ascii=True)
    return Glyphs(output.ascii)


def _write(file: TextIO, lines: Iterable[str]) -> None:
    for one in lines:
        file.write(one + "\n")
    file.flush()
