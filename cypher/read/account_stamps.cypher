// What is known of accounts of a case, so many after a key: a push writes only what differs. A stamp of -1: not complete.
// Parameters: case_id: the case; after: a key; most: how many
// Returns: keys, stamps
MATCH (a:FraudgraphAccount {case_id: $case_id})
WHERE a.key > $after
WITH a
ORDER BY a.case_id, a.key LIMIT $most
RETURN collect(a.key) AS keys, collect(coalesce(a.stamp, -1)) AS stamps
