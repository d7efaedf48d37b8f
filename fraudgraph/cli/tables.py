"""Tables that fit: widths in cells, columns that give way by rank, and the names of those that did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fraudgraph.cli.lines import Line, Style, Word, Words, breaks, pad, word, wrapped
from fraudgraph.model.safe_text import cells

GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """One column. rank: 0 always stays, the highest goes first; joint: a sign between this column and the one
    before it, in the header; flow: if it is the last one it may be wrapped, down to so many cells.
    """

    title: str
    right: bool = False
    rank: int = 0
    style: Style = Style.PLAIN
    joint: str = ""
    flow: int = 0

    @property
    def gap(self) -> int:
        """Cells before the column."""
        return len(GAP) + (len(GAP) + 1 if self.joint else 0)


Row = Sequence[Words]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns stand, how wide each is, and which had to go (titles, in their order)."""

    columns: tuple[Column, ...]
    kept: tuple[int, ...]
    widths: tuple[int, ...]
    dropped: tuple[str, ...]

    @property
    def width(self) -> int:
        """Cells that the table takes."""
        return _total(self.columns, self.kept, self.widths)

    def header(self) -> Line:
        """The titles."""
        return self._line([Word(column.title) for column in self.columns], titles=True)

    def rows(self, rows: Sequence[Row]) -> Iterator[Line]:
        """Every row; where the last column flows, a row may take several lines."""
        last = self.kept[-1]
        for row in rows:
            if not self.columns[last].flow:
                yield self.row(row)
                continue
            first, *more = wrapped(Line((word(row[last]),)), self.widths[last])
            yield self.row([*row[:last], first.plain, *row[last + 1 :]])
            blank = [""] * len(row)
            yield from (self.row([*blank[:last], one.plain, *blank[last + 1 :]]) for one in more)

    def row(self, row: Row) -> Line:
        """One row on one line; ids and waiting states take the column's style unless the cell brings its own."""
        styled = [
            Word(cell.text, cell.style or column.style)
            for cell, column in zip(map(word, row), self.columns, strict=True)
        ]
        return self._line(styled)

    def _line(self, row: Sequence[Word], titles: bool = False) -> Line:
        words: list[Word] = []
        for place, index in enumerate(self.kept):
            column = self.columns[index]
            joint = f"{GAP}{column.joint}{GAP}" if titles and column.joint else " " * column.gap
            words += [Word(joint)] * (place > 0)
            words += pad(row[index], self.widths[index], column.right)
        return Line(tuple(words))


def layout(columns: Sequence[Column], rows: Sequence[Row], width: int) -> Layout:
    """The widths of a table, after columns of the highest rank gave way until it fits in `width` cells. A column that
    may go and says nothing in any row is not missed.
    """
    widths = tuple(
        max([cells(column.title), *(cells(word(row[index]).text) for row in rows)])
        for index, column in enumerate(columns)
    )
    least = [
        min(widths[place], _longest_word(column, [row[place] for row in rows])) if column.flow else widths[place]
        for place, column in enumerate(columns)
    ]
    told = [place for place, one in enumerate(columns) if not one.rank or any(word(row[place]).text for row in rows)]
    kept = list(told)
    while _total(columns, kept, least) > width and any(columns[index].rank for index in kept):
        kept.remove(max(kept, key=lambda index: (columns[index].rank, index)))
    dropped = tuple(columns[index].title for index in told if index not in kept)
    last = kept[-1]
    if columns[last].flow:
        room = width - _total(columns, kept, widths) + widths[last]
        widths = (*widths[:last], max(least[last], min(widths[last], room)), *widths[last + 1 :])
    return Layout(tuple(columns), tuple(kept), widths, dropped)


def _longest_word(column: Column, found: Sequence[Words]) -> int:
    """Cells that a column which flows needs at least: what it asks for, its title, and any word that is not broken."""
    words = [part for one in found for part in word(one).text.split(" ")]
    return max([column.flow, cells(column.title), *(cells(one) for one in words if not breaks(one))])


def _total(columns: Sequence[Column], kept: Sequence[int], widths: Sequence[int]) -> int:
    return sum(widths[index] + columns[index].gap * (place > 0) for place, index in enumerate(kept))


def table(columns: Sequence[Column], rows: Sequence[Row], width: int) -> Iterator[Line]:
    """Header, rows, and a line that names what is not shown."""
    fitted = layout(columns, rows, width)
    yield fitted.header()
    yield from map(fitted.row, rows)
    if fitted.dropped:
        yield not_shown(fitted.dropped)


def not_shown(dropped: Sequence[str], where: str = "--json") -> Line:
    """What the width left out, and where it is."""
    return Line((Word(f"not shown at this width: {', '.join(dropped)} ({where})"),))
