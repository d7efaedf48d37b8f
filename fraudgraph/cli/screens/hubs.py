"""`hubs`: what is excluded, why and by whom; and what most accounts hold beside, should one of it mean nothing too."""

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import hubs as documents
from fraudgraph.cli.lines import Line, Style, head, line, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.screens import attributes, plain
from fraudgraph.cli.tables import Column, Row, layout, not_shown
from fraudgraph.investigate.views.hubs import Compared, HeldRow, HubRow, HubsView
from fraudgraph.model.safe_text import visible

_FEW = 3
"""Identifiers of a kind on a screenful that belong to no ring."""
_HELD = (
    Column("kind"),
    Column("identifier", style=Style.ID),
    Column("holders", right=True),
    Column("in rings", right=True),
    Column("compared", rank=2),
)
_HUBS = (*_HELD, Column("set by", rank=1), Column("why", flow=16))


def hubs(view: HubsView, everything: bool = False) -> Screen:
    """The screen."""
    return Screen(
        lambda canvas: _draw(view, canvas),
        lambda: data(view),
        lambda: listing(view),
        _hints(view),
        everything=everything,
    )


def _draw(view: HubsView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    yield from wrapped(line(_how_far(view)), canvas.width)
    if view.rows:
        yield Line()
        yield from _excluded(view.rows, canvas)
    for one in view.kinds:
        held = f"{counted(one.identifiers, 'identifier')} of {counted(one.accounts, 'account')}"
        yield from wrapped(line(f"whole kind  {one.kind.word}: {held}, by mapping"), canvas.width, 12)
    yield from (part for note in _notes(view.rows) for part in wrapped(line(note), canvas.width))
    yield from _unowned(view, canvas)


def _answer(view: HubsView) -> str:
    by = Counter(_by(row.set_by) for row in view.rows)
    if not view.rows and not view.kinds:
        return "No identifier is excluded."
    kinds = f" and {counted(len(view.kinds), 'whole kind')}" if view.kinds else ""
    said = ", ".join(f"{count(by[name])} by {name}" for name in ("list", "mapping", "a person") if by[name])
    means = "they mean" if len(view.rows) + len(view.kinds) != 1 else "it means"
    return f"{counted(len(view.rows), 'hub')}{kinds}, excluded because {means} nothing{f': {said}' if said else ''}."


def _by(set_by: str) -> str:
    return set_by if set_by in ("list", "mapping") else "a person"


def _how_far(view: HubsView) -> str:
    if view.sweep is None or view.ring_accounts is None:
        return "Not swept yet: which holders are in rings is not known."
    share = numbers.share(view.ring_accounts, view.all_accounts)
    until = times.minute(view.sweep.as_of_us)
    return (
        f"{names.sweep_id(view.sweep.sweep_id)}, facts before {until}: {share} of all {count(view.all_accounts)} "
        "accounts are in rings; compare the holders of each with that."
    )


def _excluded(rows: Sequence[HubRow], canvas: Canvas) -> Iterator[Line]:
    shown = rows[: canvas.shown(len(rows))]
    ids = names.shortened({row.held.value for row in shown}, canvas.glyphs)
    cells = [
        (*_held(row.held, ids), _set_by(row, canvas), canvas.safe(row.reason) if row.reason else "") for row in shown
    ]
    yield from _table(_HUBS, cells, canvas)
    yield from _known([row.held for row in shown], ids, canvas)
    if len(shown) < len(rows):
        yield line(f"{count(len(shown))} of {count(len(rows))} shown: --all")


def _unowned(view: HubsView, canvas: Canvas) -> Iterator[Line]:
    place: Counter[str] = Counter()
    shown = []
    for one in view.unowned:
        place[one.kind.name] += 1
        shown += [one] if canvas.limit is None or place[one.kind.name] <= _FEW else []
    if not shown:
        return
    yield Line()
    told = "not excluded, and no ring rests on them: the identifiers of most holders, by kind"
    yield from wrapped(line("MOST HELD  ", told), canvas.width, 11)
    ids = names.shortened({one.value for one in shown}, canvas.glyphs)
    yield from _table(_HELD, [_held(one, ids) for one in shown], canvas)
    yield from _known(shown, ids, canvas)
    if len(shown) < len(view.unowned):
        yield line(f"{count(len(shown))} of {count(len(view.unowned))} shown: --all")


def _known(rows: Sequence[HeldRow], ids: dict[str, str], canvas: Canvas) -> Iterator[Line]:
    """What is known of them: a hosting network is another matter than a carrier's."""
    yield from attributes.draw(((row.kind.word, ids[row.value], row.attributes) for row in rows), canvas)


def _table(columns: Sequence[Column], rows: Sequence[Row], canvas: Canvas) -> Iterator[Line]:
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from fitted.rows(rows)
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped), canvas.width)


def _held(one: HeldRow, ids: dict[str, str]) -> Row:
    share = numbers.share(one.in_rings, one.holders)
    return (one.kind.word, ids[one.value], count(one.holders), share, one.compared.value)


def _set_by(row: HubRow, canvas: Canvas) -> str:
    return " ".join(canvas.safe(word) for word in (row.set_by, row.actor) if word)


def _notes(rows: Sequence[HubRow]) -> Iterator[str]:
    """What does not count yet, and what may mean something: that which rings hold more than others do."""
    waiting = [row.set_by for row in rows if row.pending]
    if waiting:
        yield f"{', '.join(waiting)}: said after the latest sweep, excluded from the next one on"
    doubtful = sum(row.held.compared is Compared.MORE for row in rows)
    if doubtful:
        which = f"{counted(doubtful, 'hub')} {verb(doubtful, 'is', 'are')} held more by rings than by others"
        yield f"{which}: look whether {verb(doubtful, 'it means', 'they mean')} something after all"


def _hints(view: HubsView) -> tuple[str, ...]:
    """The one of most holders that rings do not hold more than others do."""
    free = [one for one in view.unowned if one.compared is not Compared.MORE]
    if not free:
        return ()
    name = max(free, key=lambda one: one.holders)
    shown = shlex.quote(visible(f"{name.kind.name}:{name.value}"))
    return (f"fraudgraph node {shown}", f'fraudgraph judge {shown} hub --reason "..."')


def listing(view: HubsView) -> Listing:
    """Hubs, then the identifiers of most holders that are none."""
    columns = ("kind", "value", "holders", "in_rings", "compared", "excluded", "set_by", "actor", "pending", "reason")
    hubs = [(*_listed(row.held), True, row.set_by, row.actor, row.pending, row.reason) for row in view.rows]
    return Listing(columns, (*hubs, *((*_listed(one), False, None, None, None, None) for one in view.unowned)))


def _listed(one: HeldRow) -> Sequence[object]:
    compared = None if one.compared is Compared.UNKNOWN else one.compared.value
    return (one.kind.name, one.value, one.holders, one.in_rings, compared)


def data(view: HubsView) -> documents.Hubs:
    """Hubs for JSON."""
    return {
        "sweep": plain.sweep(view.sweep),
        "accounts": view.all_accounts,
        "ring_accounts": view.ring_accounts,
        "hubs": [
            {
                **_plain_held(row.held),
                "reason": row.reason or None,
                "set_by": row.set_by,
                "actor": row.actor or None,
                "pending": row.pending,
            }
            for row in view.rows
        ],
        "whole_kinds": [
            {"kind": one.kind.name, "identifiers": one.identifiers, "accounts": one.accounts} for one in view.kinds
        ],
        "most_held": [_plain_held(one) for one in view.unowned],
    }


def _plain_held(one: HeldRow) -> documents.Held:
    return {
        "kind": one.kind.name,
        "value": one.value,
        "holders": one.holders,
        "holders_in_rings": one.in_rings,
        "compared": None if one.compared is Compared.UNKNOWN else one.compared.value,
        "attributes": attributes.data(one.attributes),
    }
