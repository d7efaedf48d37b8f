"""A real terminal for one command: a pseudo-terminal of a given size, everything that arrived on it, and Ctrl-C."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping

CTRL_C = b"\x03"


def on_terminal(
    *words: str, columns: int = 100, rows: int = 50, env: Mapping[str, str] | None = None, stop_at: bytes = b""
) -> tuple[int, str]:
    """Run `fraudgraph WORDS` with stdin, stdout and stderr on a terminal; exit code, and what it received.

    stop_at: when this has arrived, Ctrl-C is pressed, once: the whole foreground group hears it, as at a desk. The
    pager is `cat` unless env names one.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    surroundings = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", "PAGER": "cat", **(env or {})}
    command = [sys.executable, "-m", "fraudgraph", *words]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=surroundings,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as run:
        os.close(theirs)
        received = b"".join(_blocks(ours, stop_at))
        code = run.wait()
    os.close(ours)
    return code, received.decode("utf-8").replace("\r\n", "\n")


def _blocks(terminal: int, stop_at: bytes) -> Iterator[bytes]:
    """What arrives, until the other side is closed."""
    seen, waits = b"", bool(stop_at)
    while True:
        try:
            block = os.read(terminal, 65_536)
        except OSError:  # the other side is closed
            return
        if not block:
            return
        yield block
        seen += block
        if waits and stop_at in seen:
            os.write(terminal, CTRL_C)
            waits = False
