// Take away accounts that the facts no longer hold, with all that is tied to them.
// Parameters: case_id: the case; keys: of the accounts
// Returns: none
UNWIND $keys AS key
MATCH (a:FraudgraphAccount {case_id: $case_id, key: key})
DETACH DELETE a
