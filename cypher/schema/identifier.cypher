// One node an identifier of a case.
// Parameters: none
// Returns: none
CREATE CONSTRAINT fraudgraph_identifier IF NOT EXISTS
FOR (i:FraudgraphIdentifier) REQUIRE (i.case_id, i.key) IS UNIQUE
