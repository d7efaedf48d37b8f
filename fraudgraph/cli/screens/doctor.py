"""`doctor`: failures first, each with its remedy; what is well is named in one line."""

from collections.abc import Iterator

from fraudgraph.case.health import Finding, Health
from fraudgraph.cli.documents import upkeep
from fraudgraph.cli.lines import Line, Style, Word, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.errors import Exit
from fraudgraph.investigate.views.doctor import DoctorView

_LABEL = 9


def doctor(view: DoctorView) -> Screen:
    """The screen; exit code 1 if anything failed."""
    exit_code = Exit.ERROR if view.of(Health.FAILED) else Exit.OK
    return Screen(lambda canvas: _draw(view, canvas), lambda: _data(view), exit_code=exit_code)


def _draw(view: DoctorView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    troubles = (*view.of(Health.FAILED), *view.of(Health.WARNING))
    width = max((len(one.name) for one in troubles), default=0) + 2
    for one in troubles:
        label = Word("FAILED", Style.ERROR) if one.health is Health.FAILED else Word("warning", Style.WAITS)
        yield from _trouble(one, label, width, canvas)
    well = ", ".join(f"{one.name} ({one.says})" if one.says else one.name for one in view.of(Health.OK))
    yield from facts([("ok", line(well))], canvas.width, _LABEL)


def _trouble(one: Finding, label: Word, width: int, canvas: Canvas) -> Iterator[Line]:
    said = canvas.safe(one.says).rstrip(".")
    remedy = f". {one.remedy[:1].upper()}{one.remedy[1:]}." if one.remedy else "."
    begin = (label, Word(" " * (_LABEL - len(label.text))), Word(one.name.ljust(width)))
    yield from wrapped(Line((*begin, Word(f"{said}{remedy}"))), canvas.width, _LABEL + width)


def _answer(view: DoctorView) -> str:
    failed, warned = len(view.of(Health.FAILED)), len(view.of(Health.WARNING))
    sums = f"{count(failed)} failed, {counted(warned, 'warning')}, {count(len(view.of(Health.OK)))} ok."
    if view.damaged:
        return f"{sums} DAMAGED: {', '.join(view.damaged)}."
    return f"{sums} No fact, judgement or sweep is damaged."


def _data(view: DoctorView) -> upkeep.Doctor:
    return {
        "failed": len(view.of(Health.FAILED)),
        "warnings": len(view.of(Health.WARNING)),
        "ok": len(view.of(Health.OK)),
        "damaged": list(view.damaged),
        "checks": [
            {"check": one.name, "health": one.health.value, "says": one.says, "remedy": one.remedy or None}
            for one in view.findings
        ],
    }
