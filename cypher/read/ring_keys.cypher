// The rings of a case that are in the graph.
// Parameters: case_id: the case
// Returns: key
MATCH (r:FraudgraphRing {case_id: $case_id})
WHERE r.key >= ''
RETURN r.key AS key
