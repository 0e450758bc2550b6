// The state in the address, at every change: copying it is sharing, going back is undoing.
//
// Selections, filters, plots and categories are steps of the history; camera and look are changed in place.

import { settled } from "./dom.js";
import { manifest, projects } from "./data.js";
import { filters, reset } from "./filter.js";
import { pack, unpack } from "./link.js";
import { emit, on, openCategory, project, shown, state, view, viewOf, WHOLE } from "./state.js";

/** @typedef {import("../types.js").Chapter} Chapter */

const LOOKS = /** @type {const} */ ({ m: "mode", p: "colormap", i: "pixels", g: "scale", r: "order", b: "colour" });
/** What the page begins with: it is left out of addresses. */
const defaults = { mode: "", colormap: "", pixels: "auto", scale: "sample", order: "data", colour: "cluster", opacity: 90, tile: 0 };

/** Values that a choice may have; its menu knows. @param {string} name */
const choices = (name) => [...document.querySelectorAll(`[data-choice="${name}"] :is(button, option)`)].map((one) => /** @type {HTMLOptionElement} */ (one).value);

/** The address of what is shown, from "#". */
export function address() {
  const { chapter } = state;
  if (!chapter) return location.hash;
  const { analysis, embedding, clustering } = shown(), chosen = view();
  /** @type {[string, string | number | undefined | false][]} */
  const parts = [["j", state.project > 0 && project().key], ["c", chapter.key], ["a", analysis?.name], ["e", embedding?.name], ["k", clustering?.name]];
  if (embedding && embedding.axes.length > 2) parts.push(["x", chosen.x], ["y", chosen.y]);
  for (const [short, name] of Object.entries(LOOKS)) parts.push([short, state[name] !== defaults[name] && state[name]]);
  parts.push(["o", state.opacity !== defaults.opacity && state.opacity], ["n", state.tile > 0 && state.tile]);
  const { hidden, prediction, verdict } = chosen.filter;
  if (filters(chosen.filter)) parts.push(["h", hidden.size > 0 && [...hidden].join(".")], ["q", prediction ?? undefined], ["w", verdict !== "all" && verdict]);
  const { k, u, v } = chosen.camera;
  if (chosen.camera !== WHOLE) parts.push(["z", [k.toPrecision(4), u.toFixed(4), v.toFixed(4)].map(Number).join("_")]);
  if (state.beside.category) parts.push(["d", `${state.beside.category}~${state.beside.embedding}`]);
  parts.push(["s", pack(chapter, { clustering, embedding, x: chosen.x, y: chosen.y }, chosen.selection)]);
  return `#${new URLSearchParams(parts.filter(([, value]) => value !== undefined && value !== false).map(([name, value]) => [name, String(value)]))}`;
}

const depth = () => Number(history.state?.depth ?? 0);
let reading = false;

/** @param {boolean} step whether it is one to come back to */
function write(step) {
  if (!state.chapter || reading) return;
  const now = address();
  if (location.hash === now) return;
  if (step && !first) {
    top = depth() + 1;
    history.pushState({ depth: top }, "", now);
  } else history.replaceState(history.state, "", now);
  first = false;
}
/** The first address is written over the one that the page was opened by. */
let first = true;
/** Not while the camera moves, because it costs as much as half a frame; nor what is selected half-way through a drag. */
const follow = settled(() => { if (!state.live) write(false); }, 120);

/** Comes back to what was before the last step. */
export const undo = () => { if (depth() > 0) history.back(); };
export const redo = () => history.forward();
export const canUndo = () => depth() > 0;
export const canRedo = () => depth() < top;
/** The last step that there is to come back to. */
let top = depth();

/** Opens what an address says. @param {string} hash */
export function open(hash) {
  const parts = new URLSearchParams(hash.slice(1));
  /** @type {string[]} */
  const missing = [];
  /** @param {string} name @param {string[]} values @param {string} what */
  const known = (name, values, what) => {
    const value = parts.get(name);
    if (value === null) return undefined;
    if (values.includes(value)) return value;
    missing.push(`${what} “${value}”`);
    return undefined;
  };
  for (const [short, name] of Object.entries(LOOKS)) {
    const values = name === "colormap" ? Object.keys(manifest.colormaps) : name === "colour" ? null : choices(name);
    state[name] = values ? known(short, values, name === "colormap" ? "colour map" : name) ?? defaults[name] : parts.get(short) ?? defaults[name];
  }
  const number = (/** @type {string} */ name, /** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ otherwise) => {
    const value = parts.has(name) ? Number(parts.get(name)) : NaN;
    return value >= low && value <= high ? value : otherwise;
  };
  state.opacity = number("o", 0, 100, defaults.opacity);
  state.tile = number("n", 0, 512, defaults.tile);
  state.missing = missing;
  const keys = projects.map((one) => one.key ?? "");
  const at = parts.has("j") ? Math.max(0, keys.indexOf(known("j", keys, "project") ?? "")) : 0;
  const categories = projects[at].categories.map((entry) => entry.key);
  const key = known("c", categories, "category");
  const [beside, embedding = ""] = (parts.get("d") ?? "").split("~");
  if (beside && !categories.includes(beside)) missing.push(`category “${beside}”`);
  state.beside = beside && categories.includes(beside) ? { category: beside, embedding } : { category: "", embedding: "" };
  emit("look");
  // What the link says of a category that is gone does not hold for another.
  const astray = parts.has("c") && key === undefined;
  const prepare = (/** @type {Chapter} */ chapter) => { if (!astray) restore(chapter, parts, missing, known, number); };
  return openCategory(categories.length ? Math.max(0, categories.indexOf(key ?? "")) : -1, { project: at, prepare });
}

/**
 * @param {Chapter} chapter
 * @param {URLSearchParams} parts
 * @param {string[]} missing
 * @param {(name: string, values: string[], what: string) => string | undefined} known
 * @param {(name: string, low: number, high: number, otherwise: number) => number} number
 */
function restore(chapter, parts, missing, known, number) {
  const chosen = viewOf(chapter), names = (/** @type {{name: string}[]} */ list) => list.map((one) => one.name);
  chosen.analysis = known("a", names(chapter.analyses), "analysis") ?? chosen.analysis;
  const { analysis } = shown(chapter);
  chosen.embedding = known("e", names(analysis?.embeddings ?? []), "embedding") ?? chosen.embedding;
  chosen.clustering = known("k", names(analysis?.clusterings ?? []), "clustering") ?? chosen.clustering;
  const { embedding, clustering } = shown(chapter), last = Math.max(0, (embedding?.axes.length ?? 1) - 1);
  chosen.x = Math.round(number("x", 0, last, 0));
  chosen.y = Math.round(number("y", 0, last, Math.min(1, last)));
  const [k, u, v] = (parts.get("z") ?? "").split("_").map(Number);
  chosen.camera = k >= 0.1 && k <= 10_000 && Number.isFinite(u) && Number.isFinite(v) ? { k, u, v } : WHOLE;
  chosen.filter = reset();
  if (["h", "q", "w"].some((name) => parts.has(name))) {
    const hidden = new Set((parts.get("h") ?? "").split(".").filter(Boolean).map(Number).filter((label) => clustering?.clusters.some((one) => one.label === label)));
    const verdict = /** @type {"all" | "right" | "wrong"} */ (["right", "wrong"].find((one) => one === parts.get("w")) ?? "all");
    chosen.filter = { hidden, prediction: parts.has("q") ? number("q", -1, 1e9, -1) : null, verdict };
  }
  const column = state.colour.startsWith("column ") ? state.colour.slice(7) : null;
  if (column === null ? !["cluster", "label", "prediction", "verdict", "score"].includes(state.colour) : !Object.hasOwn(chapter.metadata, column)) {
    missing.push(`colour “${column ?? state.colour}”`);
    state.colour = defaults.colour;
  }
  if (!parts.has("s")) return;
  try {
    chosen.selection = unpack(chapter, { clustering, embedding, x: chosen.x, y: chosen.y }, parts.get("s") ?? "");
  } catch (error) {
    missing.push(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the first address, and follows from then on. */
export function startAddress() {
  defaults.mode = state.mode;
  defaults.colormap = state.colormap;
  on("open plot filter", () => write(true));
  on("selection", () => { if (!state.live) write(true); });
  on("look camera layout", follow);
  addEventListener("popstate", async () => {
    if (location.hash === address()) return;
    reading = true;
    try { await open(location.hash); } finally { reading = false; }
  });
  return open(location.hash);
}
