// What is known of every account of a case: a push writes only what differs.
// Parameters: case_id: the case
// Returns: key, stamp
MATCH (a:FraudgraphAccount {case_id: $case_id})
WHERE a.key >= ''
RETURN a.key AS key, a.stamp AS stamp
