// One node an account of a case.
// Parameters: none
// Returns: none
CREATE CONSTRAINT fraudgraph_account IF NOT EXISTS
FOR (a:FraudgraphAccount) REQUIRE (a.case_id, a.key) IS UNIQUE
