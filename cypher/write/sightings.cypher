// Who was seen with what. A count of a table is missing where the table does not show it.
// Parameters: case_id: the case; rows: of each {key: of the identifier, seen: list of [key of the account, exchanges,
//   payments, sightings, accounts, first seconds, first nanoseconds, last seconds, last nanoseconds]}
// Returns: none
UNWIND $rows AS row
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: row.key})
UNWIND row.seen AS one
MATCH (a:FraudgraphAccount {case_id: $case_id, key: one[0]})
MERGE (a)-[r:FRAUDGRAPH_SEEN_WITH]->(i)
SET r.count = coalesce(one[1], one[2], one[3], one[4], 0),
    r.exchanges = one[1], r.payments = one[2], r.sightings = one[3], r.accounts = one[4],
    r.first_seen = CASE WHEN one[5] IS NOT NULL THEN datetime({epochSeconds: one[5], nanosecond: one[6]}) END,
    r.last_seen = CASE WHEN one[7] IS NOT NULL THEN datetime({epochSeconds: one[7], nanosecond: one[8]}) END
