// What the colour of a point says: its cluster, label, prediction, whether that is right, its score, or a column.

import { clusterColour, clusterName, manifest } from "./data.js";
import { token } from "./dom.js";
import { verdictOf } from "./filter.js";
import { className, project, shown, state } from "./state.js";

/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {{text: string, colour: string, hollow?: boolean}} Key */
/**
 * A colour per sample: `index` into `colours`. `keys` say what the colours of a few values mean, `ends` those of a range.
 * @typedef {object} Colouring
 * @property {string} name
 * @property {Uint16Array} index
 * @property {string[]} colours
 * @property {boolean[]} hollow
 * @property {Key[]} keys
 * @property {[string, string] | null} ends
 */

const LEVELS = 64;
/** From little to much; even in lightness, for every kind of colour vision (after cividis by Nunez et al., 2018). */
const RAMP = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 184, 102], [254, 232, 56]];
const RAMP_DARK = [[58, 84, 140], [84, 108, 150], [116, 126, 140], [156, 150, 124], [204, 188, 104], [254, 232, 56]];

/** @param {number} at from 0 to 1 */
export function ramp(at) {
  const stops = document.documentElement.dataset.theme === "dark" ? RAMP_DARK : RAMP;
  const x = Math.max(0, Math.min(1, at)) * (stops.length - 1), low = Math.min(stops.length - 2, Math.floor(x)), rest = x - low;
  return `rgb(${stops[low].map((one, c) => Math.round(one + rest * (stops[low + 1][c] - one))).join(" ")})`;
}

/** What points can be coloured by: value and text for a menu. @returns {[string, string][]} */
export const choices = () => [["cluster", "cluster"], ["label", "label"], ["prediction", "prediction"], ["verdict", "right or wrong"], ["score", "score"], ...Object.keys(state.chapter?.metadata ?? {}).map((name) => /** @type {[string, string]} */ ([`column ${name}`, name]))];

/** @param {Chapter} chapter @returns {Colouring} */
export function colouring(chapter) {
  const by = state.colour;
  if (by === "label") return classes("label", chapter.label);
  if (by === "prediction") return classes("prediction", chapter.prediction);
  if (by === "score") return range("score", chapter.score);
  if (by === "verdict") return verdicts(chapter);
  if (by.startsWith("column ") && chapter.metadata[by.slice(7)]) return column(by.slice(7), chapter.metadata[by.slice(7)]);
  return clusters(chapter);
}

/** @param {Chapter} chapter @returns {Colouring} */
function clusters(chapter) {
  const { clustering } = shown(chapter);
  return numbered("cluster", clustering?.labels ?? new Int32Array(chapter.size), clusterName);
}

/** @param {string} name @param {ArrayLike<number>} values @returns {Colouring} */
const classes = (name, values) => numbered(name, values, className);

/** @param {string} name @param {ArrayLike<number>} values @param {(value: number) => string} text @returns {Colouring} */
function numbered(name, values, text) {
  const index = new Uint16Array(values.length), many = manifest.palette.clusters.length;
  /** @type {Map<number, number>} */
  const sizes = new Map();
  for (let i = 0; i < index.length; i++) {
    index[i] = values[i] < 0 ? 0 : 1 + (values[i] % many);
    sizes.set(values[i], (sizes.get(values[i]) ?? 0) + 1);
  }
  const ranked = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([value]) => value);
  const keys = ranked.map((value) => ({ text: text(value), colour: clusterColour(value), hollow: value < 0 }));
  return { name, index, colours: [manifest.palette.noise, ...manifest.palette.clusters], hollow: [true, ...manifest.palette.clusters.map(() => false)], keys, ends: null };
}

/** @param {Chapter} chapter @returns {Colouring} */
function verdicts(chapter) {
  const kinds = ["right", "wrong", "unknown"], index = Uint16Array.from({ length: chapter.size }, (_, i) => kinds.indexOf(verdictOf(chapter, i)));
  const colours = [manifest.palette.clusters[0], token("warn"), manifest.palette.noise];
  return { name: "prediction", index, colours, hollow: [false, false, true], keys: kinds.map((text, at) => ({ text, colour: colours[at], hollow: at === 2 })).filter((_, at) => index.includes(at)), ends: null };
}

/** @param {string} name @param {ArrayLike<number>} values @returns {Colouring} */
function range(name, values) {
  let low = Infinity, high = -Infinity;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) { low = Math.min(low, values[i]); high = Math.max(high, values[i]); }
  const span = high > low ? high - low : 1;
  const index = Uint16Array.from({ length: values.length }, (_, i) => (Number.isFinite(values[i]) ? Math.min(LEVELS - 1, Math.floor(((values[i] - low) / span) * LEVELS)) : LEVELS));
  const colours = [...Array.from({ length: LEVELS }, (_, at) => ramp(at / (LEVELS - 1))), manifest.palette.noise];
  const text = (/** @type {number} */ x) => (Number.isFinite(x) ? String(Number(x.toPrecision(3))) : "–");
  return { name, index, colours, hollow: colours.map((_, at) => at === LEVELS), keys: [], ends: [text(low), text(high)] };
}

/** @param {string} name @param {string[]} values @returns {Colouring} */
function column(name, values) {
  const kind = project().columns?.find((one) => one.name === name)?.kind;
  const numbers = values.map((value) => (value.trim() === "" ? NaN : Number(value)));
  const distinct = [...new Set(values)];
  if (kind === "number" || (kind === undefined && distinct.length > 12 && numbers.every(Number.isFinite))) return range(name, numbers);
  const sorted = distinct.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const codes = new Map(sorted.map((value, at) => [value, at]));
  return numbered(name, values.map((value) => codes.get(value) ?? -1), (code) => sorted[code]);
}
