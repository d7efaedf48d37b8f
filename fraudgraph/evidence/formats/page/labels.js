// Names on the drawing: the most telling first, none over another.
const LABELS = 40;
const byGain = counting(identifiers).sort((one, other) => given.gain[other] - given.gain[one] || one - other);

function paintLabels(look) {
  const taken = glyphBoxes();
  const room = taken.length + LABELS;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.font = "600 12px system-ui, sans-serif";
  if (chosen.place >= 0) labelChosen(look, taken);
  if (cells > 1) labelCells(look, taken, room);
  pen.font = "11.5px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
  for (const v of byGain) {
    if (taken.length >= room) break;
    const x = identifierX(v), y = identifierY(v), r = glyphRadius(v);
    if (r < (given.bearing[v] ? 6 : 9) || hidden.has(given.kind[v]) || !inView(x, y, 0)) continue;
    beside(look, taken, short(about.identifiers[v], 22), [screenX(x), screenY(y)], r * 1.25 + 9);
  }
  if (view.scale >= 34) labelAccounts(look, taken);
}

// No name stands over what bears most.
function glyphBoxes() {
  const boxes = [];
  for (const v of byGain.subarray(0, 200)) {
    const x = screenX(identifierX(v)), y = screenY(identifierY(v)), r = glyphRadius(v);
    if (r >= 5 && !hidden.has(given.kind[v])) boxes.push([x - r, y - r, x + r, y + r]);
  }
  return boxes;
}

function labelAccounts(look, taken) {
  for (let a = 0; a < accounts; a += 1) {
    const x = accountX(a), y = accountY(a);
    const below = screenY(y) + DOT * view.scale + 8;
    if (inView(x, y, 0)) write(look, taken, short(about.accounts[a], 18), screenX(x), below);
  }
}

function labelChosen(look, taken) {
  const account = chosen.kind === "account";
  const at = account ? given.accountAt : given.identifierAt;
  const name = (account ? about.accounts : about.identifiers)[chosen.place];
  const x = screenX(at[2 * chosen.place]), y = screenY(at[2 * chosen.place + 1]);
  write(look, taken, short(name, 34), x, y - (account ? DOT * view.scale : glyphRadius(chosen.place)) * 1.5 - 12);
}

function labelCells(look, taken, room) {
  for (let c = 0; c < cells && taken.length < room; c += 1) {
    const r = given.cellRadius[c] * view.scale;
    if (r < 34 || !inView(cellX(c), cellY(c), given.cellRadius[c])) continue;
    const size = r > 70 ? counted(cellSizes[c], "account") : count(cellSizes[c]);
    const words = `cell ${c + 1}: ${size}`;
    write(look, taken, words, screenX(cellX(c)), screenY(cellY(c)) - r - 9);
  }
}

// Below, above, or to a side: where there is room.
function beside(look, taken, words, [x, y], away) {
  const aside = pen.measureText(words).width / 2 + away - 3;
  for (const [dx, dy] of [[0, away], [0, -away], [aside, 0], [-aside, 0]]) {
    if (write(look, taken, words, x + dx, y + dy)) return;
  }
}

function write(look, taken, words, x, y) {
  const width = pen.measureText(words).width;
  const box = [x - width / 2 - 3, y - 8, x + width / 2 + 3, y + 8];
  if (box[0] < 0 || box[2] > view.width || box[1] < 0 || box[3] > view.height) return false;
  if (taken.some((other) => overlap(box, other))) return false;
  taken.push(box);
  pen.textAlign = "center";
  pen.lineWidth = 3.5;
  pen.strokeStyle = look.halo;
  pen.strokeText(words, x, y);
  pen.fillStyle = look.ink;
  pen.fillText(words, x, y);
  return true;
}

function overlap(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}

const cellSizes = new Uint32Array(cells);
for (const c of given.cell) cellSizes[c] += 1;
