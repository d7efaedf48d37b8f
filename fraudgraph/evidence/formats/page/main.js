// Begin: measure the place, draw, and draw again when something changed.
const level = document.getElementById("level");

function sayWhere() {
  level.textContent = sayLevel();
}

function sayLevel() {
  const zoom = `${tenths(view.scale / wholeScale())}×`;
  if (ties.number.length <= LINES) return zoom;
  if (view.scale * 4 < ROOM_FOR_LINES) return `${zoom}; lines appear closer by`;
  return `${zoom}; at most ${count(LINES)} lines at once, the strongest first`;
}

function resize() {
  const first = view.width === 1;
  const before = view.scale / wholeScale();
  view.density = Math.min(window.devicePixelRatio || 1, 2);
  [view.width, view.height] = [canvas.clientWidth, canvas.clientHeight];
  [canvas.width, canvas.height] = [Math.round(view.width * view.density), Math.round(view.height * view.density)];
  if (first || !Number.isFinite(before)) showWhole();
  else view.scale = wholeScale() * before;
  paintNow();
}

function dress(name) {
  wear(name);
  kindRows();
  bearingRows();
  bridgeRows();
  legend();
  if (chosen.place >= 0) choose(chosen.kind, chosen.place);
  repaint();
}

document.getElementById("paper").addEventListener("click", () => {
  theme.chosen = true;
  dress(theme.name === "dark" ? "light" : "dark");
});
asked.addEventListener("change", () => { if (!theme.chosen) dress(asked.matches ? "dark" : "light"); });
window.addEventListener("beforeprint", () => { theme.before = theme.name; dress("light"); paintNow(); });
window.addEventListener("afterprint", () => dress(theme.before));
new ResizeObserver(resize).observe(canvas);
head();
source();
resize();
dress(theme.name);
openNamed();
sayWhere();
const sightings = given.edgeIdentifier.length;
document.documentElement.dataset.ready = `${accounts} accounts, ${identifiers} identifiers, ${sightings} sightings`;
