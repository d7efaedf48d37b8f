// Accounts of somebody else's schema, with the properties that the mapping file names. `THEIR_LABEL` stands for theirs.
// Times come as text: a driver needs longer for a time than for all the rest of a row.
// Parameters: id: name of the property that names an account; attributes: names of properties to read
// Returns: account_id, attributes
// Scan: every account of theirs is read, once
MATCH (a:`THEIR_LABEL`)
WHERE a[$id] IS NOT NULL
RETURN a[$id] AS account_id, [name IN $attributes |
  CASE WHEN a[name] IS :: ZONED DATETIME NOT NULL
    THEN toString(datetime.truncate('microsecond', datetime({datetime: a[name], timezone: 'Z'}))) ELSE a[name] END
  ] AS attributes
