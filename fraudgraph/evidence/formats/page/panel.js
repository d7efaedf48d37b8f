// Beside the drawing: what the ring is, what holds it together, where it comes from.
const SHOWN = 12;

function fill(id, words) {
  document.getElementById(id).textContent = words;
}

function head() {
  const linked = `${counted(accounts, "account")} linked by ${counted(identifiers, "identifier")}`;
  fill("ring-name", about.ring.id);
  fill("ring-size", `${linked} in ${counted(cells, "cell")}`);
  fill("reach", about.reach);
  fill("caption", about.caption);
  const same = "The same facts are in the lists beside the drawing.";
  canvas.setAttribute("aria-label", `${about.ring.id}: ${about.caption} ${same}`);
}

function kindRows() {
  document.querySelector("#kinds tbody").replaceChildren(...about.kinds.map(kindRow));
  fill("kinds-note", hidden.size === 0
    ? "Untick a kind to see what is left of the picture without it."
    : `${counted(loose.size, "account")} of ${count(accounts)} hold none of the identifiers that are still shown.`);
}

function kindRow(kind, code) {
  const line = node("tr"), first = node("td"), label = node("label"), tick = node("input");
  tick.type = "checkbox";
  tick.checked = !hidden.has(code);
  tick.addEventListener("change", () => show(code, tick.checked));
  label.append(tick, marked(WORDS[kind.shape], code), node("span", kind.word));
  first.append(label);
  const number = given.kind.reduce((sum, other) => sum + (other === code), 0);
  const left = kind.leftWithout === null ? "?" : `${count(kind.leftWithout)} (${share(kind.leftWithout, accounts)})`;
  line.append(first, barred(kind, code), node("td", count(number)), node("td", left));
  return line;
}

function marked(sign, code) {
  const mark = node("span", sign, "mark");
  mark.style.color = kindColour(code);
  return mark;
}

function barred(kind, code) {
  const most = Math.max(...about.kinds.map((one) => one.bits || 0), 1e-9);
  const cell = node("td", kind.bits === null ? "?" : tenths(kind.bits / accounts)), bar = node("span", "", "bar");
  bar.style.width = `${(100 * (kind.bits || 0)) / most}%`;
  bar.style.background = kindColour(code);
  cell.append(bar);
  return cell;
}

function show(code, wanted) {
  if (wanted) hidden.delete(code);
  else hidden.add(code);
  loose = looseAccounts();
  kindRows();
  document.querySelectorAll("#kinds input")[code].focus();
  repaint();
}

function isLoose(a) {
  return hidden.size > 0 && identifiersOf(a).every((v) => hidden.has(given.kind[v]));
}

// Accounts that no identifier of a kind still shown holds: they fade.
function looseAccounts() {
  const found = new Set();
  for (let a = 0; a < accounts; a += 1) if (isLoose(a)) found.add(a);
  return found;
}

function bearingRows() {
  const bearing = Array.from(byGain).filter((v) => given.bearing[v]);
  const half = `${counted(bearing.length, "identifier")} of ${count(identifiers)} carry half of the bits`;
  fill("bearing-note", `${half}; outlined in the drawing.${first(bearing)}`);
  const words = (v) => `${tenths(given.gain[v])} bits, ${counted(given.inside[v], "account")}`;
  list("bearing", bearing, words);
}

function bridgeRows() {
  const bridges = Array.from(byGain).filter((v) => given.spans[v] > 1);
  bridges.sort((one, other) => given.spans[other] - given.spans[one]);
  document.getElementById("bridging").hidden = bridges.length === 0;
  fill("bridge-note", `${counted(bridges.length, "identifier")} held in more than one cell.${first(bridges)}`);
  list("bridges", bridges, (v) => `${count(given.spans[v])} cells, ${counted(given.inside[v], "account")}`);
}

function first(places) {
  return places.length > SHOWN ? ` The first ${SHOWN}:` : "";
}

function list(id, places, words) {
  const rows = places.slice(0, SHOWN).map((v) => row("identifier", v, words(v)));
  document.getElementById(id).replaceChildren(...rows);
}

function source() {
  const { ring, sweep } = about;
  const window = sweep.windowSeconds === null ? null : Math.round(sweep.windowSeconds / 86400);
  const days = window === null ? "" : `, not older than ${count(window)} d`;
  const rows = [
    ["sweep", `${sweep.id}, seed ${sweep.seed}`],
    ["facts", `before ${instant(sweep.asOf)}${days}`],
    ["exchanges", exchanges(ring)],
    ["sightings", `${count(given.edgeIdentifier.length)}: every one of a member with an identifier of the ring`],
    ["facts SHA-256", sweep.factsSha256, "hash"],
    ["evidence SHA-256", about.evidenceSha256, "hash"],
    ["to check it", `fraudgraph export ${ring.id} -o ring.json --all-edges writes the file that has this hash`],
    ["made by", about.madeBy],
    ["holds", "raw ids and addresses: internal use"],
  ];
  const parts = rows.flatMap(([name, words, kind]) => [node("dt", name), node("dd", words, kind || "")]);
  document.getElementById("source").replaceChildren(...parts);
}

function exchanges(ring) {
  if (ring.exchanges === null) return "not measured";
  return `${count(ring.exchanges)}, ${instant(ring.firstSeen)} to ${instant(ring.lastSeen)}`;
}
