"""`judge` and `note`: what was recorded, whom it concerns, and what follows."""

from collections.abc import Iterator

from fraudgraph.cli import names, numbers
from fraudgraph.cli.documents import people
from fraudgraph.cli.lines import Line, fact, facts, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import plain, said
from fraudgraph.investigate.views.judged import JudgedView, NotedView
from fraudgraph.model.judgement import Said, Subject

_WORDS = {Subject.RING: "", Subject.MEMBER: "account ", Subject.IDENTIFIER: "", Subject.LINK: "link "}


def judged(view: JudgedView) -> Screen:
    """The answer of `judge`."""
    name = said.judgement_id(view.made.judgement_id)
    hints = () if view.made.verdict == Said.RETRACTED else (f"fraudgraph judge --retract {name} --reason TEXT",)
    if view.made.about.type is Subject.IDENTIFIER:
        hints = ("fraudgraph sweep", *hints)
    return Screen(lambda canvas: _draw(view, canvas), lambda: _data(view), hints=hints)


def _draw(view: JudgedView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view, canvas)), canvas.width)
    yield from wrapped(line(_reach(view)), canvas.width)
    yield from facts(_facts(view, canvas), canvas.width, said.LABEL)


def _answer(view: JudgedView, canvas: Canvas) -> str:
    made = view.made
    number, subject = said.judgement_id(made.judgement_id), f"{_WORDS[made.about.type]}{said.subject(made, canvas)}"
    if made.verdict == Said.RETRACTED and view.before is not None:
        back = f"{number}: {said.judgement_id(view.before.judgement_id)} on {subject} is taken back."
        return f"{back} {_stands(view)}"
    verdict = "is a hub" if made.verdict == Said.HUB else f"judged {made.verdict}"
    later = "" if view.stands == made else f" {_stands(view)}"
    return f"{number}: {subject} {verdict}.{later}"


def _stands(view: JudgedView) -> str:
    stands = view.stands
    if stands is None:
        return "Nothing is judged of it now."
    return f"{said.judgement_id(stands.judgement_id)} {stands.verdict} stands."


def _reach(view: JudgedView) -> str:
    if view.sweep is None:
        return "Not swept yet: it holds from the first sweep on."
    if view.made.about.type is Subject.IDENTIFIER:
        return f"{counted(view.reach.accounts, 'holder')}, {_in_rings(view)}. {_next(view)}"
    need = view.need_person or 0
    waits = f"{counted(need, 'ring')} {numbers.verb(need, 'needs', 'need')} a person."
    if view.made.about.type is Subject.RING:
        linked = f"{counted(view.reach.accounts, 'account')} linked in {names.sweep_id(view.sweep.sweep_id)}"
        return f"{linked}, {count(view.reach.queued)} in the queue. {waits}"
    queue = "in the queue" if view.reach.queued else "not in the queue"
    return f"It is {_in_rings(view)}, {queue}."


def _in_rings(view: JudgedView) -> str:
    rings = view.reach.rings
    if not rings:
        return "in no ring"
    more = f" and {counted(len(rings) - 1, 'other ring')}" if len(rings) > 1 else ""
    return f"in {names.ring_id(rings[0])}{more}"


def _next(view: JudgedView) -> str:
    hub = view.stands is not None and view.stands.verdict == Said.HUB
    return "It links nobody from the next sweep on." if hub else "It may link again from the next sweep on."


def _facts(view: JudgedView, canvas: Canvas) -> list[tuple[str, Line]]:
    made = view.made
    rows = [fact("reason", canvas.safe(made.reason)), fact("by", said.stamped(made.at_us, made.actor, canvas))]
    if view.before is not None:
        label = "it said" if made.verdict == Said.RETRACTED else "before"
        rows.append(fact(label, said.judgement_line(view.before, canvas)))
    if made.about.type is Subject.RING and made.verdict != Said.RETRACTED:
        why = "its accounts or bits grow by a fifth, a new family links it, or it splits, merges or returns"
        rows.append(fact("reopens", f"when {why}"))
    return rows


def _data(view: JudgedView) -> people.Judged:
    return {
        "judgement": said.verdict(view.made),
        "before": said.judgement(view.before),
        "stands": said.judgement(view.stands),
        "accounts": view.reach.accounts,
        "accounts_in_queue": view.reach.queued,
        "ring_ids": [names.ring_id(one) for one in view.reach.rings],
        "need_person": view.need_person,
        "sweep": plain.sweep(view.sweep),
    }


def noted(view: NotedView) -> Screen:
    """The answer of `note`."""
    return Screen(lambda canvas: _draw_note(view, canvas), lambda: _noted(view))


def _noted(view: NotedView) -> people.Noted:
    return {"note": said.note(view.note), "notes": view.notes}


def _draw_note(view: NotedView, canvas: Canvas) -> Iterator[Line]:
    number = said.note(view.note)["note_id"]
    subject = f"{_WORDS[view.note.about.type]}{said.subject(view.note, canvas)}"
    yield from wrapped(head(f"{number} written beside {subject}; {counted(view.notes, 'note')} there."), canvas.width)
    by = fact("by", said.stamped(view.note.at_us, view.note.actor, canvas))
    yield from facts([fact("note", canvas.safe(view.note.text)), by], canvas.width, said.LABEL)
