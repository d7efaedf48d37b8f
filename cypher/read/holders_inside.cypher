// How many holders of each of some identifiers are among some accounts.
// Parameters: case_id: the case; keys: of the identifiers; accounts: keys of the accounts
// Returns: key, many
UNWIND $keys AS key
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key})<-[:FRAUDGRAPH_SEEN_WITH]-(a:FraudgraphAccount)
WHERE a.key IN $accounts
RETURN key, count(*) AS many
