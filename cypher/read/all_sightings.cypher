// Every sighting of those identifiers.
// Parameters: case_id: the case
// Returns: account, identifier, exchanges
MATCH (i:FraudgraphIdentifier {case_id: $case_id})<-[r:FRAUDGRAPH_SEEN_WITH]-(a:FraudgraphAccount)
WHERE i.key >= '' AND i.holders > 1 AND i.hub IS NULL
RETURN a.key AS account, i.key AS identifier, coalesce(r.exchanges, 0) AS exchanges
