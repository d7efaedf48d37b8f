// What was chosen: its lines, and a ring around it.
function paintChosen(look) {
  if (chosen.place < 0) return;
  const rays = chosen.kind === "account"
    ? Array.from(identifiersOf(chosen.place), (v) => [chosen.place, v])
    : Array.from(holdersOf(chosen.place), (a) => [a, chosen.place]);
  pen.globalAlpha = rays.length > 2000 ? 0.04 : rays.length > 200 ? 0.2 : 0.85;
  pen.lineWidth = rays.length > 200 ? 0.8 : 1.6;
  for (const [code] of about.kinds.entries()) {
    if (hidden.has(code)) continue;
    pen.beginPath();
    for (const [a, v] of rays) {
      if (given.kind[v] !== code) continue;
      pen.moveTo(screenX(accountX(a)), screenY(accountY(a)));
      pen.lineTo(screenX(identifierX(v)), screenY(identifierY(v)));
    }
    pen.strokeStyle = kindColour(code);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  ringChosen(look);
}

function ringChosen(look) {
  const at = chosen.kind === "account" ? given.accountAt : given.identifierAt;
  const own = chosen.kind === "account" ? DOT * view.scale : glyphRadius(chosen.place);
  pen.beginPath();
  const x = screenX(at[2 * chosen.place]), y = screenY(at[2 * chosen.place + 1]);
  pen.arc(x, y, Math.max(own * 1.5, own + 5), 0, 2 * Math.PI);
  pen.strokeStyle = look.lit;
  pen.lineWidth = 2.5;
  pen.stroke();
}
