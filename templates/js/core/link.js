// A selection as a short text. The shortest of
//
//     all            a
//     clusters       k0.2           exactly these of the shown clustering
//     list           l5.1.a         positions as differences in base 36
//     bits           b...           one bit per sample, deflated, base64url
//     bits in space  s...           the same in the order of the spatial index: what was encircled is a few runs

import { deflateSync, inflateSync } from "fflate";
import { places } from "./places.js";
import { none, positions, selected, those } from "./selection.js";

/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {import("../types.js").Clustering} Clustering */
/** @typedef {import("../types.js").Embedding} Embedding */
/** @typedef {import("../types.js").Selection} Selection */
/** @typedef {{clustering?: Clustering, embedding?: Embedding, x: number, y: number}} Plot */

/** @param {Uint8Array} raw */
const toText = (raw) => btoa(Array.from(raw, (one) => String.fromCharCode(one)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
/** @param {string} text */
const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

/** Labels of the clusters that make up exactly this selection, or null. @param {Clustering | undefined} clustering @param {Selection} selection */
export function wholeClusters(clustering, { mask }) {
  if (!clustering) return null;
  /** @type {Map<number, number>} */
  const inside = new Map();
  for (let i = 0; i < mask.length; i++) if (mask[i]) inside.set(clustering.labels[i], (inside.get(clustering.labels[i]) ?? 0) + 1);
  const sizes = new Map(clustering.clusters.map((cluster) => [cluster.label, cluster.size]));
  const labels = [...inside.keys()].sort((a, b) => a - b);
  return labels.every((label) => inside.get(label) === sizes.get(label)) ? labels : null;
}

/** Order of the samples in the spatial index of what is plotted. @param {Plot} plot @param {number} size */
function spatial({ embedding, x, y }, size) {
  if (!embedding) return null;
  const { ids } = places(embedding, x, y).index;
  return ids.length === size ? ids : null;
}

/** @param {Uint8Array} mask @param {ArrayLike<number> | null} order */
function bits(mask, order) {
  const raw = new Uint8Array(Math.ceil(mask.length / 8));
  for (let at = 0; at < mask.length; at++) if (mask[order ? order[at] : at]) raw[at >> 3] |= 1 << (at & 7);
  return toText(deflateSync(raw, { level: 9 }));
}

/** The last one: the camera moves more often than what is selected. @type {{selection: Selection, embedding?: Embedding, clustering?: Clustering, x: number, y: number, text: string} | null} */
let last = null;

/** @param {Chapter} chapter @param {Plot} plot @param {Selection} selection */
export function pack(chapter, plot, selection) {
  const { embedding, clustering, x, y } = plot;
  if (last && last.selection === selection && last.embedding === embedding && last.clustering === clustering && last.x === x && last.y === y) return last.text;
  last = { selection, embedding, clustering, x, y, text: shortest(chapter, plot, selection) };
  return last.text;
}

/** @param {Chapter} chapter @param {Plot} plot @param {Selection} selection */
function shortest(chapter, plot, selection) {
  if (!selection.size) return "";
  if (selection.size === chapter.size) return "a";
  const whole = wholeClusters(plot.clustering, selection);
  if (whole) return `k${whole.join(".")}`;
  const candidates = [`b${bits(selection.mask, null)}`];
  if (selection.size <= 1000) candidates.push(`l${positions(selection).map((i, at, all) => (i - (at ? all[at - 1] : 0)).toString(36)).join(".")}`);
  const order = spatial(plot, chapter.size);
  if (order) candidates.push(`s${bits(selection.mask, order)}`);
  return `${candidates.reduce((a, b) => (b.length < a.length ? b : a))}~${chapter.digest}`;
}

/**
 * The selection that a text stands for; throws a text for the reader if it cannot be told.
 * @param {Chapter} chapter
 * @param {Plot} plot
 * @param {string} text
 * @returns {Selection}
 */
export function unpack(chapter, plot, text) {
  const [body, digest] = text.slice(1).split("~");
  if (!text) return none(chapter.size);
  if (text === "a") return selected(new Uint8Array(chapter.size).fill(1));
  if (text[0] === "k") {
    const labels = new Set(body.split(".").map(Number)), known = plot.clustering?.labels;
    const found = selected(Uint8Array.from({ length: chapter.size }, (_, i) => (known && labels.has(known[i]) ? 1 : 0)));
    if (!found.size) throw new Error(`cluster ${body}`);
    return found;
  }
  if (digest !== chapter.digest) throw new Error("that selection: it was made on other samples");
  if (text[0] === "l") {
    let at = 0;
    return those(chapter.size, body.split(".").map((step) => (at += parseInt(step, 36))));
  }
  const order = text[0] === "s" ? spatial(plot, chapter.size) : null;
  if (text[0] === "s" && !order) throw new Error("that selection: the embedding it was drawn on is not here");
  let raw;
  try {
    // What is said to be longer than it can be is not unpacked.
    raw = inflateSync(fromText(body), { out: new Uint8Array(Math.ceil(chapter.size / 8)) });
  } catch {
    throw new Error("that selection: the link is damaged");
  }
  const mask = new Uint8Array(chapter.size);
  for (let at = 0; at < mask.length; at++) if ((raw[at >> 3] >> (at & 7)) & 1) mask[order ? order[at] : at] = 1;
  return selected(mask);
}
