"""`ring`: state, reach, the figures a letter quotes, signs beside innocent ways, doubts, then proof."""

from collections.abc import Iterator

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import rings as documents
from fraudgraph.cli.lines import Line, Word, Words, fact, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import activity, checks, framing, mixes, plain, roles, said, signs, tiers
from fraudgraph.cli.screens.node import judged_words
from fraudgraph.cli.tables import Column, Row, layout
from fraudgraph.investigate.views.ring import RingView
from fraudgraph.model.kinds import Family
from fraudgraph.model.rings import BIT, Band, EvidenceClass

LABEL = 11
_BAR = 20
_REACH = {
    Band.LOOK_FIRST: "Indicators consistent with one operator: a lead only.",
    Band.FIND_MORE: "Not enough to act on: a lead only.",
    Band.MORE_AGAINST: "More against than for: often a firm, campus or event.",
    Band.JUDGED: "A person has judged it, and it has not changed since.",
}
_LINKED = (
    Column("linked by"),
    Column("bits an account"),
    Column("", right=True),
    Column("identifiers", right=True, rank=1),
    Column("accounts", right=True),
    Column("ring without it"),
)


def ring(view: RingView) -> Screen:
    """The screen."""
    name = names.ring_id(view.ring.ring_id)
    file = f"{name.lower().replace('-', '')}.graphml"
    weakly = " --tier periphery" if view.ring.periphery else ""
    hints = (f"fraudgraph members {name}{weakly}", f"fraudgraph export {name} -o {file}")
    return Screen(lambda canvas: _draw(view, canvas), lambda: data(view), hints=hints)


def _draw(view: RingView, canvas: Canvas) -> Iterator[Line]:
    for one in (head(_answer(view)), line(_reach(view))):
        yield from wrapped(one, canvas.width)
    yield Line()
    yield from facts(_figures(view), canvas.width, LABEL)
    yield Line()
    yield from signs.draw(view, canvas)
    yield Line()
    yield from tiers.draw(view.tiers, canvas.width)
    if view.ring.roles:
        yield from facts([fact("roles", roles.totals(view.ring.roles))], canvas.width, LABEL)
    yield Line()
    yield from _linked_by(view, canvas)
    yield from facts(framing.facts_of(view.framing, view.checks, view.ring.accounts), canvas.width, LABEL)
    yield Line()
    yield from _activity(view, canvas)
    yield from mixes.draw(view.mixes, canvas)
    yield from facts([*_proof(view), *said.rows(view.words, canvas)], canvas.width, LABEL)


def _answer(view: RingView) -> str:
    state = judged_words(view.judged) if view.judged else "not reviewed"
    state += ", changed since" if view.words.changed else ""
    return f"{names.ring_id(view.ring.ring_id)}  {state}; class {_class(view)}; {_still(view)}"


def _class(view: RingView) -> str:
    """The class and what carries it."""
    evidence = view.ring.ring_class
    if evidence is EvidenceClass.A:
        owning = [one.kind.word for one in view.linked_by if one.kind.family is Family.OWNERSHIP]
        return f"A ({', '.join(owning) or 'ownership'} and more)"
    return "B (two of network, content, timing)" if evidence is EvidenceClass.B else "C (too little of two families)"


def _still(view: RingView) -> str:
    if view.last_us is None:
        return "no exchanges known"
    if view.active_at_end or view.facts_end_us is None:
        return "still active when facts end"
    return f"last exchange {times.duration(view.facts_end_us - view.last_us)} before facts end"


def _reach(view: RingView) -> str:
    weakly = view.ring.periphery
    linked = f"{counted(view.ring.accounts, 'account')} linked" + (
        f", {count(weakly)} of them weakly" if weakly else ""
    )
    return f"{linked}. {_REACH[view.ring.band]}"


def _figures(view: RingView) -> list[tuple[str, Line]]:
    rows = [fact("exchanges", _exchanges(view))]
    if view.first_us is not None and view.days is not None:
        cut = ", cut by the end of facts" if view.cut_by_end else ""
        span = f"{times.moment(view.first_us)} to {times.stamp(view.last_us)}"
        rows.append(fact("window", f"{span}: {times.utc_days(view.days)}{cut}"))
    return [*rows, fact("accounts", _accounts(view)), fact("claims", _claims(view))]


def _exchanges(view: RingView) -> str:
    if view.exchanges is None:
        return "no facts"
    served = "outcome not given" if view.served is None else f"{count(view.served)} of them served"
    return f"{count(view.exchanges)} (rows after de-duplication, every outcome); {served}"


def _accounts(view: RingView) -> str:
    known = view.open_accounts is not None
    said = (
        f"{count(view.open_accounts)} open, {count(view.suspended_accounts)} suspended" if known else "status not given"
    )
    if not view.exchanges or not view.days:
        return said
    daily = numbers.tenths(view.exchanges / view.ring.accounts / view.days)
    active = numbers.tenths(view.exchanges / view.account_days) if view.account_days else numbers.UNKNOWN
    return f"{said}; {daily} exchanges a day over {times.utc_days(view.days)} each, {active} on active days"


def _claims(view: RingView) -> str:
    claims = view.claims
    judged = f"judged {claims.judged.verdict}" if claims.judged else "both unjudged"
    said = f"coordinated: {claims.coordinated.value}; commonly controlled: {claims.commonly_controlled.value}"
    return f"{said}; {judged}. Actor: {claims.actor.value}"


def _linked_by(view: RingView, canvas: Canvas) -> Iterator[Line]:
    accounts = view.ring.accounts
    largest = max((one.bits for one in view.linked_by), default=0)
    rows: list[Row] = [
        (
            one.kind.word,
            canvas.glyphs.bar(one.bits, largest, _BAR).ljust(_BAR),
            numbers.bits_each(one.bits, accounts),
            count(one.identifiers),
            count(one.accounts),
            checks.without(view.checks, one, accounts),
        )
        for one in view.linked_by
    ]
    whole = sum(one.bits for one in view.linked_by)
    less = f"{numbers.bits_each(whole, accounts)} less {numbers.bits_each(view.ring.name_bits, accounts)} naming"
    net = numbers.bits_each(whole - view.ring.name_bits, accounts)
    rows.append(("net", less, net, "", "", ""))
    fitted = layout(_LINKED, rows, canvas.width)
    yield fitted.header()
    yield from map(fitted.row, rows)


def _activity(view: RingView, canvas: Canvas) -> Iterator[Line]:
    if not view.daily:
        return
    marks, meaning = activity.drawn(view.daily, canvas, LABEL)
    yield from facts([fact("activity", marks), fact("", meaning)], canvas.width, LABEL)


def _proof(view: RingView) -> list[tuple[str, Line]]:
    cells = view.cells
    dense = f"{counted(cells.cells, 'dense group')} (numbered for this sweep only)"
    rows = [
        fact("cells", f"{dense}, largest {counted(cells.largest, 'account')}, median {numbers.median(cells.median)}")
    ]
    if view.association is not None:
        tied = " and ".join(names.ring_id(one) for one in view.associated)
        said = f"{plain.association_id(view.association)}, a hypothesis: with {tied}, by less than what ties each"
        rows.append(fact("associated", said))
    rows.append(fact("checks", checks.of_ring(view.checks)))
    rows.append(fact("history", *_history(view)))
    return rows + [fact("loads", note) for note in view.notes]


def _history(view: RingView) -> list[Words]:
    ring = view.ring
    born: list[Words] = ["born ", Word(names.sweep_id(ring.born_sweep))]
    if view.previous_sweep is None or view.previous_accounts is None:
        return born
    was = f"{names.sweep_id(view.previous_sweep)} {count(view.previous_accounts)}"
    return [*born, f"; {was}, +{count(ring.joined)} joined, -{count(ring.left)} left = {count(ring.accounts)}"]


def data(view: RingView) -> documents.OneRing:
    """The ring for JSON."""
    return {
        "sweep": plain.sweep(view.sweep),
        **plain.ring(view.ring),
        "judgement": plain.judged(view.judged),
        **said.data(view.words),
        "claims": {
            "coordinated": view.claims.coordinated.value,
            "commonly_controlled": view.claims.commonly_controlled.value,
            "actor": view.claims.actor.value,
        },
        "exchanges": view.exchanges,
        "served": view.served,
        "first_exchange": times.iso(view.first_us),
        "last_exchange": times.iso(view.last_us),
        "days": view.days,
        "facts_end": times.iso(view.facts_end_us),
        "active_at_end": view.active_at_end,
        "cut_by_end": view.cut_by_end,
        "account_days": view.account_days,
        "open_accounts": view.open_accounts,
        "suspended_accounts": view.suspended_accounts,
        "others_accounts": view.others_accounts,
        "empty_kinds": plain.kinds(view.empty_kinds),
        "tiers": tiers.data(view.tiers),
        "ring_bits_per_account": round(view.ring.ring_bits / BIT / view.ring.accounts, 6),
        "daily": [{"day": times.day(number), "exchanges": many} for number, many in view.daily],
        "mixes": mixes.data(view.mixes),
        "cell_totals": {"cells": view.cells.cells, "largest": view.cells.largest, "median": view.cells.median},
        "previous_sweep_id": None if view.previous_sweep is None else names.sweep_id(view.previous_sweep),
        "previous_accounts": view.previous_accounts,
        "notes": list(view.notes),
        "checks": checks.data(view.checks),
        "framing": framing.data(view.framing),
    }
