"""`status`: what the case holds, how far the last sweep reaches, and what nobody loaded."""

from collections.abc import Iterator

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import work
from fraudgraph.cli.lines import Line, fact, facts, head, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import plain
from fraudgraph.investigate.views.status import StatusView


def status(view: StatusView) -> Screen:
    """The screen."""
    hints = ("fraudgraph sweep",) if view.sweep is None or view.newer_facts else ("fraudgraph rings",)
    return Screen(lambda canvas: _draw(view, canvas), lambda: _data(view), hints=hints)


def _draw(view: StatusView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    yield from facts(_facts(view), canvas.width, 12)


def _answer(view: StatusView) -> str:
    """Staleness first; then who waits."""
    if view.sweep is None:
        return f"Not swept yet. {counted(view.facts, 'fact')} loaded."
    sweep = names.sweep_id(view.sweep.sweep_id)
    need = view.need_person or 0
    waits = f"{counted(need, 'ring')} {numbers.verb(need, 'needs', 'need')} a person."
    if view.newer_facts:
        return f"{sweep} lacks {counted(view.newer_facts, 'newer fact')}. {waits}"
    return f"{waits} {sweep} covers every fact loaded."


def _facts(view: StatusView) -> list[tuple[str, Line]]:
    rows = [fact("facts", _loaded(view)), fact("accounts", _accounts(view)), fact("kinds", _kinds(view))]
    if view.empty_kinds:
        nothing = ", ".join(kind.word for kind in view.empty_kinds)
        rows.append(fact("", f"{nothing}: nothing loaded, so nothing is said about them"))
    rows.append(fact("judgements", _record(view)))
    return [*rows, fact("forgotten", _forgotten(view))] if view.forgotten else rows


def _loaded(view: StatusView) -> str:
    said = f"{count(view.facts)} in {counted(view.loads, 'load')}"
    if view.exchanges_first_us is None or view.exchanges_last_us is None:
        return f"{said}; no exchanges"
    return f"{said}; exchanges {times.moment(view.exchanges_first_us)} to {times.stamp(view.exchanges_last_us)}"


def _accounts(view: StatusView) -> str:
    if view.accounts is None:
        return _uncounted(view)
    if not view.unlinkable:
        return f"{count(view.accounts)}; all have an identifier"
    has = numbers.verb(view.unlinkable, "has", "have")
    return f"{count(view.accounts)}; {count(view.unlinkable)} {has} no identifier and cannot be linked"


def _uncounted(view: StatusView) -> str:
    return f"counted by the {'next' if view.sweep else 'first'} sweep"


def _kinds(view: StatusView) -> str:
    if view.accounts is None:
        return _uncounted(view)
    everyone = view.accounts
    said = [
        f"{one.kind.word} {count(one.identifiers)} on {numbers.share(one.accounts, everyone)}" for one in view.kinds
    ]
    return "; ".join([f"{said[0]} of accounts", *said[1:]]) if said else "none: no account can be linked"


def _record(view: StatusView) -> str:
    last = view.last_judgement
    judged = f"{count(view.judgements)}, last J-{last.judgement_id:04d} {times.minute(last.at_us)}" if last else "none"
    chain = "chain whole" if view.custody_whole else f"CHAIN BROKEN at record {count(view.custody_first_bad)}"
    return f"{judged}; custody log {counted(view.custody_records, 'record')}, {chain}"


def _forgotten(view: StatusView) -> str:
    said = counted(view.forgotten, "time")
    if not view.unreproducible:
        return said
    again = "; sweep again" if view.sweep and view.sweep.sweep_id <= view.unreproducible else ""
    return f"{said}: sweeps up to {names.sweep_id(view.unreproducible)} can no longer be made from the facts{again}"


def _data(view: StatusView) -> work.Status:
    return {
        "sweep": plain.sweep(view.sweep),
        "need_person": view.need_person,
        "newer_facts": view.newer_facts,
        "facts": view.facts,
        "loads": view.loads,
        "exchanges": view.exchanges,
        "first_exchange": times.iso(view.exchanges_first_us),
        "last_exchange": times.iso(view.exchanges_last_us),
        "accounts": view.accounts,
        "unlinkable_accounts": view.unlinkable,
        "kinds": [
            {"kind": one.kind.name, "identifiers": one.identifiers, "accounts": one.accounts} for one in view.kinds
        ],
        "empty_kinds": plain.kinds(view.empty_kinds),
        "judgements": view.judgements,
        "last_judgement": plain.judged(view.last_judgement),
        "forgotten": view.forgotten,
        "sweeps_not_reproducible_up_to": names.sweep_id(view.unreproducible) if view.unreproducible else None,
        "custody": {
            "records": view.custody_records,
            "whole": view.custody_whole,
            "first_bad_record": view.custody_first_bad,
        },
    }
