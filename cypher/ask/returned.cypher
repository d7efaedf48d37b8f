// Who came back? Members of a ring that were created within so many hours after another member was suspended, and
// share an identifier with it that is no hub: a lead, as chance gives some too.
// Parameters: case_id: the case; ring: R-0007; hours: a number, 72 is usual
// Returns: account, created_at, suspended_account, suspended_at, hours_later, shared
MATCH (gone:FraudgraphAccount)-[:FRAUDGRAPH_MEMBER_OF]->(r:FraudgraphRing {case_id: $case_id, key: $ring})
WHERE gone.suspended_at IS NOT NULL
MATCH (gone)-[:FRAUDGRAPH_SEEN_WITH]->(i:FraudgraphIdentifier)<-[:FRAUDGRAPH_SEEN_WITH]-(back:FraudgraphAccount)
WHERE i.hub IS NULL AND back.created_at > gone.suspended_at
  AND back.created_at <= gone.suspended_at + duration({hours: $hours})
  AND EXISTS { (back)-[:FRAUDGRAPH_MEMBER_OF]->(r) }
WITH back, gone, collect(i.kind + ' ' + i.value) AS shared
RETURN back.account_id AS account, back.created_at AS created_at, gone.account_id AS suspended_account,
  gone.suspended_at AS suspended_at,
  (back.created_at.epochSeconds - gone.suspended_at.epochSeconds) / 3600 AS hours_later, shared
ORDER BY hours_later, account, suspended_account
