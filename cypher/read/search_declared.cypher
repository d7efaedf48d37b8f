// What accounts declare in a column and that holds a text: how many names, and the first of them.
// Parameters: case_id: the case; column: a property of accounts; text: in small letters; limit: how many are told
// Returns: names, first
MATCH (a:FraudgraphAccount {case_id: $case_id})
WHERE a.key >= '' AND toLower(a[$column]) CONTAINS $text
WITH a[$column] AS name, count(*) AS many
ORDER BY toLower(name) = $text DESC, toLower(name) STARTS WITH $text DESC, many DESC, name
WITH collect([name, many]) AS found
RETURN size(found) AS names, found[..$limit] AS first
