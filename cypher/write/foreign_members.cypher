// Who is linked to which ring, where the accounts are nodes of somebody else's schema: a relationship is added, and
// nothing of theirs is changed. `THEIR_LABEL` and `their_key` stand for the names in the mapping file.
// Parameters: case_id: the case; texts: account ids; numbers: those that may be numbers there; rows: account id ->
//   [key of the ring, properties]
// Returns: none
// Scan: theirs may have no index on the key, then one pass over their label serves a whole batch
MATCH (a:`THEIR_LABEL`)
WHERE a.`their_key` IN $texts OR a.`their_key` IN $numbers
WITH a, $rows[toString(a.`their_key`)] AS row
MATCH (r:FraudgraphRing {case_id: $case_id, key: row[0]})
MERGE (a)-[m:FRAUDGRAPH_MEMBER_OF]->(r)
SET m = row[1]
