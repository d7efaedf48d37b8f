// What is known of every identifier of a case and its sightings: a push writes only what differs.
// Parameters: case_id: the case
// Returns: key, stamp
MATCH (i:FraudgraphIdentifier {case_id: $case_id})
WHERE i.key >= ''
RETURN i.key AS key, i.stamp AS stamp
