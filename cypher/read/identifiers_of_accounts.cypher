// Everything that some accounts were seen with. Times are UTC microseconds.
// Parameters: case_id: the case; keys: of the accounts
// Returns: account_id, kind, value, holders, hub, exchanges, payments, sightings, accounts, first_us, last_us
UNWIND $keys AS key
MATCH (a:FraudgraphAccount {case_id: $case_id, key: key})-[r:FRAUDGRAPH_SEEN_WITH]->(i:FraudgraphIdentifier)
RETURN a.account_id AS account_id, i.kind AS kind, i.value AS value, i.holders AS holders, i.hub AS hub,
  r.exchanges AS exchanges, r.payments AS payments, r.sightings AS sightings, r.accounts AS accounts,
  r.first_seen.epochMillis * 1000 + r.first_seen.microsecond % 1000 AS first_us,
  r.last_seen.epochMillis * 1000 + r.last_seen.microsecond % 1000 AS last_us
