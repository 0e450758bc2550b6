// Where the points of an embedding are, in the unit square, and which of them are in a part of it.

import KDBush from "kdbush";

/** @typedef {import("../types.js").Embedding} Embedding */
/** @typedef {{u: Float32Array, v: Float32Array, index: KDBush}} Places */

/** @type {WeakMap<Embedding, Map<string, Places>>} */
const known = new WeakMap();

/**
 * Coordinates scaled to 0 .. 1 (upwards), each axis by its own range, with their spatial index.
 * @param {Embedding} embedding
 * @param {number} x
 * @param {number} y
 * @returns {Places}
 */
export function places(embedding, x, y) {
  const axes = known.get(embedding) ?? new Map();
  known.set(embedding, axes);
  let found = axes.get(`${x} ${y}`);
  if (!found) {
    const u = scaled(embedding.column(x)), v = scaled(embedding.column(y));
    const index = new KDBush(Math.max(1, u.length), 64, Float32Array);
    for (let i = 0; i < u.length; i++) index.add(u[i], v[i]);
    if (!u.length) index.add(-9, -9);
    index.finish();
    axes.set(`${x} ${y}`, (found = { u, v, index }));
  }
  return found;
}

/** @param {Float32Array} values */
function scaled(values) {
  let low = Infinity, high = -Infinity;
  for (const value of values) { if (value < low) low = value; if (value > high) high = value; }
  const out = new Float32Array(values.length), span = high - low;
  for (let i = 0; i < out.length; i++) out[i] = span > 0 ? (values[i] - low) / span : 0.5;
  return out;
}

/**
 * The nearest point within (du, dv) of a place, or -1; only `shown` ones.
 * @param {Places} where
 * @param {number} u
 * @param {number} v
 * @param {number} du
 * @param {number} dv
 * @param {Uint8Array | null} shown
 */
export function nearest({ u: us, v: vs, index }, u, v, du, dv, shown) {
  let best = -1, least = 1;
  for (const i of index.range(u - du, v - dv, u + du, v + dv)) {
    if (i >= us.length || (shown && !shown[i])) continue;
    const d = ((us[i] - u) / du) ** 2 + ((vs[i] - v) / dv) ** 2;
    if (d < least) { least = d; best = i; }
  }
  return best;
}

/**
 * The samples nearest to one in the embedding, nearest first.
 * @param {Embedding} embedding
 * @param {number} i
 * @param {number} wanted
 */
export function nearby(embedding, i, wanted) {
  const columns = embedding.axes.map((_, d) => embedding.column(d)), size = columns[0].length;
  const distance = new Float64Array(size);
  for (const column of columns) for (let at = 0; at < size; at++) distance[at] += (column[at] - column[i]) ** 2;
  /** @type {number[]} */
  const best = [];
  for (let at = 0; at < size; at++) {
    if (at === i || (best.length === wanted && distance[at] >= distance[best[wanted - 1]])) continue;
    let place = best.length;
    while (place > 0 && distance[best[place - 1]] > distance[at]) place--;
    best.splice(place, 0, at);
    if (best.length > wanted) best.pop();
  }
  return best;
}
