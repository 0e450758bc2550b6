// The eigenvalues: how many groups the samples fall into. A click on the k-th chooses the clustering into k.

import { block, button, find, make, scientific } from "../core/dom.js";
import { choosePlot, on, shown, state } from "../core/state.js";
import { drawChart } from "../stage/chart.js";

/** @typedef {import("../types.js").Embedding} Embedding */

const place = block("eigenvalues");
const mount = place.appendChild(make("div", { class: "mount" }));
const told = make("div", { class: "muted small gap" });
/** @type {Promise<import("../stage/chart.js").VegaView> | null} */
let chart = null;

/** The spectral embedding in view, or the analysis's own beside another; undefined if it has none. @returns {Embedding | undefined} */
function spectral() {
  const { analysis, embedding } = shown();
  return [embedding, ...(analysis?.embeddings ?? [])].find((one) => one?.eigenvalues);
}

/** @param {Embedding} embedding @returns {Record<string, unknown[]>} */
function rows({ eigenvalues, gap }) {
  const chosen = groups(shown().clustering);
  return {
    values: (eigenvalues ?? []).map((value, i) => ({ k: i + 1, from: i + 0.6, to: i + 1.4, value: value ?? 0, before: i < (gap ?? 0), chosen: i + 1 === chosen })),
    gap: gap ? [{ at: gap + 0.5 }] : [],
  };
}

async function plot() {
  const found = spectral();
  document.querySelector("#eigenvalues")?.classList.toggle("without", !found);
  told.replaceChildren(...(found ? sentence(found) : [state.chapter ? "This analysis has no spectral embedding." : ""]));
  if (!found || !place.isConnected) return;
  if (!chart) return redraw();
  const drawn = await chart;
  for (const [name, values] of Object.entries(rows(found))) drawn.data(name, values);
  await drawn.runAsync();
}

/** @param {Embedding} embedding */
function sentence({ eigenvalues, gap: k }) {
  if (!k || !eigenvalues) return ["Too few eigenvalues for a gap."];
  const step = (eigenvalues[k] ?? 0) - (eigenvalues[k - 1] ?? 0);
  const text = make("span", {}, `Largest gap, ${scientific(step)}, after k = ${k}: about ${k} ${k === 1 ? "group" : "groups"}.`);
  // For who cannot point at a bar: the same as a menu.
  const menu = make("select", { "aria-label": "Choose a clustering by its number of clusters", onchange: (/** @type {Event} */ event) => choose(Number(/** @type {HTMLSelectElement} */ (event.target).value)) },
    ...eigenvalues.map((value, i) => make("option", { value: String(i + 1), selected: i + 1 === groups(shown().clustering) }, `k = ${i + 1}: ${value === null ? "–" : scientific(value)}`)));
  if (!counts().includes(Number(menu.value))) menu.prepend(make("option", { value: "", selected: true }, "eigenvalues"));
  return [text, make("span", { class: "gap-choice" }, menu, counts().includes(k) && groups(shown().clustering) !== k ? button(`cluster into ${k}`, () => choose(k)) : "")];
}

/** @param {import("../types.js").Clustering | undefined} clustering */
const groups = (clustering) => clustering?.clusters.filter((one) => one.label >= 0).length ?? 0;
const counts = () => shown().analysis?.clusterings.map(groups) ?? [];

/** Chooses the clustering with k clusters, by the method in use if it has one. @param {number} k */
function choose(k) {
  if (!k) return;
  const { analysis, clustering } = shown(), fitting = analysis?.clusterings.filter((one) => groups(one) === k) ?? [];
  const found = fitting.find((one) => one.method === clustering?.method) ?? fitting[0];
  if (found) choosePlot({ clustering: found.name });
  else find("span", told).textContent = `No clustering here has ${k} ${k === 1 ? "cluster" : "clusters"}: there are ${[...new Set(counts())].sort((a, b) => a - b).join(", ")}.`;
}

async function redraw() {
  const found = spectral();
  if (!found || !place.isConnected) return;
  const before = chart;
  chart = drawChart(mount, "eigenvalues", rows(found));
  (await before)?.finalize();
  (await chart).addEventListener("click", (_, item) => { if (item?.datum?.k) choose(item.datum.k); });
}

export function startEigenvalues() {
  place.after(told);
  on("open plot", plot);
  on("theme", redraw);
}
