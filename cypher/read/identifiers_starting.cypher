// Identifiers whose name begins with a text and holds one of some pieces: what a person may have meant.
// Parameters: case_id: the case; starts: of the key, one for each kind; pieces: texts
// Returns: name, kind, raw, holders
UNWIND $starts AS start
MATCH (i:FraudgraphIdentifier {case_id: $case_id})
WHERE i.key STARTS WITH start AND any(piece IN $pieces WHERE i.value CONTAINS piece)
RETURN i.value AS name, i.kind AS kind, coalesce(i.raw, i.value) AS raw, i.holders AS holders
