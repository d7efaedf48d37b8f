// Lines from identifiers to the clusters, or closer by to the accounts, that hold them from elsewhere. Bridges between
// cells are always drawn; of the others as many as an eye can follow, the strongest first.
const LINES = 1600;
const ROOM_FOR_LINES = 15;
const ROOM_FOR_EACH = 60;

function paintTies() {
  const near = clusterList((k) => given.clusterRadius[k] * view.scale >= ROOM_FOR_EACH);
  const each = near.size > 0 ? linesOfAccounts(near) : [];
  const plain = linesOfClusters(near, false);
  const [seen, leaving] = parted([...each, ...plain]);
  stroke(leaving, 1, 0.07);
  stroke(seen, 1, Math.min(0.45, 8 / Math.sqrt(seen.length + 1)));
  stroke(linesOfClusters(near, true), 1.5, 0.6);
}

function clusterList(wanted) {
  const found = new Set();
  for (let k = 0; k < clusters; k += 1) {
    if (wanted(k) && inView(clusterX(k), clusterY(k), given.clusterRadius[k])) found.add(k);
  }
  return found;
}

// Lines with both ends in view, and lines that leave it: these are hardly there.
function parted(lines) {
  const both = [[], []];
  for (const line of lines) {
    const [v, x, y] = line;
    const seen = inView(identifierX(v), identifierY(v), 0) && inView(x, y, 0);
    both[seen ? 0 : 1].push(line);
  }
  return both;
}

// [identifier, x, y]
function linesOfClusters(apart, bridges) {
  const found = [];
  const every = ties.number.length <= LINES;
  for (let at = 0; at < ties.number.length && (bridges || found.length < LINES); at += 1) {
    const v = ties.identifier[at], k = ties.cluster[at];
    if (apart.has(k) || hidden.has(given.kind[v]) || crossesCells(k, v) !== bridges) continue;
    if (!every && !bridges && given.clusterRadius[k] * view.scale < ROOM_FOR_LINES) continue;
    const x = clusterX(k), y = clusterY(k);
    if (inView(x, y, 0) || inView(identifierX(v), identifierY(v), 0)) found.push([v, x, y]);
  }
  return found;
}

function linesOfAccounts(near) {
  const found = [];
  for (const k of near) {
    for (let at = members.start[k]; at < members.start[k + 1] && found.length < LINES; at += 1) {
      const a = members.value[at];
      for (const v of identifiersOf(a)) {
        if (isTie(k, v) && !hidden.has(given.kind[v])) found.push([v, accountX(a), accountY(a)]);
      }
    }
  }
  return found;
}

function stroke(lines, width, alpha) {
  pen.globalAlpha = alpha * (lit ? 0.35 : 1);
  pen.lineWidth = width;
  for (const code of about.kinds.keys()) {
    pen.beginPath();
    for (const [v, x, y] of lines) {
      if (given.kind[v] !== code) continue;
      pen.moveTo(screenX(identifierX(v)), screenY(identifierY(v)));
      pen.lineTo(screenX(x), screenY(y));
    }
    pen.strokeStyle = kindColour(code);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}
