"""`simulate`: what was written, and what could be."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from fraudgraph.cli.documents import work
from fraudgraph.cli.lines import Line, fact, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.tables import Column, table

if TYPE_CHECKING:
    from fraudgraph.simulate import Scenario, Simulated

_FIGURES = ("campaign_accounts", "campaign_exchanges", "honest_accounts", "planted_rings", "days")


def written(scenario: str, done: "Simulated") -> Screen:
    """What lies in the folder now."""
    return Screen(
        lambda canvas: _draw(scenario, done, canvas),
        lambda: _data(scenario, done),
        hints=(f"fraudgraph load {done.data}", "fraudgraph sweep", "fraudgraph rings"),
    )


def _draw(scenario: str, done: "Simulated", canvas: Canvas) -> Iterator[Line]:
    said = f"{counted(done.accounts, 'account')} and {counted(done.exchanges, 'exchange')}"
    yield from wrapped(head(f"{scenario} simulated: {said}."), canvas.width)
    tables = f"{counted(done.payments, 'payment')}, {counted(done.actions, 'action')}"
    rows = [
        fact("data", f"{counted(len(done.files), 'file')} in {canvas.safe(str(done.data))}; {tables}"),
        fact("planted", f"{counted(done.rings, 'ring')} with {counted(done.ring_accounts, 'account')}"),
        fact("truth", f"{canvas.safe(str(done.truth))}: never load it"),
    ]
    yield from facts(rows, canvas.width, 11)


def _data(scenario: str, done: "Simulated") -> work.Simulated:
    return {
        "scenario": scenario,
        "folder": str(done.folder),
        "data": str(done.data),
        "files": [str(path) for path in done.files],
        "truth": str(done.truth),
        "description": str(done.description),
        "accounts": done.accounts,
        "exchanges": done.exchanges,
        "payments": done.payments,
        "actions": done.actions,
        "rings": done.rings,
        "ring_accounts": done.ring_accounts,
        "wall_seconds": round(done.seconds, 3),
    }


def scenarios(known: Sequence["Scenario"]) -> Screen:
    """What can be simulated."""
    return Screen(
        lambda canvas: _draw_scenarios(known, canvas),
        lambda: {"scenarios": [_plain(one) for one in known]},
        lambda: Listing(("scenario", *_FIGURES, "description"), ([*_plain(one).values()] for one in known)),
        hints=("fraudgraph simulate demo -o simulated",),
    )


def _plain(one: "Scenario") -> work.Scenario:
    figures = one.figures
    return {
        "scenario": one.name,
        "campaign_accounts": figures["campaign_accounts"],
        "campaign_exchanges": figures["campaign_exchanges"],
        "honest_accounts": figures["honest_accounts"],
        "planted_rings": figures["planted_rings"],
        "days": figures["days"],
        "description": one.description,
    }


def _draw_scenarios(known: Sequence["Scenario"], canvas: Canvas) -> Iterator[Line]:
    yield head(f"{counted(len(known), 'scenario')}, figures at --scale 1.")
    columns = (
        Column("scenario"),
        Column("ring accounts", right=True),
        Column("ring exchanges", right=True),
        Column("others", right=True),
        Column("rings", right=True),
        Column("days", right=True),
    )
    yield from table(
        columns, [(one.name, *(count(one.figures[name]) for name in _FIGURES)) for one in known], canvas.width
    )
    for one in known:
        yield from wrapped(line(f"{one.name}: {one.description}"), canvas.width, 2)
