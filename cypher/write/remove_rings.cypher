// Take away the rings, memberships and ties that an earlier sweep left.
// Parameters: case_id: the case; keys: of the rings
// Returns: none
UNWIND $keys AS key
MATCH (r:FraudgraphRing {case_id: $case_id, key: key})
DETACH DELETE r
