// Which accounts are bridges? Members of a ring that were seen with an identifier which another ring owns.
// Parameters: case_id: the case; ring: R-0007
// Returns: account, tier, other_ring, identifiers, example
MATCH (a:FraudgraphAccount)-[m:FRAUDGRAPH_MEMBER_OF]->(r:FraudgraphRing {case_id: $case_id, key: $ring})
MATCH (a)-[:FRAUDGRAPH_SEEN_WITH]->(i:FraudgraphIdentifier)-[:FRAUDGRAPH_TIES]->(other:FraudgraphRing)
WHERE other <> r
WITH a, m, other, collect(i.kind + ' ' + i.value) AS found
RETURN a.account_id AS account, m.tier AS tier, other.ring_id AS other_ring, size(found) AS identifiers,
  found[0] AS example
ORDER BY identifiers DESC, account, other_ring
