"""`judge`, `note`: what a person says of something, kept with who, when and why, and what follows from it."""

from fraudgraph.case import Case, judgements, notes, said, sweeps
from fraudgraph.case.judgements import Draft
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.rings import rings
from fraudgraph.investigate.subjects import looked_at, subject
from fraudgraph.investigate.views.judged import JudgedView, NotedView, Touched
from fraudgraph.model.ids import Minted, read_id
from fraudgraph.model.judgement import About, Judgement, Subject, verdict_named, worded


def judge(case: Case, text: str, verdict: str, reason: str) -> JudgedView:
    """Record a verdict on a ring, an account or an identifier. NotFound, UsageError: nothing was changed."""
    at = desk(case)
    about, why = subject(at, text), worded(reason, "reason")
    said_so = verdict_named(verdict, about.type)
    before = standing(case, about)
    sweep_id = looked_at(at, about) if about.type is Subject.RING else None
    (made,) = judgements.record(case, [Draft(about, said_so, why, sweep_id=sweep_id)])
    return _answer(at, made, before)


def retract(case: Case, judgement_id: int, reason: str) -> JudgedView:
    """Take a judgement back; what was said before it stands again. NotFound, UsageError: nothing was changed."""
    taken = judgements.retract(case, judgement_id, worded(reason, "reason"))
    return _answer(desk(case), taken, said.find(case.ledger, judgement_id))


def note(case: Case, text: str, words: str) -> NotedView:
    """Write a note beside a ring, an account or an identifier."""
    at = desk(case)
    about, kept = subject(at, text), worded(words, "note")
    made = notes.add(case, about, kept)
    return NotedView(made, len(notes.of(case.ledger, about)))


def standing(case: Case, about: About) -> Judgement | None:
    """The judgement that stands on something."""
    return said.standing(case.ledger, about.type, [about.name]).get(about.name)


def _answer(at: Desk, made: Judgement, before: Judgement | None) -> JudgedView:
    return JudgedView(
        made=made,
        before=before,
        stands=standing(at.case, made.about),
        reach=_reach(at, made.about),
        need_person=rings(at.case).need_person if at.sweep else None,
        sweep=at.sweep,
    )


def _reach(at: Desk, about: About) -> Touched:
    """Whom it concerns."""
    if about.type is Subject.IDENTIFIER:
        kind, _, value = about.name.partition(":")
        holders = [one.account_id for one in at.graph.holders_of(at.view, [(kind, value)])]
        rings_of = {member.ring_id for member in at.memberships(holders).values()}
        return Touched(len(holders), 0, tuple(sorted(rings_of)))
    if about.type is Subject.RING:
        return _ring(at, read_id(Minted.RING, about.name))
    member = at.memberships([about.name]).get(about.name)
    return Touched(1, int(member is not None and member.in_queue), (member.ring_id,) if member else ())


def _ring(at: Desk, number: int) -> Touched:
    found = sweeps.members(at.case, at.sweep.sweep_id, number) if at.sweep else ()
    return Touched(len(found), sum(one.in_queue for one in found), (number,))
