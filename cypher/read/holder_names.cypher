// Who holds each of some identifiers.
// Parameters: case_id: the case; keys: of the identifiers
// Returns: key, account_ids
UNWIND $keys AS key
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key})<-[:FRAUDGRAPH_SEEN_WITH]-(a:FraudgraphAccount)
RETURN key, collect(a.account_id) AS account_ids
