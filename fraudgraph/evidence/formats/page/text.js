// Words and numbers as the screens of the program show them. Text from the data only ever enters as text.
function count(number) {
  return number === null || number === undefined ? "?" : String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

function counted(number, noun, plural = `${noun}s`) {
  return `${count(number)} ${number === 1 ? noun : plural}`;
}

function tenths(value) {
  const [whole, part] = (Math.round(value * 10 + 1e-9) / 10).toFixed(1).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

function share(part, whole) {
  if (!whole || part === null) return "?";
  const percent = (100 * part) / whole;
  if (percent > 0 && percent < 0.1) return "<0.1 %";
  if (percent < 100 && percent > 99.9) return ">99.9 %";
  return `${tenths(percent)} %`;
}

function day(number) {
  return number === NO_DAY ? "?" : new Date(number * 86400000).toISOString().slice(0, 10);
}

function instant(text) {
  return text === null ? "?" : `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}

function short(name, most = 26) {
  const letters = Array.from(name);
  if (letters.length <= most) return name;
  const head = Math.ceil((most - 1) * 0.65);
  return `${letters.slice(0, head).join("")}…${letters.slice(letters.length - (most - 1 - head)).join("")}`;
}

function node(tag, words = "", kind = "") {
  const made = document.createElement(tag);
  if (words !== "") made.textContent = words;
  if (kind !== "") made.className = kind;
  return made;
}

const ROLES = {
  mixed: "mixed: lives apart from the ring too",
  bridge: "bridge: ties dense groups",
  bystander: "bystander?",
  possible_victim: "victim? (older than the ring)",
};

function kindOf(identifier) {
  return about.kinds[given.kind[identifier]];
}
