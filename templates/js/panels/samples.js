// The selected samples, all of them: rows of tiles are made as they scroll into view.

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { announce, block, count, figure, make, percent, scientific, settled, throttle } from "../core/dom.js";
import { clusterName } from "../core/data.js";
import { fillMenu, onChoice, showChoice } from "../core/choices.js";
import { visible, verdictOf } from "../core/filter.js";
import { iconButton } from "../core/icons.js";
import { canRedo, canUndo, redo, undo } from "../core/address.js";
import { dot, MODES, modes, picture, pictureSize, sharedScale, verdict } from "../core/pictures.js";
import { combined, none, positions } from "../core/selection.js";
import { chooseLook, className, hover, invert, on, select, selectAll, shown, state, view } from "../core/state.js";
import { openLightbox } from "./lightbox.js";

/** @typedef {import("../types.js").Chapter} Chapter */

const tray = block("samples");
const sheet = tray.appendChild(make("div", { class: "tiles" }));
const nothing = tray.appendChild(make("p", { class: "empty" }));
const PRINTED = 480; // tiles on paper, at most; the rest is said
let printing = false;
const printed = make("p", { class: "printed", dir: "auto" });
const TILES = [192, 160, 128, 96], CAPTION = 36, GAP = 8;
/** The selected positions that are shown, in their order. @type {number[]} */
let order = [];
let drawn = ""; // which tiles exist now
let rowHeight = 0;
/** Lines of tiles: which of them are in view? @type {Virtualizer<HTMLElement, HTMLElement>} */
const lines = new Virtualizer({ count: 0, getScrollElement: () => tray, estimateSize: () => rowHeight, overscan: 1, scrollToFn: elementScroll, observeElementRect, observeElementOffset, onChange: () => layTiles() });
let hiding = 0; // selected, but not shown

export const shownOrder = () => order;

/** @type {Record<string, (chapter: Chapter) => (a: number, b: number) => number>} */
const sorters = {
  data: ({ rows }) => (a, b) => rows[a] - rows[b],
  score: ({ score, rows }) => (a, b) => score[a] - score[b] || rows[a] - rows[b],
  sure: ({ score, rows }) => (a, b) => score[b] - score[a] || rows[a] - rows[b],
  relevance: ({ pictures, rows }) => { const scale = pictures.relevance?.scale; return (a, b) => (scale?.[b] ?? 0) - (scale?.[a] ?? 0) || rows[a] - rows[b]; },
  wrong: (chapter) => (a, b) => Number(verdictOf(chapter, b) === "wrong") - Number(verdictOf(chapter, a) === "wrong") || chapter.prediction[a] - chapter.prediction[b] || chapter.rows[a] - chapter.rows[b],
  cluster: ({ rows }) => { const labels = shown().clustering?.labels ?? []; return (a, b) => (labels[a] ?? 0) - (labels[b] ?? 0) || rows[a] - rows[b]; },
};

/** The chosen size, or the largest tiles with which all samples fit into the tray; the smallest if none does. */
function tileShape() {
  const chapter = /** @type {Chapter} */ (state.chapter), across = modes().length;
  const shapes = (state.tile ? [state.tile] : TILES).map((target) => {
    const size = pictureSize(chapter, target);
    const width = Math.max(size.width * across + 3 * (across - 1), 84), pitch = width + GAP, height = size.height + CAPTION + GAP;
    return { size, width, pitch, height, columns: Math.max(1, Math.floor((tray.clientWidth - 3 * GAP + GAP) / pitch)) };
  });
  return shapes.find(({ columns, height }) => Math.ceil(order.length / columns) * height <= tray.clientHeight - GAP) ?? shapes[shapes.length - 1];
}

function fillTray() {
  const { chapter } = state;
  const seen = chapter ? visible(chapter) : null, all = chapter ? positions(view().selection) : [];
  order = seen ? all.filter((i) => seen[i]) : all;
  hiding = all.length - order.length;
  if (chapter) order.sort((sorters[state.order] ?? sorters.data)(chapter));
  drawn = "";
  nothing.hidden = order.length > 0 || !chapter;
  nothing.textContent = !chapter ? "" : hiding ? "All selected samples are hidden by the filters." : chapter.size ? "Nothing is selected. Draw around points, or click a cluster, to see its samples." : "This category has no samples.";
  drawSummary();
  layTiles();
}

function layTiles() {
  if (!state.chapter || !order.length) { sheet.replaceChildren(); sheet.style.height = "0"; return; }
  const shape = tileShape(), all = printing ? Math.min(PRINTED, order.length) : order.length, many = Math.ceil(all / shape.columns);
  if (many !== lines.options.count || shape.height !== rowHeight) {
    rowHeight = shape.height;
    lines.setOptions({ ...lines.options, count: many });
    lines.measure();
  }
  lines._willUpdate();
  const inView = lines.getVirtualItems(), first = printing ? 0 : inView[0]?.index ?? 0, last = printing ? many : (inView.at(-1)?.index ?? -1) + 1;
  sheet.style.height = `${lines.getTotalSize()}px`;
  const wanted = `${first} ${last} ${shape.columns} ${shape.width}`;
  if (wanted === drawn) return;
  drawn = wanted;
  const tiles = [];
  for (let at = first * shape.columns; at < Math.min(all, last * shape.columns); at++) tiles.push(tile(at, shape));
  const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest(".tile"))?.dataset.position;
  sheet.replaceChildren(...tiles);
  if (focused !== undefined) /** @type {HTMLElement | null} */ (sheet.querySelector(`[data-position="${focused}"] .tile-open`))?.focus({ preventScroll: true });
}

/** What the controls say on the screen, and which of the selected samples are not on the paper. */
function tellPrinted() {
  const chosen = (/** @type {string} */ name) => /** @type {HTMLSelectElement | null} */ (document.querySelector(`[data-choice="${name}"] select`))?.selectedOptions[0]?.textContent ?? "";
  const part = order.length > PRINTED ? `The first ${count(PRINTED)} of ${count(order.length)} selected samples; Export CSV gives the list of all.` : `All ${count(order.length)} selected samples${hiding ? " that the filters show" : ""}.`;
  const colours = state.scale === "shared" && state.chapter?.pictures.relevance ? `on a shared scale, ± ${scientific(sharedScale(state.chapter.pictures.relevance))} relevance` : "± the sample's own largest relevance";
  const shows = modes().map((mode) => MODES[mode].toLowerCase()).join(" and ") + (modes().includes("overlay") ? `, ${state.opacity} % opaque` : "");
  printed.textContent = `${part} Sorted ${chosen("order")}. Pictures: ${shows}; colours ${state.colormap}, ${colours}.`;
}

/** @param {number} at @param {ReturnType<typeof tileShape>} shape */
function tile(at, { size, width, pitch, height, columns }) {
  const i = order[at], chapter = /** @type {Chapter} */ (state.chapter), { label, prediction, score, wrong } = verdict(chapter, i);
  const style = { transform: `translate(${(at % columns) * pitch}px, ${Math.floor(at / columns) * height}px)`, width: `${width}px` };
  const { clustering } = shown();
  return make("div", { class: "tile", style, "data-position": String(i), onpointerenter: () => hover(chapter, i, "tile"), onpointerleave: () => hover(null, -1, "tile") },
    make("button", {
      type: "button", class: "tile-open", title: `${chapter.ids[i]}\nlabel ${label}, predicted ${prediction} (${figure(score)})`,
      onclick: () => openLightbox(chapter, i), onfocus: () => hover(chapter, i, "tile"),
    },
      make("span", { class: "pictures" }, ...modes().map((mode) => picture(chapter, i, mode, size))),
      make("span", { class: "tile-label", dir: "auto" }, clustering ? dot(clustering.labels[i]) : "", ` ${label}`),
      make("span", { class: wrong ? "tile-verdict wrong" : "tile-verdict" },
        make("span", { class: "tile-prediction", dir: "auto" }, `→ ${prediction}`), make("span", { class: "tile-score" }, figure(score)))),
    iconButton("close", "Take out of the selection", () => drop(chapter, i), { class: "icon tile-drop", tabIndex: -1 }));
}

/** @param {Chapter} chapter @param {number} i */
function drop(chapter, i) {
  const hit = new Uint8Array(chapter.size);
  hit[i] = 1;
  select(combined(view().selection, hit, "remove"));
}

/** Scrolls to the tile of sample `i`, if it is selected. @param {number} i */
export function showTile(i) {
  const at = order.indexOf(i);
  if (at < 0) return;
  lines.scrollToIndex(Math.floor(at / tileShape().columns));
}

function countLive() {
  const place = block("selection").querySelector(".selected-count"), { chapter } = state;
  if (state.live && place && chapter) place.textContent = `${count(view().selection.size)} of ${count(chapter.size)} selected`;
}

/** The value that most of them have, and how many. @template T @param {T[]} values @returns {[T | undefined, number]} */
function commonest(values) {
  /** @type {Map<T, number>} */
  const sizes = new Map();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  return [...sizes].reduce((best, one) => (one[1] > best[1] ? one : best), /** @type {[T | undefined, number]} */ ([undefined, 0]));
}

function drawSummary() {
  const target = block("selection"), { chapter } = state;
  if (!chapter) return target.replaceChildren();
  const { size } = view().selection, n = order.length, told = `${count(size)} of ${count(chapter.size)} selected`;
  const more = hiding ? [`${count(hiding)} of them hidden by the filters`] : [];
  if (n) {
    const { clustering } = shown();
    if (clustering) {
      const [label, part] = commonest(order.map((i) => clustering.labels[i]));
      more.push(`${percent(part, n)} ${clusterName(label ?? -1)}`);
    }
    const [prediction, part] = commonest(order.map((i) => chapter.prediction[i]));
    more.push(`${percent(part, n)} predicted ${className(prediction ?? -1)}`);
    const wrong = order.filter((i) => verdictOf(chapter, i) === "wrong").length;
    if (wrong) more.push(`${count(wrong)} wrong`);
    for (const [column, values] of Object.entries(chapter.metadata)) {
      const [value, alike] = commonest(order.map((i) => values[i]));
      if (n > 1 && alike / n >= 0.5 && value !== undefined && value !== "") more.push(`${column} = ${value}, ${percent(alike, n)}`);
    }
  }
  target.replaceChildren(make("strong", { class: "selected-count" }, told), make("span", { class: "muted composition", dir: "auto", title: more.join(" · ") }, more.join(" · ")));
  if (!state.live) announce([told, ...more].join(", "));
  return undefined;
}

export function startSamples() {
  const back = iconButton("undo", "Undo (Ctrl z)", undo), again = iconButton("redo", "Redo (Ctrl Shift z)", redo);
  const text = (/** @type {string} */ name, /** @type {string} */ title, /** @type {() => void} */ action) => make("button", { type: "button", title, onclick: action }, name);
  block("selection").after(make("div", { class: "selection-tools", role: "group", "aria-label": "Selection" },
    text("all", "Select all that are shown (a)", selectAll), text("invert", "Select the others instead (i)", invert),
    text("none", "Select nothing (Esc)", () => { if (state.chapter) select(none(state.chapter.size)); }), back, again));
  fillMenu("order", [["data", "as in the data"], ["cluster", "by cluster"], ["score", "least sure first"], ["sure", "surest first"], ["wrong", "wrong first"], ["relevance", "most relevance first"]], "data");
  for (const name of /** @type {const} */ (["mode", "order", "pixels", "scale"])) onChoice(name, (value) => chooseLook({ [name]: value }));
  onChoice("opacity", (value) => chooseLook({ opacity: Number(value) }));
  onChoice("tile", (value) => chooseLook({ tile: Number(value) ? 40 + 4 * Number(value) : 0 }));
  // While a lasso is drawn its count follows it closely; pictures, which cost more, when it rests.
  const resting = settled(() => { if (state.live) fillTray(); }, 150), told = throttle(countLive, 100);
  let look = "";
  on("open plot filter", fillTray);
  on("selection", () => { if (!state.live) return fillTray(); told(); return resting(); });
  on("open selection", () => { if (!state.live) tray.scrollTop = 0; });
  on("open plot filter selection", () => queueMicrotask(() => { back.disabled = !canUndo(); again.disabled = !canRedo(); }));
  on("look", () => {
    for (const name of /** @type {const} */ (["mode", "order", "pixels", "scale"])) showChoice(name, state[name]);
    showChoice("opacity", state.opacity, `${state.opacity} %`);
    showChoice("tile", state.tile ? (state.tile - 40) / 4 : 0, state.tile ? `${state.tile} px` : "fit");
    const opacity = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-choice="opacity"] input'));
    if (opacity) opacity.disabled = !modes().includes("overlay");
    const wanted = [state.mode, state.order, state.pixels, state.scale, state.tile].join(" ");
    if (wanted !== look) { look = wanted; fillTray(); }
  });
  on("hover", () => {
    for (const one of sheet.children) one.classList.toggle("hot", state.hover?.chapter === state.chapter && String(state.hover?.i) === /** @type {HTMLElement} */ (one).dataset.position);
  });
  tray.before(printed);
  for (const name of ["beforeprint", "afterprint"]) addEventListener(name, () => { printing = name === "beforeprint"; drawn = ""; layTiles(); tellPrinted(); });
  new ResizeObserver(() => { drawn = ""; layTiles(); }).observe(tray);
}
