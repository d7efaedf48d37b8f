// Who holds what, the other way round; and ties: a cluster and an identifier that stands elsewhere.
const holders = grouped(identifiers, given.edgeIdentifier, accountOfEdge());
const members = grouped(clusters, given.cluster, counting(accounts));
const ties = foundTies();

function counting(length) {
  return Uint32Array.from({ length }, (_, place) => place);
}

function accountOfEdge() {
  const account = new Uint32Array(given.edgeIdentifier.length);
  for (let a = 0; a < accounts; a += 1) account.fill(a, given.edgeStart[a], given.edgeStart[a + 1]);
  return account;
}

// values by their group, in order: those of group g are value[start[g]] to value[start[g + 1] - 1]
function grouped(groups, group, values) {
  const start = new Uint32Array(groups + 1);
  for (const g of group) start[g + 1] += 1;
  for (let g = 0; g < groups; g += 1) start[g + 1] += start[g];
  const next = start.slice();
  const value = new Uint32Array(group.length);
  for (let at = 0; at < group.length; at += 1) {
    value[next[group[at]]] = values[at];
    next[group[at]] += 1;
  }
  return { start, value };
}

// What stands in the heart of a cell is held all around it: no line says so.
function isTie(cluster, identifier) {
  const disc = given.disc[identifier];
  return disc !== cluster && !(inHeart(identifier) && given.clusterCell[disc] === given.clusterCell[cluster]);
}

function inHeart(identifier) {
  const disc = given.disc[identifier];
  return disc >= 0 && given.heart[disc] === 1;
}

function foundTies() {
  const found = [];
  const inside = new Map();
  for (let v = 0; v < identifiers; v += 1) {
    inside.clear();
    for (let at = holders.start[v]; at < holders.start[v + 1]; at += 1) {
      const cluster = given.cluster[holders.value[at]];
      if (isTie(cluster, v)) inside.set(cluster, (inside.get(cluster) || 0) + 1);
    }
    for (const [cluster, number] of inside) found.push([cluster, v, number]);
  }
  found.sort((one, other) => other[2] - one[2] || one[1] - other[1] || one[0] - other[0]);
  return {
    cluster: Uint32Array.from(found, (tie) => tie[0]),
    identifier: Uint32Array.from(found, (tie) => tie[1]),
    number: Uint32Array.from(found, (tie) => tie[2]),
  };
}

function crossesCells(cluster, identifier) {
  return given.spans[identifier] > 1 && given.home[identifier] !== given.clusterCell[cluster];
}

function identifiersOf(a) {
  return given.edgeIdentifier.subarray(given.edgeStart[a], given.edgeStart[a + 1]);
}

function holdersOf(v) {
  return holders.value.subarray(holders.start[v], holders.start[v + 1]);
}
