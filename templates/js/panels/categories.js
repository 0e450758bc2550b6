// The categories, by the chosen score, each with a tiny embedding; and the overview of all of them.

import { block, count, counted, figure, find, make } from "../core/dom.js";
import { choice, fillMenu, onChoice } from "../core/choices.js";
import { iconButton } from "../core/icons.js";
import { on, openCategory, project, state } from "../core/state.js";
import { thumbnail } from "../core/thumbnail.js";

/** @type {Map<number, HTMLElement>} */
let rows = new Map();
let drawnFor = -1;
let ranking = "";

/** The chosen ranking: values by category and how they are told. */
export function ranked() {
  const { rankings, categories } = project();
  const found = rankings.find((one) => one.name === ranking) ?? rankings[0];
  const values = found?.values ?? categories.map((one) => one.strangeness);
  const order = values.map((_, at) => at).sort((a, b) => (values[b] ?? -Infinity) - (values[a] ?? -Infinity) || a - b);
  return { title: found?.title ?? "strangeness", hint: found?.hint ?? "", name: found?.name ?? "", values, order };
}

/** @param {number | null} value */
export const score = (value) => (value !== null && Number.isInteger(value) && Math.abs(value) > 1 ? count(value) : figure(value));

function draw() {
  const list = block("categories"), { categories, rankings } = project();
  drawnFor = state.project;
  fillMenu("ranking", rankings.map((one) => [one.name, one.title]), ranked().name);
  rows = new Map();
  if (!categories.length) return list.replaceChildren(make("p", { class: "empty" }, "These results hold no category: nothing was analysed."));
  const { order, values, title, hint } = ranked(), most = Math.max(...categories.map((one) => one.strangeness ?? 0));
  for (const at of order) {
    const entry = categories[at];
    const name = make("span", { class: "category-name", title: entry.name, dir: "auto" }, entry.name);
    const about = make("span", { class: "muted category-size", title: counted(entry.size, "sample") + (entry.wrong ? `, ${count(entry.wrong)} predicted wrongly` : "") }, entry.wrong ? `${count(entry.size)} · ${count(entry.wrong)} wrong` : counted(entry.size, "sample"));
    rows.set(at, make("button", { type: "button", class: "category", "data-key": entry.key, onclick: () => openCategory(at) }, thumbnail(entry, most, 55, 40), name, make("span", { class: "score", title: hint || title }, score(values[at])), about));
  }
  list.replaceChildren(...rows.values());
  return mark();
}

function mark() {
  rows.forEach((row, at) => (at === state.open ? row.setAttribute("aria-current", "true") : row.removeAttribute("aria-current")));
  rows.get(state.open)?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** Opens the category after or before the open one, as they are listed. @param {number} by */
export function step(by) {
  const { order } = ranked(), next = order[order.indexOf(state.open) + by];
  if (next !== undefined) openCategory(next);
}

/** @param {string} name */
export function rankBy(name) {
  ranking = name;
  draw();
}

/** @param {() => void} overview */
export function startCategories(overview) {
  find("#categories > h2").append(iconButton("grid", "Overview of all categories (o)", overview));
  onChoice("ranking", rankBy);
  choice("ranking")?.setAttribute("title", "What the categories are sorted by");
  on("open", () => (drawnFor === state.project ? mark() : draw()));
}
