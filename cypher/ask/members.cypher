// Who is linked to this ring? Most bits first. Bits of members are never added up. The accounts may be nodes of ours or
// of somebody else's schema; status is known of ours.
// Parameters: case_id: the case; ring: R-0007
// Returns: account, tier, class, bits, in_queue, role, status
MATCH (a)-[m:FRAUDGRAPH_MEMBER_OF]->(:FraudgraphRing {case_id: $case_id, key: $ring})
RETURN m.account_id AS account, m.tier AS tier, m.member_class AS class, m.bits AS bits, m.in_queue AS in_queue,
  m.role AS role, a.status AS status
ORDER BY bits DESC, account
