"""`search`: how many names of each sort, the rings behind them, then the first of the names."""

import shlex
from collections.abc import Iterable, Iterator, Sequence

from fraudgraph.cli import names
from fraudgraph.cli.documents import walks
from fraudgraph.cli.lines import Line, Style, head, line, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.screens import attributes, plain, reach
from fraudgraph.cli.tables import Column, Row, layout, not_shown, table
from fraudgraph.investigate.views.search import SearchView, Sort
from fraudgraph.model.safe_text import visible

_WORDS = {"account_id": "account", "email_domain": "e-mail domain", "organization_id": "organisation"}
_FEW = 4
"""Names of each sort, and rings, on a screenful."""
_COLUMNS = (
    Column("sort"),
    Column("name", style=Style.ID),
    Column("accounts", right=True),
    Column("where they are", flow=24),
)
_LISTED = (
    "term",
    "sort",
    "name",
    "accounts",
    "main_ring_id",
    "accounts_in_main_ring",
    "other_rings",
    "accounts_in_other_rings",
    "accounts_in_no_ring",
)


def search(views: Sequence[SearchView], everything: bool = False) -> Screen:
    """The screen of some terms, one after the other. everything: every name and ring that was asked for."""
    return Screen(
        draw=lambda canvas: _draw(views, canvas),
        data=lambda: _searches(views),
        listing=lambda: Listing(_LISTED, _rows(views)),
        hints=tuple(_hints(views[0])) if len(views) == 1 else (),
        everything=everything,
    )


def _draw(views: Sequence[SearchView], canvas: Canvas) -> Iterator[Line]:
    for place, view in enumerate(views):
        yield from (Line(),) if place else ()
        yield from wrapped(head(_answer(view, canvas)), canvas.width)
        yield from wrapped(line(_reach(view)), canvas.width)
        if view.near:
            near = ", ".join(canvas.safe(name) for name in view.near[:_FEW])
            yield from wrapped(line(f"did you mean {near}?"), canvas.width)
        yield from _rings(view, canvas)
        yield from _names(view, canvas)


def _answer(view: SearchView, canvas: Canvas) -> str:
    if view.network is not None:
        return _answer_of_network(view)
    term = canvas.safe(view.term)
    term = term if term.startswith('"') else f'"{term}"'
    if not view.names:
        return f"0 names hold {term}."
    sorts = ", ".join(counted(sort.names, _word(sort), sort.kind.word if sort.kind else "") for sort in view.sorts)
    if view.exact == view.names:
        return f"{counted(view.names, 'name')} {verb(view.names, 'is', 'are')} {term}: {sorts}."
    exactly = f"{count(view.exact)} of them exactly" if view.exact else "none exactly"
    return f"{counted(view.names, 'name')} {verb(view.names, 'holds', 'hold')} {term}, {exactly}: {sorts}."


def _answer_of_network(view: SearchView) -> str:
    assert view.network is not None
    if view.network.single:
        seen = "was seen" if view.names else "was not seen with any account"
        return f"{view.network.value} {seen}{_with(view)}."
    of = f" of {count(view.network.addresses)}" if view.network.version == 4 else ""
    unit = ("address", "addresses") if view.network.version == 4 else ("/64", "/64s")
    return (
        f"{counted(view.names, *unit)}{of} in {view.network.text} {verb(view.names, 'was', 'were')} seen{_with(view)}."
    )


def _with(view: SearchView) -> str:
    return f" with {counted(view.reach.spread.accounts, 'account')}" if view.reach and view.names else ""


def _word(sort: Sort) -> str:
    return sort.kind.word if sort.kind else _WORDS[sort.name]


def _reach(view: SearchView) -> str:
    scope = reach.scope(view.sweep)
    if not view.names:
        if view.network is None:
            return f"{scope} Looked for in account ids, e-mail domains, organisations and every identifier."
        private = "" if view.network.names_someone else " A load keeps no private addresses: they name no one."
        return f"{scope}{private}"
    if view.reach is None:
        return f"{scope} More than {count(view.most)} names of a sort: name more of it to see the rings behind."
    whole = view.reach.spread
    if view.network is not None:
        return f"{scope} Of the accounts: {reach.spread(whole, view.sweep is not None)}."
    they = verb(view.names, "It leads", "They lead")
    return f"{scope} {they} to {counted(whole.accounts, 'account')}: {reach.spread(whole, view.sweep is not None)}."


def _rings(view: SearchView, canvas: Canvas) -> Iterator[Line]:
    rings = view.reach.rings if view.reach else ()
    shown = rings if canvas.limit is None else rings[:_FEW]
    if shown:
        yield Line()
        through = "addresses" if view.network else "names"
        yield from table(reach.ring_columns(through), reach.ring_rows(shown), canvas.width)
    if len(shown) < len(rings):
        yield line(f"{count(len(shown))} of {counted(len(rings), 'ring')} shown: --all")


def _names(view: SearchView, canvas: Canvas) -> Iterator[Line]:
    shown = [(sort, one) for sort in view.sorts for one in sort.rows[: None if canvas.limit is None else _FEW]]
    if not shown:
        return
    ids = names.shortened((one.name for _, one in shown), canvas.glyphs)
    rows: list[Row] = [
        (_word(sort), ids[one.name], count(one.spread.accounts), reach.spread(one.spread, view.sweep is not None))
        for sort, one in shown
    ]
    yield Line()
    fitted = layout(_COLUMNS, rows, canvas.width)
    yield fitted.header()
    yield from fitted.rows(rows)
    yield from attributes.draw(((_word(sort), ids[one.name], one.attributes) for sort, one in shown), canvas)
    if len(shown) < view.names:
        more = ": --all" if len(shown) < sum(len(sort.rows) for sort in view.sorts) else ""
        yield line(f"{count(len(shown))} of {counted(view.names, 'name')} shown{more}")
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped), canvas.width)


def _hints(view: SearchView) -> Iterator[str]:
    """Where to go from here: the ring with most of it, the best name, all accounts behind it."""
    if view.reach is not None and view.reach.rings:
        yield f"fraudgraph ring {names.ring_id(view.reach.rings[0].ring.ring_id)}"
    if view.names == 1 or view.exact:
        sort = next(sort for sort in view.sorts if sort.rows)
        if sort.kind or sort.name == "account_id":
            name = sort.rows[0].name if sort.kind is None else f"{sort.kind.word}:{sort.rows[0].name}"
            yield f"fraudgraph expand {shlex.quote(visible(name))}"
    if view.account_ids:
        yield f"fraudgraph search {shlex.quote(visible(view.term))} --ids | fraudgraph node -"


def _rows(views: Iterable[SearchView]) -> Iterator[Sequence[object]]:
    for view in views:
        for sort in view.sorts:
            for one in sort.rows:
                yield (view.term, sort.name, one.name, *reach.spread_data(one.spread).values())


def _searches(views: Sequence[SearchView]) -> walks.Searches:
    return {"searches": [_data(view) for view in views]}


def _data(view: SearchView) -> walks.SearchedTerm:
    return {
        "sweep": plain.sweep(view.sweep),
        "term": view.term,
        "network": view.network.text if view.network else None,
        "names": view.names,
        "names_exact": view.exact,
        "sorts": [
            {
                "sort": sort.name,
                "names": sort.names,
                "first": [
                    {
                        "name": one.name,
                        **reach.spread_data(one.spread),
                        "attributes": attributes.data(one.attributes) if sort.kind else None,
                    }
                    for one in sort.rows
                ],
            }
            for sort in view.sorts
        ],
        "reach": reach.spread_data(view.reach.spread) if view.reach else None,
        "rings": [reach.ring_data(one) for one in view.reach.rings] if view.reach else None,
        "did_you_mean": list(view.near),
    }
