// How many holders of each of some identifiers are in each stratum.
// Parameters: case_id: the case; keys: of the identifiers
// Returns: key, stratum, many
UNWIND $keys AS key
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key})<-[:FRAUDGRAPH_SEEN_WITH]-(a:FraudgraphAccount)
RETURN key, a.stratum AS stratum, count(*) AS many
