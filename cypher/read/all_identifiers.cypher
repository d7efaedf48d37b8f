// Every identifier of a case that two accounts or more hold and that is no hub.
// Parameters: case_id: the case
// Returns: key, kind, value
MATCH (i:FraudgraphIdentifier {case_id: $case_id})
WHERE i.key >= '' AND i.holders > 1 AND i.hub IS NULL
RETURN i.key AS key, i.kind AS kind, i.value AS value
