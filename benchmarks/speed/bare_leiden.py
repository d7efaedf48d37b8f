"""igraph alone: one Leiden pass over the shared edges of a case, the read not counted."""

import random
import sys
import time
from pathlib import Path

import igraph
import numpy as np

from fraudgraph.case import Case
from fraudgraph.case.sweeps import latest
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded import EmbeddedGraph


def main(path: Path) -> None:
    """Print the seconds of building the graph and of one community_leiden call with two iterations."""
    with Case.open(path) as case:
        sweep = latest(case)
        sightings = EmbeddedGraph(case).sightings(View(sweep.as_of_us, sweep.window_us))
    started = time.perf_counter()
    n, m = sightings.accounts, sightings.identifiers
    edges = np.stack([sightings.account, n + sightings.identifier], 1)
    graph = igraph.Graph(n=n + m, edges=edges, directed=True)
    built, spent = time.perf_counter(), time.process_time()
    holders = np.bincount(sightings.identifier, minlength=m)
    igraph.set_random_number_generator(random.Random(0))
    graph.community_leiden("modularity", weights=np.log2(n / holders)[sightings.identifier].tolist(), n_iterations=2)
    done, spent = time.perf_counter(), time.process_time() - spent
    print(f"edges {len(edges)} build {built - started:.1f} s leiden {done - built:.2f} s cpu {spent:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
