// One node a case: which of its facts the graph shows, and what the bits are measured against.
// Parameters: none
// Returns: none
CREATE CONSTRAINT fraudgraph_projection IF NOT EXISTS
FOR (p:FraudgraphProjection) REQUIRE (p.case_id, p.key) IS UNIQUE
