// What the page was given: words as JSON, numbers as one block of little-endian arrays.
const about = JSON.parse(document.getElementById("ring-names").textContent);
const given = unpacked(document.getElementById("ring-numbers").textContent, about.arrays);
const accounts = about.accounts.length;
const identifiers = about.identifiers.length;
const clusters = given.clusterRadius.length;
const cells = given.cellRadius.length;
const NO_DAY = 65535;

// Where things stand, in the drawing's own unit.
const accountX = (a) => given.accountAt[2 * a];
const accountY = (a) => given.accountAt[2 * a + 1];
const identifierX = (v) => given.identifierAt[2 * v];
const identifierY = (v) => given.identifierAt[2 * v + 1];
const clusterX = (k) => given.clusterAt[2 * k];
const clusterY = (k) => given.clusterAt[2 * k + 1];
const cellX = (c) => given.cellAt[2 * c];
const cellY = (c) => given.cellAt[2 * c + 1];

function unpacked(base64, table) {
  const text = atob(base64);
  const block = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) block[at] = text.charCodeAt(at);
  const types = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array, f4: Float32Array };
  const arrays = {};
  for (const [name, [type, start, length]] of Object.entries(table)) {
    arrays[name] = new types[type](block.buffer, start, length);
  }
  return arrays;
}
