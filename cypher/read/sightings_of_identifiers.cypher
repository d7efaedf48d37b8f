// The sightings of some identifiers as they were written, to write only what differs. Times are UTC microseconds.
// Parameters: case_id: the case; keys: of the identifiers
// Returns: identifier, account, exchanges, payments, sightings, accounts, first_us, last_us
UNWIND $keys AS key
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key})<-[r:FRAUDGRAPH_SEEN_WITH]-(a)
RETURN i.key AS identifier, a.key AS account, r.exchanges AS exchanges, r.payments AS payments,
  r.sightings AS sightings, r.accounts AS accounts,
  r.first_seen.epochMillis * 1000 + r.first_seen.microsecond % 1000 AS first_us,
  r.last_seen.epochMillis * 1000 + r.last_seen.microsecond % 1000 AS last_us
