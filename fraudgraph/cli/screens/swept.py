"""`sweep`: what it left, as equations that anyone can add up."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fraudgraph.cli import names, numbers
from fraudgraph.cli.documents import work
from fraudgraph.cli.lines import Line, fact, facts, head, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import checks, plain
from fraudgraph.model.rings import Change, LineageEvent

if TYPE_CHECKING:
    from fraudgraph.investigate.views.rings import RingsView
    from fraudgraph.sweep import SweepReport

_NOW = (
    (Change.SAME, "same"),
    (Change.GREW, "grew"),
    (Change.SHRANK, "shrank"),
    (Change.SPLIT, "by split"),
    (Change.MERGED, "by merger"),
    (Change.BORN, "born"),
    (Change.RETURNED, "returned"),
)
_BEFORE = (
    (Change.SAME, "same"),
    (Change.GREW, "grew"),
    (Change.SHRANK, "shrank"),
    (Change.SPLIT, "split"),
    (Change.MERGED, "merged"),
    (Change.DORMANT, "gone dormant"),
)


@dataclass(frozen=True, slots=True)
class Swept:
    """Everything the screen says. before: ids of the rings of the sweep before; events: its lineage."""

    report: "SweepReport"
    rings: "RingsView"
    before: tuple[int, ...]
    events: tuple[LineageEvent, ...]

    @property
    def fates(self) -> Mapping[Change, int]:
        """What became of each ring of the sweep before: every one has exactly one fate."""
        now = {ring.ring_id: ring.change for ring in self.report.rings}
        away = {away for away, _ in self.report.merged_away}
        split = {event.other for event in self.events if event.event is Change.SPLIT}
        gone = set(self.report.gone)
        return Counter(_fate(ring_id, now, away, split, gone) for ring_id in self.before)

    @property
    def merged_ever(self) -> int:
        """Ids that a merger took, ever."""
        return self.report.ids_ever - len(self.report.rings) - self.rings.dormant


def _fate(ring_id: int, now: Mapping[int, Change], away: set[int], split: set[int | None], gone: set[int]) -> Change:
    if ring_id in away:
        return Change.MERGED
    if ring_id in split or now.get(ring_id) is Change.SPLIT:
        return Change.SPLIT
    return Change.DORMANT if ring_id in gone else now[ring_id]


def swept(view: Swept) -> Screen:
    """The screen."""
    return Screen(lambda canvas: _draw(view, canvas), lambda: _data(view), hints=("fraudgraph rings",))


def _draw(view: Swept, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    yield from facts(_facts(view), canvas.width, 16)


def _answer(view: Swept) -> str:
    found, fresh = len(view.report.rings), view.rings.new
    sweep = names.sweep_id(view.report.sweep.sweep_id)
    if not found:
        accounts = dict(view.report.sweep.counts).get("accounts", 0)
        return f"{sweep} done: 0 rings in {counted(accounts, 'account')}."
    kept = ", none lost" if view.before else ""
    need = view.rings.need_person
    waits = f"{count(need)} {numbers.verb(need, 'needs', 'need')} a person"
    return f"{sweep} done: {counted(found, 'ring')}, {count(fresh)} new{kept}. {waits}."


def _facts(view: Swept) -> list[tuple[str, Line]]:
    report, rows = view.report, []
    if view.before:
        rows.append(fact("rings before", _sum(len(view.before), _BEFORE, view.fates)))
    rows.append(fact("rings now", _sum(len(report.rings), _NOW, report.changes)))
    rows.append(fact("ids ever given", _ids(view)))
    rows.append(fact("need a person", _waiting(view)))
    joined, left = report.accounts_joined, report.accounts_left
    before = f"{count(report.accounts_before)} before + {count(joined)} joined - {count(left)} left"
    rows.append(fact("accounts", f"{count(report.accounts_now)} = {before}"))
    rows.append(fact("checks", checks.of_sweep(report.checks, len(report.rings))))
    return rows


def _sum(whole: int, parts: Sequence[tuple[Change, str]], amounts: Mapping[Change, int]) -> str:
    said = [f"{count(amounts[change])} {word}" for change, word in parts if amounts.get(change)]
    return f"{count(whole)} = {' + '.join(said) or '0'}"


def _ids(view: Swept) -> str:
    said = [f"{count(len(view.report.rings))} now"]
    said += [f"{count(view.rings.dormant)} dormant"] * bool(view.rings.dormant)
    if view.merged_ever:
        named = [f"{names.ring_id(away)}, now {names.ring_id(into)}" for away, into in view.report.merged_away[:3]]
        said.append(f"{count(view.merged_ever)} merged away" + (f" ({'; '.join(named)})" if named else ""))
    return f"{count(view.report.ids_ever)} = {' + '.join(said)}"


def _waiting(view: Swept) -> str:
    rings = view.rings
    before = rings.to_do + rings.dormant_to_do
    parts = []
    if before:
        dormant = f" ({count(rings.to_do)} now, {count(rings.dormant_to_do)} dormant)" if rings.dormant_to_do else ""
        parts.append(f"{count(before)} from before{dormant}")
    parts += [f"{count(rings.new)} new"] * bool(rings.new)
    parts += [f"{count(rings.changed)} judged but changed since"] * bool(rings.changed)
    return f"{count(rings.need_person)} = {' + '.join(parts) or '0'}"


def _data(view: Swept) -> work.Swept:
    report = view.report
    return {
        "sweep": plain.sweep(report.sweep),
        "previous_sweep_id": None if report.previous is None else names.sweep_id(report.previous.sweep_id),
        "rings": len(report.rings),
        "rings_before": len(view.before),
        "changes": {change.value: amount for change, amount in report.changes.items()},
        "fates_of_rings_before": {change.value: amount for change, amount in view.fates.items()},
        "gone_dormant": [names.ring_id(one) for one in report.gone],
        "merged_away": [
            {"ring_id": names.ring_id(away), "into": names.ring_id(into)} for away, into in report.merged_away
        ],
        "ids_ever": report.ids_ever,
        "dormant": view.rings.dormant,
        "need_person": view.rings.need_person,
        "to_do": view.rings.to_do,
        "new": view.rings.new,
        "changed": view.rings.changed,
        "dormant_to_do": view.rings.dormant_to_do,
        "accounts_before": report.accounts_before,
        "accounts_now": report.accounts_now,
        "accounts_joined": report.accounts_joined,
        "accounts_left": report.accounts_left,
        "checks": checks.sweep_data(report.checks),
    }
