// What holds this ring together? The identifiers that it owns, those first that gain most for it.
// Parameters: case_id: the case; ring: R-0007
// Returns: kind, value, holders, holders_in_ring, bits
MATCH (i:FraudgraphIdentifier)-[t:FRAUDGRAPH_TIES]->(r:FraudgraphRing {case_id: $case_id, key: $ring})
RETURN i.kind AS kind, i.value AS value, i.holders AS holders, t.holders_in_ring AS holders_in_ring, t.bits AS bits
ORDER BY bits DESC, kind, value
