// Rings of a sweep.
// Parameters: case_id: the case; sweep: key of the sweep; rows: properties of each, key among them
// Returns: none
MATCH (s:FraudgraphSweep {case_id: $case_id, key: $sweep})
UNWIND $rows AS row
MERGE (r:FraudgraphRing {case_id: $case_id, key: row.key})
SET r = row, r.case_id = $case_id
MERGE (r)-[:FRAUDGRAPH_FOUND_BY]->(s)
