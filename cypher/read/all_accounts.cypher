// Every account of a case, with its stratum and how many identifiers of each of some kinds it has.
// Parameters: case_id: the case; kinds: names
// Returns: key, account_id, stratum, degree
MATCH (a:FraudgraphAccount {case_id: $case_id})
WHERE a.key >= ''
RETURN a.key AS key, a.account_id AS account_id, a.stratum AS stratum,
  [kind IN $kinds | coalesce(a['degree_' + kind], 0)] AS degree
