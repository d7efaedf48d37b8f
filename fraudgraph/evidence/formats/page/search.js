// The search box: names as they are shown and as they were loaded; exact before beginning before part.
const find = document.getElementById("find");
const found = document.getElementById("found");
const OFFERED = 10;
const names = [
  ...about.accounts.map((name, place) => ["account", place, name, about.rawAccounts[place] || name]),
  ...about.identifiers.map((name, place) => ["identifier", place, name, about.rawIdentifiers[place] || name]),
].map(([kind, place, name, raw]) => ({ kind, place, texts: [name.toLowerCase(), raw.toLowerCase()] }));

function matches(text) {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [];
  const ranked = [[], [], []];
  for (const one of names) {
    const rank = Math.min(...one.texts.map((name) => rankOf(name, wanted)));
    if (rank < ranked.length) ranked[rank].push(one);
  }
  return ranked.flat();
}

function rankOf(name, wanted) {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : 3;
}

function offer() {
  const all = matches(find.value);
  const rows = all.slice(0, OFFERED).map(({ kind, place }) => row(kind, place, offerWords(kind, place)));
  if (all.length > OFFERED) rows.push(node("li", `${count(all.length - OFFERED)} more`, "note"));
  if (all.length === 0 && find.value.trim() !== "") rows.push(node("li", "Nothing of that name in this ring.", "note"));
  found.replaceChildren(...rows);
}

function offerWords(kind, place) {
  if (kind === "account") return about.tiers[given.tier[place]];
  return `${kindOf(place).word}, ${count(given.inside[place])}`;
}

// page.html#NAME opens the page at an account or identifier.
function openNamed() {
  const [first] = matches(decodeURIComponent(location.hash.slice(1)));
  if (first) choose(first.kind, first.place, true);
}

window.addEventListener("hashchange", openNamed);
find.addEventListener("input", offer);
find.addEventListener("keydown", (event) => {
  const [first] = matches(find.value);
  if (event.key === "Enter" && first) choose(first.kind, first.place, true);
  if (event.key === "Escape") { find.value = ""; offer(); canvas.focus(); }
  if (event.key === "ArrowDown") found.querySelector("button")?.focus();
});
