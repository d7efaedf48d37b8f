"""`expand`: how many accounts each step reaches and where they are, before any of them is named."""

import shlex
from collections.abc import Iterator, Sequence

from fraudgraph.cli import names
from fraudgraph.cli.documents import walks
from fraudgraph.cli.lines import Line, Style, Word, head, line, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.screens import attributes, plain, reach
from fraudgraph.cli.tables import Column, Row, layout, not_shown
from fraudgraph.investigate.views.expand import Closed, ExpandView, Reached, Step, Way
from fraudgraph.investigate.views.reach import Spread
from fraudgraph.model.safe_text import visible

# No titles are shown: each cell says what it is.
_WAYS = (Column("kind"), Column("identifier", style=Style.ID), Column("others", right=True), Column("where", flow=24))
_KINDS = (Column("kind"), Column("identifiers", right=True), Column("others", right=True), Column("where", flow=24))
_ACCOUNTS = (
    Column("account", style=Style.ID),
    Column("ring", style=Style.ID),
    Column("tier"),
    Column("step", right=True, rank=2),
    Column("over", rank=1),
    Column("", style=Style.ID, rank=1),
)
_LISTED = ("account_id", "step", "kind", "value", "ring_id", "tier")
_FEW = 8
"""Identifiers that a screenful always shows one by one."""
_MANY = 200
"""So many at most in a pipe, unless --all asks for every one."""


def expand(view: ExpandView, everything: bool = False) -> Screen:
    """The screen. everything: every identifier of the first step one by one, and every account that is listed."""
    return Screen(
        draw=lambda canvas: _draw(view, canvas, everything),
        data=lambda: _data(view),
        listing=None if view.rows is None else lambda: Listing(_LISTED, map(_cells, view.rows or ())),
        hints=tuple(_hints(view)),
        everything=everything,
    )


def _draw(view: ExpandView, canvas: Canvas, everything: bool) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    yield from wrapped(line(_scope(view, canvas)), canvas.width)
    for number, step in enumerate(view.steps, 1):
        if len(view.steps) > 1:
            yield from wrapped(line(Word(_of_step(view, number, step))), canvas.width, 2)
        yield from _tree(view, step, canvas, everything)
    yield from wrapped(line(_not_taken(view)), canvas.width) if len(view.steps) < view.asked_steps else ()
    yield from _accounts(view, canvas)


def _answer(view: ExpandView) -> str:
    steps = counted(len(view.steps) or 1, "step")
    start = view.start.spread.accounts
    of = "" if start == 1 else f" from {counted(start, 'holder' if view.identifiers else 'account')}"
    if view.identifiers and len(view.names) > 1:
        of = f" from {counted(start, 'account')}"
    found = view.reached.spread
    reaches = verb(len(view.steps) or 1, "reaches", "reach")
    if not found.accounts:
        return f"{steps}{of} {reaches} nobody."
    accounts, over = (
        counted(found.accounts, "account"),
        counted(sum(step.identifiers for step in view.steps), "identifier"),
    )
    return f"{steps}{of} {reaches} {accounts} over {over}: {_where(view, found)}."


def _scope(view: ExpandView, canvas: Canvas) -> str:
    said = [reach.scope(view.sweep)]
    if view.start.spread.accounts > 1:
        said.append(f"The {count(view.start.spread.accounts)} at the start: {_where(view, view.start.spread)}.")
    if view.kinds is not None:
        said.append(f"Over {', '.join(kind.word for kind in view.kinds)} alone.")
    if view.unknown:
        some = ", ".join(canvas.safe(name) for name in view.unknown[:3])
        many = len(view.unknown)
        said.append(f"{counted(many, 'name')} {verb(many, 'is', 'are')} not in the facts: {some}.")
    return " ".join(said)


def _where(view: ExpandView, spread: Spread) -> str:
    return reach.spread(spread, view.sweep is not None)


def _of_step(view: ExpandView, number: int, step: Step) -> str:
    found = step.reached.spread
    where = f": {_where(view, found)}" if found.accounts else ""
    return f"step {number} from {counted(step.start, 'account')} reaches {count(found.accounts)} more{where}"


def _tree(view: ExpandView, step: Step, canvas: Canvas, everything: bool) -> Iterator[Line]:
    """One line an identifier where they fit, else one line a kind; then what was not followed."""
    most = _MANY if canvas.limit is None else max(_FEW, canvas.limit)
    single = bool(step.ways) and (everything or len(step.ways) <= most)
    ways = step.ways if single else step.kinds
    rows = _ways(view, ways, canvas) if single else [_kind(view, way) for way in ways]
    last = _closing(step, ways, single)
    fitted = layout(_WAYS if single else _KINDS, rows, canvas.width - 3)
    for number, row in enumerate(rows, 1):
        ends = number == len(rows) and not last
        for place, one in enumerate(fitted.rows([row])):
            yield Line((Word(f"{canvas.glyphs.trunk(ends) if place else canvas.glyphs.branch(ends)} "), *one.words))
    if last:
        yield from wrapped(line(f"{canvas.glyphs.branch(ends=True)} {last}"), canvas.width, 3)
    if single:
        ids = names.shortened({way.value for way in ways}, canvas.glyphs)
        yield from attributes.draw(((way.kind.word, ids[way.value], way.attributes) for way in ways), canvas)


def _ways(view: ExpandView, ways: Sequence[Way], canvas: Canvas) -> list[Row]:
    ids = names.shortened({way.value for way in ways}, canvas.glyphs)
    return [
        (
            way.kind.word,
            ids[way.value],
            counted(way.others.accounts, "other"),
            _where(view, way.others),
        )
        for way in ways
    ]


def _kind(view: ExpandView, way: Way) -> Row:
    return (
        way.kind.word,
        counted(way.identifiers, "identifier"),
        counted(way.others.accounts, "other"),
        _where(view, way.others),
    )


def _closing(step: Step, ways: Sequence[Way], single: bool) -> str:
    """What was not followed, and what was counted once though it came several times."""
    said = [f"not followed: {closed_words(step.closed)}."] if step.closed else []
    repeats = sum(way.others.accounts for way in ways) - step.reached.spread.accounts
    said += [f"{counted(repeats, 'repeat')} counted once."] if repeats else []
    if step.inward:
        inward = counted(step.inward, "identifier")
        said.append(f"{inward} {verb(step.inward, 'leads', 'lead')} to nobody new.")
    said += ["Each identifier: --all."] if step.ways and not single else []
    return " ".join(said)


def closed_words(closed: Sequence[Closed]) -> str:
    """`2 hubs of 41,204 and 188,730 holders (--through-hubs), 1 prompt of 115,569 (--most-holders)`."""
    hubs = [one.holders for one in closed if one.hub]
    said = [f"{counted(len(hubs), 'hub')} of {_range(hubs)} holders (--through-hubs)"] if hubs else []
    for kind in dict.fromkeys(one.kind for one in closed if not one.hub):
        wide = [one.holders for one in closed if one.kind == kind and not one.hub]
        said.append(f"{counted(len(wide), kind.word, kind.word)} of {_range(wide)} holders (--most-holders)")
    return ", ".join(said)


def _range(numbers: Sequence[int]) -> str:
    low, high = min(numbers), max(numbers)
    if low == high:
        return count(low)
    return f"{count(low)} {'and' if len(numbers) == 2 else 'to'} {count(high)}"


def _not_taken(view: ExpandView) -> str:
    number = len(view.steps) + 1
    start = view.steps[-1].reached.spread.accounts if view.steps else view.start.spread.accounts
    if not start:
        return f"step {number} not taken: there is nobody to start from"
    return f"step {number} not taken: it would start from {count(start)} accounts, more than {count(view.most_start)}"


def _accounts(view: ExpandView, canvas: Canvas) -> Iterator[Line]:
    if not view.rows:
        return
    shown = view.rows[: canvas.shown(len(view.rows))]
    ids = names.shortened((row.account_id for row in shown), canvas.glyphs)
    over = names.shortened({row.value for row in shown}, canvas.glyphs)
    rows: list[Row] = [
        (
            ids[row.account_id],
            names.ring_id(row.ring_id) or Word("none"),
            row.tier.value if row.tier else "",
            count(row.step),
            row.kind.word,
            over[row.value],
        )
        for row in shown
    ]
    yield Line()
    fitted = layout(_ACCOUNTS, rows, canvas.width)
    yield fitted.header()
    yield from map(fitted.row, rows)
    more = "" if len(shown) == len(view.rows) else ": --all"
    yield line(f"{count(len(shown))} of {count(len(view.rows))} shown, those in no ring first{more}")
    if fitted.dropped:
        yield from wrapped(not_shown([title for title in fitted.dropped if title]), canvas.width)


def _hints(view: ExpandView) -> Iterator[str]:
    name = shlex.quote(visible(view.names[0])) if len(view.names) == 1 else "-"
    if view.rows is None and view.reached.spread.accounts:
        yield f"fraudgraph expand {name} --list"
    if name != "-" and view.asked_steps == 1 and view.reached.spread.accounts:
        rarest = min(view.steps[0].kinds, key=lambda way: way.others.accounts).kind
        yield f"fraudgraph expand {name} --over {rarest.word} --steps 2"


def _cells(row: Reached) -> Sequence[object]:
    return tuple(_plain_reached(row).values())


def _plain_reached(row: Reached) -> walks.Reached:
    return {
        "account_id": row.account_id,
        "step": row.step,
        "kind": row.kind.name,
        "value": row.value,
        "ring_id": names.ring_id(row.ring_id) or None,
        "tier": row.tier.value if row.tier else None,
    }


def _data(view: ExpandView) -> walks.Expanded:
    return {
        "sweep": plain.sweep(view.sweep),
        "names": list(view.names),
        "unknown": list(view.unknown),
        "start": reach.spread_data(view.start.spread),
        "steps_asked": view.asked_steps,
        "most_holders": view.most_holders,
        "through_hubs": view.through_hubs,
        "over": None if view.kinds is None else plain.kinds(view.kinds),
        "reached": reach.spread_data(view.reached.spread),
        "rings": [reach.ring_data(one) for one in view.reached.rings],
        "steps": [_plain_step(step) for step in view.steps],
        "accounts": None if view.rows is None else [_plain_reached(row) for row in view.rows],
    }


def _plain_step(step: Step) -> walks.Step:
    return {
        "start_accounts": step.start,
        "reached": reach.spread_data(step.reached.spread),
        "kinds": [_plain_way(way) for way in step.kinds],
        "identifiers": [_plain_way(way) for way in step.ways],
        "identifiers_to_nobody_new": step.inward,
        "not_followed": [closed_data(one) for one in step.closed],
    }


def closed_data(one: Closed) -> walks.NotFollowed:
    """An identifier that was not followed, for JSON."""
    return {"kind": one.kind.name, "value": one.value, "holders": one.holders, "hub": one.hub}


def _plain_way(way: Way) -> walks.Way:
    return {
        "kind": way.kind.name,
        "value": way.value or None,
        "identifiers": way.identifiers,
        "holders": way.holders,
        "others": reach.spread_data(way.others),
        "attributes": attributes.data(way.attributes) if way.value else None,
    }
