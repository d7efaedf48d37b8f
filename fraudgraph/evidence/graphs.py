"""The evidence subgraph as a graph of networkx or of igraph: the same nodes, edges and attributes as in a file."""

from itertools import chain
from typing import TYPE_CHECKING

from fraudgraph.evidence.subgraph import Subgraph
from fraudgraph.evidence.table import Value

if TYPE_CHECKING:
    import igraph
    import networkx


def to_networkx(graph: Subgraph) -> "networkx.Graph[str]":
    """Undirected; a node is named `account:ID` or `KIND:VALUE`. What is unknown is left out, as in GraphML."""
    import networkx

    made: networkx.Graph[str] = networkx.Graph(ring_id=graph.ring_id, sweep_id=graph.sweep_id)
    (_, *node), (_, _, *edge) = graph.accounts.names, graph.edges.names
    rows = chain(*(table.rows() for table in graph.nodes))
    made.add_nodes_from((str(name), _known(node, values)) for name, *values in rows)
    made.add_edges_from((str(one), str(other), _known(edge, values)) for one, other, *values in graph.edges.rows())
    return made


def _known(names: list[str], values: list[Value]) -> dict[str, Value]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def to_igraph(graph: Subgraph) -> "igraph.Graph":
    """Undirected; the vertex attribute `name` is `account:ID` or `KIND:VALUE`; what is unknown is None."""
    import igraph

    names = [name for table in graph.nodes for name in table.column("id")]
    place = {name: number for number, name in enumerate(names)}
    source, target = ([place[name] for name in graph.edges.column(end)] for end in ("source", "target"))
    made = igraph.Graph(n=len(names), edges=zip(source, target, strict=True))
    made["ring_id"], made["sweep_id"] = graph.ring_id, graph.sweep_id
    made.vs["name"] = names
    for name in graph.accounts.names[1:]:
        made.vs[name] = [value for table in graph.nodes for value in table.column(name)]
    for name in graph.edges.names[2:]:
        made.es[name] = graph.edges.column(name)
    return made
