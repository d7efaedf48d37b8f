// Accounts as the facts have them.
// Parameters: case_id: the case; rows: properties of each, key among them, created_s, created_ns, suspended_s and
//   suspended_ns are times as seconds and nanoseconds since 1970
// Returns: none
UNWIND $rows AS row
MERGE (a:FraudgraphAccount {case_id: $case_id, key: row.key})
SET a = row,
    a.case_id = $case_id,
    a.created_at = CASE WHEN row.created_s IS NOT NULL
      THEN datetime({epochSeconds: row.created_s, nanosecond: row.created_ns}) END,
    a.suspended_at = CASE WHEN row.suspended_s IS NOT NULL
      THEN datetime({epochSeconds: row.suspended_s, nanosecond: row.suspended_ns}) END,
    a.created_s = null, a.created_ns = null, a.suspended_s = null, a.suspended_ns = null
