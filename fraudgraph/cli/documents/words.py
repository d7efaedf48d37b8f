"""Types of single values in a JSON document: a Python type, and what a schema says of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fraudgraph.model import kinds, rings


@dataclass(frozen=True, slots=True)
class Says:
    """What a schema says of a value. pattern: a regular expression; format: of JSON Schema; words: all there are."""

    about: str = ""
    pattern: str = ""
    format: str = ""
    words: type[StrEnum] | None = None


RingId = Annotated[str, Says("A ring, for good.", pattern=r"^R-\d{4,}$")]
SweepId = Annotated[str, Says("A sweep.", pattern=r"^S-\d{4,}$")]
LoadId = Annotated[str, Says("A load.", pattern=r"^L-\d{4,}$")]
JudgementId = Annotated[str, Says("A judgement.", pattern=r"^J-\d{4,}$")]
NoteId = Annotated[str, Says("A note.", pattern=r"^N-\d{4,}$")]
AssociationId = Annotated[str, Says("A hypothesis that ties rings.", pattern=r"^AS-\d{4,}$")]
Instant = Annotated[str, Says("RFC 3339, UTC, microseconds.", pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
Day = Annotated[str, Says("A UTC day.", format="date")]
Sha256 = Annotated[str, Says("In hex.", pattern=r"^[0-9a-f]{64}$")]
Account = Annotated[str, Says("An account, exactly as loaded.")]
KindName = Annotated[str, Says("A kind of identifier by its full name.")]
LinkBits = Annotated[float, Says("Bits of one link; never to be added to others.")]
Bits = Annotated[float, Says("Bits of linkage, to six decimals.")]
AbuseBits = Annotated[float, Says("Indicator bits; never to be added to bits of linkage.")]
Seconds = Annotated[float, Says("Seconds.")]
Share = Annotated[float, Says("A share from 0 to 1.")]

Band = Annotated[str, Says("Where a ring stands in the list.", words=rings.Band)]
Review = Annotated[str, Says("What people have said of it.", words=rings.Review)]
EvidenceClass = Annotated[str, Says("What the evidence consists of.", words=rings.EvidenceClass)]
Tier = Annotated[str, Says("How strongly a member is linked.", words=rings.Tier)]
Change = Annotated[str, Says("What happened since the sweep before.", words=rings.Change)]
State = Annotated[str, Says("Whether a sign is there.", words=rings.State)]
Family = Annotated[str, Says("What a kind proves.", words=kinds.Family)]
Forgeability = Annotated[str, Says("What it takes to forge one.", words=kinds.Forgeability)]
