// One sample as a picture: input, heatmap, or both, cut out of the sprite sheets of its category.

import { make } from "./dom.js";
import { clusterColour, clusterName } from "./data.js";
import { heatFilter } from "./colour.js";
import { labelsOf, verdictOf } from "./filter.js";
import { className, shown, state } from "./state.js";

/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {import("../types.js").Sheets} Sheets */
/** @typedef {"input" | "attribution" | "overlay"} Mode */
/** @typedef {{width: number, height: number}} Size */

/** @type {Record<Mode, string>} */
export const MODES = { input: "Input", attribution: "Attribution", overlay: "Overlay" };

/** Modes of the pictures that a sample is shown as. @returns {Mode[]} */
export const modes = () => (state.mode === "pair" ? ["input", "attribution"] : [/** @type {Mode} */ (state.mode)]);

/**
 * Width and height of a sample's picture whose longer side is about `target`; whole multiples of small ones.
 * @param {Chapter} chapter
 * @param {number} target
 * @returns {Size}
 */
export function pictureSize(chapter, target) {
  const { width, height } = chapter.pictures.input;
  const native = Math.max(width, height);
  const scale = native * 1.5 < target ? Math.max(1, Math.round(target / native)) : target / native;
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** @type {WeakMap<Sheets, number>} */
const largest = new WeakMap();

/** max|R| of all heatmaps of a category. @param {Sheets} sheets */
export function sharedScale(sheets) {
  let most = largest.get(sheets);
  if (most === undefined) {
    most = 0;
    for (let i = 0; i < (sheets.scale?.length ?? 0); i++) most = Math.max(most, /** @type {ArrayLike<number>} */ (sheets.scale)[i]);
    largest.set(sheets, most);
  }
  return most;
}

/** What part of the scale the colours of heatmap `i` reach to. @param {Sheets} sheets @param {number} i */
function reach(sheets, i) {
  if (state.scale === "sample" || !sheets.scale) return 1;
  const most = sharedScale(sheets);
  return most > 0 ? sheets.scale[i] / most : 1;
}

/**
 * The picture of sample `i` in one mode; or of a cluster's mean, number `i`.
 * @param {Chapter} chapter
 * @param {number} i
 * @param {Mode} mode
 * @param {Size} size
 * @param {{name?: string, input?: string, relevance?: string}} [of]
 */
export function picture(chapter, i, mode, size, { name = chapter.ids[i], input = "input", relevance = "relevance" } = {}) {
  const layers = [], heat = chapter.pictures[relevance];
  if (mode !== "attribution") layers.push(layer(chapter.pictures[input], i, size, mode === "overlay" ? "url(#luma)" : ""));
  if (mode !== "input") layers.push(layer(heat, i, size, heatFilter(mode, relevance === "relevance" ? reach(heat, i) : 1)));
  const style = { width: `${size.width}px`, height: `${size.height}px` };
  return make("div", { class: `picture ${mode}`, style, role: "img", "aria-label": `${MODES[mode]} of ${name}` }, ...layers);
}

/** @param {Sheets} sheet @param {number} i @param {Size} size @param {string} filter */
function layer(sheet, i, size, filter) {
  const { columns, rows, gutter } = sheet;
  const on = i % (columns * rows), scaleX = size.width / sheet.width, scaleY = size.height / sheet.height;
  const left = (on % columns) * (sheet.width + 2 * gutter) + gutter, top = Math.floor(on / columns) * (sheet.height + 2 * gutter) + gutter;
  const crisp = state.pixels === "pixelated" || (state.pixels === "auto" && scaleX > 1.5);
  const style = {
    "background-image": `url("${new URL(sheet.files[Math.floor(i / (columns * rows))], document.baseURI).href}")`,
    "background-size": `${columns * (sheet.width + 2 * gutter) * scaleX}px ${rows * (sheet.height + 2 * gutter) * scaleY}px`,
    "background-position": `${-left * scaleX}px ${-top * scaleY}px`,
    "image-rendering": crisp ? "pixelated" : "auto",
    filter,
  };
  return make("div", { class: "layer", style });
}

/** Label and prediction in words. @param {Chapter} chapter @param {number} i */
export function verdict(chapter, i) {
  const labels = labelsOf(chapter, i).map(className);
  return { label: labels.join(", ") || "unknown", prediction: className(chapter.prediction[i]), score: chapter.score[i], wrong: verdictOf(chapter, i) === "wrong" };
}

/** @param {number} label */
export const dot = (label) => make("span", { class: label < 0 ? "dot noise" : "dot", style: { "--cluster": clusterColour(label) } });

/** Dot and name of a sample's cluster. @param {Chapter} chapter @param {number} i */
export function clusterOf(chapter, i) {
  const { clustering } = shown(chapter);
  return clustering ? [dot(clustering.labels[i]), ` ${clusterName(clustering.labels[i])}`] : [];
}
