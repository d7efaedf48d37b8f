// Accounts that say one of some texts of themselves.
// Parameters: case_id: the case; column: a property of accounts; values: texts
// Returns: said, account_id
MATCH (a:FraudgraphAccount {case_id: $case_id})
WHERE a.key >= '' AND a[$column] IN $values
RETURN a[$column] AS said, a.account_id AS account_id
