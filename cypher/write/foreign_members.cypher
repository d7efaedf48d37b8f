// Who is linked to which ring, where the accounts are nodes of somebody else's schema: a relationship is added, and
// nothing of theirs is changed. `THEIR_LABEL` and `their_key` stand for the names in the mapping file.
// Parameters: case_id: the case; rows: of each [account as text, the same as a number or null, key of the ring,
//   properties]
// Returns: none
// Scan: theirs may have no index on the key; one pass over their label serves a whole batch
UNWIND $rows AS row
MATCH (r:FraudgraphRing {case_id: $case_id, key: row[2]})
MATCH (a:`THEIR_LABEL`)
WHERE a.`their_key` = row[0] OR a.`their_key` = row[1]
MERGE (a)-[m:FRAUDGRAPH_MEMBER_OF]->(r)
SET m = row[3]
