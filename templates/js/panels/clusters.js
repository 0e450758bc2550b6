// The clusters: legend, counts and suspicion. Hover stresses one, a click selects it, its eye hides it.

import { block, count, figure, find, make, percent, worded } from "../core/dom.js";
import { clusterColour, clusterName } from "../core/data.js";
import { iconButton, icon } from "../core/icons.js";
import { combined, where, wayOf } from "../core/selection.js";
import { chooseFilter, on, select, shown, state, stress, view } from "../core/state.js";
import { dot, picture, pictureSize } from "../core/pictures.js";
import { openLightbox } from "./lightbox.js";

/** @typedef {import("../types.js").Cluster} Cluster */
/** @typedef {import("../types.js").Clustering} Clustering */

/** Suspicious ones first, noise last. @param {Clustering} clustering */
export const ranked = (clustering) => [...clustering.clusters].sort((a, b) => Number(a.label < 0) - Number(b.label < 0) || (b.suspicion ?? 0) - (a.suspicion ?? 0) || a.label - b.label);

function draw() {
  const target = block("clusters"), { clustering } = shown();
  hideCard();
  if (!clustering) return target.replaceChildren(make("p", { class: "empty" }, state.chapter ? "This category was not clustered." : ""));
  const largest = Math.max(...clustering.clusters.map((one) => one.size));
  const scores = Object.entries(clustering.scores);
  target.replaceChildren(
    make("div", { class: "list-head" }, make("span", {}, "by suspicion"), make("span", {}, "samples"), make("span", {}, "suspicion")),
    make("div", { class: "cluster-rows" }, ...ranked(clustering).map((cluster, at) => clusterRow(clustering, cluster, largest, at === 0 && (cluster.suspicion ?? 0) > 0))),
    scores.length ? make("details", { class: "scores" }, make("summary", {}, `scores of ${clustering.name}`), make("dl", {}, ...scores.flatMap(([name, value]) => [make("dt", {}, worded(name)), make("dd", {}, figure(value))]))) : "");
  return mark();
}

/** @param {Clustering} clustering @param {Cluster} cluster @param {number} largest @param {boolean} first */
function clusterRow(clustering, cluster, largest, first) {
  const { label } = cluster, name = clusterName(label);
  const purity = Object.entries(cluster.purity).filter(([, [, share]]) => (share ?? 0) >= 0.5).sort((a, b) => (b[1][1] ?? 0) - (a[1][1] ?? 0));
  const lines = purity.map(([column, [value, share]]) => `${column} = ${value}, ${percent(share ?? 0, 1)}`);
  const scores = Object.entries(cluster.scores ?? {}).map(([score, value]) => `${worded(score)} ${figure(value)}`);
  const over = () => { stress(label); showCard(cluster, row); }, off = () => { stress(null); hideCard(); };
  const main = make("button", {
    type: "button", class: "cluster", "data-label": String(label), "aria-pressed": "false",
    title: [`separability ${figure(cluster.separability)}, ${percent(cluster.share ?? 0, 1)} of the category`, ...scores].join(", "),
    onclick: (/** @type {MouseEvent} */ event) => selectCluster(label, event), ondblclick: () => state.chapter && openLightbox(state.chapter, cluster.medoid),
    onfocus: over, onblur: off,
  },
    dot(label),
    make("span", { class: "cluster-name" }, name),
    make("span", { class: "cluster-bar", "aria-hidden": "true" }, make("span", { style: { width: `${(100 * cluster.size) / largest}%`, background: clusterColour(label) } })),
    make("span", { class: "cluster-size" }, count(cluster.size)),
    make("span", { class: first ? "score first" : "score" }, label < 0 ? "–" : figure(cluster.suspicion)),
    lines.length ? make("span", { class: "cluster-purity muted", dir: "auto" }, lines.join(" · ")) : "");
  const row = make("div", { class: "cluster-row", "data-row": String(label), onpointerenter: over, onpointerleave: off }, main,
    make("span", { class: "cluster-tools" },
      iconButton("solo", `Show ${name} alone`, () => solo(label), { class: "icon solo", "aria-pressed": "false" }),
      iconButton("eye", `Hide ${name}`, () => toggle(label), { class: "icon eye", "aria-pressed": "false" })));
  return row;
}

/** @param {number} label @param {{shiftKey?: boolean, altKey?: boolean, ctrlKey?: boolean, metaKey?: boolean}} [event] */
export function selectCluster(label, event = {}) {
  const { clustering } = shown();
  if (clustering) select(combined(view().selection, where(clustering.labels, label).mask, wayOf(event)));
}

/** @param {number} label */
function toggle(label) {
  const hidden = new Set(view().filter.hidden);
  if (!hidden.delete(label)) hidden.add(label);
  chooseFilter({ hidden });
}

/** @param {number} label */
function solo(label) {
  const others = (shown().clustering?.clusters ?? []).map((one) => one.label).filter((one) => one !== label);
  const { hidden } = view().filter, alone = others.every((one) => hidden.has(one)) && !hidden.has(label);
  chooseFilter({ hidden: new Set(alone ? [] : others) });
}

/** Marks the clusters that are selected as a whole, says how much of the others is, and which are hidden. */
function mark() {
  const { clustering } = shown(), { chapter } = state;
  if (!clustering || !chapter) return;
  const { mask } = view().selection, { hidden } = view().filter;
  /** @type {Map<number, number>} */
  const parts = new Map();
  for (let i = 0; i < mask.length; i++) if (mask[i]) parts.set(clustering.labels[i], (parts.get(clustering.labels[i]) ?? 0) + 1);
  for (const row of block("clusters").querySelectorAll(".cluster-row")) {
    const label = Number(/** @type {HTMLElement} */ (row).dataset.row), cluster = clustering.clusters.find((one) => one.label === label);
    if (!cluster) continue;
    const part = parts.get(label) ?? 0, off = hidden.has(label), eye = find(".eye", row);
    find(".cluster", row).setAttribute("aria-pressed", part === cluster.size ? "true" : part ? "mixed" : "false");
    find(".cluster-size", row).textContent = part && part < cluster.size ? `${count(part)} / ${count(cluster.size)}` : count(cluster.size);
    row.classList.toggle("off", off);
    eye.setAttribute("aria-pressed", String(off));
    eye.replaceChildren(icon(off ? "hidden" : "eye"));
    const name = `${off ? "Show" : "Hide"} ${clusterName(label)}`;
    eye.title = name;
    eye.setAttribute("aria-label", name);
    find(".solo", row).setAttribute("aria-pressed", String(!off && hidden.size > 0 && hidden.size === clustering.clusters.length - 1));
  }
}

// What a cluster shows on the whole: its most central samples, and the mean of its heatmaps.

const card = find("#cluster-card");
const EDGE = 13, GAP = 6; // of the card and between its figures, as in the style sheet
let waiting = 0;

function hideCard() {
  clearTimeout(waiting);
  card.hidden = true;
}

/** Below the list, over what is not about the cluster: neither its points nor the other rows are covered. @param {Cluster} cluster @param {HTMLElement} row */
function showCard(cluster, row) {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const { chapter } = state, list = row.parentElement;
    if (!chapter || !list?.isConnected || !chapter.pictures.input) return;
    const { left, top, bottom, width: room } = list.getBoundingClientRect();
    const size = pictureSize(chapter, 56), name = clusterName(cluster.label), means = chapter.pictures.mean_relevance && chapter.pictures.mean_input;
    const mean = Boolean(means && cluster.mean !== undefined && cluster.mean !== null), fit = Math.floor((room - 2 * EDGE - (mean ? size.width + 13 : 0) + GAP) / (size.width + GAP));
    const central = (cluster.prototypes?.length ? cluster.prototypes : [cluster.medoid]).slice(0, Math.max(1, Math.min(5, fit)));
    const figures = central.map((i, at) => make("figure", {}, picture(chapter, i, "input", size), picture(chapter, i, "attribution", size), make("figcaption", {}, at ? "" : "most central")));
    if (mean) {
      const of = { name: `the mean of ${name}`, input: "mean_input", relevance: "mean_relevance" }, i = Number(cluster.mean);
      figures.unshift(make("figure", { class: "mean" }, picture(chapter, i, "input", size, of), picture(chapter, i, "attribution", size, of), make("figcaption", {}, "mean")));
    }
    card.replaceChildren(make("div", { class: "card-head" }, dot(cluster.label), ` ${name}, ${count(cluster.size)} samples`), make("div", { class: "prototypes" }, ...figures));
    card.style.width = `${room - 8}px`;
    card.hidden = false;
    const { height } = card.getBoundingClientRect(), below = bottom + 4;
    const above = top - height - 4;
    card.style.left = `${left + 4}px`;
    card.style.top = `${below + height <= innerHeight - 4 || above < 4 ? Math.min(below, innerHeight - height - 4) : above}px`;
  }, 120);
}

/** Selects the cluster that follows, in the order of the list, the one that is selected now. @param {number} step */
export function nextCluster(step) {
  const rows = /** @type {HTMLElement[]} */ ([...block("clusters").querySelectorAll(".cluster")]);
  if (!rows.length) return;
  const now = rows.findIndex((one) => one.getAttribute("aria-pressed") === "true");
  const next = rows[(now < 0 && step < 0 ? rows.length - 1 : now + step + rows.length) % rows.length];
  next.scrollIntoView({ block: "nearest" });
  selectCluster(Number(next.dataset.label));
}

/** Stresses in the list the cluster of the sample under the pointer. */
function follow() {
  const { clustering } = shown(), at = state.hover, label = at && clustering && at.chapter === state.chapter ? clustering.labels[at.i] : state.hot;
  for (const row of block("clusters").querySelectorAll(".cluster-row")) row.classList.toggle("hot", label !== null && Number(/** @type {HTMLElement} */ (row).dataset.row) === label);
}

export function startClusters() {
  on("open plot", draw);
  on("selection", () => { if (!state.live) mark(); });
  on("filter", mark);
  on("hover", follow);
}
