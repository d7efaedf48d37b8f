// Take away a sweep whose rings are gone.
// Parameters: case_id: the case; key: S-0012
// Returns: none
MATCH (s:FraudgraphSweep {case_id: $case_id, key: $key})
DETACH DELETE s
