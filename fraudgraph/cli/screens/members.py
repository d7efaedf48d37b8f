"""`members`: who is in a ring, most bits first, with what each kind adds."""

from collections.abc import Iterator, Sequence

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import rings as documents
from fraudgraph.cli.lines import Line, Style, Words, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.screens import plain, roles, tiers
from fraudgraph.cli.tables import Column, layout, not_shown
from fraudgraph.investigate import listings
from fraudgraph.investigate.views.ring import MemberRow, MembersView
from fraudgraph.model.kinds import Kind


def members(view: MembersView, everything: bool = False) -> Screen:
    """The screen. everything: every row, not a screenful."""
    return Screen(
        draw=lambda canvas: _draw(view, canvas),
        data=lambda: _data(view),
        listing=lambda: Listing.of(listings.of_members(view)),
        everything=everything,
    )


def _draw(view: MembersView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    if view.tier is None:
        yield from tiers.draw(view.totals, canvas.width)
        yield Line()
    if not view.rows:
        return
    shown = view.rows[: canvas.shown(len(view.rows))]
    ids = names.shortened((row.member.account_id for row in shown), canvas.glyphs)
    judged = any(row.verdict for row in shown)
    columns = _columns(view.kinds, view.tier is None, judged)
    rows = [_row(row, ids, view, canvas, judged) for row in shown]
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from map(fitted.row, rows)
    yield from wrapped(line(_reach(len(shown), len(view.rows))), canvas.width)
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped, "--json"), canvas.width)


def _answer(view: MembersView) -> str:
    whole = view.ring.accounts
    ring = names.ring_id(view.ring.ring_id)
    if view.tier is None:
        return f"{counted(whole, 'member')} of {ring}, by tier. Linked is not abusive."
    rule = tiers.RULES[view.tier]
    found = counted(len(view.rows), f"{view.tier.value} member")
    return f"{found} of {count(whole)}. {rule[:1].upper()}{rule[1:]}."


def _reach(shown: int, whole: int) -> str:
    if shown == whole:
        return f"{count(whole)} of {count(whole)}, most bits first."
    return f"1 to {count(shown)} of {count(whole)}, most bits first. --all, or -o FILE.csv|parquet for every row."


def _columns(kinds: Sequence[Kind], with_tier: bool, judged: bool) -> list[Column]:
    return [
        Column("account", style=Style.ID),
        *([Column("tier", rank=3)] if with_tier else []),
        Column("bits", right=True),
        *(Column(kind.word, right=True, rank=1) for kind in kinds),
        *([Column("judged", rank=2)] if judged else []),
        Column("status", rank=2),
        Column("exchanges", right=True, rank=4),
        Column("first seen", rank=5),
        Column("role", rank=6),
    ]


def _row(row: MemberRow, ids: dict[str, str], view: MembersView, canvas: Canvas, judged: bool) -> list[Words]:
    member = row.member
    by_kind, role = dict(member.kind_bits), roles.word(member.role) if member.role else ""
    return [
        ids[member.account_id],
        *([member.tier.value] if view.tier is None else []),
        numbers.bits(member.member_bits),
        *(numbers.bits(by_kind[kind.name]) if by_kind.get(kind.name) else "" for kind in view.kinds),
        *([row.verdict] if judged else []),
        canvas.safe(row.status) if row.status else numbers.UNKNOWN,
        count(row.exchanges),
        times.date(row.first_us),
        canvas.safe(role) if role else "",
    ]


def _data(view: MembersView) -> documents.Members:
    return {
        "sweep": plain.sweep(view.sweep),
        "ring_id": names.ring_id(view.ring.ring_id),
        "tier": view.tier.value if view.tier else None,
        "tiers": tiers.data(view.totals),
        "members": [_plain_row(row) for row in view.rows],
    }


def _plain_row(row: MemberRow) -> documents.ListedMember:
    return {
        **plain.membership(row.member),
        "status": row.status or None,
        "exchanges": row.exchanges,
        "first_exchange": times.iso(row.first_us),
        "verdict": row.verdict or None,
    }
