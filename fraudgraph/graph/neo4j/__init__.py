"""The graph in a Neo4j database: a projection of a case that can be rebuilt, and the same answers from there."""
