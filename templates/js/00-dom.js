// Elements and small helpers. Text is always set as text, never as markup.

/** The one element that matches, which the page is known to have. */
const find = (selector, within = document) => within.querySelector(selector);

/** @returns {HTMLElement|null} where the listing, chart or grid of this name goes; null if its panel is absent */
const block = (name) => find(`[data-block="${name}"]`);

/** A new element with properties (`class`, `data-*` and `aria-*` as attributes, `on*` as listeners) and children. */
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else if (name in element && name !== "role" && name !== "list") element[name] = value;
    else element.setAttribute(name === "class" ? "class" : name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** The value of a style token, such as "--ink". */
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const count = (n) => n.toLocaleString("en");
const percent = (part, whole) => (whole ? `${Math.round((100 * part) / whole)} %` : "0 %");

/** A number for people: three significant digits, or a dash for none. */
const figure = (x, digits = 2) => (x === null || x === undefined ? "–" : x.toFixed(digits));
const scientific = (x) => (x === 0 ? "0" : Math.abs(x) >= 0.01 && Math.abs(x) < 1000 ? x.toPrecision(3) : x.toExponential(2));

/** Says it to screen readers. */
function announce(text) {
  find("#live").textContent = text;
}

/** Runs `action` at most once per `wait` milliseconds, the last time always. */
function throttle(action, wait) {
  let timer = 0, last = 0;
  return () => {
    clearTimeout(timer);
    const left = last + wait - performance.now();
    const run = () => { last = performance.now(); action(); };
    if (left <= 0) run();
    else timer = setTimeout(run, left);
  };
}
