"""Which store answers for a case: the embedded one, unless a graph in Neo4j was put in its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from fraudgraph.case import Case
from fraudgraph.graph.base import GraphStore
from fraudgraph.graph.embedded import EmbeddedGraph

_INSTEAD: WeakKeyDictionary[Case, GraphStore] = WeakKeyDictionary()


def graph_of(case: Case) -> GraphStore:
    """The store that answers about edges for this open case."""
    return _INSTEAD.get(case) or EmbeddedGraph(case)


@contextmanager
def answered_by(case: Case, graph: GraphStore) -> Iterator[None]:
    """Let another store answer for an open case; what accounts did, sweeps and judgements stay those of the case."""
    _INSTEAD[case] = graph
    try:
        yield
    finally:
        del _INSTEAD[case]
