// The same of some identifiers.
// Parameters: case_id: the case; keys: of the identifiers
// Returns: key, stamp
UNWIND $keys AS key
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key})
RETURN i.key AS key, coalesce(i.stamp, -1) AS stamp
