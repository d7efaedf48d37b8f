// What does this card (address, device, ...) touch? Who was seen with an identifier, and the ring that each is in.
// Parameters: case_id: the case; kind: payment_instrument, ip, ...; value: as the facts have it
// Returns: account, ring, tier, count, first_seen, last_seen
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: $kind + ':' + $value})<-[s:FRAUDGRAPH_SEEN_WITH]-(a)
OPTIONAL MATCH (a)-[m:FRAUDGRAPH_MEMBER_OF]->(r:FraudgraphRing)
RETURN a.account_id AS account, r.ring_id AS ring, m.tier AS tier, s.count AS count,
  s.first_seen AS first_seen, s.last_seen AS last_seen
ORDER BY ring IS NOT NULL, ring, account
