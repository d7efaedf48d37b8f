"""Draw what a command prints on a terminal: `python docs/pictures/draw.py OUT.svg WIDTH ROWS COMMAND...`

The command runs on a terminal of its own (a pty), so colours, widths and glyphs are those that a person sees.
"""

import fcntl
import os
import pty
import struct
import sys
import termios
from pathlib import Path

from rich.console import Console
from rich.text import Text

# rich's own template loads fonts from the network; a picture in a document must not
FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<style>{styles} text {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
}}</style> <defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}"
height="{terminal_height}"/></clipPath> {lines}</defs> <rect width="100%" height="100%" rx="6" fill="#0c0c0c"/> <g
transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)"> {backgrounds}<g
class="{unique_id}-matrix">{matrix}</g></g></svg>
"""


def on_a_terminal(command: list[str], width: int, rows: int) -> str:
    """Everything that the command writes to a terminal of that size."""
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, width, 0, 0))
        os.environ.update(TERM="xterm-256color", COLUMNS=str(width), LINES=str(rows))
        os.execvp(command[0], command)
    output = b""
    while True:
        try:
            some = os.read(terminal, 65536)
        except OSError:  # the terminal closes when the command ends
            break
        if not some:
            break
        output += some
    os.waitpid(pid, 0)
    return output.decode().replace("\r\n", "\n")


def main() -> None:
    """Draw one picture."""
    out, width, rows, *command = sys.argv[1:]
    text = Text.from_ansi(on_a_terminal(command, int(width), int(rows)))
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=int(width), file=nowhere, force_terminal=True)
        console.print(Text("$ " + " ".join(command), style="bold"))
        console.print(text)
        console.save_svg(out, title="", code_format=FORMAT)


if __name__ == "__main__":
    main()
