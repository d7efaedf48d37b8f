"""`why` of one account and many others: how many links hold, then a line each, strongest first."""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from fraudgraph.cli import names, numbers
from fraudgraph.cli.documents import walks
from fraudgraph.cli.lines import Line, Style, Word, Words, ident, line, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.screens import plain, reach
from fraudgraph.cli.screens.why import LEGEND
from fraudgraph.cli.tables import Column, Row, layout, not_shown
from fraudgraph.investigate.views.why import Standing
from fraudgraph.investigate.views.whys import LinkRow, WhysView
from fraudgraph.model.safe_text import visible

_COLUMNS = (
    Column("account", style=Style.ID),
    Column("bits", right=True),
    Column("kinds", right=True),
    Column("the link"),
    Column("ring", style=Style.ID),
    Column("strongest", rank=1),
    Column("identifier", style=Style.ID, rank=1),
    Column("holders", right=True, rank=2),
)
_LISTED = ("account_id", "pair_bits", "families", "standing", "reasons", "ring_id", "kind", "value", "holders")

_PLURAL = {Standing.HOLDS: "hold", Standing.WEAKENS: "weaken", Standing.FALLS: "fall"}


def whys(view: WhysView, everything: bool = False) -> Screen:
    """The screen. everything: every row."""
    return Screen(
        draw=lambda canvas: _draw(view, canvas),
        data=lambda: _data(view),
        listing=lambda: Listing(_LISTED, map(_cells, view.rows)),
        hints=tuple(f"fraudgraph why {_typed(view.first)} {_typed(row.account_id)}" for row in view.rows[:1]),
        everything=everything,
    )


def _typed(name: str) -> str:
    return shlex.quote(visible(name))


def _draw(view: WhysView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(_answer(view, canvas), canvas.width)
    yield from wrapped(line(*_scope(view, canvas)), canvas.width)
    shown = view.rows[: canvas.shown(len(view.rows))]
    if not shown:
        return
    ids = names.shortened((row.account_id for row in shown), canvas.glyphs)
    values = names.shortened({row.best.value for row in shown if row.best}, canvas.glyphs)
    rows = [_row(row, ids, values) for row in shown]
    yield Line()
    fitted = layout(_COLUMNS, rows, canvas.width)
    yield fitted.header()
    yield from map(fitted.row, rows)
    if len(shown) < len(view.rows):
        yield line(f"{count(len(shown))} of {counted(len(view.rows), 'link')} shown, most bits first: --all")
    yield from wrapped(line(LEGEND), canvas.width)
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped), canvas.width)


def _answer(view: WhysView, canvas: Canvas) -> Line:
    many = Counter(row.standing for row in view.rows)
    said = ", ".join(f"{count(many[one])} {verb(many[one], one.value, _PLURAL[one])}" for one in Standing if many[one])
    first = Word(canvas.safe(view.first), Style.HEAD)
    return line(first, Word(f" and {counted(len(view.rows), 'other account')}: {said or 'nobody'}", Style.HEAD))


def _scope(view: WhysView, canvas: Canvas) -> list[Words]:
    said: list[Words] = [reach.scope(view.sweep)]
    if view.first_member:
        said += [f" It is {view.first_member.tier.value} in ", ident(names.ring_id(view.first_member.ring_id)), "."]
    if view.unknown:
        some = ", ".join(canvas.safe(name) for name in view.unknown[:3])
        many = len(view.unknown)
        said.append(f" {counted(many, 'name')} {verb(many, 'is', 'are')} not in the facts: {some}.")
    return said


def _row(row: LinkRow, ids: dict[str, str], values: dict[str, str]) -> Row:
    return (
        ids[row.account_id],
        numbers.bits(row.bits),
        count(row.kinds),
        row.standing.value,
        names.ring_id(row.member.ring_id) if row.member else Word("none"),
        row.best.kind.word if row.best else "nothing in common",
        values[row.best.value] if row.best else "",
        count(row.best.holders) if row.best else "",
    )


def _cells(row: LinkRow) -> Sequence[object]:
    best = row.best
    ring = names.ring_id(row.member.ring_id) if row.member else None
    strongest = (best.kind.name, best.value, best.holders) if best else (None, None, None)
    bits = numbers.bits_number(row.bits)
    return (row.account_id, bits, row.kinds, row.standing.value, row.reasons, ring, *strongest)


def _data(view: WhysView) -> walks.Whys:
    return {
        "sweep": plain.sweep(view.sweep),
        "account_id": view.first,
        "member": plain.member(view.first_member),
        "unknown": list(view.unknown),
        "links": [_plain_row(row) for row in view.rows],
    }


def _plain_row(row: LinkRow) -> walks.LinkLine:
    best = row.best
    return {
        "account_id": row.account_id,
        "pair_bits": numbers.bits_number(row.bits),
        "families": row.kinds,
        "standing": row.standing.value,
        "reasons": row.reasons,
        "ring_id": names.ring_id(row.member.ring_id) if row.member else None,
        "kind": best.kind.name if best else None,
        "value": best.value if best else None,
        "holders": best.holders if best else None,
    }
