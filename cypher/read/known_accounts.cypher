// Those of some accounts that the graph has.
// Parameters: case_id: the case; keys: of the accounts
// Returns: account_id
UNWIND $keys AS key
MATCH (a:FraudgraphAccount {case_id: $case_id, key: key})
RETURN a.account_id AS account_id
