"""`node` of an account: its standing, its plain record, and what it shares."""

from collections.abc import Iterator

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import nodes
from fraudgraph.cli.lines import Line, Style, Word, fact, facts, ident, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import activity, attributes, plain, said
from fraudgraph.cli.screens.node import judged_words
from fraudgraph.cli.tables import Column, Row, layout, not_shown
from fraudgraph.investigate.views.node import AccountNode, Known

# No titles are shown: each cell says what it is. Titles name what the width left out.
_COLUMNS = (
    Column("kind"),
    Column("identifier", style=Style.ID),
    Column("holders", right=True),
    Column("in ring", right=True, rank=1),
    Column("in no ring", right=True, rank=3),
    Column("bits", right=True),
    Column("seen", rank=2),
)
_FEW = 12


def account(view: AccountNode, everything: bool = False) -> Screen:
    """The screen of an account. everything: every identifier, hubs and its own too."""
    return Screen(lambda canvas: _draw(view, canvas), lambda: data(view), everything=everything)


def _draw(view: AccountNode, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(_answer(view, canvas), canvas.width)
    yield from facts(_facts(view, canvas), canvas.width, 11)
    known = view.shared if canvas.limit is None else view.shared[:_FEW]
    ids = names.shortened({one.value for one in known}, canvas.glyphs)
    rows = [_known(one, ids, view) for one in known]
    fitted = layout(_COLUMNS, rows, canvas.width)
    yield from map(fitted.row, rows)
    yield from attributes.draw(((one.kind.word, ids[one.value], one.attributes) for one in known), canvas, 11)
    if len(rows) < len(view.shared):
        yield line(f"{count(len(rows))} of {count(len(view.shared))} shown: --all")
    if canvas.limit is None:
        yield from _apart(view, canvas)
    if rows and fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped), canvas.width)


def _answer(view: AccountNode, canvas: Canvas) -> Line:
    status = canvas.safe(view.status) if view.status else "status unknown"
    name, judged = Word(canvas.safe(view.facts.account_id), Style.HEAD), f"; {judged_words(view.judged)}"
    if view.member is None:
        where = "in no ring" if view.sweep else "not swept yet"
        return line(name, Word(f"  {status}; {where}{judged}", Style.HEAD))
    kinds = sum(1 for _, units in view.member.kind_bits if units > 0)
    linked = f", {numbers.bits(view.member.member_bits)} bits over {counted(kinds, 'kind')}{judged}"
    tier = Word(f"  {status}; {view.member.tier.value} in ", Style.HEAD)
    return line(name, tier, ident(names.ring_id(view.member.ring_id)), Word(linked, Style.HEAD))


def _facts(view: AccountNode, canvas: Canvas) -> list[tuple[str, Line]]:
    rows = [fact("account", _record(view, canvas)), fact("exchanges", _exchanges(view))]
    if view.facts.daily:
        marks, meaning = activity.drawn(view.facts.daily, canvas, 11)
        rows += [fact("activity", marks), fact("", meaning)]
    return [*rows, *said.rows(view.words, canvas), fact("known by", _known_by(view))]


def _record(view: AccountNode, canvas: Canvas) -> str:
    known = view.facts
    said = [f"created {times.stamp(known.created_us)}" if known.created_us is not None else "creation unknown"]
    said += [canvas.safe(known.country)] if known.country else []
    for name, value in (("plan", known.plan), ("billing", known.billing), ("organisation", known.organization_id)):
        said += [f"{name} {canvas.safe(value)}"] if value else []
    said += [f"e-mail domain {canvas.safe(known.email_domain)}"] if known.email_domain else []
    said += [f"suspended {times.stamp(known.suspended_us)}"] if known.suspended_us is not None else []
    return ", ".join(said)


def _exchanges(view: AccountNode) -> str:
    known = view.facts
    if known.first_us is None or view.days is None:
        return f"{count(known.exchanges)}"
    span = f"{times.moment(known.first_us)} to {times.stamp(known.last_us)}, {times.utc_days(view.days)}"
    served = "outcome not given" if known.served is None else f"{count(known.served)} served"
    return f"{count(known.exchanges)}; {span}; {served}"


def _known_by(view: AccountNode) -> str:
    whole = len(view.shared) + len(view.hubs) + len(view.own)
    parts = [
        f"{count(len(view.shared))} shared" + (" (below)" if view.shared else ""),
        f"{counted(len(view.hubs), 'hub')} ({numbers.verb(len(view.hubs), 'tells', 'tell')} nothing)"
        if view.hubs
        else "",
        f"{count(len(view.own))} its own" if view.own else "",
    ]
    return f"{counted(whole, 'identifier')}: {', '.join(part for part in parts if part)}"


def _known(one: Known, ids: dict[str, str], view: AccountNode) -> Row:
    ring = names.ring_id(view.member.ring_id) if view.member else ""
    return (
        one.kind.word,
        ids[one.value],
        counted(one.holders, "holder"),
        f"{count(one.in_ring)} in {ring}" if ring else "",
        f"{count(one.in_no_ring)} in no ring" if one.in_no_ring else "",
        f"{numbers.bits(one.bits)} bits",
        times.between(one.first_us, one.last_us),
    )


def _apart(view: AccountNode, canvas: Canvas) -> Iterator[Line]:
    """What tells nothing of others: hubs, and identifiers that no one else has."""
    for kind, value, holders, reason in view.hubs:
        why = f": {canvas.safe(reason)}" if reason else ""
        yield from wrapped(
            line(f"hub  {kind.word} {canvas.safe(value)}, {counted(holders, 'holder')}{why}"), canvas.width, 5
        )
    for one in view.own:
        parts = (times.between(one.first_us, one.last_us), attributes.said(one.attributes, canvas))
        own = ", ".join([f"{one.kind.word} {canvas.safe(one.value)}", *filter(None, parts)])
        yield from wrapped(line(f"own  {own}"), canvas.width, 5)


def data(view: AccountNode) -> nodes.AccountNode:
    """The account for JSON."""
    known = view.facts
    return {
        "sweep": plain.sweep(view.sweep),
        "account_id": known.account_id,
        "status": view.status or None,
        "member": plain.member(view.member),
        "judgement": plain.judged(view.judged),
        **said.data(view.words),
        "created": times.iso(known.created_us),
        "country": known.country,
        "organization_id": known.organization_id,
        "email_domain": known.email_domain,
        "plan": known.plan,
        "billing": known.billing,
        "suspended": times.iso(known.suspended_us),
        "exchanges": known.exchanges,
        "served": known.served,
        "first_exchange": times.iso(known.first_us),
        "last_exchange": times.iso(known.last_us),
        "days": view.days,
        "daily": [{"day": times.day(number), "exchanges": many} for number, many in known.daily],
        "shared": [_plain_known(one) for one in view.shared],
        "own": [_plain_known(one) for one in view.own],
        "hubs": [
            {"kind": kind.name, "value": value, "holders": holders, "why": why or None}
            for kind, value, holders, why in view.hubs
        ],
    }


def _plain_known(one: Known) -> nodes.Known:
    return {
        "kind": one.kind.name,
        "family": one.kind.family.value,
        "value": one.value,
        "holders": one.holders,
        "holders_in_ring": one.in_ring,
        "holders_in_no_ring": one.in_no_ring,
        "link_bits": numbers.bits_number(one.bits),
        "count": one.count,
        "first_seen": times.iso(one.first_us),
        "last_seen": times.iso(one.last_us),
        "sources": list(one.sources),
        "attributes": attributes.data(one.attributes),
    }
