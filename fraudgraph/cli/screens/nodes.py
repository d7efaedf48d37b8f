"""`node` of several names: where they all stand, then a line each."""

from collections.abc import Iterator, Sequence

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import walks
from fraudgraph.cli.lines import Line, Style, Word, head, line, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.screens import plain, reach
from fraudgraph.cli.tables import Column, Row, layout, not_shown, table
from fraudgraph.investigate.views.nodes import AccountRow, IdentifierRow, NodesView

_ACCOUNTS = (
    Column("account", style=Style.ID),
    Column("ring", style=Style.ID),
    Column("tier"),
    Column("bits", right=True),
    Column("status", rank=1),
    Column("exchanges", right=True, rank=2),
    Column("first", rank=4),
    Column("last", rank=3),
)
_IDENTIFIERS = (
    Column("kind"),
    Column("identifier", style=Style.ID),
    Column("holders", right=True),
    Column("where they are", flow=24),
)
_LISTED = (
    "account_id",
    "kind",
    "value",
    "holders",
    "ring_id",
    "tier",
    "member_bits",
    "status",
    "exchanges",
    "first_exchange",
    "last_exchange",
)
_RINGS = 4


def nodes(view: NodesView, everything: bool = False) -> Screen:
    """The screen. everything: every row."""
    return Screen(
        draw=lambda canvas: _draw(view, canvas),
        data=lambda: _data(view),
        listing=lambda: Listing(_LISTED, _listed(view)),
        everything=everything,
    )


def _draw(view: NodesView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view, canvas)), canvas.width)
    yield from wrapped(line(_scope(view, canvas)), canvas.width)
    rings = view.reach.rings if canvas.limit is None else view.reach.rings[:_RINGS]
    if len(view.reach.rings) > 1:
        yield Line()
        rows = [row[:3] + row[4:] for row in map(tuple, reach.ring_rows(rings))]
        columns = reach.ring_columns("")
        yield from table(columns[:3] + columns[4:], rows, canvas.width)
        if len(rings) < len(view.reach.rings):
            yield line(f"{count(len(rings))} of {counted(len(view.reach.rings), 'ring')} shown: --all")
    yield from _accounts(view, canvas)
    yield from _identifiers(view, canvas)


def _answer(view: NodesView, canvas: Canvas) -> str:
    said = []
    if view.accounts:
        statuses = ", ".join(
            f"{count(many)} {canvas.safe(status) if status else 'of unknown status'}" for status, many in view.statuses
        )
        where = reach.spread(view.reach.spread, view.sweep is not None)
        said.append(f"{counted(len(view.accounts), 'account')}: {where}; {statuses}")
    if view.identifiers:
        many = counted(len(view.identifiers), "identifier")
        where = reach.spread(view.held.spread, view.sweep is not None)
        said.append(f"{many}, held by {counted(view.held.spread.accounts, 'account')}: {where}")
    return ". ".join(said) + "."


def _scope(view: NodesView, canvas: Canvas) -> str:
    said = reach.scope(view.sweep)
    if not view.unknown:
        return said
    some = ", ".join(canvas.safe(name) for name in view.unknown[:3])
    many = len(view.unknown)
    return f"{said} {counted(many, 'name')} {verb(many, 'is', 'are')} not in the facts: {some}."


def _accounts(view: NodesView, canvas: Canvas) -> Iterator[Line]:
    shown = view.accounts[: canvas.shown(len(view.accounts))]
    ids = names.shortened((row.account_id for row in shown), canvas.glyphs)
    rows: list[Row] = [
        (
            ids[row.account_id],
            names.ring_id(row.member.ring_id) if row.member else Word("none"),
            row.member.tier.value if row.member else "",
            numbers.bits(row.member.member_bits) if row.member else "",
            canvas.safe(row.status) if row.status else numbers.UNKNOWN,
            count(row.exchanges),
            times.date(row.first_us),
            times.date(row.last_us),
        )
        for row in shown
    ]
    yield from _table(_ACCOUNTS, rows, (len(view.accounts), "account"), canvas)


def _identifiers(view: NodesView, canvas: Canvas) -> Iterator[Line]:
    shown = view.identifiers[: canvas.shown(len(view.identifiers))]
    ids = names.shortened({row.value for row in shown}, canvas.glyphs)
    rows: list[Row] = [
        (
            row.kind.word,
            ids[row.value],
            count(row.holders.accounts),
            ("a hub; " if row.hub else "") + reach.spread(row.holders, view.sweep is not None),
        )
        for row in shown
    ]
    yield from _table(_IDENTIFIERS, rows, (len(view.identifiers), "identifier"), canvas)


def _table(columns: Sequence[Column], rows: Sequence[Row], whole: tuple[int, str], canvas: Canvas) -> Iterator[Line]:
    if not rows:
        return
    many, noun = whole
    yield Line()
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from fitted.rows(rows)
    if len(rows) < many:
        yield line(f"{count(len(rows))} of {counted(many, noun)} shown: --all")
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped), canvas.width)


def _listed(view: NodesView) -> Iterator[Sequence[object]]:
    for row in view.accounts:
        member = row.member
        ring, tier, bits = (
            (names.ring_id(member.ring_id), member.tier.value, numbers.bits_number(member.member_bits))
            if member
            else (None, None, None)
        )
        span = times.iso(row.first_us), times.iso(row.last_us)
        yield (row.account_id, None, None, None, ring, tier, bits, row.status or None, row.exchanges, *span)
    for one in view.identifiers:
        ring = names.ring_id(one.holders.main_ring) or None
        yield (None, one.kind.name, one.value, one.holders.accounts, ring, None, None, None, None, None, None)


def _data(view: NodesView) -> walks.Nodes:
    return {
        "sweep": plain.sweep(view.sweep),
        "accounts": [_plain_account(row) for row in view.accounts],
        "identifiers": [_plain_identifier(row) for row in view.identifiers],
        "unknown": list(view.unknown),
        "reach": reach.spread_data(view.reach.spread),
        "held": reach.spread_data(view.held.spread),
        "rings": [reach.ring_data(one) for one in view.reach.rings],
    }


def _plain_account(row: AccountRow) -> walks.AccountLine:
    return {
        "account_id": row.account_id,
        "status": row.status or None,
        "member": plain.member(row.member),
        "exchanges": row.exchanges,
        "first_exchange": times.iso(row.first_us),
        "last_exchange": times.iso(row.last_us),
    }


def _plain_identifier(row: IdentifierRow) -> walks.IdentifierLine:
    return {
        "kind": row.kind.name,
        "value": row.value,
        "holders": reach.spread_data(row.holders),
        "hub": row.hub,
    }
