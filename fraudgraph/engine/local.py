"""Detection on this machine: chains cut to one level, names-free order, proposals, the law."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from fraudgraph.detect.chains import one_level, roots_of
from fraudgraph.detect.communities import Report, find, propose
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.linkage import Linkage, linkage
from fraudgraph.detect.order import names_free
from fraudgraph.detect.params import Params
from fraudgraph.detect.sightings import Sightings
from fraudgraph.model.kinds import Kind, kind_of, root_of


@dataclass(frozen=True)
class Local:
    """One process, the arrays in memory."""

    params: Params = field(default_factory=Params)

    def detect(self, sightings: Sightings, kinds: Mapping[str, Kind], seed: int, report: Report) -> Linkage:
        """Sightings -> rings. Same sightings, parameters, seed and versions give the same bytes."""
        root = {name: root_of(kind_of(name, kinds), kinds).name for name in sightings.kinds}
        incidence, identifier = one_level(Incidence.of(sightings), roots_of(sightings.kinds, root))
        ordered = names_free(incidence)
        partitions = propose(ordered.incidence, seed, report=report)
        found = find(ordered.incidence, partitions, self.params, seed, report)
        return linkage(found, replace(ordered, identifier=identifier[ordered.identifier]))


Engine = Callable[[Sightings, Mapping[str, Kind], int, Report], Linkage]
"""What a sweep needs of an engine."""


def holders_of(sightings: Sightings) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """int64[M]: accounts that hold each identifier."""
    return np.bincount(sightings.identifier, minlength=sightings.identifiers)
