// How to read it: small samples of what is drawn, with words.
function legend() {
  document.getElementById("legend").replaceChildren(...legendRows().map(([draw, words]) => {
    const line = node("li"), sample = node("canvas");
    [sample.width, sample.height] = [88, 52];
    const own = sample.getContext("2d");
    own.scale(2, 2);
    draw(own, colours());
    line.append(sample, node("span", words));
    return line;
  }));
}

function legendRows() {
  const rows = about.tiers.map(tierRow).filter((found) => found !== null);
  const closed = given.closed.reduce((sum, is) => sum + is, 0);
  if (closed > 0) rows.push([sampleClosed, `${counted(closed, "account")} not open any more (hollow, closer by)`]);
  const cluster = "a cluster: accounts around the identifier that is hardest to forge; drawn so, not a finding";
  rows.push([sampleCluster, cluster]);
  if (given.heart.some((is) => is)) {
    rows.push([sampleHeart, "in the middle of a cell: what a large part of it holds; the arc is that part"]);
  }
  rows.push([sampleSizes, "the larger, the more bits; outlined: load-bearing"]);
  if (cells > 1) rows.push([sampleBridge, "ringed, with lines: held in more than one cell"]);
  return rows;
}

function tierRow(tier, code) {
  const number = given.tier.reduce((sum, other) => sum + (other === code), 0);
  const note = tier === "periphery" ? ": never enforce on these alone" : "";
  return number > 0 ? [sampleDots(tier), `${counted(number, `${tier} account`)}${note}`] : null;
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

function sampleDots(tier) {
  return (own, look) => dots(own, look[tier], [[12, 13], [22, 13], [32, 13]], tier === "core" ? 3.6 : 3.2);
}

function sampleClosed(own, look) {
  dots(own, look.core, [[22, 13]], 4.5);
  dots(own, look.cluster, [[22, 13]], 2.5);
}

function sampleCluster(own, look) {
  const around = [0, 1, 2, 3, 4, 5].map((at) => [22 + 8 * Math.cos(at * 1.047), 13 + 8 * Math.sin(at * 1.047)]);
  dots(own, look.cluster, [[22, 13]], 12);
  dots(own, look.core, around, 2);
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
  own.strokeStyle = look.probable;
  own.stroke();
}
