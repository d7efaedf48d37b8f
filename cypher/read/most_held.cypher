// The identifiers of most holders of each kind, hubs left out.
// Parameters: case_id: the case; kinds: of each [name, how its keys begin]; each: how many of a kind; without: keys
//   that are left out
// Returns: kind, value, holders
UNWIND $kinds AS one
CALL (one) {
  MATCH (i:FraudgraphIdentifier {case_id: $case_id})
  WHERE i.key STARTS WITH one[1] AND i.kind = one[0] AND i.holders > 1 AND i.hub IS NULL AND NOT i.key IN $without
  RETURN i.value AS value, i.holders AS holders
  ORDER BY holders DESC, value LIMIT $each
}
RETURN one[0] AS kind, value, holders
