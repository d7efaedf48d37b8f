// One frame, back to front. What would be smaller than a pixel is drawn as what it is part of.
const pen = canvas.getContext("2d");
const chosen = { kind: "", place: -1 };
const hidden = new Set();
const DOT = 0.32;
let lit = null;

function paint() {
  const look = colours();
  pen.setTransform(view.density, 0, 0, view.density, 0, 0);
  pen.fillStyle = look.paper;
  pen.fillRect(0, 0, view.width, view.height);
  paintDiscs(look);
  paintTies();
  paintAccounts(look);
  paintChosen(look);
  paintIdentifiers(look);
  paintLabels(look);
}

function paintDiscs(look) {
  pen.beginPath();
  for (let c = 0; c < cells; c += 1) addDot(pen, screenX(given.cellAt[2 * c]), screenY(given.cellAt[2 * c + 1]), Math.max(given.cellRadius[c] * view.scale, 1.8));
  pen.fillStyle = look.cell;
  pen.fill();
  pen.strokeStyle = look.cellLine;
  pen.lineWidth = 1;
  pen.stroke();
  pen.beginPath();
  for (let k = 0; k < clusters; k += 1) {
    const x = given.clusterAt[2 * k], y = given.clusterAt[2 * k + 1], r = given.clusterRadius[k] - 0.35;
    if (inView(x, y, r)) addDot(pen, screenX(x), screenY(y), r * view.scale);
  }
  pen.fillStyle = look.cluster;
  pen.fill();
  paintTints();
}

// A cluster is tinted like the identifier that it stands around.
function paintTints() {
  pen.globalAlpha = 0.16;
  about.kinds.forEach((kind, code) => {
    if (hidden.has(code)) return;
    pen.beginPath();
    for (let k = 0; k < clusters; k += 1) {
      const v = given.clusterAnchor[k], x = given.clusterAt[2 * k], y = given.clusterAt[2 * k + 1], r = given.clusterRadius[k] - 0.35;
      if (v >= 0 && given.kind[v] === code && inView(x, y, r)) addDot(pen, screenX(x), screenY(y), r * view.scale);
    }
    pen.fillStyle = kindColour(code);
    pen.fill();
  });
  pen.globalAlpha = 1;
}

function paintAccounts(look) {
  const radius = Math.max(DOT * view.scale, 0.55);
  about.tiers.forEach((tier, code) => {
    pen.fillStyle = look[tier];
    pen.globalAlpha = lit ? 0.35 : 1;
    fillAccounts(radius * (tier === "core" ? 1 : 0.88), (a) => given.tier[a] === code && !(lit && lit.has(a)));
  });
  pen.globalAlpha = 1;
  if (lit) {
    pen.fillStyle = look.lit;
    fillAccounts(Math.max(radius, 1.3), (a) => lit.has(a));
  }
}

function fillAccounts(radius, wanted) {
  pen.beginPath();
  for (let k = 0; k < clusters; k += 1) {
    if (!inView(given.clusterAt[2 * k], given.clusterAt[2 * k + 1], given.clusterRadius[k])) continue;
    for (let at = members.start[k]; at < members.start[k + 1]; at += 1) {
      const a = members.value[at];
      if (wanted(a)) addDot(pen, screenX(given.accountAt[2 * a]), screenY(given.accountAt[2 * a + 1]), radius);
    }
  }
  pen.fill();
}

function glyphRadius(v) {
  return Math.max(given.identifierRadius[v] * view.scale, given.bearing[v] ? 2.4 : 1.7);
}

function paintIdentifiers(look) {
  about.kinds.forEach((kind, code) => {
    if (hidden.has(code)) return;
    for (const bearing of [0, 1]) {
      pen.beginPath();
      for (let v = 0; v < identifiers; v += 1) {
        if (given.kind[v] !== code || given.bearing[v] !== bearing) continue;
        const x = given.identifierAt[2 * v], y = given.identifierAt[2 * v + 1];
        if (inView(x, y, given.identifierRadius[v])) addShape(pen, kind.shape, screenX(x), screenY(y), glyphRadius(v));
      }
      pen.globalAlpha = lit ? 0.55 : bearing ? 1 : 0.75;
      pen.fillStyle = kindColour(code);
      pen.fill();
      if (bearing && view.scale > 1.2) outline(look);
    }
  });
  pen.globalAlpha = 1;
  if (chosen.kind === "account") litIdentifiers();
  paintReach(look);
  paintBridges(look);
}

function outline(look) {
  pen.strokeStyle = look.ink;
  pen.lineWidth = Math.min(2, view.scale * 0.16);
  pen.stroke();
}

function litIdentifiers() {
  for (const v of identifiersOf(chosen.place)) {
    if (hidden.has(given.kind[v])) continue;
    pen.beginPath();
    addShape(pen, kindOf(v).shape, screenX(given.identifierAt[2 * v]), screenY(given.identifierAt[2 * v + 1]), glyphRadius(v) + 0.6);
    pen.fillStyle = kindColour(given.kind[v]);
    pen.fill();
  }
}

// A ring around what more than one cell holds.
function paintBridges(look) {
  pen.beginPath();
  for (let v = 0; v < identifiers; v += 1) {
    if (given.spans[v] < 2 || hidden.has(given.kind[v])) continue;
    const x = screenX(given.identifierAt[2 * v]), y = screenY(given.identifierAt[2 * v + 1]), r = glyphRadius(v) * 1.35 + 1.6;
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, 2 * Math.PI);
  }
  pen.strokeStyle = look.probable;
  pen.lineWidth = 1.3;
  pen.stroke();
}

// Around what stands in a heart: an arc as long as the share of the ring that holds it.
function paintReach(look) {
  for (let v = 0; v < identifiers; v += 1) {
    const disc = given.disc[v], r = glyphRadius(v) * 1.3;
    if (disc < 0 || !given.heart[disc] || r < 7 || hidden.has(given.kind[v])) continue;
    const x = screenX(given.identifierAt[2 * v]), y = screenY(given.identifierAt[2 * v + 1]);
    const end = (2 * Math.PI * given.inside[v]) / cellSizes[given.home[v]];
    pen.lineWidth = Math.min(5, Math.max(1.5, r * 0.09));
    for (const [from, to, colour] of [[end, 2 * Math.PI, look.cellLine], [0, end, kindColour(given.kind[v])]]) {
      pen.beginPath();
      pen.arc(x, y, r, from - Math.PI / 2, to - Math.PI / 2);
      pen.strokeStyle = colour;
      pen.stroke();
    }
  }
}

function identifiersOf(a) {
  return given.edgeIdentifier.subarray(given.edgeStart[a], given.edgeStart[a + 1]);
}

function holdersOf(v) {
  return holders.value.subarray(holders.start[v], holders.start[v + 1]);
}

function paintChosen(look) {
  if (chosen.place < 0) return;
  const rays = chosen.kind === "account"
    ? Array.from(identifiersOf(chosen.place), (v) => [chosen.place, v])
    : Array.from(holdersOf(chosen.place), (a) => [a, chosen.place]);
  pen.globalAlpha = rays.length > 2000 ? 0.08 : rays.length > 200 ? 0.25 : 0.85;
  pen.lineWidth = rays.length > 200 ? 0.8 : 1.6;
  for (const [code] of about.kinds.entries()) {
    if (hidden.has(code)) continue;
    pen.beginPath();
    for (const [a, v] of rays) {
      if (given.kind[v] !== code) continue;
      pen.moveTo(screenX(given.accountAt[2 * a]), screenY(given.accountAt[2 * a + 1]));
      pen.lineTo(screenX(given.identifierAt[2 * v]), screenY(given.identifierAt[2 * v + 1]));
    }
    pen.strokeStyle = kindColour(code);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  ringChosen(look);
}

function ringChosen(look) {
  const at = chosen.kind === "account" ? given.accountAt : given.identifierAt;
  const own = chosen.kind === "account" ? DOT * view.scale : glyphRadius(chosen.place);
  pen.beginPath();
  pen.arc(screenX(at[2 * chosen.place]), screenY(at[2 * chosen.place + 1]), Math.max(own * 1.5, own + 5), 0, 2 * Math.PI);
  pen.strokeStyle = look.lit;
  pen.lineWidth = 2.5;
  pen.stroke();
}
