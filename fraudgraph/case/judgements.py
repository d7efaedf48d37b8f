"""Judgements on their way into the ledger: added, taken back, never changed."""

import secrets
import sqlite3
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fraudgraph.case.case import Case
from fraudgraph.case.custody import sha256_of_json
from fraudgraph.case.said import COLUMNS, find
from fraudgraph.errors import UsageError
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.judgement import About, Judgement, Said


@dataclass(frozen=True, slots=True)
class Draft:
    """A judgement that is not recorded yet. at_us: None for now."""

    about: About
    verdict: Said
    reason: str
    at_us: int | None = None
    sweep_id: int | None = None


def record(case: Case, drafts: Iterable[Draft], taken_in: Mapping[str, object] | None = None) -> tuple[Judgement, ...]:
    """Keep judgements, all or none, each with its custody record. Needs no lock: a sweep that runs is not disturbed.

    taken_in: what the custody log says of the files that they come from.
    """
    now = time.time_ns() // 1000
    with case.transaction() as ledger:
        made = tuple(_insert(case, ledger, draft, now) for draft in drafts)
        if taken_in is not None:
            case.custody.append(ledger, "labels", "judgements", taken_in)
    return made


def retract(case: Case, judgement_id: int, reason: str) -> Judgement:
    """Take a judgement back by one that says so; both stay in the history. UsageError where it does not stand."""
    with case.transaction() as ledger:
        old = find(ledger, judgement_id)
        name = show_id(Minted.JUDGEMENT, judgement_id)
        if not old.about.name:
            raise UsageError(f"{name} is on something that was forgotten", kept="Nothing was changed.")
        if old.verdict == Said.RETRACTED or old.retracted_by is not None:
            what = f"was taken back by {show_id(Minted.JUDGEMENT, old.retracted_by)}" if old.retracted_by else "is none"
            raise UsageError(f"{name} {what}", kept="Nothing was changed.", hint="judge the subject again instead")
        draft = Draft(old.about, Said.RETRACTED, reason, sweep_id=old.sweep_id)
        taken = _insert(case, ledger, draft, time.time_ns() // 1000, name)
        ledger.execute(
            "UPDATE judgements SET retracted_by = ? WHERE judgement_id = ?", (taken.judgement_id, judgement_id)
        )
    return taken


def _insert(case: Case, ledger: sqlite3.Connection, draft: Draft, now: int, retracts: str | None = None) -> Judgement:
    """One row and its custody record. The log can never forget, so it holds a salted hash of what was judged and why:
    it shows that the row was not changed, and tells nothing once row and salt are forgotten.
    """
    number = int(ledger.execute("SELECT coalesce(max(judgement_id), 0) + 1 FROM judgements").fetchone()[0])
    at_us = now if draft.at_us is None else draft.at_us
    said = Judgement(number, at_us, case.config.actor, draft.about, draft.verdict.value, draft.reason, draft.sweep_id)
    salt = secrets.token_hex(16)
    ledger.execute(
        f"INSERT INTO judgements ({COLUMNS}, salt) VALUES (?,?,?,?,?,?,?,?,NULL,?)",
        (
            number,
            at_us,
            said.actor,
            said.about.type.value,
            said.about.name,
            said.verdict,
            said.reason,
            said.sweep_id,
            salt,
        ),
    )
    detail = {
        "on": said.about.type.value,
        "verdict": said.verdict,
        "at_us": at_us,
        "sweep_id": said.sweep_id,
        "salted_sha256": sealed(salt, said.about.name, said.reason),
    }
    case.custody.append(
        ledger, "judge", show_id(Minted.JUDGEMENT, number), detail | ({"retracts": retracts} if retracts else {})
    )
    return said


def sealed(salt: str, *texts: str) -> str:
    """What the custody log says of texts that may have to be forgotten one day."""
    return sha256_of_json([salt, *texts])
