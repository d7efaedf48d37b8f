// Begin: measure the place, draw, and draw again when something changed.
const level = document.getElementById("level");
let waiting = false;

function repaint() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    paint();
    level.textContent = sayLevel();
  });
}

function sayLevel() {
  const lines = ties.number.length <= LINES ? "" : view.scale * 4 < ROOM_FOR_LINES ? "; lines appear closer by" : `; at most ${count(LINES)} lines at once, the strongest first`;
  return `${tenths(view.scale / wholeScale())}×${lines}`;
}

function resize() {
  const first = view.width === 1;
  const kept = view.scale / wholeScale();
  view.density = Math.min(window.devicePixelRatio || 1, 2);
  [view.width, view.height] = [canvas.clientWidth, canvas.clientHeight];
  [canvas.width, canvas.height] = [Math.round(view.width * view.density), Math.round(view.height * view.density)];
  if (first || !Number.isFinite(kept)) showWhole();
  else view.scale = wholeScale() * kept;
  paint();
}

function dress(name) {
  wear(name);
  kindRows();
  bearingRows();
  legend();
  if (chosen.place >= 0) choose(chosen.kind, chosen.place);
  repaint();
}

document.getElementById("paper").addEventListener("click", () => {
  theme.chosen = true;
  dress(theme.name === "dark" ? "light" : "dark");
});
asked.addEventListener("change", () => { if (!theme.chosen) dress(asked.matches ? "dark" : "light"); });
window.addEventListener("beforeprint", () => { theme.before = theme.name; dress("light"); paint(); });
window.addEventListener("afterprint", () => dress(theme.before));
new ResizeObserver(resize).observe(canvas);
head();
source();
resize();
dress(theme.name);
openNamed();
level.textContent = sayLevel();
document.documentElement.dataset.ready = `${accounts} accounts, ${identifiers} identifiers, ${given.edgeIdentifier.length} sightings`;
