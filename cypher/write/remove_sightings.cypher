// Take away sightings that the facts no longer hold.
// Parameters: case_id: the case; rows: of each [key of the identifier, list of keys of accounts]
// Returns: none
UNWIND $rows AS row
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: row[0]})
UNWIND row[1] AS account
MATCH (a:FraudgraphAccount {case_id: $case_id, key: account})-[r:FRAUDGRAPH_SEEN_WITH]->(i)
DELETE r
