"""What people say of rings, accounts and identifiers: verdicts and notes. They outrank the machine."""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a judgement is on. Written as `R-0007`, an account id, `kind:value`, or two account ids."""

    RING = "ring"
    MEMBER = "member"
    IDENTIFIER = "identifier"
    LINK = "link"


class Said(StrEnum):
    """A verdict. hub: an identifier that means nothing; retracted: another judgement does not stand any more."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    BENIGN = "benign"
    UNSURE = "unsure"
    HUB = "hub"
    RETRACTED = "retracted"


_OF_ACCOUNTS = (Said.CONFIRMED, Said.REJECTED, Said.BENIGN, Said.UNSURE)
VERDICTS = {Subject.RING: _OF_ACCOUNTS, Subject.MEMBER: _OF_ACCOUNTS, Subject.IDENTIFIER: (Said.HUB,)}
"""What a person may say of what."""


@dataclass(frozen=True, slots=True)
class About:
    """What is spoken of: `Subject.RING` and `R-0007`, `Subject.MEMBER` and an account id, and so on."""

    type: Subject
    name: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's verdict. at_us: when it was said, which may be before it was recorded; sweep_id: the sweep that was
    looked at, of rings; retracted_by: the judgement that took it back.
    """

    judgement_id: int
    at_us: int
    actor: str
    about: About
    verdict: str
    reason: str
    sweep_id: int | None = None
    retracted_by: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote beside something; it decides nothing."""

    note_id: int
    at_us: int
    actor: str
    about: About
    text: str
