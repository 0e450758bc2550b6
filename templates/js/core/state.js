// What the person has chosen. Everything drawn follows from this; every change goes through here.

import { load, projects } from "./data.js";
import { none, same, selected, where } from "./selection.js";
import { reset, visible } from "./filter.js";

/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {import("../types.js").View} View */
/** @typedef {import("../types.js").Selection} Selection */
/** @typedef {"open" | "plot" | "selection" | "filter" | "look" | "theme" | "hover" | "camera" | "layout" | "findings"} Topic */

/** @type {Map<Topic, ((topic: Topic) => void)[]>} */
const listeners = new Map();

/** Calls `action` after each change of these topics. @param {string} topics @param {(topic: Topic) => void} action */
export function on(topics, action) {
  for (const topic of /** @type {Topic[]} */ (topics.split(" "))) listeners.set(topic, [...(listeners.get(topic) ?? []), action]);
}

/** @param {Topic} topic */
export const emit = (topic) => (listeners.get(topic) ?? []).forEach((action) => action(topic));

export const WHOLE = Object.freeze({ k: 1, u: 0.5, v: 0.5 });

export const state = {
  /** Position in `projects`. */
  project: 0,
  /** Position among the project's categories; -1 if there are none. */
  open: -1,
  /** The open category's chapter, null while it loads. @type {Chapter | null} */
  chapter: null,
  /** Why it did not load. */
  error: "",
  /** What a link or a file asked for and this page has not. @type {string[]} */
  missing: [],
  /** By category. Kept while others are open. @type {Map<string, View>} */
  views: new Map(),

  mode: "pair",
  colormap: "",
  opacity: 90,
  /** How enlarged pictures are drawn. */
  pixels: "auto",
  /** Whether colours reach to the sample's own largest relevance or to that of the category. */
  scale: "sample",
  order: "data",
  /** Longer side of a tile in pixels; 0 is as large as fits. */
  tile: 0,
  colour: "cluster",
  tool: "lasso",
  /** What is beside the embedding: "" or the key of a category, and one of its embeddings. */
  beside: { category: "", embedding: "" },

  /** The sample under the pointer or the cursor of the keyboard. @type {{chapter: Chapter, i: number, from: string} | null} */
  hover: null,
  /** Whether the selection is still being drawn. */
  live: false,
  /** The cluster that is stressed. @type {number | null} */
  hot: null,
};

export const project = () => projects[state.project];
/** @returns {import("../types.js").Entry | undefined} */
export const entry = () => project().categories[state.open];
/** @param {number} index */
export const className = (index) => project().classes[index] ?? (index < 0 ? "unknown" : `class ${index}`);

/** @param {Chapter} chapter @returns {View} */
export function viewOf(chapter) {
  let found = state.views.get(chapter.key);
  if (!found) state.views.set(chapter.key, (found = firstView(chapter)));
  return found;
}

/** The open category's; there is one whenever there is a chapter. */
export const view = () => viewOf(/** @type {Chapter} */ (state.chapter));

/** @param {Chapter} chapter @returns {View} */
function firstView(chapter) {
  const { analysis, clustering, embedding, suspect } = chapter.first;
  const labels = chapter.analyses.find((one) => one.name === analysis)?.clusterings.find((one) => one.name === clustering)?.labels;
  const selection = suspect !== null && labels ? where(labels, suspect) : none(chapter.size);
  return { analysis, clustering, embedding, x: 0, y: 1, selection, camera: WHOLE, filter: reset() };
}

/**
 * The analysis, embedding and clustering that are shown of a category; any may be undefined.
 * @param {Chapter | null} [chapter]
 */
export function shown(chapter = state.chapter) {
  if (!chapter) return {};
  const chosen = viewOf(chapter);
  const analysis = chapter.analyses.find((one) => one.name === chosen.analysis) ?? chapter.analyses[0];
  const embedding = analysis?.embeddings.find((one) => one.name === chosen.embedding) ?? plainest(analysis);
  const clustering = analysis?.clusterings.find((one) => one.name === chosen.clustering) ?? analysis?.clusterings[0];
  return { analysis, embedding, clustering };
}

/** The first with two dimensions, which was made for looking; else the first. @param {import("../types.js").Analysis | undefined} analysis */
export const plainest = (analysis) => analysis?.embeddings.find((one) => one.axes.length === 2) ?? analysis?.embeddings[0];

/**
 * Opens a category; `prepare(chapter)` may change its view before it is drawn.
 * @param {number} position
 * @param {{project?: number, prepare?: (chapter: Chapter) => void}} [options]
 */
export async function openCategory(position, { project: at = state.project, prepare } = {}) {
  const from = state.chapter;
  if (from && state.project === at && state.open === position) {
    prepare?.(from);
    return emit("open");
  }
  const wanted = projects[at].categories[position];
  Object.assign(state, { project: at, open: position, chapter: null, error: "", hover: null, hot: null });
  emit("open");
  if (!wanted) return;
  try {
    const chapter = await load(projects[at], wanted);
    if (state.project !== at || state.open !== position) return;
    if (from && from.project !== chapter.project && from.name === chapter.name) carry(from, chapter);
    prepare?.(chapter);
    state.chapter = chapter;
  } catch (error) {
    if (state.project !== at || state.open !== position) return;
    state.error = error instanceof Error ? error.message : String(error);
  }
  emit("open");
}

/** The same class of another project is looked at as it was in this one: the same samples, and what else it has. @param {Chapter} from @param {Chapter} to */
function carry(from, to) {
  const before = viewOf(from), after = viewOf(to);
  const position = new Map(to.ids.map((id, i) => [id, i]));
  const mask = new Uint8Array(to.size);
  let found = 0;
  from.ids.forEach((id, i) => {
    const at = position.get(id);
    if (at !== undefined) found++;
    if (before.selection.mask[i] && at !== undefined) mask[at] = 1;
  });
  if (!found) return;
  after.selection = selected(mask);
  for (const name of /** @type {const} */ (["analysis", "embedding", "clustering", "x", "y"])) Object.assign(after, { [name]: before[name] });
  const { embedding } = shown(to);
  after.x = Math.min(after.x, (embedding?.axes.length ?? 1) - 1);
  after.y = Math.min(after.y, Math.max(0, (embedding?.axes.length ?? 1) - 1));
}

/** Goes to another project: to the same class, if it has that, else to its first. @param {number} at */
export function openProject(at) {
  const name = entry()?.name;
  const alike = projects[at].categories.findIndex((one) => one.name === name);
  return openCategory(Math.max(0, alike), { project: at });
}

/** Changes what is plotted; the selection stays, because the samples do. @param {Partial<View>} changes */
export function choosePlot(changes) {
  if (!state.chapter) return;
  const chosen = view();
  if (changes.clustering !== undefined || changes.analysis !== undefined) chosen.filter = { ...chosen.filter, hidden: new Set() };
  if (changes.embedding !== undefined || changes.x !== undefined || changes.y !== undefined || changes.analysis !== undefined) chosen.camera = WHOLE;
  Object.assign(chosen, changes);
  emit("plot");
}

/** @param {Partial<typeof state>} changes */
export function chooseLook(changes) {
  Object.assign(state, changes);
  emit("look");
}

/** @param {Partial<import("../types.js").Filter>} changes */
export function chooseFilter(changes) {
  view().filter = { ...view().filter, ...changes };
  emit("filter");
}

/**
 * Selects these of a category; a `live` change, in the middle of a drag, is not one to come back to.
 * @param {Selection} selection
 * @param {{live?: boolean, chapter?: Chapter | null}} [options]
 */
export function select(selection, { live = false, chapter = state.chapter } = {}) {
  if (!chapter) return;
  const chosen = viewOf(chapter);
  if (live && same(chosen.selection, selection)) return;
  chosen.selection = selection;
  state.live = live;
  emit("selection");
}

/** Selects the shown samples that are not selected, instead of those that are. */
export function invert() {
  if (!state.chapter) return;
  const seen = visible(state.chapter), { mask } = view().selection;
  select(selected(mask.map((one, i) => (seen && !seen[i] ? 0 : one ^ 1))));
}

/** All that are shown. */
export function selectAll() {
  if (!state.chapter) return;
  const seen = visible(state.chapter);
  select(seen ? selected(seen.slice()) : selected(new Uint8Array(state.chapter.size).fill(1)));
}

/** @param {Chapter | null} chapter @param {number} i @param {string} from */
export function hover(chapter, i, from) {
  const before = state.hover;
  if ((before?.i ?? -1) === i && before?.from === from) return;
  state.hover = chapter && i >= 0 ? { chapter, i, from } : null;
  emit("hover");
}

/** @param {number | null} label */
export function stress(label) {
  if (state.hot === label) return;
  state.hot = label;
  emit("hover");
}
