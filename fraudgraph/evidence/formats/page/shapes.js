// Shapes tell the family of a kind: they are added to the current path, so that many are filled at once.
const UP = -Math.PI / 2;
const CORNERS = { square: [4, Math.PI / 4], diamond: [4, 0], hexagon: [6, 0], triangle: [3, UP], pentagon: [5, UP] };
const WORDS = { square: "■", diamond: "◆", hexagon: "⬢", triangle: "▲", pentagon: "⬟" };

function addShape(pen, shape, x, y, radius) {
  const [corners, turn] = CORNERS[shape];
  const reach = radius * (corners === 6 ? 1.05 : 1.2);
  for (let corner = 0; corner <= corners; corner += 1) {
    const angle = turn + (2 * Math.PI * corner) / corners;
    const px = x + reach * Math.cos(angle), py = y + reach * Math.sin(angle);
    if (corner === 0) pen.moveTo(px, py);
    else pen.lineTo(px, py);
  }
}

function addDot(pen, x, y, radius) {
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}
