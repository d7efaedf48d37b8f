"""What `graph push` left and what `graph status` compares."""

from dataclasses import dataclass

from fraudgraph.graph.neo4j.connection import Written
from fraudgraph.graph.neo4j.push import Pushed
from fraudgraph.graph.neo4j.rings import PushedRings


@dataclass(frozen=True, slots=True)
class PushView:
    """What a push left. where: URL and database; version: of the server; facts: None with rings alone; rings: None
    before the first sweep; whole: private identifiers too; since_us: only what was seen from then on.
    """

    where: str
    version: str
    facts: Pushed | None
    rings: PushedRings | None
    written: Written
    whole: bool
    since_us: int | None


@dataclass(frozen=True, slots=True)
class Side:
    """How much one side has. identifiers, sightings: shared ones, or all where the graph has all."""

    accounts: int
    identifiers: int
    sightings: int
    rings: int
    members: int
    sweep_id: str | None


@dataclass(frozen=True, slots=True)
class GraphStatus:
    """The screen `graph status`. state: `complete`, `since` (compared in part), `pushing` (a push was stopped) or None
    (no facts were pushed); same_facts: whether the graph shows the facts that the latest sweep saw; as_of_us: of what
    the graph shows.
    """

    where: str
    version: str
    state: str | None
    same_facts: bool
    whole: bool
    as_of_us: int | None
    case: Side
    graph: Side

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return self.state == "complete" and self.same_facts and self.case == self.graph
