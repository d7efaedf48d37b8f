"""Detection on this machine: chains cut to one level, names-free order, proposals, the law on what is counted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fraudgraph.detect.chains import one_level, roots_of
from fraudgraph.detect.communities import Report, Search
from fraudgraph.detect.functions import counted_once
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.linkage import Linkage, linkage
from fraudgraph.detect.order import Ordered, names_free
from fraudgraph.detect.params import Params
from fraudgraph.detect.propose import DEFAULT
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine.lanes import find_in_lanes
from fraudgraph.model.kinds import Family, Kind, kind_of, root_of


@dataclass(frozen=True)
class Local:
    """This machine, the arrays in memory. threads: how many may be kept busy, and so how many processes (None: all)."""

    params: Params = field(default_factory=Params)
    threads: int | None = None

    def detect(self, sightings: Sightings, kinds: Mapping[str, Kind], seed: int, report: Report) -> Linkage:
        """Sightings -> rings. Same sightings, parameters, seed and versions give the same bytes."""
        search, counted = self.search(sightings, kinds, seed)
        return linkage(find_in_lanes(search, DEFAULT, report, self.threads), counted)

    def search(self, sightings: Sightings, kinds: Mapping[str, Kind], seed: int) -> tuple[Search, Ordered]:
        """Where rings are looked for, in names-free order, and what the law counts there with its codes in the
        sightings.
        """
        root = {name: root_of(kind_of(name, kinds), kinds).name for name in sightings.kinds}
        incidence, identifier = one_level(Incidence.of(sightings), roots_of(sightings.kinds, root))
        ordered = names_free(incidence)
        once, kept = counted_once(ordered.incidence)
        places = [t for t, name in enumerate(sightings.kinds) if kind_of(name, kinds).family == Family.NETWORK]
        params = replace(self.params, pooled=tuple(places))
        counted = Ordered(once, ordered.account, identifier[ordered.identifier[kept]])
        return Search(ordered.incidence, once, params, seed), counted
