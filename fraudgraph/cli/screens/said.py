"""What people said of something, as lines of its screen: judgements with their reasons, then notes. Text of people is
text from the data: it may have been pasted.
"""

from collections.abc import Iterator

from fraudgraph.cli import names, times
from fraudgraph.cli.documents import people
from fraudgraph.cli.lines import Line, fact
from fraudgraph.cli.screen import Canvas
from fraudgraph.investigate.views.judged import Words
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.judgement import Judgement, Note, Said

LABEL = 11


def rows(words: Words, canvas: Canvas) -> Iterator[tuple[str, Line]]:
    """Pairs for `lines.facts`; none where nobody said anything."""
    label = "judged"
    for one in words.judgements:
        yield fact(label, judgement_line(one, canvas))
        label = ""
    if words.changed:
        yield fact("", f"changed since: {'; '.join(words.changed)}")
    label = "notes" if len(words.notes) > 1 else "note"
    for note in words.notes:
        yield fact(label, f"{stamped(note.at_us, note.actor, canvas)}: {canvas.safe(note.text)}")
        label = ""


def judgement_line(one: Judgement, canvas: Canvas) -> str:
    """`J-0007 confirmed, 2026-06-04 15:12:00 UTC, ana: why`."""
    taken = f", taken back by {judgement_id(one.retracted_by)}" if one.retracted_by else ""
    said = f"{judgement_id(one.judgement_id)} {one.verdict}{taken}, {stamped(one.at_us, one.actor, canvas)}"
    return f"{said}: {canvas.safe(one.reason)}"


def stamped(at_us: int, actor: str, canvas: Canvas) -> str:
    """When and who."""
    return f"{times.stamp(at_us)}, {canvas.safe(actor)}"


def judgement_id(number: int) -> str:
    """`J-0007`."""
    return show_id(Minted.JUDGEMENT, number)


def subject(one: Judgement | Note, canvas: Canvas) -> str:
    """What was spoken of, as a screen may show it."""
    return canvas.safe(one.about.name)


def data(words: Words) -> people.Words:
    """For JSON: every judgement and note, oldest first."""
    return {
        "judgements": [verdict(one) for one in words.judgements],
        "changed_since": list(words.changed),
        "people_notes": [note(one) for one in words.notes],
    }


def judgement(one: Judgement | None) -> people.Verdict | None:
    """A judgement for JSON, where there is one."""
    return None if one is None else verdict(one)


def verdict(one: Judgement) -> people.Verdict:
    """A judgement for JSON. stands: neither taken back nor itself a taking back."""
    return {
        "judgement_id": judgement_id(one.judgement_id),
        "at": times.iso(one.at_us),
        "actor": one.actor,
        "on": one.about.type.value,
        "subject": one.about.name,
        "verdict": one.verdict,
        "reason": one.reason,
        "sweep_id": None if one.sweep_id is None else names.sweep_id(one.sweep_id),
        "retracted_by": None if one.retracted_by is None else judgement_id(one.retracted_by),
        "stands": one.retracted_by is None and one.verdict != Said.RETRACTED,
    }


def note(one: Note) -> people.Note:
    """A note for JSON."""
    return {
        "note_id": show_id(Minted.NOTE, one.note_id),
        "at": times.iso(one.at_us),
        "actor": one.actor,
        "on": one.about.type.value,
        "subject": one.about.name,
        "text": one.text,
    }
