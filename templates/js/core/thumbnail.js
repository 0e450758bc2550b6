// A category's tiny embedding, in which the suspicious cluster stands out.

import { clusterColour } from "./data.js";
import { make, token } from "./dom.js";
import { bytes } from "./packing.js";
import { on } from "./state.js";

/** @typedef {import("../types.js").Entry} Entry */

/** @type {WeakMap<Element, {entry: Entry, most: number, width: number, height: number}>} */
const known = new WeakMap();

// Only those that are seen hold pixels: a page may have thousands of categories.
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    const canvas = /** @type {HTMLCanvasElement} */ (target), about = known.get(canvas);
    Object.assign(canvas, isIntersecting && about ? { width: 2 * about.width, height: 2 * about.height } : { width: 0, height: 0 });
    if (isIntersecting) draw(canvas);
  }
}, { rootMargin: "200px" });

/**
 * @param {Entry} entry
 * @param {number} most strangeness of the strangest category
 * @param {number} width
 * @param {number} height
 */
export function thumbnail(entry, most, width, height) {
  const canvas = make("canvas", { class: "thumbnail", width: 0, height: 0, "aria-hidden": "true", style: { width: `${width}px`, height: `${height}px` } });
  known.set(canvas, { entry, most, width, height });
  seen.observe(canvas);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas */
function draw(canvas) {
  const about = known.get(canvas), pen = canvas.getContext("2d");
  if (!about || !pen || !canvas.width) return;
  const { entry: { thumbnail: packed, suspect, strangeness }, most } = about, points = bytes(packed);
  const size = canvas.width > 200 ? 1.6 : 1;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < points.length; at += 3) {
    // How much suspects stand out: as much as the category is strange, measured by the strangest.
    pen.globalAlpha = points[at + 2] ? 0.2 + 0.8 * ((strangeness ?? 0) / (most || 1)) ** 3 : 1;
    pen.fillStyle = points[at + 2] ? clusterColour(suspect ?? 0) : token("quiet");
    pen.beginPath();
    pen.arc(6 + (points[at] / 255) * (canvas.width - 12), canvas.height - 6 - (points[at + 1] / 255) * (canvas.height - 12), size * (points[at + 2] ? 3.2 : 2.2), 0, 7);
    pen.fill();
  }
}

on("theme", () => { for (const canvas of document.querySelectorAll("canvas.thumbnail")) draw(/** @type {HTMLCanvasElement} */ (canvas)); });
