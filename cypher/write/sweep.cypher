// The sweep whose rings are written. The property stamp is missing until all of them are there.
// Parameters: case_id: the case; key: S-0012; properties: of the node
// Returns: none
MERGE (s:FraudgraphSweep {case_id: $case_id, key: $key})
SET s = $properties, s.case_id = $case_id, s.key = $key
