// Mouse, touch and keys.
const tip = document.getElementById("tip");
const pointers = new Map();
let moved = 0;

function spot(event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, spot(event));
  moved = 0;
});

canvas.addEventListener("pointermove", (event) => {
  const here = spot(event), before = pointers.get(event.pointerId);
  if (!before) { hover(here); return; }
  if (pointers.size === 2) pinch(event.pointerId, here);
  view.x -= (here[0] - before[0]) / view.scale / pointers.size;
  view.y -= (here[1] - before[1]) / view.scale / pointers.size;
  moved += Math.abs(here[0] - before[0]) + Math.abs(here[1] - before[1]);
  pointers.set(event.pointerId, here);
  canvas.className = "moving";
  tip.hidden = true;
  repaintMoving();
});

for (const name of ["pointerup", "pointercancel"]) {
  canvas.addEventListener(name, (event) => {
    pointers.delete(event.pointerId);
    canvas.className = "";
    if (name === "pointerup" && moved < 5) {
      const hit = under(...spot(event));
      choose(hit ? hit.kind : "", hit ? hit.place : -1);
    }
  });
}

function pinch(moving, here) {
  const [other] = [...pointers].filter(([id]) => id !== moving).map(([, at]) => at);
  const before = pointers.get(moving);
  const apart = (from) => Math.hypot(from[0] - other[0], from[1] - other[1]);
  zoomAt((here[0] + other[0]) / 2, (here[1] + other[1]) / 2, apart(here) / Math.max(apart(before), 1));
}

function hover(here) {
  const hit = under(...here);
  canvas.className = hit ? "over" : "";
  tip.hidden = !hit;
  if (!hit) return;
  tip.textContent = hit.kind === "account" ? accountTip(hit.place) : identifierTip(hit.place);
  tip.style.left = `${Math.min(here[0] + 14, view.width - 200)}px`;
  tip.style.top = `${Math.min(here[1] + 14, view.height - 40)}px`;
}

function accountTip(a) {
  return `${short(about.accounts[a], 60)}: ${memberWords(a)}`;
}

function identifierTip(v) {
  const held = `${counted(given.inside[v], "account")}, ${tenths(given.gain[v])} bits`;
  return `${kindOf(v).word} ${short(about.identifiers[v], 60)}: ${held}`;
}

canvas.addEventListener("pointerleave", () => { tip.hidden = true; });
canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  zoomAt(...spot(event), Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)));
  repaintMoving();
}, { passive: false });
canvas.addEventListener("dblclick", (event) => { zoomAt(...spot(event), 2); repaint(); });

function nearer(factor) {
  zoomAt(view.width / 2, view.height / 2, factor);
  repaint();
}

function push(x, y) {
  view.x += (x * 60) / view.scale;
  view.y += (y * 60) / view.scale;
  repaintMoving();
}

const KEYS = {
  ArrowLeft: () => push(-1, 0), ArrowRight: () => push(1, 0), ArrowUp: () => push(0, -1), ArrowDown: () => push(0, 1),
  "+": () => nearer(1.3), "=": () => nearer(1.3), "-": () => nearer(1 / 1.3),
  0: () => flyTo(whole.x, whole.y, wholeScale(), repaintMoving), Escape: () => choose("", -1),
};
canvas.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  act();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || document.activeElement === find) return;
  event.preventDefault();
  find.focus();
});
document.getElementById("closer").addEventListener("click", KEYS["+"]);
document.getElementById("farther").addEventListener("click", KEYS["-"]);
document.getElementById("whole").addEventListener("click", KEYS[0]);
