// Whose rings are in the graph?
// Parameters: case_id: the case
// Returns: key, stamp
MATCH (s:FraudgraphSweep {case_id: $case_id})
WHERE s.key >= ''
RETURN s.key AS key, s.stamp AS stamp
