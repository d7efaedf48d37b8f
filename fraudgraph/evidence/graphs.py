"""The evidence subgraph as a graph of networkx or of igraph: the same nodes, edges and attributes as in a file."""

from typing import TYPE_CHECKING, Any

from fraudgraph.evidence.subgraph import EDGE_FIELDS, NODE_FIELDS, Subgraph, Value

if TYPE_CHECKING:
    import igraph
    import networkx

_NODE = tuple(name for name, _ in NODE_FIELDS)
_EDGE = tuple(name for name, _ in EDGE_FIELDS)


def to_networkx(graph: Subgraph) -> "networkx.Graph[str]":
    """Undirected; a node is named `account:ID` or `KIND:VALUE`. What is unknown is left out, as in GraphML."""
    import networkx

    made: networkx.Graph[str] = networkx.Graph(ring_id=graph.ring_id, sweep_id=graph.sweep_id)
    made.add_nodes_from((node.key, _known(_NODE, node.values)) for node in graph.nodes)
    made.add_edges_from((edge.source, edge.target, _known(_EDGE, edge.values)) for edge in graph.edges)
    return made


def _known(names: tuple[str, ...], values: tuple[Value, ...]) -> dict[str, Value]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def to_igraph(graph: Subgraph) -> "igraph.Graph":
    """Undirected; the vertex attribute `name` is `account:ID` or `KIND:VALUE`; what is unknown is None."""
    import igraph

    place = {node.key: number for number, node in enumerate(graph.nodes)}
    made = igraph.Graph(n=len(place), edges=[(place[edge.source], place[edge.target]) for edge in graph.edges])
    made["ring_id"], made["sweep_id"] = graph.ring_id, graph.sweep_id
    made.vs["name"] = list(place)
    _describe(made.vs, _NODE, [node.values for node in graph.nodes])
    _describe(made.es, _EDGE, [edge.values for edge in graph.edges])
    return made


def _describe(owners: Any, names: tuple[str, ...], values: list[tuple[Value, ...]]) -> None:
    for number, name in enumerate(names):
        owners[name] = [one[number] for one in values]
