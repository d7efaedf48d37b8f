// What is under the pointer: identifiers before accounts, the nearest of each.
const REACH = 9;

function under(pixelX, pixelY) {
  const identifier = nearestIdentifier(pixelX, pixelY);
  if (identifier >= 0) return { kind: "identifier", place: identifier };
  const account = nearestAccount(pixelX, pixelY);
  return account >= 0 ? { kind: "account", place: account } : null;
}

function nearestIdentifier(pixelX, pixelY) {
  let best = -1, least = Infinity;
  for (let v = 0; v < identifiers; v += 1) {
    if (hidden.has(given.kind[v])) continue;
    const away = Math.hypot(screenX(identifierX(v)) - pixelX, screenY(identifierY(v)) - pixelY) - glyphRadius(v);
    if (away < least && away < 3) [best, least] = [v, away];
  }
  return best;
}

function nearestAccount(pixelX, pixelY) {
  const x = (pixelX - view.width / 2) / view.scale + view.x, y = (pixelY - view.height / 2) / view.scale + view.y;
  let best = -1, least = Math.min(REACH, Math.max(3, view.scale * 0.6)) / view.scale;
  for (let k = 0; k < clusters; k += 1) {
    if (Math.hypot(clusterX(k) - x, clusterY(k) - y) > given.clusterRadius[k] + least) continue;
    for (let at = members.start[k]; at < members.start[k + 1]; at += 1) {
      const a = members.value[at];
      const away = Math.hypot(accountX(a) - x, accountY(a) - y);
      if (away < least) [best, least] = [a, away];
    }
  }
  return best;
}
