// One frame, back to front. What would be smaller than a pixel is drawn as what it is part of.
const pen = canvas.getContext("2d");
const chosen = { kind: "", place: -1 };
const hidden = new Set();
const DOT = 0.32;
const HOLLOW = 2;
let lit = null;
let loose = new Set();

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
  for (let c = 0; c < cells; c += 1) {
    addDot(pen, screenX(cellX(c)), screenY(cellY(c)), Math.max(given.cellRadius[c] * view.scale, 1.8));
  }
  pen.fillStyle = look.cell;
  pen.fill();
  pen.strokeStyle = look.cellLine;
  pen.lineWidth = 1;
  pen.stroke();
  for (const [colour, wanted] of clusterShades(look)) {
    pen.beginPath();
    for (let k = 0; k < clusters; k += 1) {
      const x = clusterX(k), y = clusterY(k), r = given.clusterRadius[k] - 0.35;
      if (wanted(given.clusterAnchor[k]) && inView(x, y, r)) addDot(pen, screenX(x), screenY(y), r * view.scale);
    }
    pen.fillStyle = colour;
    pen.fill();
  }
}

// A cluster is tinted like the identifier that it stands around, as long as its kind is shown.
function clusterShades(look) {
  const kind = (v) => (v < 0 || hidden.has(given.kind[v]) ? -1 : given.kind[v]);
  const tinted = about.kinds.map((_, code) => [blend(look.cell, kindColour(code), 0.17), (v) => kind(v) === code]);
  return [[look.cluster, (v) => kind(v) < 0], ...tinted];
}

function paintAccounts(look) {
  const radius = Math.max(DOT * view.scale, 0.55);
  pen.globalAlpha = lit ? 0.35 : 1;
  about.tiers.forEach((tier, code) => {
    pen.fillStyle = look[tier];
    const shown = (a) => given.tier[a] === code && !loose.has(a) && !(lit && lit.has(a));
    fillAccounts(radius * (tier === "core" ? 1 : 0.88), shown);
  });
  pen.fillStyle = look.cluster;
  if (radius >= HOLLOW) fillAccounts(radius * 0.55, (a) => given.closed[a] === 1 && !(lit && lit.has(a)));
  pen.fillStyle = look.cellLine;
  if (loose.size > 0) fillAccounts(radius * 0.7, (a) => loose.has(a));
  pen.globalAlpha = 1;
  if (lit) {
    pen.fillStyle = look.lit;
    fillAccounts(Math.max(radius, 1.3), (a) => lit.has(a));
  }
}

function fillAccounts(radius, wanted) {
  const round = radius >= 1.7;
  pen.beginPath();
  for (let k = 0; k < clusters; k += 1) {
    if (!inView(clusterX(k), clusterY(k), given.clusterRadius[k])) continue;
    for (let at = members.start[k]; at < members.start[k + 1]; at += 1) {
      const a = members.value[at];
      if (!wanted(a)) continue;
      const x = screenX(accountX(a)), y = screenY(accountY(a));
      if (round) addDot(pen, x, y, radius);
      else pen.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    }
  }
  if (round) pen.fill();
}
