"""`judge --from`: bans and labels that exist already, taken in as judgements. Every row is recorded, there already, or
rejected with its line and reason.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from fraudgraph.case import Case, judgements
from fraudgraph.case.judgements import Draft
from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.labels import Label, LabelFile, read_labels
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.names import named_identifier
from fraudgraph.investigate.rings import rings
from fraudgraph.investigate.subjects import looked_at, ring_named
from fraudgraph.investigate.views.judged import LabelsView, RefusedLabel
from fraudgraph.model.clean import Unreadable, read_time
from fraudgraph.model.ids import Minted, read_id
from fraudgraph.model.judgement import LABELS, About, Said, Subject, verdict_named, worded

_AHEAD_US = 86_400_000_000
"""A clock may be wrong by a day; a judgement that lies further ahead is an error of the file."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What holds for rows that say nothing: a verdict, a reason."""

    verdict: str | None = None
    reason: str | None = None


def take_in(case: Case, given: str, otherwise: Otherwise, stdin: BinaryIO | None = None) -> LabelsView:
    """Record the rows of a file, all that can be, in one transaction. FraudgraphError where it cannot be read."""
    at = desk(case)
    labels, files = read_labels(given, case.duckdb, stdin)
    reader = _Reader(at, otherwise, labels)
    drafts, refused = reader.read(labels)
    new = list(_new(case, drafts))
    made = judgements.record(case, new, _custody(files, len(new), len(drafts) - len(new), len(refused)))
    return LabelsView(
        files=tuple(file.given for file in files),
        ignored=tuple(dict.fromkeys(column for file in files for column in file.ignored)),
        read=len(labels),
        made=made,
        duplicate=len(drafts) - len(new),
        refused=tuple(refused),
        words=tuple(sorted(reader.words.items())),
        need_person=rings(case).need_person if at.sweep else None,
    )


def _custody(files: Sequence[LabelFile], used: int, duplicate: int, rejected: int) -> dict[str, object]:
    hashes = [[file.sha256, file.bytes, file.rows] for file in files]
    return {"files": hashes, "used": used, "duplicate": duplicate, "rejected": rejected}


class _Refused(Exception):
    """Why a row is rejected."""


class _Reader:
    """Reads rows as judgements. words: (label, verdict) -> rows, where a word of another system was read as ours."""

    def __init__(self, at: Desk, otherwise: Otherwise, labels: Iterable[Label]) -> None:
        self._at = at
        self._otherwise = otherwise
        self._now = time.time_ns() // 1000
        accounts = {label.values["account_id"] for label in labels if "account_id" in label.values}
        self._accounts = at.graph.known_accounts(at.view, sorted(accounts)) if accounts else frozenset()
        self._named: dict[str, About | str] = {}
        self.words: Counter[tuple[str, str]] = Counter()

    def read(self, labels: Iterable[Label]) -> tuple[list[Draft], list[RefusedLabel]]:
        """Judgements, and rows that are none."""
        drafts, refused = [], []
        for label in labels:
            try:
                drafts.append(self._draft(label))
            except (_Refused, FraudgraphError) as problem:
                refused.append(RefusedLabel(label.place, str(problem)))
        return drafts, refused

    def _draft(self, label: Label) -> Draft:
        if label.broken:
            raise _Refused(label.broken)
        about = self._about(label.values)
        at_us = self._time(label.values.get("at"))
        word = label.values.get("verdict") or self._otherwise.verdict
        verdict = self._verdict(word, about.type)
        reason = label.values.get("reason") or self._otherwise.reason
        if reason is None:
            raise _Refused("has no reason: give one for such rows with --reason")
        sweep_id = looked_at(self._at, about, at_us) if about.type is Subject.RING else None
        draft = Draft(about, verdict, worded(reason, "reason"), at_us, sweep_id)
        if word is not None and _plain(word) in LABELS:
            self.words[_plain(word), verdict.value] += 1
        return draft

    def _about(self, values: dict[str, str]) -> About:
        given = {name: values[name] for name in ("account_id", "ring", "identifier") if name in values}
        if "value" in values and "identifier" not in given:
            given["identifier"] = f"{values['kind']}:{values['value']}" if "kind" in values else values["value"]
        if len(given) != 1:
            raise _Refused("names nobody" if not given else f"names {len(given)} things: {', '.join(given)}")
        ((what, text),) = given.items()
        if what == "account_id":
            if text not in self._accounts:
                raise _Refused("no account of that name in the facts")
            return About(Subject.MEMBER, text)
        if text not in self._named:
            self._named[text] = self._ask(what, text)
        found = self._named[text]
        if isinstance(found, str):
            raise _Refused(found)
        return found

    def _ask(self, what: str, text: str) -> About | str:
        """A ring or an identifier, or why there is none; asked once a name."""
        try:
            if what == "ring":
                return ring_named(self._at, read_id(Minted.RING, text))
            kind, value = named_identifier(self._at, text)
        except FraudgraphError as problem:
            return "no identifier of that name in the facts" if what == "identifier" else problem.message
        return About(Subject.IDENTIFIER, f"{kind}:{value}")

    def _time(self, text: str | None) -> int | None:
        if text is None:
            return None
        try:
            at_us = read_time(text).us
        except Unreadable as problem:
            raise _Refused(f"at {problem}") from problem
        if at_us > self._now + _AHEAD_US:
            raise _Refused("at lies in the future")
        return at_us

    def _verdict(self, word: str | None, type: Subject) -> Said:
        if word is None:
            raise _Refused("has no verdict: give one for such rows with --verdict")
        return verdict_named(LABELS.get(_plain(word), word), type)


def _plain(word: str) -> str:
    return word.lower().replace(" ", "_").replace("-", "_")


def _new(case: Case, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Those that say what nobody said yet: the same of the same thing at the same time is there already. A row
    without a time is also there where the same stands.
    """
    columns = "subject_type, subject, verdict, reason"
    rows = case.ledger.execute(f"SELECT {columns}, at_us, retracted_by FROM judgements").fetchall()
    timed = {tuple(row[:5]) for row in rows}
    stands = {tuple(row[:4]) for row in rows if row[5] is None}
    for draft in drafts:
        said = (draft.about.type.value, draft.about.name, draft.verdict.value, draft.reason)
        there = said in stands if draft.at_us is None else (*said, draft.at_us) in timed
        if not there:
            yield draft
        timed.add((*said, draft.at_us))
        stands.add(said)
