// Keep what a push is about to write, or has written.
// Parameters: case_id: the case; properties: of the node
// Returns: none
MERGE (p:FraudgraphProjection {case_id: $case_id, key: 'projection'})
SET p = $properties, p.case_id = $case_id, p.key = 'projection'
