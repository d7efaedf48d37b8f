"""Signs of abuse beside innocent ways to get there, and what speaks against it."""

from collections.abc import Iterator, Sequence

from fraudgraph.assess.balance import NO_RING, by_group
from fraudgraph.cli import numbers
from fraudgraph.cli.lines import Line, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas
from fraudgraph.cli.tables import Column, Layout, Row, layout, not_shown
from fraudgraph.investigate.views.ring import RingView
from fraudgraph.model.rings import Sign, State

_MARKS = {State.PRESENT: "+", State.ABSENT: ".", State.UNKNOWN: "?"}
_UNITS = {"days": "d", "hours": "h", "times": "times"}


def draw(view: RingView, canvas: Canvas) -> Iterator[Line]:
    """Both tables in the same columns, then their balance and who the others are."""
    left = max(len(_said(sign)) for sign in view.ring.signs) if view.ring.signs else 0
    yield from _for(view, canvas, left)
    yield from _against(view, canvas, left)
    yield from wrapped(line(_balance(view)), canvas.width)
    nothing = ", ".join(kind.word for kind in view.empty_kinds)
    unloaded = f" No facts loaded for {nothing}." if nothing else ""
    others = f"others: the {counted(view.others_accounts, 'account')} in no ring{_beside(view)}.{unloaded}"
    yield from wrapped(line(others), canvas.width)


def _balance(view: RingView) -> str:
    """Indicator bits of both sides; never bits of linkage."""
    ring = view.ring
    sides = (sum(by_group(ring.signs, against).values()) for against in (False, True))
    for_, against = (numbers.tenths(abs(side)) for side in sides)
    said = f"balance of signs: {for_} for less {against} against, one sign of a group a side (indicator bits, "
    if ring.calibrated is None:
        return said + "uncalibrated)"
    learned = f"{'-' if ring.calibrated < 0 else '+'}{numbers.tenths(abs(ring.calibrated))}"
    return said + f"calibrated on {counted(ring.judged_rings, 'judged ring')}: {learned})"


def _beside(view: RingView) -> str:
    """Which signs were compared with rings of similar size and shape instead."""
    other = [sign for sign in view.ring.signs if sign.reference != NO_RING and sign.others is not None]
    if not other:
        return ""
    named = ", ".join(sign.name.replace("_", " ") for sign in other)
    return f"; for {named}: {other[0].reference} that otherwise look honest"


def _for(view: RingView, canvas: Canvas, left: int) -> Iterator[Line]:
    signs = view.ring.signs_for
    measured = [sign for sign in signs if sign.state is not State.UNKNOWN]
    present = sum(sign.state is State.PRESENT for sign in signs)
    title = f"signs of abuse: {count(present)} of {count(len(measured))} present"
    columns = (
        Column(title.ljust(left)),
        Column("ring", right=True),
        Column("others", right=True),
        Column("innocent ways to get there", rank=1, flow=26),
    )
    rows = [(_said(sign), value(sign, sign.ring), value(sign, sign.others), sign.innocent) for sign in signs]
    yield from _drawn(signs, rows, layout(columns, rows, canvas.width), canvas)


def _against(view: RingView, canvas: Canvas, left: int) -> Iterator[Line]:
    signs = view.ring.signs_against
    columns = (
        Column("what speaks against it".ljust(left)),
        Column("accounts", right=True),
        Column("how to read it", rank=1, flow=26),
    )
    rows = [(_said(sign), _accounts(sign), sign.innocent) for sign in signs]
    yield from _drawn(signs, rows, layout(columns, rows, canvas.width), canvas)


def _drawn(signs: Sequence[Sign], rows: Sequence[Row], fitted: Layout, canvas: Canvas) -> Iterator[Line]:
    """The table. Where there is no room for its last column, what stands in it follows each sign that is present."""
    yield fitted.header()
    if not fitted.dropped:
        yield from fitted.rows(rows)
        return
    for sign, row in zip(signs, rows, strict=True):
        yield fitted.row(row)
        if sign.state is State.PRESENT and sign.innocent:
            yield from wrapped(line(f"    or: {sign.innocent}"), canvas.width, 8)
    if any(sign.state is not State.PRESENT for sign in signs):
        yield from wrapped(not_shown((f"{fitted.dropped[0]}, of signs not present",)), canvas.width)


def _said(sign: Sign) -> str:
    mark = "-" if sign.against and sign.state is State.PRESENT else _MARKS[sign.state]
    return f"{mark} {sign.sentence}"


def _accounts(sign: Sign) -> str:
    """How many members it concerns; where that is no question, the ring's value."""
    if sign.state is State.UNKNOWN:
        return numbers.UNKNOWN
    return value(sign, sign.ring) if sign.accounts is None else count(sign.accounts)


def value(sign: Sign, number: float | None) -> str:
    """A sign's value in its unit; `?` where nothing measures it."""
    if number is None:
        return numbers.UNKNOWN
    if sign.unit == "share":
        return numbers.ratio(number)
    exact = number == int(number) and sign.unit != "times"
    said = count(int(number)) if exact else numbers.tenths(number)
    return f"{said} {_UNITS[sign.unit]}" if sign.unit in _UNITS else said
