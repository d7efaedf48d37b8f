"""The parts `checks` and `framing` of the screen `ring`."""

from dataclasses import dataclass

from fraudgraph.model.checks import Standing, SweepChecks
from fraudgraph.model.kinds import Forgeability, Kind


@dataclass(frozen=True, slots=True)
class ChecksView:
    """What was asked of the ring again. stability: mean best overlap over the resamples; together: kind name ->
    members that stay in one ring without it; hard_only: the same without all that is easy to forge. None, or no entry:
    not run in this sweep.
    """

    sweep: SweepChecks
    stability: float | None
    together: tuple[tuple[str, int], ...]
    hard_only: int | None

    def without(self, kind: Kind) -> int | None:
        """Members that stay together without a kind, None where that was not run."""
        return dict(self.together).get(kind.name)


@dataclass(frozen=True, slots=True)
class Grade:
    """What one grade of forgeability carries: bits over all members, of which kinds."""

    forgeability: Forgeability
    kinds: tuple[Kind, ...]
    bits: int


@dataclass(frozen=True, slots=True)
class Needed:
    """So many identifiers of one kind, of those that the ring owns."""

    kind: Kind
    amount: int
    owned: int


@dataclass(frozen=True, slots=True)
class Least:
    """The least that would give an outsider a standing in the ring; ways: alternatives, none where more than
    `at_most` identifiers would be needed.
    """

    standing: Standing
    ways: tuple[tuple[Needed, ...], ...]


@dataclass(frozen=True, slots=True)
class FramingView:
    """How far the ring rests on what others can forge. grades: hardest first; left: members with 7 bits or more on
    what is hard to forge alone; least: empty for a sweep that did not ask.
    """

    grades: tuple[Grade, ...]
    left: int
    at_most: int
    least: tuple[Least, ...]

    @property
    def bits(self) -> int:
        """Bits over all members and kinds, before names are paid."""
        return sum(grade.bits for grade in self.grades)

    @property
    def easy(self) -> tuple[Grade, ...]:
        """The grades that are easy to forge."""
        return tuple(grade for grade in self.grades if not grade.forgeability.hard)
