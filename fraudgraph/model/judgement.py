"""What people say of rings, accounts and identifiers: verdicts and notes. They outrank the machine."""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from fraudgraph.errors import UsageError
from fraudgraph.model.clean import mask_card_numbers

LONGEST = 4_000
"""Characters of a reason or a note: it is read on a screen, beside others."""


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


LABELS = {
    **dict.fromkeys(("ban", "banned", "blocked", "suspended", "terminated"), Said.CONFIRMED),
    **dict.fromkeys(("fraud", "fraudulent", "abuse", "abusive", "true_positive"), Said.CONFIRMED),
    **dict.fromkeys(("false_positive", "not_fraud", "not_abuse"), Said.REJECTED),
    **dict.fromkeys(("legit", "legitimate", "good", "cleared", "customer"), Said.BENIGN),
    **dict.fromkeys(("unknown", "unclear", "inconclusive"), Said.UNSURE),
}
"""What files of other systems call a verdict; whoever takes them in is told what was read as what."""


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


def verdict_named(text: str, type: Subject) -> Said:
    """The verdict that a person typed; UsageError, with what may be said of such a thing, for any other word."""
    allowed = VERDICTS.get(type, ())
    word = text.strip().lower()
    if word in allowed:
        return Said(word)
    near = get_close_matches(word, allowed, 1)
    what = "an account" if type is Subject.MEMBER else f"a {type}" if type is Subject.RING else f"an {type}"
    said = " or ".join(filter(None, (", ".join(allowed[:-1]), *allowed[-1:])))
    hint = f"did you mean {near[0]}?" if near else f"of {what} say {said}"
    raise UsageError(f"{text[:60]!r} is not a verdict on {what}", kept="Nothing was changed.", hint=hint)


def worded(text: str, what: str) -> str:
    """A reason or note as it is kept; UsageError if it is empty, too long, or holds what looks like a card number."""
    text = text.strip().encode("utf-8", "backslashreplace").decode("utf-8")
    problem = (
        f"is {len(text):,} characters long, at most {LONGEST:,} are kept"
        if len(text) > LONGEST
        else "is empty"
        if not text
        else "holds what looks like a card number"
        if mask_card_numbers(text, "") != text
        else ""
    )
    if problem:
        raise UsageError(f"the {what} {problem}", kept="Nothing was changed.", hint="say in a sentence or two why")
    return text
