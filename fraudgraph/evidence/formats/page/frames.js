// When to draw. Where one frame takes long (a large ring, a slow machine), the last one is moved along while the hand
// moves, and drawn sharp when it rests or every so often.
const SMOOTH = 14;
const REST = 110;
const SHARP = 400;
const kept = document.createElement("canvas");
const last = { painted: null, view: null, cost: 0, at: 0 };
let waiting = false;
let resting = 0;

function paintNow() {
  const start = performance.now();
  paint();
  last.at = performance.now();
  last.cost = last.at - start;
  last.painted = { ...view };
  last.view = null;
  sayWhere();
}

function repaint() {
  soon(paintNow);
}

function repaintMoving() {
  tip.hidden = true;
  if (last.cost < SMOOTH || performance.now() - last.at > SHARP) {
    repaint();
    return;
  }
  soon(moveLast);
  clearTimeout(resting);
  resting = setTimeout(repaint, REST);
}

function soon(draw) {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    draw();
  });
}

function moveLast() {
  if (last.view === null) keep();
  const { x, y, scale } = last.view, part = view.scale / scale;
  pen.setTransform(view.density, 0, 0, view.density, 0, 0);
  pen.fillStyle = colours().paper;
  pen.fillRect(0, 0, view.width, view.height);
  const left = (x - view.x) * view.scale + (view.width / 2) * (1 - part);
  const top = (y - view.y) * view.scale + (view.height / 2) * (1 - part);
  pen.drawImage(kept, left, top, view.width * part, view.height * part);
}

function keep() {
  [kept.width, kept.height] = [canvas.width, canvas.height];
  kept.getContext("2d").drawImage(canvas, 0, 0);
  last.view = last.painted;
}
