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
const FINE = 4; // a pixel's cover is counted at 4 x 4 places
const WHOLE = FINE * FINE;
const LAYERS = 3; // the rest, those that are stressed, those that are selected

/** @returns {Painter} */
export function raster() {
  const canvas = make("canvas", { class: "points-raster", "aria-hidden": "true" });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {ImageData | null} */
  let image = null;
  let pixels = new Int32Array(), top = new Int32Array(), margin = 0;
  /** @type {Placed} */
  let found = { at: new Int32Array(), layer: new Uint8Array(), code: [], hollow: new Uint8Array() };

  /** With a margin as wide as a disc, so that none needs to be cut. @param {number} width @param {number} height @param {number} reach */
  function size(width, height, reach) {
    if (image && canvas.width === width && canvas.height === height && margin >= reach) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    margin = Math.max(margin, 8 * Math.ceil(reach / 8)); // in steps: discs grow at every turn of the wheel
    image = new ImageData(width + 2 * margin, height + 2 * margin);
    pixels = new Int32Array(image.data.buffer);
    top = new Int32Array(pixels.length);
  }

  /** @param {Scene} scene */
  function paint(scene) {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(1, Math.round(scene.width * ratio)), height = Math.max(1, Math.round(scene.height * ratio));
    // Small discs have no room for an outline: they would be nothing but outline.
    const bold = scene.radius >= 2.2, radius = Math.round((scene.radius + (bold ? 0.6 : 0)) * ratio * 8) / 8; // Vega's outline is 1.2 wide
    size(width, height, Math.ceil(radius * 1.6) + 2);
    canvas.style.width = `${scene.width}px`;
    canvas.style.height = `${scene.height}px`;
    const stride = width + 2 * margin, ground = packed(scene.surface), ink = packed(scene.ink);
    pixels.fill(ground);
    const { colours } = scene.colouring, full = Int32Array.from(colours, packed), faint = full.map((colour) => diluted(colour, ground));
    const line = Math.max(1, 1.1 * ratio), large = radius * 1.25;
    const disc = stamp(radius, 0, stride), circle = stamp(radius, radius - line, stride);
    if (found.at.length !== scene.x.length) found = { ...found, at: new Int32Array(scene.x.length), layer: new Uint8Array(scene.x.length) };
    Object.assign(found, { code: scene.colouring.index, hollow: Uint8Array.from(scene.colouring.hollow, Number) });
    settle(found, top, scene, { ratio, width, height, margin });
    strew(pixels, top, found, 0, disc, circle, scene.recede ? faint : full);
    if (scene.lit) strew(pixels, top, found, 1, disc, circle, full);
    strewSelected(pixels, top, found, bold ? stamp(large + line, 0, stride) : null, stamp(large, 0, stride), stamp(large - line, 0, stride), full, ink, ground);
    pen.putImageData(/** @type {ImageData} */ (image), -margin, -margin);
  }

  return { element: canvas, paint, end: () => canvas.remove() };
}

const REHEARSED = [1, 1.3, 1.7, 2.2, 3, 4.5, 1, 1.5, 2, 3, 1.2, 2.5]; // times enlarged

/**
 * Draws a scene where nobody sees it, while the page has nothing else to do: browsers compile what has run a few times, and
 * the first turns of the wheel would have to wait for that.
 * @param {Scene} scene
 */
export function rehearse(scene) {
  const { x, y } = scene, painter = raster(), idle = window.requestIdleCallback ?? ((/** @type {() => void} */ action) => setTimeout(action, 50));
  const zoomed = { ...scene, x: x.slice(), y: y.slice() }, { width, height, radius } = scene;
  const original = { x: x.slice(), y: y.slice() };
  /** @param {number} turn */
  const next = (turn) => {
    if (turn === REHEARSED.length) return;
    const k = REHEARSED[turn];
    for (let i = 0; i < x.length; i++) {
      zoomed.x[i] = width / 2 + k * (original.x[i] - width / 2);
      zoomed.y[i] = height / 2 + k * (original.y[i] - height / 2);
    }
    painter.paint({ ...zoomed, radius: radius * Math.min(2, Math.sqrt(k)) });
    idle(() => next(turn + 1));
  };
  idle(() => next(0));
}

// What runs for every point is a function of its own with numbers that fit 31 bits: the engine compiles it once. Opaque
// pixels are such numbers when they are read with their sign.

/** Where points are in the image, which colour and layer each has, and whether it is a circle. @typedef {{at: Int32Array, layer: Uint8Array, code: ArrayLike<number>, hollow: Uint8Array}} Placed */

/**
 * Places all points; `top` becomes the uppermost disc at every pixel, as layer * points + point, or -1. What lies below
 * one, at the same pixel, cannot be seen.
 * @param {Placed} found
 * @param {Int32Array} top
 * @param {Scene} scene
 * @param {{ratio: number, width: number, height: number, margin: number}} frame
 */
function settle({ at, layer, code, hollow }, top, { x, y, shown, lit, selected }, { ratio, width, height, margin }) {
  const n = at.length, half = margin / 2, stride = width + 2 * margin;
  top.fill(-1);
  for (let i = 0; i < n; i++) {
    at[i] = -1;
    if (shown && !shown[i]) continue;
    const left = Math.floor(x[i] * ratio + 0.5), down = Math.floor(y[i] * ratio + 0.5);
    if (left < -half || down < -half || left >= width + half || down >= height + half) continue;
    const is = selected[i] ? LAYERS - 1 : lit && lit[i] ? 1 : 0, rank = is * n + i;
    at[i] = (down + margin) * stride + left + margin;
    layer[i] = is;
    if ((is === LAYERS - 1 || !hollow[code[i]]) && top[at[i]] < rank) top[at[i]] = rank;
  }
}

/** @param {Int32Array} pixels @param {Int32Array} top @param {Placed} found @param {number} want @param {Stamp} disc @param {Stamp} circle @param {Int32Array} palette */
function strew(pixels, top, { at, layer, code, hollow }, want, disc, circle, palette) {
  const first = want * at.length;
  for (let i = 0; i < at.length; i++) {
    const place = at[i];
    if (place < 0 || layer[i] !== want || top[place] > first + i) continue;
    print(pixels, hollow[code[i]] ? circle : disc, place, palette[code[i]]);
  }
}

/** @param {Int32Array} pixels @param {Int32Array} top @param {Placed} found @param {Stamp | null} halo @param {Stamp} disc @param {Stamp} core @param {Int32Array} palette @param {number} ink @param {number} ground */
function strewSelected(pixels, top, { at, layer, code, hollow }, halo, disc, core, palette, ink, ground) {
  const first = (LAYERS - 1) * at.length;
  for (let i = 0; i < at.length; i++) {
    const place = at[i];
    if (place < 0 || layer[i] !== LAYERS - 1 || top[place] > first + i) continue;
    if (halo) print(pixels, halo, place, ink);
    print(pixels, disc, place, palette[code[i]]);
    if (hollow[code[i]]) print(pixels, core, place, ground);
  }
}

/** @param {Int32Array} pixels @param {Stamp} mark @param {number} at @param {number} colour */
function print(pixels, { offsets, cover, whole }, at, colour) {
  for (let j = 0; j < whole; j++) pixels[at + offsets[j]] = colour;
  for (let j = whole; j < offsets.length; j++) {
    const place = at + offsets[j];
    pixels[place] = mixed(colour, pixels[place], cover[j]);
  }
}

/** Offsets of the pixels that a mark covers, the first `whole` of them wholly, and how much of each, in sixteenths. @typedef {{offsets: Int32Array, cover: Uint8Array, whole: number}} Stamp */
/** @type {Map<string, Stamp>} */
const stamps = new Map();

/**
 * The pixels of a disc, or of a ring from `inner` to `outer`.
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
  /** @type {[number, number][]} */
  const covered = [];
  const reach = Math.ceil(outer);
  for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++) {
    let inside = 0;
    for (let a = 0; a < FINE; a++) for (let b = 0; b < FINE; b++) {
      const d = Math.hypot(dx + (a + 0.5) / FINE - 0.5, dy + (b + 0.5) / FINE - 0.5);
      if (d < outer && d >= inner) inside++;
    }
    if (inside) covered.push([dy * stride + dx, inside]);
  }
  covered.sort((a, b) => b[1] - a[1]);
  const made = { offsets: Int32Array.from(covered, ([at]) => at), cover: Uint8Array.from(covered, ([, part]) => part), whole: covered.filter(([, part]) => part === WHOLE).length };
  stamps.set(name, made);
  return made;
}

const little = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** A colour of the page as one pixel. @param {string} colour */
function packed(colour) {
  const [r, g, b] = colour.startsWith("#") ? hex(colour) : (colour.match(/\d+/g) ?? ["0", "0", "0"]).map(Number);
  return little ? (255 << 24) | (b << 16) | (g << 8) | r : (r << 24) | (g << 16) | (b << 8) | 255;
}

/** @param {string} colour */
const hex = (colour) => (colour.length === 4 ? [1, 2, 3].map((at) => 17 * parseInt(colour[at], 16)) : [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)));

const EVEN = 0x00ff00ff; // every other byte of a pixel: two channels are mixed at once

/** Sixteenths of one opaque pixel over another. @param {number} over @param {number} under @param {number} part */
function mixed(over, under, part) {
  const rest = WHOLE - part;
  const low = (((over & EVEN) * part + (under & EVEN) * rest) >> 4) & EVEN;
  const high = ((((over >>> 8) & EVEN) * part + ((under >>> 8) & EVEN) * rest) >> 4) & EVEN;
  return low | (high << 8);
}

/** What recedes: a part of its colour over the ground. @param {number} colour @param {number} ground */
function diluted(colour, ground) {
  let made = 0;
  for (let byte = 0; byte < 32; byte += 8) made |= Math.round(FAINT * ((colour >>> byte) & 255) + (1 - FAINT) * ((ground >>> byte) & 255)) << byte;
  return made;
}
