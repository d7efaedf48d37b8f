// Identifiers as the facts have them. The property stamp is missing until all of an identifier's sightings are there.
// Parameters: case_id: the case; rows: of each {key, labels, properties}
// Returns: none
UNWIND $rows AS row
MERGE (i:FraudgraphIdentifier {case_id: $case_id, key: row.key})
SET i = row.properties, i.case_id = $case_id, i.key = row.key
SET i:$(row.labels)
