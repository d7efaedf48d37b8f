// Who was seen with what in somebody else's schema. `THEIR_LABEL`, `THEIR_TYPE` and `THEIR_OTHER_LABEL` stand for the
// names of accounts, of the relationship and of the identifiers in the mapping file; either may point at the other.
// Parameters: id: property that names an account; value: property that is the identifier; first_seen: property of the
//   relationship, or null; last_seen: the same; count: the same
// Returns: account_id, value, first_seen, last_seen, count
// Scan: every relationship of that type is read, once
MATCH (a:`THEIR_LABEL`)-[r:`THEIR_TYPE`]-(i:`THEIR_OTHER_LABEL`)
WHERE a[$id] IS NOT NULL AND i[$value] IS NOT NULL
RETURN a[$id] AS account_id, i[$value] AS value, r[$first_seen] AS first_seen, r[$last_seen] AS last_seen,
  r[$count] AS count
