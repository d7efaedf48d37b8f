// What is known of identifiers of a case, so many after a key: a push writes only what differs. A stamp of -1: not complete.
// Parameters: case_id: the case; after: a key; most: how many
// Returns: keys, stamps
MATCH (i:FraudgraphIdentifier {case_id: $case_id})
WHERE i.key > $after
WITH i
ORDER BY i.case_id, i.key LIMIT $most
RETURN collect(i.key) AS keys, collect(coalesce(i.stamp, -1)) AS stamps
