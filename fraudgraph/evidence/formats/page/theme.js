// Colours on paper and on a dark screen. Kinds bring their own; accounts are grey, so that what links them stands out.
const PAPERS = {
  light: {
    paper: "#fcfcfa", cell: "#f2f1ec", cellLine: "#d9d7cf", cluster: "#e6e7e8", ink: "#1d232b", halo: "#fcfcfa",
    core: "#4b5663", probable: "#8a95a1", periphery: "#bcc3ca", lit: "#10151b",
  },
  dark: {
    paper: "#0f1318", cell: "#151a21", cellLine: "#2a323c", cluster: "#1f262f", ink: "#eef2f6", halo: "#0f1318",
    core: "#b4bec9", probable: "#7d8894", periphery: "#4d5761", lit: "#ffffff",
  },
};
const asked = matchMedia("(prefers-color-scheme: dark)");
const theme = { name: asked.matches ? "dark" : "light", chosen: false };

function wear(name) {
  theme.name = name;
  document.documentElement.dataset.paper = name;
}

function colours() {
  return PAPERS[theme.name];
}

// An opaque colour: `part` of the second over the first, both as #rrggbb.
function blend(under, over, part) {
  const parts = [1, 3, 5].map((at) => {
    const [one, other] = [under, over].map((colour) => parseInt(colour.slice(at, at + 2), 16));
    return Math.round(one + (other - one) * part).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

function kindColour(kind) {
  return about.kinds[kind][theme.name];
}

wear(theme.name);
