// Of some pairs of an account and an identifier those that are sightings, and no hub's: what their surprise needs.
// Parameters: case_id: the case; pairs: of each [place, key of the account, key of the identifier]
// Returns: place, key, holders, stratum, degree
UNWIND $pairs AS pair
MATCH (a:FraudgraphAccount {case_id: $case_id, key: pair[1]})
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: pair[2]})
WHERE i.hub IS NULL AND EXISTS { (a)-[:FRAUDGRAPH_SEEN_WITH]->(i) }
RETURN pair[0] AS place, i.key AS key, i.holders AS holders, a.stratum AS stratum, a['degree_' + i.kind] AS degree
