"""What people said: of something on its screen, and the answers of `judge` and `note`."""

from dataclasses import dataclass

from fraudgraph.model.judgement import Judgement, Note
from fraudgraph.model.rings import Sweep


@dataclass(frozen=True, slots=True)
class Judged:
    """The last judgement on a subject that was not taken back."""

    judgement_id: int
    at_us: int
    actor: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Words:
    """Everything people said of one thing. judgements: in the order of their numbers, those taken back too; changed:
    why the one that stands does not cover what the thing has become (rings).
    """

    judgements: tuple[Judgement, ...] = ()
    notes: tuple[Note, ...] = ()
    changed: tuple[str, ...] = ()


UNSAID = Words()
"""Nobody said anything."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a judgement concerns. accounts: members, holders, or the account itself; queued: of them in the queue now;
    rings: those that they are in.
    """

    accounts: int
    queued: int
    rings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JudgedView:
    """The answer of `judge`. before: what stood before, or what was taken back; stands: what stands now; need_person:
    rings that wait (None: not swept).
    """

    made: Judgement
    before: Judgement | None
    stands: Judgement | None
    reach: Touched
    need_person: int | None
    sweep: Sweep | None


@dataclass(frozen=True, slots=True)
class RefusedLabel:
    """A row that was not recorded. place: file:line."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class LabelsView:
    """The answer of `judge --from`: read = made + duplicate + refused. ignored: columns that say nothing; words:
    ((label, verdict), rows) where a word of the file was read as one of ours.
    """

    files: tuple[str, ...]
    ignored: tuple[str, ...]
    read: int
    made: tuple[Judgement, ...]
    duplicate: int
    refused: tuple[RefusedLabel, ...]
    words: tuple[tuple[tuple[str, str], int], ...]
    need_person: int | None


@dataclass(frozen=True, slots=True)
class NotedView:
    """The answer of `note`. notes: how many there are on the thing now."""

    note: Note
    notes: int
