// All sightings of these identifiers are there.
// Parameters: case_id: the case; rows: of each [key, stamp]
// Returns: none
UNWIND $rows AS row
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: row[0]})
SET i.stamp = row[1]
