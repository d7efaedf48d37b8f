"""Models and capabilities of a ring, beside everyone else: two tables side by side where the width allows."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from fraudgraph.cli import numbers
from fraudgraph.cli.documents import rings
from fraudgraph.cli.lines import Line, Word, pad
from fraudgraph.cli.numbers import count
from fraudgraph.cli.screen import Canvas
from fraudgraph.cli.tables import Column, Row, layout
from fraudgraph.investigate.views.ring import MixTable

_ROWS = 3
_LABEL = 9
_GAP = 4


def draw(tables: Sequence[MixTable], canvas: Canvas) -> Iterator[Line]:
    """Every table; a row for what is not listed, so that the columns add up."""
    drawn = [list(_one(one, canvas)) for one in tables if one.ring_total]
    widths = [max(row.width for row in block) for block in drawn]
    if len(drawn) == 2 and sum(widths) + _GAP <= canvas.width:
        for left, right in zip_longest(*drawn, fillvalue=Line()):
            yield Line((*pad(left.plain, widths[0] + _GAP), *right.words))
        return
    for block in drawn:
        yield from block


def _one(mix: MixTable, canvas: Canvas) -> Iterator[Line]:
    listed, rest = (mix.rows, ()) if len(mix.rows) <= _ROWS else (mix.rows[: _ROWS - 1], mix.rows[_ROWS - 1 :])
    rows: list[Row] = [_row(canvas.safe(one.value), one.ring, one.others, mix) for one in listed]
    if rest:
        ring, others = sum(one.ring for one in rest), sum(one.others for one in rest)
        rows.append(_row(f"{count(len(rest))} more", ring, others, mix))
    columns = (
        Column(mix.column.ljust(_LABEL)),
        Column("exchanges", right=True),
        Column("ring", right=True),
        Column("others", right=True),
    )
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from map(fitted.row, rows)


def _row(name: str, ring: int, others: int, mix: MixTable) -> Row:
    return (Word(name), count(ring), numbers.share(ring, mix.ring_total), numbers.share(others, mix.others_total))


def data(tables: Sequence[MixTable]) -> list[rings.Mix]:
    """The same for JSON, every row."""
    return [
        {
            "column": one.column,
            "ring_exchanges": one.ring_total,
            "others_exchanges": one.others_total,
            "rows": [{"value": row.value, "ring": row.ring, "others": row.others} for row in one.rows],
        }
        for one in tables
    ]
