// Who was seen with what in somebody else's schema. `THEIR_LABEL`, `THEIR_TYPE` and `THEIR_OTHER_LABEL` stand for the
// names of accounts, of the relationship and of the identifiers in the mapping file; either may point at the other.
// Times come as text: a driver needs longer for a time than for all the rest of a row.
// Parameters: id: property that names an account; value: property that is the identifier; first_seen: property of the
//   relationship, or null; last_seen: the same; count: the same
// Returns: account_id, value, first_seen, last_seen, count
// Scan: every relationship of that type is read, once
MATCH (a:`THEIR_LABEL`)-[r:`THEIR_TYPE`]-(i:`THEIR_OTHER_LABEL`)
WHERE a[$id] IS NOT NULL AND i[$value] IS NOT NULL
WITH a[$id] AS account_id, i[$value] AS value, r[$first_seen] AS first, r[$last_seen] AS last, r[$count] AS count
RETURN account_id, value,
  CASE WHEN first IS :: ZONED DATETIME NOT NULL
    THEN toString(datetime.truncate('microsecond', datetime({datetime: first, timezone: 'Z'}))) ELSE first END AS first_seen,
  CASE WHEN last IS :: ZONED DATETIME NOT NULL
    THEN toString(datetime.truncate('microsecond', datetime({datetime: last, timezone: 'Z'}))) ELSE last END AS last_seen,
  count
