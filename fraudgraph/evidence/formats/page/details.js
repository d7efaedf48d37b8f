// What is known of the chosen account or identifier, and why it stands where it stands.
const details = document.getElementById("details");
const LISTED = 60;
const SMALL_RING = 60;

function choose(kind, place, go = false) {
  Object.assign(chosen, { kind, place });
  lit = place < 0 ? null : new Set(kind === "account" ? companions(place) : holdersOf(place));
  details.hidden = place < 0;
  if (place >= 0) details.replaceChildren(...(kind === "account" ? ofAccount(place) : ofIdentifier(place)));
  if (place >= 0 && go) goTo(kind, place);
  repaint();
}

// Others around the same identifiers, those of the heart left out: everybody stands around these.
function companions(a) {
  const found = new Set([a]);
  for (const v of identifiersOf(a)) {
    if (inHeart(v) && accounts > SMALL_RING) continue;
    for (const other of holdersOf(v)) found.add(other);
  }
  return found;
}

function goTo(kind, place) {
  const at = kind === "account" ? given.accountAt : given.identifierAt;
  const wide = kind === "identifier" && given.inside[place] > 400;
  const scale = wide ? view.scale : Math.max(view.scale, Math.min(CLOSEST, Math.max(14, wholeScale())));
  flyTo(wide ? view.x : at[2 * place], wide ? view.y : at[2 * place + 1], scale, repaintMoving);
}

function ofAccount(a) {
  const tier = about.tiers[given.tier[a]];
  const own = Array.from(identifiersOf(a), (v, at) => [v, given.edgeStart[a] + at]);
  own.sort((one, other) => given.inside[one[0]] - given.inside[other[0]]);
  const list = node("ul");
  list.append(...own.map(([v, edge]) => row("identifier", v, `${count(given.inside[v])} here, ${span(edge)}`)));
  return [
    closing(),
    node("p", about.accounts[a], "title"),
    node("p", standing(a, tier)),
    node("p", `Linked by ${counted(own.length, "identifier")} of this ring, and through them (what a whole cell `
      + `shares left out) to ${counted(companions(a).size - 1, "other account")}. On its own edges: ${bitsByKind(a)}, `
      + "before its name is paid."),
    ...(tier === "periphery" ? [node("p", "Periphery is under 7 bits: never enforce on these alone.", "caveat")] : []),
    list,
  ];
}

function standing(a, tier) {
  const role = ROLES[about.roles[given.role[a]]];
  const status = about.statuses[given.status[a]];
  const words = [`${tier}, class ${about.classes[given.class[a]]}, ${tenths(given.bits[a])} bits`];
  if (status) words.push(status);
  if (role) words.push(role);
  if (given.queued[a]) words.push("in the queue");
  return words.join("; ");
}

function bitsByKind(a) {
  const parts = [];
  for (let at = given.kindStart[a]; at < given.kindStart[a + 1]; at += 1) {
    parts.push(`${about.kinds[given.kindOf[at]].word} ${tenths(given.kindBits[at])}`);
  }
  return parts.join(", ") || "nothing";
}

function span(edge) {
  const first = day(given.edgeFirst[edge]), last = day(given.edgeLast[edge]);
  const times = `${count(given.edgeCount[edge])}×`;
  if (first === "?") return times;
  if (first === last) return `${times} ${first}`;
  return `${times} ${first} to ${last.slice(0, 4) === first.slice(0, 4) ? last.slice(5) : last}`;
}

function ofIdentifier(v) {
  const kind = kindOf(v), held = holdersOf(v);
  const list = node("ul");
  list.append(...Array.from(held.subarray(0, LISTED), (a) => row("account", a, memberWords(a))));
  if (held.length > LISTED) {
    list.append(node("li", `and ${count(held.length - LISTED)} more, all marked in the drawing`, "note"));
  }
  const outside = given.holders[v] - given.inside[v];
  const others = outside > 0 ? `${counted(outside, "account")} outside it` : "nobody else";
  return [
    closing(),
    node("p", about.identifiers[v], "title"),
    node("p", `${kind.word} (${kind.family}): ${counted(given.inside[v], "account")} of this ring, ${others}.`),
    ...(about.known[v] ? [node("p", `${about.known[v]}.`)] : []),
    node("p", gainWords(v)),
    node("p", cutWords(given.cutOff[v])),
    ...(given.spans[v] > 1 ? [node("p", `A bridge: held in ${count(given.spans[v])} cells.`)] : []),
    ...(kind.causes ? [node("p", `Who else could cause it: ${kind.causes}.`)] : []),
    list,
  ];
}

function memberWords(a) {
  return `${about.tiers[given.tier[a]]}, ${tenths(given.bits[a])} bits`;
}

function gainWords(v) {
  const total = given.gain.reduce((sum, gain) => sum + Math.max(gain, 0), 0);
  const part = share(Math.max(given.gain[v], 0), total);
  const bears = given.bearing[v] ? "; load-bearing" : "";
  return `Gains ${tenths(given.gain[v])} bits, ${part} of what all identifiers of the ring gain${bears}.`;
}

function cutWords(cut) {
  return cut > 0
    ? `Without it ${counted(cut, "account")} would come apart from the rest.`
    : "Without it the ring stays in one piece: others tie the same accounts.";
}

function row(kind, place, fact) {
  const line = node("li"), button = node("button", "", "pick");
  const identifier = kind === "identifier";
  const mark = node("span", identifier ? WORDS[kindOf(place).shape] : "●", "mark");
  mark.style.color = identifier ? kindColour(given.kind[place]) : colours()[about.tiers[given.tier[place]]];
  const name = (identifier ? about.identifiers : about.accounts)[place];
  button.append(mark, node("span", short(name, 60), "name"), node("span", fact, "fact"));
  button.addEventListener("click", () => choose(kind, place, true));
  line.append(button);
  return line;
}

function closing() {
  const button = node("button", "×", "close");
  button.setAttribute("aria-label", "Let go");
  button.addEventListener("click", () => choose("", -1));
  return button;
}
