"""What a command returns: the same answer as lines, as one JSON object and, for lists, as rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from fraudgraph.cli import names, times
from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.cli.lines import Line
from fraudgraph.errors import Exit
from fraudgraph.investigate.rows import Rows, Type, Value

PIPE_WIDTH = 100
UNICODE = Glyphs()


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a screen is drawn on. width: cells; limit: rows of a list that a screenful holds (None: every row)."""

    width: int = PIPE_WIDTH
    limit: int | None = None
    glyphs: Glyphs = UNICODE

    def safe(self, text: str) -> str:
        """Text from the data as this output may show it."""
        return names.safe(text, self.glyphs)

    def shown(self, rows: int) -> int:
        """How many of that many rows are shown."""
        return rows if self.limit is None else min(rows, self.limit)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list for a pipe: every column and every row; None is an empty cell. No titles: no header."""

    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """The same as text: times as RFC 3339."""
        instants = [place for place, field in enumerate(rows.fields) if field.type is Type.TIME]
        return cls(rows.columns, (_written(cells, instants) for cells in rows.cells))


def _written(cells: Sequence[Value], instants: Sequence[int]) -> list[object]:
    row: list[object] = list(cells)
    for place in instants:
        us = cells[place]
        assert us is None or isinstance(us, int)
        row[place] = times.iso(us)
    return row


@dataclass(frozen=True, slots=True)
class Screen:
    """One answer. draw, data, listing: made when asked for, so that a pipe does not pay for a terminal.

    hints: commands that a person could run next (at most three are shown, on a terminal); everything: `--all` was
    given.
    """

    draw: Callable[[Canvas], Iterable[Line]]
    data: Callable[[], Mapping[str, object]]
    listing: Callable[[], Listing] | None = None
    hints: tuple[str, ...] = ()
    exit_code: Exit = Exit.OK
    everything: bool = False
