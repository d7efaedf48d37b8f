"""The screen `expand`."""

from dataclasses import dataclass

from fraudgraph.investigate.views.reach import Reach, Spread
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Sweep, Tier


@dataclass(frozen=True, slots=True)
class Way:
    """One identifier that a step led over, or all of one kind (value empty). holders: of all added up;
    others: the accounts behind, but those
    reached before this step. attributes: what the table `identifiers` says of one, (name, text).
    """

    kind: Kind
    value: str
    identifiers: int
    holders: int
    others: Spread
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """An identifier that was not followed. hub: whether a list, a mapping or a person excluded it; else too many hold
    it.
    """

    kind: Kind
    value: str
    holders: int
    hub: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step. start: accounts that it started from; reached: accounts that it reached first.

    kinds: by kind; ways: every identifier that leads to anybody new, fewest others first (of the first step only: later
    ones have none here); inward: identifiers that lead only to accounts reached before; closed: most holders first.
    """

    start: int
    reached: Reach
    kinds: tuple[Way, ...]
    ways: tuple[Way, ...]
    inward: int
    closed: tuple[Closed, ...]

    @property
    def identifiers(self) -> int:
        """How many identifiers it led over to somebody new."""
        return sum(way.identifiers for way in self.kinds)


@dataclass(frozen=True, slots=True)
class Reached:
    """One account that was reached: in which step, and over which identifier (of several the one of fewest holders)."""

    account_id: str
    step: int
    kind: Kind
    value: str
    ring_id: int | None
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class ExpandView:
    """The screen. names: what was asked for, as typed; start: the accounts it means (themselves, and the holders of
    identifiers); unknown: names that mean nothing.

    asked_steps: as asked; a step is not taken from nobody, nor from more than most_start accounts. most_holders: over
    identifiers of at most so many (None: any); kinds: of these alone (None: all). rows: every account reached, by step,
    those in no ring first, then by ring and id (None: not asked for).
    """

    names: tuple[str, ...]
    start: Reach
    identifiers: int
    unknown: tuple[str, ...]
    steps: tuple[Step, ...]
    reached: Reach
    rows: tuple[Reached, ...] | None
    asked_steps: int
    most_holders: int | None
    most_start: int
    through_hubs: bool
    kinds: tuple[Kind, ...] | None
    sweep: Sweep | None
