"""The case as a notebook asks it: `from fraudgraph import Case`. Each answer is a command's, by the same function.

Lists are `Rows` (`to_pandas`, `to_arrow`), everything else is the frozen value that the command draws.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from fraudgraph import config
from fraudgraph.case import Case as Folder
from fraudgraph.case import sweeps
from fraudgraph.evidence import graphs
from fraudgraph.evidence.draw import Drawn, DrawOptions, draw_ring
from fraudgraph.evidence.export import Exported, ExportOptions, export_ring, subgraph_of
from fraudgraph.evidence.memberships import Selection, memberships
from fraudgraph.evidence.subgraph import Subgraph
from fraudgraph.investigate import listings
from fraudgraph.investigate.expand import Walk, expand
from fraudgraph.investigate.hubs import hubs
from fraudgraph.investigate.members import members
from fraudgraph.investigate.node import node
from fraudgraph.investigate.ring import ring
from fraudgraph.investigate.rings import rings
from fraudgraph.investigate.rows import Rows
from fraudgraph.investigate.search import search
from fraudgraph.investigate.status import status
from fraudgraph.investigate.timeline import timeline
from fraudgraph.investigate.views.expand import ExpandView
from fraudgraph.investigate.views.hubs import HubsView
from fraudgraph.investigate.views.node import AccountNode, IdentifierNode
from fraudgraph.investigate.views.ring import RingView
from fraudgraph.investigate.views.search import SearchView
from fraudgraph.investigate.views.status import StatusView
from fraudgraph.investigate.views.timeline import TimelineView
from fraudgraph.investigate.views.why import WhyView
from fraudgraph.investigate.why import why
from fraudgraph.model.ids import Minted, read_id, show_id
from fraudgraph.model.rings import read_tier

if TYPE_CHECKING:
    import igraph
    import networkx

__all__ = ["Case", "Ring", "Rows", "Walk"]
_LISTED = Walk(listed=True)


@dataclass(frozen=True)
class Case:
    """An open case, to be asked. folder: what every function of the rooms below takes. Close it, or use it as a context
    manager; it reads on while others load and sweep, and always answers from the latest sweep.
    """

    folder: Folder

    @classmethod
    def open(cls, path: Path | str | None = None, *, memory: str | None = None, threads: int | None = None) -> Self:
        """The case at `path` (None: as the command line finds it). memory: `4GB`; threads: of a query. NotFound if
        there is none.
        """
        settings = config.settings({"case": path, "memory": memory, "threads": threads})
        return cls(Folder.open(settings.case, settings))

    def close(self) -> None:
        """Let the case go."""
        self.folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.folder.__exit__(kind, error, trace)

    def __repr__(self) -> str:
        return f"Case({str(self.folder.path)!r})"

    def status(self) -> StatusView:
        """What the case holds, and how far the latest sweep reaches."""
        return status(self.folder)

    def rings(self) -> Rows:
        """The rings of the latest sweep, where to look first on top. NotSwept before the first."""
        return listings.of_rings(rings(self.folder))

    def ring(self, ring: str | int) -> "Ring":
        """One of them: `R-0007`, `r7` or 7. NotFound where the latest sweep has no such ring."""
        number = read_id(Minted.RING, str(ring))
        sweeps.ring(self.folder, sweeps.latest(self.folder).sweep_id, number)
        return Ring(self, number)

    def members(self) -> Rows:
        """Every membership of the latest sweep: by rank of the ring, most bits first."""
        return memberships(self.folder, Selection())

    def why(self, first: str, second: str) -> WhyView:
        """Why two accounts are linked, and what speaks against it."""
        return why(self.folder, first, second)

    def node(self, name: str) -> AccountNode | IdentifierNode:
        """An account, or an identifier as `KIND:VALUE` or by its value alone."""
        return node(self.folder, name)

    def search(self, term: str) -> SearchView:
        """Accounts and identifiers by any part, addresses by their network, and the rings behind them."""
        return search(self.folder, [term])[0]

    def expand(self, *names: str, walk: Walk = _LISTED) -> ExpandView:
        """Whom accounts or identifiers lead to, every account by name; walk: how far, over what."""
        return expand(self.folder, names, walk)

    def timeline(self, name: str) -> TimelineView:
        """When a ring, an account or an identifier was active, and what was done about it."""
        return timeline(self.folder, name)

    def hubs(self) -> HubsView:
        """What is excluded, why and by whom, and what most accounts hold beside."""
        return hubs(self.folder)


@dataclass(frozen=True)
class Ring:
    """One ring of the latest sweep."""

    case: Case
    number: int

    @property
    def ring_id(self) -> str:
        """`R-0007`."""
        return show_id(Minted.RING, self.number)

    def __repr__(self) -> str:
        return f"Ring({self.ring_id!r})"

    @cached_property
    def view(self) -> RingView:
        """Figures, signs, doubts and proof, as `fraudgraph ring` shows them; asked once."""
        return ring(self.case.folder, self.number)

    def members(self, tier: str | None = None) -> Rows:
        """Its members, most bits first; of one tier if asked."""
        return listings.of_members(members(self.case.folder, self.number, None if tier is None else read_tier(tier)))

    def identifiers(self) -> Rows:
        """What holds it together, most bits first."""
        sweep_id = sweeps.latest(self.case.folder).sweep_id
        return listings.of_identifiers(sweeps.identifiers(self.case.folder, sweep_id, self.number))

    def subgraph(self, all_edges: bool = False) -> Subgraph:
        """Members, the identifiers that hold them together, and each member's strongest edge of each kind; all_edges:
        every sighting.
        """
        return subgraph_of(self.case.folder, self.number, all_edges)

    def to_networkx(self, all_edges: bool = False) -> "networkx.Graph[str]":
        """The subgraph as a networkx.Graph."""
        return graphs.to_networkx(self.subgraph(all_edges))

    def to_igraph(self, all_edges: bool = False) -> "igraph.Graph":
        """The subgraph as an igraph.Graph."""
        return graphs.to_igraph(self.subgraph(all_edges))

    def export(self, output: Path | str, *, all_edges: bool = False, force: bool = False) -> Exported:
        """Write the subgraph (.graphml, .json, .csv), read it back, and record it in the custody log."""
        return export_ring(self.case.folder, self.number, ExportOptions(Path(output), None, all_edges, force))

    def draw(self, *, html: Path | str | None = None, svg: Path | str | None = None, force: bool = False) -> Drawn:
        """Draw it as a page to explore, as a picture for a document, or both, recorded in the custody log."""
        page, picture = (None if path is None else Path(path) for path in (html, svg))
        return draw_ring(self.case.folder, self.number, DrawOptions(page, picture, force))
