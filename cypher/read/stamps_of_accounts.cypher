// The same of some accounts.
// Parameters: case_id: the case; keys: of the accounts
// Returns: key, stamp
UNWIND $keys AS key
MATCH (a:FraudgraphAccount {case_id: $case_id, key: key})
RETURN a.key AS key, coalesce(a.stamp, -1) AS stamp
