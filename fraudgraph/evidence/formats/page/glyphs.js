// Identifiers: what bears the ring is outlined, what stands in a heart has its share as an arc, bridges are ringed.
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
        const x = identifierX(v), y = identifierY(v);
        if (inView(x, y, given.identifierRadius[v])) addShape(pen, kind.shape, screenX(x), screenY(y), glyphRadius(v));
      }
      pen.fillStyle = blend(look.cell, kindColour(code), lit ? 0.45 : bearing ? 1 : 0.72);
      pen.fill();
      if (bearing) outline(look);
    }
  });
  if (chosen.place >= 0) litIdentifiers(look);
  paintReach(look);
  paintBridges(look);
}

function outline(look) {
  pen.strokeStyle = look.ink;
  pen.lineWidth = Math.min(2.2, Math.max(0.8, view.scale * 0.2));
  pen.stroke();
}

function litIdentifiers(look) {
  for (const v of chosen.kind === "account" ? identifiersOf(chosen.place) : [chosen.place]) {
    if (hidden.has(given.kind[v])) continue;
    pen.beginPath();
    addShape(pen, kindOf(v).shape, screenX(identifierX(v)), screenY(identifierY(v)), glyphRadius(v) + 0.6);
    pen.fillStyle = kindColour(given.kind[v]);
    pen.fill();
    if (given.bearing[v]) outline(look);
  }
}

// A ring around what more than one cell holds.
function paintBridges(look) {
  pen.beginPath();
  for (let v = 0; v < identifiers; v += 1) {
    if (given.spans[v] < 2 || hidden.has(given.kind[v])) continue;
    const x = screenX(identifierX(v)), y = screenY(identifierY(v)), r = glyphRadius(v) * 1.35 + 1.6;
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
    const x = screenX(identifierX(v)), y = screenY(identifierY(v));
    const end = (2 * Math.PI * given.insideHome[v]) / cellSizes[given.home[v]];
    pen.lineWidth = Math.min(5, Math.max(1.5, r * 0.09));
    for (const [from, to, colour] of [[end, 2 * Math.PI, look.cellLine], [0, end, kindColour(given.kind[v])]]) {
      pen.beginPath();
      pen.arc(x, y, r, from - Math.PI / 2, to - Math.PI / 2);
      pen.strokeStyle = colour;
      pen.stroke();
    }
  }
}
