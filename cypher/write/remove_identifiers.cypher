// Take away identifiers that the facts no longer hold, with all that is tied to them.
// Parameters: case_id: the case; keys: of the identifiers
// Returns: none
UNWIND $keys AS key
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key})
DETACH DELETE i
