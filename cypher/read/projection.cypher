// Which facts of a case does the graph show?
// Parameters: case_id: the case
// Returns: properties
MATCH (p:FraudgraphProjection {case_id: $case_id, key: 'projection'})
RETURN properties(p) AS properties
