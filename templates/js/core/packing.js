// Columns as report/packing.py writes them: lists, base64 of little-endian numbers, or either of them compressed.

import { unzlibSync } from "fflate";

/** @param {string} base64 @returns {Uint8Array<ArrayBuffer>} */
export function bytes(base64) {
  const text = atob(base64), out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** @typedef {{zlib: boolean, data: string}} Data */
/** @typedef {string | (Data & {type: string})} Numbers */

/** @param {Data} packed @returns {Uint8Array<ArrayBuffer>} */
const plain = ({ zlib, data }) => (zlib ? /** @type {Uint8Array<ArrayBuffer>} */ (unzlibSync(bytes(data))) : bytes(data));

/** @param {Uint8Array<ArrayBuffer>} raw @param {string} type */
function typed(raw, type) {
  // A buffer of its own: a view into a larger one might begin at an odd byte.
  const { buffer } = raw.byteOffset || raw.byteLength !== raw.buffer.byteLength ? raw.slice() : raw;
  switch (type) {
    case "u1": return new Uint8Array(buffer);
    case "i1": return new Int8Array(buffer);
    case "u2": return new Uint16Array(buffer);
    case "i2": return new Int16Array(buffer);
    case "i4": return new Int32Array(buffer);
    case "f4": return new Float32Array(buffer);
    default: throw new Error(`numbers of the unknown type ${type}`);
  }
}

/** Whole numbers. @param {Numbers} packed */
export const whole = (packed) => (typeof packed === "string" ? new Int32Array(bytes(packed).buffer) : typed(plain(packed), packed.type));

/** Real numbers. @param {Numbers} packed */
export const real = (packed) => (typeof packed === "string" ? new Float32Array(bytes(packed).buffer) : typed(plain(packed), packed.type));

/**
 * Coordinates of `size` points, one dimension after the other.
 * @param {string | (Data & {type: string, low: number[], high: number[]})} packed
 * @param {number} size
 */
export function plane(packed, size) {
  if (typeof packed === "string") return new Float32Array(bytes(packed).buffer);
  const steps = typed(plain(packed), packed.type), out = new Float32Array(steps.length);
  for (let i = 0; i < steps.length; i++) {
    const d = Math.floor(i / size), low = packed.low[d];
    out[i] = low + (packed.high[d] - low) * (steps[i] / 65535);
  }
  return out;
}

/**
 * Texts: a list, numbers of distinct ones, or all in one.
 * @param {string[] | {values: string[], codes: Numbers} | {joined: Data}} packed
 * @returns {string[]}
 */
export function texts(packed) {
  if (Array.isArray(packed)) return packed;
  if ("joined" in packed) return new TextDecoder().decode(plain(packed.joined)).split("\0");
  return Array.from(whole(packed.codes), (code) => packed.values[code]);
}
