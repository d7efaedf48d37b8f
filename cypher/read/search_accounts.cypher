// Account ids that hold a text, whatever the case of its letters: how many, and the first of them.
// Parameters: case_id: the case; text: in small letters; limit: how many are told
// Returns: names, first
MATCH (a:FraudgraphAccount {case_id: $case_id})
WHERE a.key >= '' AND toLower(a.account_id) CONTAINS $text
WITH a.account_id AS name
ORDER BY toLower(name) = $text DESC, toLower(name) STARTS WITH $text DESC, name
WITH collect([name, 1]) AS found
RETURN size(found) AS names, found[..$limit] AS first
