// How much of a case is in the graph?
// Parameters: case_id: the case
// Returns: accounts, identifiers, sightings, rings, members
RETURN
  COUNT { MATCH (a:FraudgraphAccount {case_id: $case_id}) WHERE a.key >= '' } AS accounts,
  COUNT { MATCH (i:FraudgraphIdentifier {case_id: $case_id}) WHERE i.key >= '' } AS identifiers,
  COUNT { MATCH (i:FraudgraphIdentifier {case_id: $case_id})<-[:FRAUDGRAPH_SEEN_WITH]-() WHERE i.key >= '' }
    AS sightings,
  COUNT { MATCH (r:FraudgraphRing {case_id: $case_id}) WHERE r.key >= '' } AS rings,
  COUNT { MATCH (r:FraudgraphRing {case_id: $case_id})<-[:FRAUDGRAPH_MEMBER_OF]-() WHERE r.key >= '' } AS members
