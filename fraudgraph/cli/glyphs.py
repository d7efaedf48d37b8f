"""Bars, sparklines and joints, in block characters or in ASCII."""

from collections.abc import Sequence
from dataclasses import dataclass

_EIGHTHS = " ▏▎▍▌▋▊▉"
_SPARKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of drawings. ascii: the output cannot carry UTF-8, or was asked not to."""

    ascii: bool = False

    @property
    def ellipsis(self) -> str:
        """What stands for the middle of a long id."""
        return "..." if self.ascii else "…"

    @property
    def dash(self) -> str:
        """What joins two accounts on a path."""
        return "--" if self.ascii else "──"

    def branch(self, ends: bool) -> str:
        """What a line of a tree hangs on; ends: nothing hangs below it."""
        if self.ascii:
            return "`-" if ends else "+-"
        return "└─" if ends else "├─"

    def trunk(self, ends: bool) -> str:
        """What stands before the further lines of the same."""
        return "  " if ends else "| " if self.ascii else "│ "

    def bar(self, part: int, largest: int, width: int = 20) -> str:
        """A bar of `part` where `largest` takes `width` cells; rounded down, but anything above zero shows."""
        if part <= 0 or largest <= 0:
            return ""
        eighths = max(1, part * width * 8 // largest)
        if self.ascii:
            return "#" * max(1, (eighths + 4) // 8)
        return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()

    def spark(self, values: Sequence[int]) -> str:
        """One mark a value, scaled to the largest; zero is a dot, so that a quiet day is seen."""
        top = max(values, default=0)
        marks = "12345678" if self.ascii else _SPARKS
        zero = "." if self.ascii else "·"
        return "".join(marks[min(7, value * 8 // top)] if value else zero for value in values)
