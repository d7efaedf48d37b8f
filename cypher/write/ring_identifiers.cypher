// What holds a ring together: the identifiers that it owns. bits: what an identifier gains for the ring's cells.
// Parameters: case_id: the case; rows: of each [key of the identifier, key of the ring, properties]
// Returns: none
UNWIND $rows AS row
MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: row[0]})
MATCH (r:FraudgraphRing {case_id: $case_id, key: row[1]})
MERGE (i)-[t:FRAUDGRAPH_TIES]->(r)
SET t = row[2]
