"""The graph in a Neo4j database: a projection of a case that can be rebuilt, and the same answers from there."""

from fraudgraph.graph.neo4j.store import Neo4jGraph

__all__ = ["Neo4jGraph"]
