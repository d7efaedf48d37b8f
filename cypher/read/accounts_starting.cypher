// Accounts whose name begins with a text and holds one of some pieces: what a person may have meant.
// Parameters: case_id: the case; start: of the key; pieces: texts
// Returns: name, kind
MATCH (a:FraudgraphAccount {case_id: $case_id})
WHERE a.key STARTS WITH $start AND any(piece IN $pieces WHERE a.account_id CONTAINS piece)
RETURN a.account_id AS name, '' AS kind
