"""`judge --from`: what became of every row of a file of bans or labels."""

from collections import Counter
from collections.abc import Iterator

from fraudgraph.cli.documents import people
from fraudgraph.cli.lines import Line, fact, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import said
from fraudgraph.errors import Exit
from fraudgraph.investigate.views.judged import LabelsView

_REASONS = 6


def labelled(view: LabelsView, everything: bool = False) -> Screen:
    """The screen; everything: every rejected row. Rejected rows make exit code 4; the others are recorded."""
    return Screen(
        lambda canvas: _draw(view, canvas),
        lambda: _data(view),
        hints=("fraudgraph rings",),
        exit_code=Exit.ROWS_REJECTED if view.refused else Exit.OK,
        everything=everything,
    )


def _draw(view: LabelsView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    made, refused = count(len(view.made)), count(len(view.refused))
    sums = f"{made} recorded + {count(view.duplicate)} there already + {refused} rejected"
    yield from wrapped(line(f"{counted(view.read, 'row')} = {sums}."), canvas.width)
    yield from facts([*_recorded(view), *_words(view, canvas), *_refused(view, canvas)], canvas.width, said.LABEL)
    if canvas.limit is None:
        for one in view.refused:
            yield from wrapped(line(f"{canvas.safe(one.place)}  {canvas.safe(one.reason)}"), canvas.width, 2)


def _answer(view: LabelsView) -> str:
    if not view.made:
        return "Nothing new is recorded." + (" Exit 4." if view.refused else "")
    first, last = (said.judgement_id(one.judgement_id) for one in (view.made[0], view.made[-1]))
    numbers = first if first == last else f"{first} to {last}"
    return f"{numbers} recorded.{_waits(view)}" + (
        f" {counted(len(view.refused), 'row')} rejected, exit 4." if view.refused else ""
    )


def _waits(view: LabelsView) -> str:
    need = view.need_person
    return "" if need is None else f" {counted(need, 'ring')} {verb(need, 'needs', 'need')} a person."


def _recorded(view: LabelsView) -> Iterator[tuple[str, Line]]:
    sorts = Counter((one.about.type.value, one.verdict) for one in view.made)
    for place, ((what, verdict), many) in enumerate(sorted(sorts.items())):
        noun = "account" if what == "member" else what
        yield fact("" if place else "recorded", f"{counted(many, noun)} {verdict}")


def _words(view: LabelsView, canvas: Canvas) -> Iterator[tuple[str, Line]]:
    if view.words:
        shown = [f"{canvas.safe(word)} as {verdict} ({count(many)})" for (word, verdict), many in view.words]
        yield fact("read", ", ".join(shown))
    if view.ignored:
        yield fact("columns", f"not used: {', '.join(canvas.safe(column) for column in view.ignored)}")


def _refused(view: LabelsView, canvas: Canvas) -> Iterator[tuple[str, Line]]:
    """Reasons with most rows, each with its first place; the rest is counted."""
    reasons = Counter(one.reason for one in view.refused).most_common()
    first = {one.reason: one.place for one in reversed(view.refused)}
    for place, (reason, many) in enumerate(reasons[:_REASONS]):
        told = f"{count(many)}: {canvas.safe(reason)}  first {canvas.safe(first[reason])}"
        yield fact("" if place else "rejected", told)
    rest = sum(many for _, many in reasons[_REASONS:])
    if rest:
        yield fact("", f"{count(rest)} others of {counted(len(reasons) - _REASONS, 'reason')}: --all, --json")


def _data(view: LabelsView) -> people.Labelled:
    return {
        "files": list(view.files),
        "rows": view.read,
        "recorded": [said.verdict(one) for one in view.made],
        "duplicate": view.duplicate,
        "rejected": [{"place": one.place, "reason": one.reason} for one in view.refused],
        "read_as": [{"label": word, "verdict": verdict, "rows": many} for (word, verdict), many in view.words],
        "columns_not_used": list(view.ignored),
        "need_person": view.need_person,
    }
