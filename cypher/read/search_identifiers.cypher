// Identifiers that hold a text: of each kind how many names, and the first of them. All eras of a value are one name.
// Parameters: case_id: the case; text: in small letters; limit: how many are told
// Returns: sort, names, first
MATCH (i:FraudgraphIdentifier {case_id: $case_id})
WHERE i.key >= '' AND toLower(coalesce(i.raw, i.value)) CONTAINS $text
WITH i.kind AS sort, coalesce(i.raw, i.value) AS name, sum(i.holders) AS many
ORDER BY toLower(name) = $text DESC, toLower(name) STARTS WITH $text DESC, many DESC, name
WITH sort, collect([name, many]) AS found
RETURN sort, size(found) AS names, found[..$limit] AS first
ORDER BY sort
