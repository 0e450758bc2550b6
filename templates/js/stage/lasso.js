// Which points lie within an outline: it is filled once, and every point asks its pixel.

/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/**
 * @param {[number, number][]} outline in pixels
 * @param {Float32Array} x
 * @param {Float32Array} y
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array | null} shown
 */
export function inside(outline, x, y, width, height, shown) {
  const hits = new Uint8Array(x.length);
  pen ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pen || outline.length < 3) return hits;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [a, b] of outline) { left = Math.min(left, a); right = Math.max(right, a); top = Math.min(top, b); bottom = Math.max(bottom, b); }
  left = Math.max(0, Math.floor(left) - 1); top = Math.max(0, Math.floor(top) - 1);
  const w = Math.min(Math.ceil(width), Math.ceil(right) + 2) - left, h = Math.min(Math.ceil(height), Math.ceil(bottom) + 2) - top;
  if (w <= 0 || h <= 0) return hits;
  pen.canvas.width = w;
  pen.canvas.height = h;
  pen.beginPath();
  outline.forEach(([a, b]) => pen?.lineTo(a - left, b - top));
  pen.fill("nonzero");
  const { data } = pen.getImageData(0, 0, w, h);
  for (let i = 0; i < x.length; i++) {
    const a = Math.floor(x[i]) - left, b = Math.floor(y[i]) - top;
    if (a < 0 || b < 0 || a >= w || b >= h || (shown && !shown[i])) continue;
    if (data[4 * (b * w + a) + 3] > 127) hits[i] = 1;
  }
  return hits;
}

/** @param {[number, number]} from @param {[number, number]} to @returns {[number, number][]} */
export const box = ([a, b], [c, d]) => [[a, b], [c, b], [c, d], [a, d]];
