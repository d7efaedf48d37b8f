"""Neo4j Graph Data Science on the shared sightings of a case, one algorithm after the other: what a whole run takes,
with the projection, at the client and on the server. Needs NEO4J_GDS_URL (docs/neo4j.md).
"""

import sys
import time
from pathlib import Path

from benchmarks.quality.methods import variants
from benchmarks.quality.methods.gds import Gds, server_seconds
from benchmarks.quality.world import Seen
from fraudgraph.case import Case
from fraudgraph.case.sweeps import latest
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded import EmbeddedGraph


def main(path: Path) -> None:
    """Print edges, and of each run the seconds by the clock, of this processor time and of the server's."""
    with Case.open(path) as case:
        sweep = latest(case)
        seen = Seen(EmbeddedGraph(case).sightings(View(sweep.as_of_us, sweep.window_us)), case.kinds())
    print(f"edges {len(seen.incidence.account)} accounts {seen.incidence.N}", flush=True)
    alone = (one for one in variants() if isinstance(one.method, Gds) and one.method.rule is None)
    for one in alone:
        started, here, there = time.perf_counter(), time.process_time(), server_seconds()
        one.method.labels(seen, 0)
        wall, here, there = time.perf_counter() - started, time.process_time() - here, server_seconds() - there
        print(f"{one.name:28} {wall:6.1f} s wall {here:6.1f} s client {there:6.1f} s server", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
