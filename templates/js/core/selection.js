// Sets of a category's samples, as one byte per sample: 100,000 of them are copied in a few microseconds.

/** @typedef {import("../types.js").Selection} Selection */

/** @param {Uint8Array} mask @returns {Selection} */
export function selected(mask) {
  let size = 0;
  for (let i = 0; i < mask.length; i++) size += mask[i];
  return { mask, size };
}

/** @param {number} length @returns {Selection} */
export const none = (length) => ({ mask: new Uint8Array(length), size: 0 });

/** @param {number} length @param {Iterable<number>} members @returns {Selection} */
export function those(length, members) {
  const mask = new Uint8Array(length);
  for (const i of members) if (i >= 0 && i < length) mask[i] = 1;
  return selected(mask);
}

/** Those whose number in a column is `value`. @param {ArrayLike<number>} column @param {number} value */
export function where(column, value) {
  const mask = new Uint8Array(column.length);
  for (let i = 0; i < mask.length; i++) if (column[i] === value) mask[i] = 1;
  return selected(mask);
}

/** Positions in ascending order. @param {Selection} selection @returns {number[]} */
export function positions({ mask, size }) {
  const found = new Array(size);
  for (let i = 0, at = 0; i < mask.length; i++) if (mask[i]) found[at++] = i;
  return found;
}

/** @typedef {"replace" | "add" | "remove" | "toggle"} Way */

/**
 * What a gesture makes of a selection.
 * @param {Selection} base
 * @param {Uint8Array} hits
 * @param {Way} way
 */
export function combined(base, hits, way) {
  const mask = new Uint8Array(base.mask.length);
  for (let i = 0; i < mask.length; i++) {
    if (way === "add") mask[i] = base.mask[i] | hits[i];
    else if (way === "remove") mask[i] = base.mask[i] & (hits[i] ^ 1);
    else if (way === "toggle") mask[i] = base.mask[i] ^ hits[i];
    else mask[i] = hits[i];
  }
  return selected(mask);
}

/** @param {Selection} one @param {Selection} other */
export function same(one, other) {
  if (one === other) return true;
  if (one.size !== other.size || one.mask.length !== other.mask.length) return false;
  for (let i = 0; i < one.mask.length; i++) if (one.mask[i] !== other.mask[i]) return false;
  return true;
}

/** What the held keys ask for: Shift or Ctrl adds, Alt takes away, none of them replaces. @param {{shiftKey?: boolean, altKey?: boolean, ctrlKey?: boolean, metaKey?: boolean}} event @returns {Way} */
export const wayOf = (event) => (event.altKey ? "remove" : event.shiftKey || event.ctrlKey || event.metaKey ? "add" : "replace");
