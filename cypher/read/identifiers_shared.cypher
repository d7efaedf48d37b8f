// What some accounts were seen with that others hold too.
// Parameters: case_id: the case; keys: of the accounts; kinds: names, or null for every kind
// Returns: key, kind, value, raw, holders, hub
UNWIND $keys AS key
MATCH (a:FraudgraphAccount {case_id: $case_id, key: key})-[:FRAUDGRAPH_SEEN_WITH]->(i:FraudgraphIdentifier)
WHERE i.holders > 1 AND ($kinds IS NULL OR i.kind IN $kinds)
RETURN DISTINCT i.key AS key, i.kind AS kind, i.value AS value, coalesce(i.raw, i.value) AS raw, i.holders AS holders,
  i.hub AS hub
