// Which rings did the last sweep find? In the order of `fraudgraph rings`.
// Parameters: case_id: the case
// Returns: ring, band, review, class, accounts, core, exchanges_7d
MATCH (r:FraudgraphRing {case_id: $case_id})
WHERE r.key >= ''
RETURN r.ring_id AS ring, r.band AS band, r.review AS review, r.ring_class AS class, r.accounts AS accounts,
  r.core AS core, r.exchanges_7d AS exchanges_7d
ORDER BY r.rank
