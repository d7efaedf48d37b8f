"""Another method in the place of our detection, all the rest of the product as it is: its groups behind our gate, then
our signs, bands and queue. `python -m benchmarks.quality.peer CASE LABELS.npz OUT.parquet`.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fraudgraph.case import Case
from fraudgraph.cli.main import main as command
from fraudgraph.detect.chains import one_level, roots_of
from fraudgraph.detect.communities import Communities, Report
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.law import Law
from fraudgraph.detect.linkage import Linkage, linkage
from fraudgraph.detect.members import membership
from fraudgraph.detect.order import Ordered
from fraudgraph.detect.sets import Sets
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine.local import Local
from fraudgraph.model.kinds import Kind, kind_of, root_of
from fraudgraph.sweep import SweepOptions, sweep


@dataclass(frozen=True)
class Peer(Local):
    """Groups that were found elsewhere: label, int64[N]. The gate has trimmed and accepted them."""

    label: Index = field(default_factory=lambda: np.zeros(0, np.int64))

    def detect(self, sightings: Sightings, kinds: Mapping[str, Kind], seed: int, report: Report) -> Linkage:
        """The groups as rings of one cell each."""
        del seed, report
        root = {name: root_of(kind_of(name, kinds), kinds).name for name in sightings.kinds}
        incidence, identifier = one_level(Incidence.of(sightings), roots_of(sightings.kinds, root))
        law, cells = Law(incidence, self.params), Sets.from_labels(self.label)
        evidence = law.weigh(cells)
        each = np.arange(cells.K)
        found = Communities(
            cells, each, each * 0, Sets.empty(), evidence, membership(law, cells, evidence), (1, cells.K)
        )
        return linkage(found, Ordered(incidence, np.arange(incidence.N), identifier))


def main(case: Path, labels: Path, out: Path) -> None:
    """Sweep the case with these groups and write the memberships."""
    label = np.load(labels)["gate label"].astype(np.int64)
    with Case.open(case) as opened:
        sweep(opened, SweepOptions(engine=Peer(label=label)))
    command(["members", "--all", "-o", str(out), "--force", "--case", str(case)])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
