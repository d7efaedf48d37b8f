"""Documents of `judge` and `note`, and what people said of a thing."""

from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Sweep
from fraudgraph.cli.documents.words import Says
from fraudgraph.model.judgement import Said, Subject


class Verdict(TypedDict):
    """A judgement, whole."""

    judgement_id: w.JudgementId
    at: Annotated[str | None, Says("When it was said, which may be before it was recorded.", format="date-time")]
    actor: str
    on: Annotated[str, Says("What it is on.", words=Subject)]
    subject: str
    verdict: Annotated[str, Says(words=Said)]
    reason: str
    sweep_id: Annotated[str | None, Says("The sweep that was looked at.")]
    retracted_by: Annotated[str | None, Says("The judgement that took it back.")]
    stands: Annotated[bool, Says("Neither taken back nor a taking back.")]


class Note(TypedDict):
    """A note: it decides nothing."""

    note_id: w.NoteId
    at: w.Instant | None
    actor: str
    on: Annotated[str, Says("What it is on.", words=Subject)]
    subject: str
    text: str


class Words(TypedDict):
    """What people said of a thing, oldest first."""

    judgements: list[Verdict]
    changed_since: Annotated[list[str], Says("What changed since the newest verdict on a ring.")]
    people_notes: list[Note]


class Judged(TypedDict):
    """What a judgement, or taking one back, did."""

    judgement: Verdict | None
    before: Annotated[Verdict | None, Says("What stood before.")]
    stands: Annotated[Verdict | None, Says("What stands now.")]
    accounts: Annotated[int | None, Says("That it concerns.")]
    accounts_in_queue: int | None
    ring_ids: list[w.RingId]
    need_person: Annotated[int | None, Says("Rings that wait for a person now.")]
    sweep: Sweep | None


class Noted(TypedDict):
    """A note that was written."""

    note: Note
    notes: Annotated[int, Says("On the same thing.")]


class RefusedLabel(TypedDict):
    """A row that became no judgement."""

    place: str
    reason: str


class ReadAs(TypedDict):
    """A label of the file, and the verdict it was read as."""

    label: str
    verdict: str
    rows: int


class Labelled(TypedDict):
    """Bans and labels that became judgements: rows = recorded + duplicate + rejected."""

    files: list[str]
    rows: int
    recorded: list[Verdict]
    duplicate: int
    rejected: list[RefusedLabel]
    read_as: list[ReadAs]
    columns_not_used: list[str]
    need_person: int | None
