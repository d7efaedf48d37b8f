"""A real terminal for one command: a pseudo-terminal of a given size, and everything that arrived on it."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping


def on_terminal(
    *words: str, columns: int = 100, rows: int = 50, env: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run `fraudgraph WORDS` with stdin, stdout and stderr on a terminal; exit code, and what it received."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    surroundings = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", **(env or {})}
    command = [sys.executable, "-m", "fraudgraph", *words]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings, close_fds=True) as run:
        os.close(theirs)
        received = b""
        while True:
            try:
                block = os.read(ours, 65_536)
            except OSError:  # the other side is closed
                break
            if not block:
                break
            received += block
        code = run.wait()
    os.close(ours)
    return code, received.decode("utf-8").replace("\r\n", "\n")
