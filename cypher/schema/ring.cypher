// One node a ring of a case.
// Parameters: none
// Returns: none
CREATE CONSTRAINT fraudgraph_ring IF NOT EXISTS
FOR (r:FraudgraphRing) REQUIRE (r.case_id, r.key) IS UNIQUE
