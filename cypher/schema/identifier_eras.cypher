// Finds the eras of a value: identifiers whose holders are so far apart that they are several (192.0.2.7@2026-05-03).
// Parameters: none
// Returns: none
CREATE INDEX fraudgraph_identifier_eras IF NOT EXISTS
FOR (i:FraudgraphIdentifier) ON (i.case_id, i.raw_key)
