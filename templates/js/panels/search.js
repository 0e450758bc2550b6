// Find: categories, samples by id or file name, labels and predictions; what is found is opened and selected.

import { block, count, counted, make } from "../core/dom.js";
import { fileName, sampleIndex } from "../core/data.js";
import { labelsOf } from "../core/filter.js";
import { combined, none, selected, those, wayOf } from "../core/selection.js";
import { openCategory, project, select, state, view } from "../core/state.js";
import { stage } from "./embedding.js";
import { showTile } from "./samples.js";

const MOST = 6; // of a kind
const input = make("input", { type: "search", placeholder: "find …  ( / )", title: "Find a category, a sample by id or file name, a label, a prediction", role: "combobox", "aria-label": "Find", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list", autocomplete: "off", spellcheck: false });
const list = make("div", { class: "found", id: "found", role: "listbox", "aria-label": "Found", hidden: true });

/** @typedef {{kind: string, text: string, more: string, action: (event: Event) => void}} Hit */
/** @type {Hit[]} */
let hits = [];
let active = -1, asked = 0;

/** @param {Uint8Array} mask @param {Event} event */
function take(mask, event) {
  select(combined(view().selection, mask, wayOf(/** @type {KeyboardEvent} */ (event))));
}

/** @param {string} words @returns {Hit[]} */
function here(words) {
  const { chapter } = state, { categories } = project();
  /** @type {Hit[]} */
  const found = categories.map((one, at) => ({ one, at })).filter(({ one }) => one.name.toLowerCase().includes(words) || one.key === words).slice(0, MOST)
    .map(({ one, at }) => ({ kind: "category", text: one.name, more: counted(one.size, "sample"), action: () => openCategory(at) }));
  if (!chapter) return found;
  const classes = project().classes.map((name, index) => ({ name, index })).filter(({ name }) => name.toLowerCase().includes(words)).slice(0, MOST);
  for (const { name, index } of classes) {
    const as = selected(Uint8Array.from(/** @type {ArrayLike<number>} */ (chapter.prediction), (one) => (one === index ? 1 : 0)));
    const label = selected(Uint8Array.from({ length: chapter.size }, (_, i) => (labelsOf(chapter, i).includes(index) ? 1 : 0)));
    if (label.size && label.size < chapter.size) found.push({ kind: "label", text: name, more: `select ${count(label.size)} here`, action: (event) => take(label.mask, event) });
    if (as.size) found.push({ kind: "predicted", text: name, more: `select ${count(as.size)} here`, action: (event) => take(as.mask, event) });
  }
  const mask = Uint8Array.from(chapter.ids, (id) => (id.toLowerCase().includes(words) ? 1 : 0)), all = selected(mask);
  if (all.size > 1) found.push({ kind: "samples", text: `all ${count(all.size)} with “${words}”`, more: "select", action: (event) => take(mask, event) });
  for (let i = 0, left = MOST; i < chapter.size && left; i++) if (mask[i]) { left--; found.push({ kind: "sample", text: fileName(chapter.ids[i]), more: chapter.ids[i], action: (event) => jump(i, event) }); }
  return found;
}

/** Selects a sample of the open category, and goes there. @param {number} i @param {Event} event */
function jump(i, event) {
  const { chapter } = state;
  if (!chapter) return;
  take(those(chapter.size, [i]).mask, event);
  if (chapter.size > 400) stage.zoomTo(those(chapter.size, [i]).mask);
  showTile(i);
}

/** Samples of other categories. @param {string} words @returns {Promise<Hit[]>} */
async function elsewhere(words) {
  const { key, categories } = project(), ids = (await sampleIndex()).get(key) ?? [];
  /** @type {Hit[]} */
  const found = [];
  let at = 0;
  for (let position = 0; position < categories.length && found.length < MOST; position++) {
    const entry = categories[position], end = at + entry.size;
    for (let i = at; i < end && found.length < MOST && position !== state.open; i++) {
      if (!ids[i]?.toLowerCase().includes(words)) continue;
      const id = ids[i];
      found.push({ kind: `in ${entry.name}`, text: fileName(id), more: id, action: () => openCategory(position, { prepare: (chapter) => { const one = chapter.ids.indexOf(id); queueMicrotask(() => select(one < 0 ? none(chapter.size) : those(chapter.size, [one]))); } }) });
    }
    at = end;
  }
  return found;
}

async function ask() {
  const words = input.value.trim().toLowerCase(), now = ++asked;
  if (!words) return close();
  hits = here(words);
  draw();
  const more = await elsewhere(words).catch(() => []);
  if (now !== asked) return undefined;
  hits = [...hits, ...more];
  return draw();
}

function draw() {
  active = hits.length ? Math.max(0, Math.min(active, hits.length - 1)) : -1;
  list.replaceChildren(...(hits.length ? hits.map(({ kind, text, more, action }, at) =>
    make("div", { class: "hit", role: "option", id: `hit-${at}`, "aria-selected": String(at === active), onpointerdown: (/** @type {Event} */ event) => event.preventDefault(), onclick: (/** @type {Event} */ event) => { close(); action(event); } },
      make("span", { class: "hit-kind muted", dir: "auto" }, kind), make("span", { class: "hit-text", dir: "auto" }, text), make("span", { class: "hit-more muted", dir: "auto" }, more))) : [make("p", { class: "empty" }, "Nothing is called so.")]));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  point();
}

function point() {
  [...list.children].forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
  if (active >= 0) input.setAttribute("aria-activedescendant", `hit-${active}`);
  else input.removeAttribute("aria-activedescendant");
  list.children[active]?.scrollIntoView({ block: "nearest" });
}

function close() {
  asked++;
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

export const focusSearch = () => { input.focus(); input.select(); };

export function startSearch() {
  block("search").append(input, list);
  input.addEventListener("input", () => { active = 0; void ask(); });
  input.addEventListener("focus", () => { if (input.value) void ask(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && hits.length) { active = (active + step + hits.length) % hits.length; point(); event.preventDefault(); }
    else if (event.key === "Enter" && hits[active]) { const { action } = hits[active]; close(); input.blur(); action(event); event.preventDefault(); }
    else if (event.key === "Escape") { if (input.value) input.value = ""; else input.blur(); close(); event.stopPropagation(); event.preventDefault(); }
  });
}
