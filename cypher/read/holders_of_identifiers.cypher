// Everybody who was seen with some identifiers, in all eras of a value. Times are UTC microseconds.
// Parameters: case_id: the case; keys: of the identifiers
// Returns: account_id, kind, value, holders, hub, exchanges, payments, sightings, accounts, first_us, last_us
UNWIND $keys AS key
CALL (key) {
  MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key}) RETURN i
  UNION
  MATCH (i:FraudgraphIdentifier {case_id: $case_id, raw_key: key}) RETURN i
}
WITH DISTINCT i
MATCH (i)<-[r:FRAUDGRAPH_SEEN_WITH]-(a:FraudgraphAccount)
RETURN a.account_id AS account_id, i.kind AS kind, i.value AS value, i.holders AS holders, i.hub AS hub,
  r.exchanges AS exchanges, r.payments AS payments, r.sightings AS sightings, r.accounts AS accounts,
  r.first_seen.epochMillis * 1000 + r.first_seen.microsecond % 1000 AS first_us,
  r.last_seen.epochMillis * 1000 + r.last_seen.microsecond % 1000 AS last_us
