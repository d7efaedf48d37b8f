"""The screen `path`."""

from dataclasses import dataclass

from fraudgraph.investigate.views.expand import Closed
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Sweep, Tier


@dataclass(frozen=True, slots=True)
class Stop:
    """One account on a path."""

    account_id: str
    ring_id: int | None
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step: two accounts, the identifier between them, its pair bits in units, and what is known of it."""

    near: Stop
    far: Stop
    kind: Kind
    value: str
    holders: int
    bits: int
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PathView:
    """The screen. paths: the strongest first; no other has an account (but the ends) or an identifier of one before it.

    steps: of each path (0: none was found); count: all paths of so many steps. searched_steps: steps that were looked
    through; asked_steps: as asked; stopped_at: accounts that another step would have started from, where that were too
    many (None: it was not that). reached: accounts that were reached from each end.

    most_holders: over identifiers of at most so many; longer: identifiers that both have were left out (how many).
    closed: what both have and was not followed.
    """

    first: Stop
    second: Stop
    paths: tuple[tuple[PathStep, ...], ...]
    count: int
    searched_steps: int
    asked_steps: int
    stopped_at: int | None
    reached: tuple[int, int]
    most_holders: int
    longer: int | None
    closed: tuple[Closed, ...]
    sweep: Sweep | None

    @property
    def steps(self) -> int:
        """Steps of the shortest paths; 0 where none was found."""
        return len(self.paths[0]) if self.paths else 0

    @property
    def exhausted(self) -> bool:
        """Whether everybody to whom one of them leads was reached, and the other was not among them."""
        return not self.paths and self.searched_steps < self.asked_steps and self.stopped_at is None
