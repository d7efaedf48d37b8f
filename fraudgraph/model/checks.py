"""What sceptical questions to a sweep found: chance, loss, one kind less, and what a framer would have to do."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class NullCheck:
    """Copies in which who holds what was drawn anew. rings: found in all of them together; seeds: one a copy."""

    copies: int
    rings: int
    seeds: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Resampling:
    """Copies that lost a share (`dropped`) of the sightings. fragile: rings of the sweep with a stability under the
    limit.
    """

    runs: int
    dropped: float
    limit: float
    fragile: int
    seeds: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """Detection again without some kinds; left_out: the kinds of each run (a kind and those derived from it, and once
    all that are easy to forge).
    """

    left_out: tuple[tuple[str, ...], ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class SweepChecks:
    """The checks of one sweep, None where one was not run."""

    null: NullCheck | None = None
    resampling: Resampling | None = None
    leave_one_out: LeaveOneOut | None = None


class Standing(StrEnum):
    """How far an outsider could be pushed: into a ring at all, into its core, or into core and class A."""

    LINKED = "linked"
    CORE = "core"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class Framing:
    """The least that would give an outsider a standing in a ring. ways: alternatives, each (kind, how many of the
    ring's identifiers of that kind); none where more than a few identifiers would be needed.
    """

    standing: Standing
    ways: tuple[tuple[tuple[str, int], ...], ...]


@dataclass(frozen=True, slots=True)
class RingChecks:
    """The checks of one ring.

    stability: mean best overlap with the rings of the resamples (None: not run); together: (kind, members that stay
    in one ring when detection runs without the kind); hard_only: the same without all that is easy to forge (None:
    not run, or nothing of it in the facts); framing: always there.
    """

    ring_id: int
    stability: float | None = None
    together: tuple[tuple[str, int], ...] = ()
    hard_only: int | None = None
    framing: tuple[Framing, ...] = ()
