"""`node`: an identifier and who holds it, or an account and what it is known by. Holders outside the ring stand
first: they test it.
"""

from collections import Counter
from collections.abc import Iterator

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import nodes
from fraudgraph.cli.lines import Line, Style, Word, Words, fact, facts, ident, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import attributes, plain
from fraudgraph.cli.screens import said as said_of
from fraudgraph.cli.tables import Column, layout, not_shown
from fraudgraph.investigate.views.judged import Judged
from fraudgraph.investigate.views.node import HolderRow, IdentifierNode

_COLUMNS = (
    Column("holder", style=Style.ID),
    Column("ring", style=Style.ID),
    Column("tier"),
    Column("status", rank=1),
    Column("events", right=True),
    Column("first seen", rank=3),
    Column("last seen", rank=2),
)
_FEW = 8
"""Holders on a screenful: the identifier's own record stays in sight."""


def identifier(view: IdentifierNode, everything: bool = False) -> Screen:
    """The screen of an identifier. everything: every holder."""
    return Screen(lambda canvas: _draw(view, canvas), lambda: data(view), everything=everything)


def judged_words(judged: Judged | None) -> str:
    """`no judgement`, or which."""
    return f"judged {judged.verdict}, J-{judged.judgement_id:04d}" if judged else "no judgement"


def _draw(view: IdentifierNode, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(_answer(view, canvas), canvas.width)
    yield from facts(_facts(view, canvas), canvas.width, 11)
    yield from _eras(view, canvas)
    shown = view.rows if canvas.limit is None else view.rows[:_FEW]
    ids = names.shortened((row.account_id for row in shown), canvas.glyphs)
    rows = [_row(row, ids, canvas) for row in shown]
    columns = [column if column.title != "events" else Column(_events(view), right=True) for column in _COLUMNS]
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from map(fitted.row, rows)
    if len(shown) < len(view.rows):
        yield line(f"{count(len(shown))} of {count(len(view.rows))} shown: --all")
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped), canvas.width)


def _answer(view: IdentifierNode, canvas: Canvas) -> Line:
    name = Word(f"{view.kind.word} {canvas.safe(view.value)}", Style.HEAD)
    hub = f"a hub: {canvas.safe(view.hub)}" if view.hub else "not a hub"
    said: list[Words] = [
        f"  {counted(view.holders, 'holder')}, ",
        *_where(view),
        f"; {hub}; {judged_words(view.judged)}",
    ]
    return line(name, *(Word(one, Style.HEAD) if isinstance(one, str) else one for one in said))


def _where(view: IdentifierNode) -> list[Words]:
    if view.main_ring is None:
        return ["none in a ring" if view.sweep else "not swept yet"]
    ring = ident(names.ring_id(view.main_ring))
    if view.in_ring == view.holders:
        return ["all in ", ring]
    other = view.holders - view.in_ring - view.in_no_ring
    rest = [f"{count(other)} in other rings"] * bool(other) + [f"{count(view.in_no_ring)} in no ring"] * bool(
        view.in_no_ring
    )
    return [f"{count(view.in_ring)} in ", ring, "".join(f", {one}" for one in rest)]


def _facts(view: IdentifierNode, canvas: Canvas) -> list[tuple[str, Line]]:
    seen = (
        f"{times.moment(view.first_us)} to {times.stamp(view.last_us)}"
        if view.first_us is not None
        else "times unknown"
    )
    rows = [
        fact("seen", "; ".join(part for part in (seen, _bits(view)) if part)),
        fact(_events(view), _record(view, canvas)),
    ]
    known = attributes.said(view.attributes, canvas)
    rows += [fact("known", known)] if known else []
    return [*rows, *said_of.rows(view.words, canvas)]


def _eras(view: IdentifierNode, canvas: Canvas) -> Iterator[Line]:
    """Where the value changed hands: each era, and how many hold it."""
    eras = Counter(row.era for row in view.rows if row.era)
    if eras:
        held = ", ".join(f"{canvas.safe(era)} {counted(many, 'holder')}" for era, many in sorted(eras.items()))
        lifetime = f"{counted(view.kind.lifetime_days, 'day')}" if view.kind.lifetime_days else "its lifetime"
        said = f"its holders are more than {lifetime} apart: {counted(len(eras), 'identifier')}, {held}"
        yield from facts([fact("eras", said)], canvas.width, 11)


def _bits(view: IdentifierNode) -> str:
    if view.weakest_bits is None or view.strongest_bits is None:
        return ""
    low, high = numbers.bits(view.weakest_bits), numbers.bits(view.strongest_bits)
    return f"{high if low == high else f'{low} to {high}'} bits between two holders"


def _events(view: IdentifierNode) -> str:
    return "payments" if view.payments else "events"


def _record(view: IdentifierNode, canvas: Canvas) -> str:
    said = count(view.events)
    if view.payments:
        said += ": " + ", ".join(
            f"{count(number)} {canvas.safe(outcome) if outcome else 'of unknown outcome'}"
            for outcome, number in view.payments
        )
    if view.share_below is None or view.median_holders is None:
        return said
    median = numbers.median(view.median_holders)
    return f"{said}. More holders than {numbers.ratio(view.share_below)} of its kind (median {median})"


def _row(row: HolderRow, ids: dict[str, str], canvas: Canvas) -> list[Words]:
    return [
        ids[row.account_id],
        names.ring_id(row.ring_id) or Word("none"),
        row.tier.value if row.tier else "",
        canvas.safe(row.status) if row.status else numbers.UNKNOWN,
        count(row.events),
        times.date(row.first_us),
        times.date(row.last_us),
    ]


def data(view: IdentifierNode) -> nodes.IdentifierNode:
    """The identifier for JSON."""
    return {
        "sweep": plain.sweep(view.sweep),
        "kind": view.kind.name,
        "family": view.kind.family.value,
        "value": view.value,
        "holders": view.holders,
        "main_ring_id": names.ring_id(view.main_ring) or None,
        "holders_in_main_ring": view.in_ring,
        "holders_in_no_ring": view.in_no_ring,
        "hub": view.hub or None,
        "judgement": plain.judged(view.judged),
        **said_of.data(view.words),
        "first_seen": times.iso(view.first_us),
        "last_seen": times.iso(view.last_us),
        "least_pair_bits": None if view.weakest_bits is None else numbers.bits_number(view.weakest_bits),
        "greatest_pair_bits": None if view.strongest_bits is None else numbers.bits_number(view.strongest_bits),
        "events": view.events,
        "payments": dict(view.payments),
        "share_with_fewer_holders": view.share_below,
        "median_holders": view.median_holders,
        "attributes": attributes.data(view.attributes),
        "rows": [_plain_row(row) for row in view.rows],
    }


def _plain_row(row: HolderRow) -> nodes.Holder:
    return {
        "account_id": row.account_id,
        "ring_id": names.ring_id(row.ring_id) or None,
        "tier": row.tier.value if row.tier else None,
        "member_class": row.member_class.value if row.member_class else None,
        "status": row.status or None,
        "events": row.events,
        "first_seen": times.iso(row.first_us),
        "last_seen": times.iso(row.last_us),
        "era": row.era or None,
    }
