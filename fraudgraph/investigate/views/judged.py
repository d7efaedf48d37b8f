"""What a person said of something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Judged:
    """The last judgement on a subject that was not taken back."""

    judgement_id: int
    at_us: int
    actor: str
    verdict: str
