// Many points, drawn by hand: small discs are stamped into an image, which is faster than any drawing by the browser
// when there is no graphics card (100,000 points in about 10 ms).

import { make } from "../core/dom.js";

/**
 * What a painter draws. Points are at (x, y) in pixels of the page from the upper left corner.
 * @typedef {object} Scene
 * @property {number} width
 * @property {number} height
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {number} radius
 * @property {import("../core/colouring.js").Colouring} colouring
 * @property {Uint8Array | null} shown
 * @property {Uint8Array | null} lit  those that are stressed
 * @property {Uint8Array} selected
 * @property {boolean} recede  whether what is neither stressed nor selected is to recede
 * @property {string} surface
 * @property {string} ink
 */

/** @typedef {{element: HTMLElement, paint: (scene: Scene) => void, end: () => void}} Painter */

const FAINT = 0.28; // of its own colour, for what recedes

/** @returns {Painter} */
export function raster() {
  const canvas = make("canvas", { class: "points-raster", "aria-hidden": "true" });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {ImageData | null} */
  let image = null;
  let pixels = new Uint32Array();
  let margin = 0;

  /** @param {number} width @param {number} height @param {number} wanted */
  function size(width, height, wanted) {
    if (image && canvas.width === width && canvas.height === height && margin === wanted) return;
    canvas.width = width;
    canvas.height = height;
    margin = wanted;
    // With a margin as wide as a disc, so that none needs to be cut.
    image = new ImageData(width + 2 * margin, height + 2 * margin);
    pixels = new Uint32Array(image.data.buffer);
  }

  /** @param {Scene} scene */
  function paint(scene) {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(scene.width * ratio)), height = Math.max(1, Math.round(scene.height * ratio));
    // Small discs have no room for an outline: they would be nothing but outline.
    const bold = scene.radius >= 2.2, radius = (scene.radius + (bold ? 0.6 : 0)) * ratio; // Vega's outline is 1.2 wide
    size(width, height, Math.ceil(radius * 1.6) + 2);
    canvas.style.width = `${scene.width}px`;
    canvas.style.height = `${scene.height}px`;
    const stride = width + 2 * margin, ground = packed(scene.surface), ink = packed(scene.ink);
    pixels.fill(ground);
    const { index, colours, hollow } = scene.colouring;
    const full = Uint32Array.from(colours, packed), faint = Uint32Array.from(full, (colour) => mixed(colour, ground, FAINT));
    const line = Math.max(1, 1.1 * ratio);
    const disc = stamp(radius, 0, stride), circle = stamp(radius, radius - line, stride);
    const large = stamp(radius * 1.25, 0, stride), halo = stamp(radius * 1.25 + line, 0, stride), core = stamp(radius * 1.25 - line, 0, stride);
    const { x, y, shown, lit, selected } = scene;

    /** @param {number} want 0 the rest, 1 stressed, 2 selected */
    function pass(want) {
      const dim = want === 0 && scene.recede, palette = dim ? faint : full;
      for (let i = 0; i < x.length; i++) {
        const is = selected[i] ? 2 : lit && lit[i] ? 1 : 0;
        if (is !== want || (shown && !shown[i])) continue;
        const left = Math.round(x[i] * ratio), top = Math.round(y[i] * ratio);
        if (left < -margin / 2 || top < -margin / 2 || left >= width + margin / 2 || top >= height + margin / 2) continue;
        const at = (top + margin) * stride + left + margin, code = index[i];
        if (want < 2) print(hollow[code] ? circle : disc, at, palette[code]);
        else {
          if (bold) print(halo, at, ink);
          print(large, at, full[code]);
          if (hollow[code]) print(core, at, ground);
        }
      }
    }

    /** @param {Stamp} mark @param {number} at @param {number} colour */
    function print({ offsets, cover }, at, colour) {
      for (let j = 0; j < offsets.length; j++) {
        const place = at + offsets[j], part = cover[j];
        pixels[place] = part === 255 ? colour : mixed(colour, pixels[place], part / 255);
      }
    }

    pass(0);
    if (lit) pass(1);
    pass(2);
    pen.putImageData(/** @type {ImageData} */ (image), -margin, -margin);
  }

  return { element: canvas, paint, end: () => canvas.remove() };
}

/** @typedef {{offsets: Int32Array, cover: Uint8Array}} Stamp */
/** @type {Map<string, Stamp>} */
const stamps = new Map();

/**
 * The pixels of a disc, or of a ring from `inner` to `outer`, and how much of each it covers.
 * @param {number} outer
 * @param {number} inner
 * @param {number} stride
 * @returns {Stamp}
 */
function stamp(outer, inner, stride) {
  const name = `${outer} ${inner} ${stride}`;
  const known = stamps.get(name);
  if (known) return known;
  if (stamps.size > 200) stamps.clear();
  /** @type {number[]} */
  const offsets = [];
  /** @type {number[]} */
  const cover = [];
  const reach = Math.ceil(outer), FINE = 4;
  for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) {
    let inside = 0;
    for (let a = 0; a < FINE; a++) for (let b = 0; b < FINE; b++) {
      const d = Math.hypot(dx + (a + 0.5) / FINE - 0.5, dy + (b + 0.5) / FINE - 0.5);
      if (d < outer && d >= inner) inside++;
    }
    if (!inside) continue;
    offsets.push(dy * stride + dx);
    cover.push(Math.round((255 * inside) / (FINE * FINE)));
  }
  const made = { offsets: Int32Array.from(offsets), cover: Uint8Array.from(cover) };
  stamps.set(name, made);
  return made;
}

const little = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** A colour of the page as one pixel. @param {string} colour */
export function packed(colour) {
  const [r, g, b] = colour.startsWith("#") ? hex(colour) : (colour.match(/\d+/g) ?? ["0", "0", "0"]).map(Number);
  return (little ? (255 << 24) | (b << 16) | (g << 8) | r : (r << 24) | (g << 16) | (b << 8) | 255) >>> 0;
}

/** @param {string} colour */
const hex = (colour) => (colour.length === 4 ? [1, 2, 3].map((at) => 17 * parseInt(colour[at], 16)) : [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));

const EVEN = 0x00ff00ff; // every other byte of a pixel: two channels are mixed at once

/** `part` (0 to 1) of one opaque pixel over another. @param {number} over @param {number} under @param {number} part */
function mixed(over, under, part) {
  const a = Math.round(part * 256), b = 256 - a;
  const low = (((over & EVEN) * a + (under & EVEN) * b) >>> 8) & EVEN;
  const high = (((over >>> 8) & EVEN) * a + ((under >>> 8) & EVEN) * b) & ~EVEN;
  return (low | high) >>> 0;
}
