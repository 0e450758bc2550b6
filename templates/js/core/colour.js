// Relevance to colour. A heatmap is grey q = 128 + round(127 x), x = R / max|R|; a colour map has an entry for each q.
//
//     attribution   C = palette[q]
//     overlay       alpha C + (1 - alpha) grey,  alpha = opacity |x|,  grey = 0.299 R + 0.587 G + 0.114 B
//
// Both are SVG filters, so changing the map costs nothing and pictures from files need not be read. Where samples
// share a scale, x shrinks by r = max|R| of the sample / max|R| of all; each r has filters of its own, made when used.

import { svg } from "./dom.js";
import { manifest } from "./data.js";
import { bytes } from "./packing.js";
import { on, state } from "./state.js";

const STEPS = 254; // of r: finer than those of q

/** @type {Map<string, Uint8Array>} */
const palettes = new Map(Object.entries(manifest.colormaps).map(([name, packed]) => [name, bytes(packed)]));

/** Colours of the chosen map, three bytes for each q. */
export const palette = () => palettes.get(state.colormap) ?? /** @type {Uint8Array} */ (palettes.get(manifest.colormap));

const place = svg("svg", { class: "filters", "aria-hidden": "true", width: 0, height: 0 });
document.body.append(place);

/** @param {string} id @param {...SVGElement} steps */
const filter = (id, ...steps) => svg("filter", { id, x: "0", y: "0", width: "100%", height: "100%", "color-interpolation-filters": "sRGB" }, ...steps);
/** @param {string[]} rows @param {Record<string, string>} more */
const matrix = (rows, more) => svg("feColorMatrix", { type: "matrix", values: rows.join(" "), ...more });
const GREY = "0.299 0.587 0.114 0 0";
place.append(filter("luma", matrix([GREY, GREY, GREY, "0 0 0 1 0"], {})));

/** @param {(q: number) => number} value */
const table = (value) => Array.from({ length: 256 }, (_, q) => value(q).toFixed(4)).join(" ");

/** @param {number} r */
function lookup(r) {
  const colours = palette();
  const entry = (/** @type {number} */ q) => Math.max(0, Math.min(255, 128 + Math.round(r * (q - 128))));
  const parts = ["R", "G", "B"].map((name, channel) => svg(`feFunc${name}`, { type: "table", tableValues: table((q) => colours[3 * entry(q) + channel] / 255) }));
  return svg("feComponentTransfer", { in: "SourceGraphic", result: "colour" }, ...parts);
}

/** @param {number} r */
function alpha(r) {
  const values = table((q) => Math.min(1, (state.opacity / 100) * r * Math.abs((q - 128) / 127)));
  return svg("feComponentTransfer", { in: "q", result: "alpha" }, svg("feFuncA", { type: "table", tableValues: values }));
}

const zero = "0 0 0 0 0";
const made = {
  attribution: (/** @type {string} */ id, /** @type {number} */ r) => filter(id, lookup(r)),
  overlay: (/** @type {string} */ id, /** @type {number} */ r) =>
    filter(id, lookup(r), matrix([zero, zero, zero, "1 0 0 0 0"], { in: "SourceGraphic", result: "q" }), alpha(r),
      svg("feComposite", { in: "colour", in2: "alpha", operator: "in" })),
};

/**
 * The address of the filter that colours a heatmap of which the largest value is `r` of the scale's.
 * @param {"attribution" | "overlay"} kind
 * @param {number} r
 */
export function heatFilter(kind, r) {
  const step = Math.round(Math.max(0, Math.min(1, r)) * STEPS), id = step === STEPS ? kind : `${kind}-${step}`;
  if (!document.getElementById(id)) place.append(made[kind](id, step / STEPS));
  return `url(#${id})`;
}

let drawn = "";
on("look", () => {
  const wanted = `${state.colormap} ${state.opacity}`;
  if (wanted === drawn) return;
  drawn = wanted;
  // In place: pictures name their filter, and must never be without.
  for (const old of place.querySelectorAll("filter")) {
    const [kind, step] = old.id.split("-");
    if (kind !== "luma") old.replaceWith(made[/** @type {"attribution" | "overlay"} */ (kind)](old.id, step === undefined ? 1 : Number(step) / STEPS));
  }
  document.documentElement.style.setProperty("--neutral", `rgb(${palette().slice(384, 387).join(" ")})`);
});
