// Relevance to colour. A heatmap is grey q = 128 + round(127 x), x = R / max|R|; a colour map has an entry for each q.
//
//     attribution   C = palette[q]
//     overlay       alpha C + (1 - alpha) grey,  alpha = opacity |x|,  grey = 0.299 R + 0.587 G + 0.114 B
//
// Both are SVG filters, so changing the map costs nothing and pictures from files need not be read.

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const palettes = new Map(Object.entries(manifest.colormaps).map(([name, packed]) => [name, bytes(packed)]));
const channels = ["R", "G", "B"].map((name) => [name, svg(`feFunc${name}`, { type: "table" })]);
const opaque = svg("feFuncA", { type: "table" });

function lookup(result) {
  return svg("feComponentTransfer", { in: "SourceGraphic", result }, ...channels.map(([, f]) => f.cloneNode()));
}
const filter = (id, ...steps) =>
  svg("filter", { id, x: "0", y: "0", width: "100%", height: "100%", "color-interpolation-filters": "sRGB" }, ...steps);
const matrix = (rows, more) => svg("feColorMatrix", { type: "matrix", values: rows.join(" "), ...more });

const grey = "0.299 0.587 0.114 0 0";
const filters = svg("svg", { class: "filters", "aria-hidden": "true", width: 0, height: 0 },
  filter("luma", matrix([grey, grey, grey, "0 0 0 1 0"], {})),
  filter("attribution", lookup("colour")),
  filter("overlay",
    lookup("colour"),
    matrix(["0 0 0 0 0", "0 0 0 0 0", "0 0 0 0 0", "1 0 0 0 0"], { in: "SourceGraphic", result: "q" }),
    svg("feComponentTransfer", { in: "q", result: "alpha" }, opaque),
    svg("feComposite", { in: "colour", in2: "alpha", operator: "in" })));
document.body.append(filters);

function fillFilters() {
  const palette = palettes.get(state.colormap);
  const table = (channel) => Array.from({ length: 256 }, (_, q) => (palette[3 * q + channel] / 255).toFixed(4)).join(" ");
  ["R", "G", "B"].forEach((name, channel) => {
    for (const f of filters.querySelectorAll(`feFunc${name}`)) f.setAttribute("tableValues", table(channel));
  });
  const alpha = Array.from({ length: 256 }, (_, q) => Math.min(1, (state.opacity / 100) * Math.abs((q - 128) / 127)).toFixed(4));
  opaque.setAttribute("tableValues", alpha.join(" "));
  const neutral = `rgb(${palette.slice(384, 387).join(" ")})`;
  document.documentElement.style.setProperty("--neutral", neutral);
}

/** The bar with its numbers: what a colour says about R. */
function drawBar() {
  const palette = palettes.get(state.colormap);
  const canvas = make("canvas", { width: 255, height: 1, class: "bar-colours", "aria-hidden": "true" });
  const pixels = canvas.getContext("2d").createImageData(255, 1);
  for (let i = 0; i < 255; i++) pixels.data.set([...palette.slice(3 * (i + 1), 3 * (i + 2)), 255], 4 * i);
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  const ticks = make("span", { class: "bar-ticks" }, ...["−1", "−0.5", "0", "0.5", "1"].map((text) => make("span", {}, text)));
  block("colorbar").replaceChildren(canvas, ticks);
  block("colorbar").title = "Relevance R divided by max|R| of the sample: left speaks against the explained class, right for it";
}

on("look", () => { fillFilters(); drawBar(); });
