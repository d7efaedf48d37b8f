// Identifiers by their keys, in all eras of a value; known: what the table identifiers says of each.
// Parameters: case_id: the case; keys: of the identifiers; names: of the attributes
// Returns: key, kind, value, raw, holders, hub, known
UNWIND $keys AS key
CALL (key) {
  MATCH (i:FraudgraphIdentifier {case_id: $case_id, key: key}) RETURN i
  UNION
  MATCH (i:FraudgraphIdentifier {case_id: $case_id, raw_key: key}) RETURN i
}
WITH DISTINCT i
RETURN i.key AS key, i.kind AS kind, i.value AS value, coalesce(i.raw, i.value) AS raw, i.holders AS holders,
  i.hub AS hub, [name IN $names | i[name]] AS known
