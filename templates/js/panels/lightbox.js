// One sample, enlarged: input, attribution and overlay side by side, all that is known about it, and its neighbours.

import { announce, button, count, figure, find, make, scientific } from "../core/dom.js";
import { icon, iconButton } from "../core/icons.js";
import { nearby } from "../core/places.js";
import { visible } from "../core/filter.js";
import { clusterOf, MODES, picture, pictureSize, sharedScale, verdict } from "../core/pictures.js";
import { combined } from "../core/selection.js";
import { on, select, shown, state, viewOf } from "../core/state.js";
import { shownOrder } from "./samples.js";
import { stage } from "./embedding.js";

/** @typedef {import("../types.js").Chapter} Chapter */

const NEIGHBOURS = 8;
const box = /** @type {HTMLDialogElement} */ (find("#lightbox"));
/** @type {{chapter: Chapter, i: number, order: number[]} | null} */
let open = null;

/** Enlarges a sample; arrows go through the selected ones if it is one of them, else through all that are shown. @param {Chapter} chapter @param {number} i */
export function openLightbox(chapter, i) {
  const listed = chapter === state.chapter ? shownOrder() : [], seen = visible(chapter);
  const order = listed.includes(i) ? [...listed] : Array.from({ length: chapter.size }, (_, at) => at).filter((at) => !seen || seen[at] || at === i);
  open = { chapter, i, order };
  draw();
  if (!box.open) box.showModal();
}

/** @param {number} step */
function move(step) {
  if (!open) return;
  const { order, i } = open, at = order.indexOf(i);
  open.i = order[(at + step + order.length) % order.length];
  draw();
}

function toggle() {
  if (!open) return;
  const hit = new Uint8Array(open.chapter.size);
  hit[open.i] = 1;
  select(combined(viewOf(open.chapter).selection, hit, "toggle"), { chapter: open.chapter });
  draw();
}

function draw() {
  if (!open) return;
  const { chapter, i, order } = open, { label, prediction, score, wrong } = verdict(chapter, i);
  const kept = document.activeElement instanceof HTMLElement ? document.activeElement.getAttribute("aria-label") : null;
  const size = pictureSize(chapter, Math.max(96, Math.min(400, (innerWidth - 160) / 3, innerHeight - 400)));
  const scale = chapter.pictures.relevance.scale?.[i] ?? 0, chosen = viewOf(chapter).selection.mask[i] === 1;
  const reach = state.scale === "sample" ? scale : sharedScale(chapter.pictures.relevance);
  const place = `${count(order.indexOf(i) + 1)} of ${count(order.length)} ${order.length === chapter.size ? "samples" : order.every((at) => viewOf(chapter).selection.mask[at]) ? "selected" : "shown"}`;
  const cluster = clusterOf(chapter, i);
  /** @type {[string, ...(Node | string)[]][]} */
  const facts = [
    ["label", label],
    ["prediction", `${prediction}, ${figure(score, 3)}${wrong ? " (wrong)" : ""}`],
    ["cluster", ...(cluster.length ? [make("span", {}, ...cluster)] : ["–"])],
    ["largest relevance", scale ? scientific(scale) : "0: this heatmap is zero everywhere"],
    ["colours reach", reach ? `± ${scientific(reach)} relevance` : "nowhere"],
    ["row", String(chapter.rows[i])],
    ...Object.entries(chapter.metadata).map(([column, values]) => /** @type {[string, string]} */ ([column, values[i]])),
  ];
  box.replaceChildren(
    make("header", {},
      make("h2", { class: "id", dir: "auto" }, chapter.ids[i]),
      make("span", { class: "muted" }, place),
      button(chosen ? "selected" : "select", toggle, { "aria-pressed": String(chosen), title: "Select, or take out of the selection (Space)", class: "toggle" }),
      button("show in the embedding", () => { box.close(); stage.zoomTo(vicinity(chapter, i)); }, { hidden: chapter !== state.chapter }),
      iconButton("left", "Previous sample", () => move(-1)),
      iconButton("right", "Next sample", () => move(1)),
      make("button", { type: "button", class: "icon", "aria-label": "Close", onclick: () => box.close() }, icon("close"))),
    make("div", { class: "threefold" }, ...(/** @type {import("../core/pictures.js").Mode[]} */ (Object.keys(MODES))).map((mode) =>
      make("figure", {}, picture(chapter, i, mode, size), make("figcaption", {}, MODES[mode])))),
    make("div", { class: "about" },
      make("dl", {}, ...facts.flatMap(([name, ...value]) => [make("dt", { dir: "auto" }, name), make("dd", { dir: "auto" }, ...value)])),
      neighbours(chapter, i)));
  if (kept) /** @type {HTMLElement | null} */ ([...box.querySelectorAll("button")].find((each) => each.getAttribute("aria-label") === kept) ?? null)?.focus();
  if (box.open) announce(`${chapter.ids[i]}, label ${label}, predicted ${prediction}, ${place}`);
}

/** @param {Chapter} chapter @param {number} i */
function vicinity(chapter, i) {
  const mask = new Uint8Array(chapter.size);
  const around = surroundings(chapter, i);
  for (const at of [i, ...around.found]) mask[at] = 1;
  return mask;
}

/** @param {Chapter} chapter @param {number} i */
function surroundings(chapter, i) {
  const { analysis, embedding } = shown(chapter), known = analysis?.neighbours;
  if (known) return { found: Array.from({ length: Math.min(NEIGHBOURS, known.count) }, (_, at) => known.positions[i * known.count + at]).filter((at) => at >= 0), where: `by ${analysis.name}` };
  return { found: embedding ? nearby(embedding, i, NEIGHBOURS) : [], where: embedding ? `in ${embedding.name}` : "" };
}

/** @param {Chapter} chapter @param {number} i */
function neighbours(chapter, i) {
  const { found, where } = surroundings(chapter, i), size = pictureSize(chapter, 64);
  if (!found.length) return "";
  return make("div", { class: "neighbours" }, make("h3", {}, `Nearest ${where}`), make("div", { class: "neighbour-row" }, ...found.map((at) => {
    const { label, prediction } = verdict(chapter, at);
    return make("button", { type: "button", class: "neighbour", title: `${chapter.ids[at]}\nlabel ${label}, predicted ${prediction}`, "data-position": String(at), onclick: () => { if (open) { open.i = at; if (!open.order.includes(at)) open.order = Array.from({ length: chapter.size }, (_, each) => each); draw(); } } },
      picture(chapter, at, "input", size), picture(chapter, at, "attribution", size), make("span", { class: "neighbour-cluster" }, ...clusterOf(chapter, at)));
  })));
}

export function startLightbox() {
  box.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) move(step);
    else if (event.key === " " && !(event.target instanceof HTMLButtonElement)) toggle();
    else return;
    event.preventDefault();
  });
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  box.addEventListener("close", () => { open = null; });
  on("look", () => { if (box.open) draw(); });
}
