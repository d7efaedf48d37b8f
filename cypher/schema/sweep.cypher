// One node the sweep that found the rings of a case.
// Parameters: none
// Returns: none
CREATE CONSTRAINT fraudgraph_sweep IF NOT EXISTS
FOR (s:FraudgraphSweep) REQUIRE (s.case_id, s.key) IS UNIQUE
