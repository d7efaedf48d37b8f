// Where we look from: the middle of the view in the drawing's own unit (accounts are about 1 apart), pixels a unit.
const canvas = document.getElementById("canvas");
const view = { x: 0, y: 0, scale: 1, width: 1, height: 1 };
const CLOSEST = 90;

function extent() {
  let left = 0, right = 0, top = 0, bottom = 0;
  for (let c = 0; c < cells; c += 1) {
    const x = cellX(c), y = cellY(c), r = given.cellRadius[c];
    left = Math.min(left, x - r); right = Math.max(right, x + r);
    top = Math.min(top, y - r); bottom = Math.max(bottom, y + r);
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

const whole = extent();

function wholeScale() {
  return Math.min((view.width - 40) / whole.width, (view.height - 56) / whole.height, CLOSEST);
}

function showWhole() {
  Object.assign(view, { x: whole.x, y: whole.y, scale: wholeScale() });
}

function screenX(x) {
  return (x - view.x) * view.scale + view.width / 2;
}

function screenY(y) {
  return (y - view.y) * view.scale + view.height / 2;
}

function inView(x, y, radius) {
  return Math.abs(x - view.x) < radius + view.width / 2 / view.scale
    && Math.abs(y - view.y) < radius + view.height / 2 / view.scale;
}

function zoomAt(pixelX, pixelY, factor) {
  const scale = Math.max(wholeScale() / 2, Math.min(CLOSEST, view.scale * factor));
  const x = (pixelX - view.width / 2) / view.scale, y = (pixelY - view.height / 2) / view.scale;
  view.x += x - (x * view.scale) / scale;
  view.y += y - (y * view.scale) / scale;
  view.scale = scale;
}

function flyTo(x, y, scale, arrived) {
  const from = { ...view }, start = performance.now();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  (function step() {
    const part = still ? 1 : Math.min(1, (performance.now() - start) / 350);
    const eased = part * part * (3 - 2 * part);
    view.scale = from.scale * (scale / from.scale) ** eased;
    view.x = from.x + (x - from.x) * eased;
    view.y = from.y + (y - from.y) * eased;
    arrived();
    if (part < 1) requestAnimationFrame(step);
  })();
}
