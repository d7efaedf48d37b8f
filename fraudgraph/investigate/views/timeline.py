"""The screen `timeline`, of a ring, an account or an identifier."""

from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.graph.clock import Action, Quarters
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Sweep


class Subject(StrEnum):
    """Whose time it is."""

    RING = "ring"
    ACCOUNT = "account"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Shut:
    """What became of accounts that were blocked or suspended. accounts: ever so; reinstated: of them open again by a
    later action; again: of the others, those with an exchange after the action that shut them.
    """

    accounts: int
    reinstated: int
    again: int


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The screen `timeline`. name: `R-0007`, an account id, or the value of an identifier of that kind.

    accounts: members, holders, or 1; counted: the table whose rows are counted by quarter (`exchanges`, `payments`; ''
    where nothing tells more than first and last times); beside: (table, rows) of other tables that show the identifier.
    first_us, last_us: of what is counted, else of the sightings. firsts: the first exchange of each member, or the
    first sighting of each holder, ascending; sign_ups: when the accounts were made, ascending. facts_start_us,
    facts_end_us: the first and last instant that the facts cover. attributes: what the table `identifiers` says of an
    identifier, (name, text).
    """

    subject: Subject
    name: str
    kind: Kind | None
    accounts: int
    counted: str
    quarters: Quarters
    beside: tuple[tuple[str, int], ...]
    first_us: int | None
    last_us: int | None
    firsts: tuple[int, ...]
    sign_ups: tuple[int, ...]
    actions: tuple[Action, ...]
    shut: Shut
    facts_start_us: int | None
    facts_end_us: int | None
    begins_with_facts: bool
    cut_by_end: bool
    sweep: Sweep | None
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def events(self) -> int:
        """All that is counted by quarter."""
        return sum(many for _, many in self.quarters)
