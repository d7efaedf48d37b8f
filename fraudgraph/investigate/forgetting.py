"""`forget`: an account, an identifier or a load leaves the case for good."""

import re

from fraudgraph.case import Case
from fraudgraph.case import forgetting as case_forgetting
from fraudgraph.case.forgotten import ACCOUNT, LOAD, Target
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.names import named
from fraudgraph.investigate.views.forgotten import ForgottenView
from fraudgraph.model.ids import Minted, read_id, show_id
from fraudgraph.model.judgement import worded
from fraudgraph.model.progress import Progress

_LOAD = re.compile(r"L-?\d{1,9}", re.IGNORECASE)
_ERA = re.compile(r"@(\d{4}-\d{2}-\d{2}|undated)$")
_MADE = ("hand_over", "lockstep", "signup_batch", "prompt_group")
"""Kinds that each sweep makes from the facts: nothing is stored under them."""


def forget(case: Case, text: str, reason: str, progress: Progress | None = None) -> ForgottenView:
    """Forget it now, for good. NotFound, UsageError: nothing was changed. What was cut off before is said as done."""
    before = _finished(case, text)
    if before is not None:
        return before
    target, why = _target(case, text), worded(reason, "reason")
    done = case_forgetting.forget(case, target, why, progress)
    return ForgottenView(target, done.touched, done.tombstone)


def plan(case: Case, text: str) -> ForgottenView:
    """What forgetting it would touch; nothing is changed."""
    target = _target(case, text)
    return ForgottenView(target, case_forgetting.plan(case, target), None)


def _finished(case: Case, text: str) -> ForgottenView | None:
    """What this opening finished, if that is what is asked for again."""
    for done in case.finished:
        target = done.target
        if target is not None and text in (target.name, f"{target.what}:{target.name}"):
            return ForgottenView(target, done.touched, done.tombstone)
    return None


def _target(case: Case, text: str) -> Target:
    at = desk(case)
    found = _load(at, text)
    if found is not None:
        return found
    name = named(at, text)
    if isinstance(name, str):
        return Target(ACCOUNT, name)
    kind, value = name
    if kind in _MADE:
        hint = "forget the accounts that show it, or the identifiers that it is made of"
        raise UsageError(f"{at.kind(kind).word} is made from the facts by each sweep", hint=hint)
    return Target(kind, _ERA.sub("", value) if at.kind(kind).lifetime_days is not None else value)


def _load(at: Desk, text: str) -> Target | None:
    """A load, where one has that id and no account is called so."""
    if _LOAD.fullmatch(text.strip()) is None or at.graph.has_account(at.view, text):
        return None
    number = read_id(Minted.LOAD, text)
    known = [load.load_id for load in at.case.loads()]
    if number not in known:
        raise NotFound(f"there is no load {show_id(Minted.LOAD, number)}", hint="fraudgraph status")
    return Target(LOAD, show_id(Minted.LOAD, number))
