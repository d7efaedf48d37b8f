// Beside the drawing: what the ring is, what holds it together, how to read it, where it comes from.
const SHOWN = 12;

function fill(id, words) {
  document.getElementById(id).textContent = words;
}

function head() {
  const { ring, sweep } = about;
  fill("ring-name", ring.id);
  fill("ring-size", `${counted(accounts, "account")} linked by ${counted(identifiers, "identifier")} in ${counted(cells, "cell")}`);
  const review = ring.review === "new" ? "not reviewed" : ring.review.replace("_", " ");
  fill("reach", `${sweep.id}, facts before ${instant(sweep.asOf)}; class ${ring.class}; ${review}`);
  canvas.setAttribute("aria-label", `${ring.id}: ${counted(accounts, "account")} in ${counted(cells, "cell")}, linked by ${counted(identifiers, "identifier")}. The same facts are in the lists beside the drawing.`);
}

function kindRows() {
  const body = document.querySelector("#kinds tbody");
  const most = Math.max(...about.kinds.map((kind) => kind.bits || 0), 1e-9);
  body.replaceChildren(...about.kinds.map((kind, code) => {
    const line = node("tr"), first = node("td"), label = node("label"), tick = node("input");
    tick.type = "checkbox";
    tick.checked = !hidden.has(code);
    tick.addEventListener("change", () => { if (tick.checked) hidden.delete(code); else hidden.add(code); repaint(); });
    const mark = node("span", WORDS[kind.shape], "mark");
    mark.style.color = kindColour(code);
    label.append(tick, mark, node("span", kind.word));
    first.append(label);
    const bits = node("td", kind.bits === null ? "?" : tenths(kind.bits / accounts)), bar = node("span", "", "bar");
    bar.style.width = `${(100 * (kind.bits || 0)) / most}%`;
    bar.style.background = kindColour(code);
    bits.append(bar);
    const number = given.kind.reduce((sum, other) => sum + (other === code), 0);
    line.append(first, bits, node("td", count(number)), node("td", kind.leftWithout === null ? "?" : `${count(kind.leftWithout)} (${share(kind.leftWithout, accounts)})`));
    return line;
  }));
}

function bearingRows() {
  const bearing = Array.from(byGain).filter((v) => given.bearing[v]);
  fill("bearing-note", `${counted(bearing.length, "identifier")} of ${count(identifiers)} carry half of the bits; outlined in the drawing.${bearing.length > SHOWN ? ` The first ${SHOWN}:` : ""}`);
  document.getElementById("bearing").replaceChildren(...bearing.slice(0, SHOWN).map((v) => row("identifier", v, `${tenths(given.gain[v])} bits, ${counted(given.inside[v], "account")}`)));
  const bridges = Array.from(byGain).filter((v) => given.spans[v] > 1).sort((one, other) => given.spans[other] - given.spans[one]);
  document.getElementById("bridging").hidden = bridges.length === 0;
  fill("bridge-note", `${counted(bridges.length, "identifier")} held in more than one cell.${bridges.length > SHOWN ? ` The first ${SHOWN}:` : ""}`);
  document.getElementById("bridges").replaceChildren(...bridges.slice(0, SHOWN).map((v) => row("identifier", v, `${count(given.spans[v])} cells, ${counted(given.inside[v], "account")}`)));
}

function legend() {
  const tiers = about.tiers.map((tier, code) => [given.tier.reduce((sum, other) => sum + (other === code), 0), tier]);
  const rows = [
    ...tiers.filter(([number]) => number > 0).map(([number, tier]) => [(pen_, look) => sampleDots(pen_, look, tier), `${counted(number, `${tier} account`)}${tier === "periphery" ? ": never enforce on these alone" : ""}`]),
    [sampleCluster, "a cluster: accounts around the identifier that is hardest to forge; drawn so, not a finding"],
    ...(given.heart.some((is) => is) ? [[sampleHeart, "in the middle of a cell: what a large part of it holds; the arc is that part"]] : []),
    [sampleSizes, "the larger, the more bits; outlined: load-bearing"],
    ...(cells > 1 ? [[sampleBridge, "ringed, with lines: held in more than one cell"]] : []),
  ];
  document.getElementById("legend").replaceChildren(...rows.map(([draw, words]) => {
    const line = node("li"), sample = node("canvas");
    [sample.width, sample.height] = [88, 52];
    const own = sample.getContext("2d");
    own.scale(2, 2);
    draw(own, colours());
    line.append(sample, node("span", words));
    return line;
  }));
}

function dots(own, colour, spots, radius) {
  own.fillStyle = colour;
  own.beginPath();
  for (const [x, y] of spots) addDot(own, x, y, radius);
  own.fill();
}

function glyph(own, x, y, radius, ink) {
  own.beginPath();
  addShape(own, about.kinds[0].shape, x, y, radius);
  own.fillStyle = kindColour(0);
  own.fill();
  if (!ink) return;
  own.strokeStyle = ink;
  own.lineWidth = 1.5;
  own.stroke();
}

function sampleDots(own, look, tier) {
  dots(own, look[tier], [[12, 13], [22, 13], [32, 13]], tier === "core" ? 3.6 : 3.2);
}

function sampleCluster(own, look) {
  dots(own, look.cluster, [[22, 13]], 12);
  dots(own, look.core, [0, 1, 2, 3, 4, 5].map((at) => [22 + 8 * Math.cos(at * 1.047), 13 + 8 * Math.sin(at * 1.047)]), 2);
  glyph(own, 22, 13, 3.2);
}

function sampleHeart(own, look) {
  dots(own, look.cluster, [[22, 13]], 12);
  for (const [x, y] of [[17, 10], [27, 10], [22, 18]]) glyph(own, x, y, 3.6);
}

function sampleSizes(own, look) {
  glyph(own, 9, 13, 2.5);
  glyph(own, 19, 13, 4);
  glyph(own, 33, 13, 6.5, look.ink);
}

function sampleBridge(own, look) {
  own.strokeStyle = kindColour(0);
  own.beginPath();
  own.moveTo(2, 20);
  own.lineTo(22, 13);
  own.lineTo(42, 6);
  own.stroke();
  glyph(own, 22, 13, 3.6);
  own.beginPath();
  own.arc(22, 13, 7, 0, 2 * Math.PI);
  own.strokeStyle = look.ink;
  own.stroke();
}

function source() {
  const { ring, sweep } = about;
  const rows = [
    ["sweep", `${sweep.id}, seed ${sweep.seed}`],
    ["facts", `before ${instant(sweep.asOf)}${sweep.windowSeconds === null ? "" : `, not older than ${count(Math.round(sweep.windowSeconds / 86400))} d before it`}`],
    ["exchanges", ring.exchanges === null ? "not measured" : `${count(ring.exchanges)}, ${instant(ring.firstSeen)} to ${instant(ring.lastSeen)}`],
    ["sightings", `${count(given.edgeIdentifier.length)}: every one of a member with an identifier of the ring`],
    ["facts SHA-256", sweep.factsSha256, "hash"],
    ["evidence SHA-256", about.evidenceSha256, "hash"],
    ["to check it", `fraudgraph export ${ring.id} -o ring.json --all-edges writes the file that has this hash`],
    ["made by", about.madeBy],
    ["holds", "raw ids and addresses: internal use"],
  ];
  document.getElementById("source").replaceChildren(...rows.flatMap(([name, words, kind]) => [node("dt", name), node("dd", words, kind || "")]));
}
