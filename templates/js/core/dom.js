// Elements and small helpers. Text is always set as text, never as markup.

/**
 * The one element that matches, which the page is known to have.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement}
 */
export function find(selector, within = document) {
  const found = within.querySelector(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return /** @type {HTMLElement} */ (found);
}

/**
 * Where the listing, chart or grid of this name goes; an element that is in no page if its panel is absent.
 * @param {string} name
 * @returns {HTMLElement}
 */
export function block(name) {
  return document.querySelector(`[data-block="${name}"]`) ?? document.createElement("div");
}

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, any>} Properties */

/**
 * A new element with properties (`class`, `data-*` and `aria-*` as attributes, `on*` as listeners) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, String(one));
    else if (name in element && name !== "role" && name !== "list") /** @type {any} */ (element)[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...kept(children));
  return element;
}

/** @param {Child[]} children */
export const kept = (children) => children.filter((child) => child !== null && child !== undefined && child !== false && child !== "").map((child) => (typeof child === "number" ? String(child) : /** @type {Node | string} */ (child)));

/**
 * A new element of SVG.
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A button with a text, or with a sign and a name for who cannot see it.
 * @param {string} text
 * @param {(event: MouseEvent) => void} action
 * @param {Properties} [properties]
 */
export const button = (text, action, properties = {}) => make("button", { type: "button", onclick: action, ...properties }, text);

/** The value of a style token, such as "ink". @param {string} name */
export const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** @param {number} n */
export const count = (n) => n.toLocaleString("en");
/** @param {number} n @param {string} noun @param {string} [many] */
export const counted = (n, noun, many = `${noun}s`) => `${count(n)} ${n === 1 ? noun : many}`;
/** Some are never 0 %, nor all but some 100 %. @param {number} part @param {number} whole */
export const percent = (part, whole) => (part <= 0 ? "0 %" : part * 100 < whole ? "< 1 %" : part < whole && part * 100 > 99 * whole ? "> 99 %" : `${Math.round((100 * part) / whole)} %`);

/** A number for people, or a dash for none. @param {number | null | undefined} x @param {number} [digits] */
export const figure = (x, digits = 2) => (x === null || x === undefined || Number.isNaN(x) ? "–" : x.toFixed(digits));
/** @param {number} x */
export const scientific = (x) => (x === 0 ? "0" : Math.abs(x) >= 0.01 && Math.abs(x) < 1000 ? x.toPrecision(3) : x.toExponential(2));
/** A score's name as a word. @param {string} name */
export const worded = (name) => name.replace(/[_-]+/g, " ");

/** Says it to screen readers. @param {string} text */
export function announce(text) {
  find("#live").textContent = text;
}

let fading = 0;
/** Says it to everyone, for a moment. @param {string} text */
export function toast(text) {
  const place = find("#toast");
  place.textContent = text;
  place.hidden = false;
  announce(text);
  clearTimeout(fading);
  fading = setTimeout(() => { place.hidden = true; }, 4000);
}

/**
 * Runs `action` at most once per `wait` milliseconds, the last time always.
 * @param {() => void} action
 * @param {number} wait
 */
export function throttle(action, wait) {
  let timer = 0, last = -Infinity;
  return () => {
    clearTimeout(timer);
    const run = () => { last = performance.now(); action(); };
    const left = last + wait - performance.now();
    if (left <= 0) run();
    else timer = setTimeout(run, left);
  };
}

/**
 * Runs `action` when it has not been asked for during `wait` milliseconds.
 * @param {() => void} action
 * @param {number} wait
 */
export function settled(action, wait) {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(action, wait); };
}

/**
 * Runs `action` in the next frame, once however often it is asked for.
 * @param {() => void} action
 */
export function framed(action) {
  let waiting = 0;
  return () => { waiting ||= requestAnimationFrame(() => { waiting = 0; action(); }); };
}

/**
 * Hands the person a file.
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export function download(name, text, type) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = make("a", { href, download: name.replace(/[^\p{L}\p{N}._ -]+/gu, "_") });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
