// Who is linked to which ring. bits: of the membership, never to be added up over members.
// Parameters: case_id: the case; rows: of each [key of the account, key of the ring, properties]
// Returns: none
UNWIND $rows AS row
MATCH (a:FraudgraphAccount {case_id: $case_id, key: row[0]})
MATCH (r:FraudgraphRing {case_id: $case_id, key: row[1]})
MERGE (a)-[m:FRAUDGRAPH_MEMBER_OF]->(r)
SET m = row[2]
