// Why are these two accounts linked? Each shared identifier with its bits, as `fraudgraph why` counts them: how much
// it surprises that the account holds it (the rarer the more, the busier the account the less), less the choice among
// the other holders.
// Parameters: case_id: the case; first: an account; second: another account
// Returns: kind, value, holders, bits, first_seen, last_seen, other_first_seen, other_last_seen
MATCH (p:FraudgraphProjection {case_id: $case_id, key: 'projection'})
MATCH (one:FraudgraphAccount {case_id: $case_id, key: $first})-[r:FRAUDGRAPH_SEEN_WITH]->(i:FraudgraphIdentifier)
MATCH (two:FraudgraphAccount {case_id: $case_id, key: $second})-[s:FRAUDGRAPH_SEEN_WITH]->(i)
WHERE i.hub IS NULL
CALL (p, i) {
  MATCH (i)<-[:FRAUDGRAPH_SEEN_WITH]-(holder:FraudgraphAccount)
  WITH p, i, holder.stratum AS stratum, count(*) AS held
  WITH p, i, collect([stratum, held]) AS parts
  RETURN parts,
    reduce(sum = 0.0, part IN parts |
      sum + part[1] * p.stratum_sizes[part[0]] / (p.stratum_sizes[part[0]] + p.kappa)) / i.holders
    + p.kappa / p.accounts * reduce(sum = 0.0, size IN p.stratum_sizes | sum + size / (size + p.kappa)) AS filled
}
CALL (p, i, one, two, parts, filled) {
  UNWIND [one, two] AS a
  WITH p, i, a, parts, filled,
    reduce(held = 0, part IN parts | CASE WHEN part[0] = a.stratum THEN part[1] ELSE held END) AS at_home,
    (a['degree_' + i.kind] + 1.0) / (p['mean_degree_' + i.kind][a.stratum] + 1.0) AS busy,
    1.0 * i.holders / p.accounts AS share
  WITH i, busy, CASE WHEN size(p.stratum_sizes) = 1 THEN share
    ELSE (at_home + p.kappa * share) / (p.stratum_sizes[a.stratum] + p.kappa) / filled END AS rate
  WITH -log(rate / i.holders * CASE WHEN busy > 1 THEN busy ELSE 1.0 END) / log(2) AS surprise
  RETURN min(CASE WHEN surprise > 1 THEN surprise ELSE 1.0 END) AS least
}
WITH i, r, s, least - log(i.holders - 1) / log(2) AS bits
RETURN i.kind AS kind, i.value AS value, i.holders AS holders, CASE WHEN bits > 0 THEN bits ELSE 0.0 END AS bits,
  r.first_seen AS first_seen, r.last_seen AS last_seen,
  s.first_seen AS other_first_seen, s.last_seen AS other_last_seen
ORDER BY bits DESC, kind, value
