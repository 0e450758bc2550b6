// The embedding of the open category, and beside it another: of the same category or of another one.

import { block, count, find, make } from "../core/dom.js";
import { load } from "../core/data.js";
import { choices as colours, colouring } from "../core/colouring.js";
import { fill, fillMenu, onButtons, onChoice, press, showChoice } from "../core/choices.js";
import { icon, iconButton } from "../core/icons.js";
import { chooseLook, choosePlot, emit, on, openCategory, plainest, project, shown, state, view, viewOf, WHOLE } from "../core/state.js";
import { createStage } from "../stage/stage.js";
import { cursor } from "../stage/cursor.js";
import { hoverCard } from "../stage/hover.js";
import { showTile } from "./samples.js";
import { openLightbox } from "./lightbox.js";

/** @typedef {import("../types.js").Camera} Camera */
/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {import("../stage/stage.js").Stage} Stage */

const host = block("points");
const mainPane = host.appendChild(make("div", { class: "pane" }));
const sidePane = host.appendChild(make("div", { class: "pane", hidden: true }));
const sideBar = sidePane.appendChild(make("div", { class: "pane-bar" }));
const sideHost = sidePane.appendChild(make("div", { class: "pane-stage" }));
const legend = mainPane.appendChild(make("div", { class: "colour-legend", hidden: true }));

/** Cameras of the embedding beside. @type {Map<string, Camera>} */
const cameras = new Map();
const placeOf = (/** @type {import("../stage/stage.js").Plot} */ { chapter, embedding }) => `${chapter.key} ${embedding.name}`;

/** @type {Stage} */
export const stage = createStage(mainPane, "main", {
  camera: () => (state.chapter ? view().camera : WHOLE),
  moved: (_, camera) => { if (state.chapter) view().camera = camera; },
  clicked: (i) => showTile(i),
  opened: (i) => { if (state.chapter) openLightbox(state.chapter, i); },
});
const beside = createStage(sideHost, "beside", {
  camera: (plot) => cameras.get(placeOf(plot)) ?? WHOLE,
  moved: (plot, camera) => cameras.set(placeOf(plot), camera),
  clicked: (i) => { if (beside.plot?.chapter === state.chapter) showTile(i); },
  opened: (i) => { if (beside.plot) openLightbox(beside.plot.chapter, i); },
});

function drawPlot() {
  const { chapter } = state, { embedding, clustering } = shown();
  const last = (embedding?.axes.length ?? 1) - 1;
  stage.show(chapter && embedding ? { chapter, embedding, clustering, x: Math.min(view().x, last), y: Math.min(view().y, last) } : null, chapter ? "This category has no embedding; its samples are below." : "");
  fillMenus();
  drawLegend();
}

function fillMenus() {
  const { analysis, embedding, clustering } = shown();
  const names = (/** @type {{name: string}[] | undefined} */ list) => (list ?? []).map((one) => /** @type {[string, string]} */ ([one.name, one.name]));
  fillMenu("analysis", names(state.chapter?.analyses), analysis?.name);
  fillMenu("embedding", names(analysis?.embeddings), embedding?.name, 1);
  fillMenu("clustering", names(analysis?.clusterings), clustering?.name, 1);
  const values = embedding?.eigenvalues;
  const axes = (embedding?.axes ?? []).map((axis, d) => /** @type {[string, string]} */ ([String(d), values?.[d] === undefined || values[d] === null ? axis : `${axis} (λ ${values[d].toPrecision(2)})`]));
  fillMenu("x", axes, String(state.chapter ? view().x : 0), 3);
  fillMenu("y", axes, String(state.chapter ? view().y : 1), 3);
  const options = colours();
  if (state.chapter && !options.some(([value]) => value === state.colour)) state.colour = "cluster";
  fillMenu("colour", options, state.colour);
}

/** What the colours mean, if they are not those of the clusters, which have a list of their own. */
function drawLegend() {
  legend.hidden = !state.chapter || state.colour === "cluster";
  if (!state.chapter || legend.hidden) return;
  const { name, keys, ends, colours: steps } = colouring(state.chapter), most = 9;
  if (ends) {
    const gradient = `linear-gradient(to right, ${Array.from({ length: 9 }, (_, at) => steps[Math.round((at / 8) * (steps.length - 2))]).join(", ")})`;
    legend.replaceChildren(make("span", { class: "legend-name", dir: "auto" }, name), make("span", {}, ends[0]), make("span", { class: "legend-ramp", style: { background: gradient } }), make("span", {}, ends[1]));
    return;
  }
  legend.replaceChildren(make("span", { class: "legend-name", dir: "auto" }, name), ...keys.slice(0, most).map(({ text, colour, hollow }) =>
    make("span", { class: "legend-key" }, make("span", { class: hollow ? "dot noise" : "dot", style: { "--cluster": colour } }), make("span", { dir: "auto" }, text))),
    keys.length > most ? make("span", { class: "muted" }, `and ${keys.length - most} more`) : "");
}

// The embedding beside.

const menus = { category: make("select", { "aria-label": "Category beside" }), embedding: make("select", { "aria-label": "Embedding beside" }) };
/** @type {Chapter | null} */
let other = null;

/** Opens or closes what is beside: at first, the next embedding of the category. */
export function toggleBeside() {
  const { analysis, embedding } = shown();
  if (state.beside.category || !state.chapter) return setBeside("", "");
  const all = analysis?.embeddings ?? [], at = all.findIndex((one) => one === embedding);
  return setBeside(state.chapter.key, all[(at + 1) % Math.max(1, all.length)]?.name ?? "");
}

/** @param {string} category @param {string} embedding */
function setBeside(category, embedding) {
  state.beside = { category, embedding };
  emit("layout");
}

async function plotBeside() {
  const wanted = project().categories.find((one) => one.key === state.beside.category);
  sidePane.hidden = !wanted;
  mainPane.classList.toggle("with-side", Boolean(wanted));
  find("[data-beside]").setAttribute("aria-pressed", String(Boolean(wanted)));
  if (!wanted) { other = null; return beside.show(null); }
  fill(menus.category, project().categories.map((one) => [one.key, one.name]), wanted.key);
  try {
    const chapter = await load(project(), wanted);
    if (state.beside.category !== wanted.key) return undefined;
    other = chapter;
  } catch (error) {
    return beside.show(null, error instanceof Error ? error.message : String(error));
  }
  // What is chosen for the open category holds beside as well, where it exists there.
  const name = shown().analysis?.name, same = other === state.chapter;
  const analysis = other.analyses.find((one) => one.name === name) ?? other.analyses[0];
  const embedding = analysis?.embeddings.find((one) => one.name === state.beside.embedding) ?? plainest(analysis);
  const clustering = same ? shown().clustering : analysis?.clusterings.find((one) => one.name === viewOf(/** @type {Chapter} */ (other)).clustering) ?? analysis?.clusterings[0];
  fill(menus.embedding, (analysis?.embeddings ?? []).map((one) => [one.name, one.name]), embedding?.name);
  beside.show(embedding ? { chapter: other, embedding, clustering, x: 0, y: Math.min(1, embedding.axes.length - 1) } : null, "This category has no embedding.");
  return tellBeside();
}

function tellBeside() {
  const chapter = beside.plot?.chapter;
  if (!state.live) find(".beside-count", sideBar).textContent = chapter ? `${count(viewOf(chapter).selection.size)} of ${count(chapter.size)} selected` : "";
}

/** What is beside becomes the main thing, and the other way round. */
function swap() {
  const plotted = beside.plot, now = state.chapter, { embedding } = shown();
  if (!plotted || !now) return;
  state.beside = { category: now.key, embedding: embedding?.name ?? "" };
  if (plotted.chapter === now) choosePlot({ embedding: plotted.embedding.name, x: 0, y: 1 });
  else {
    Object.assign(viewOf(plotted.chapter), { embedding: plotted.embedding.name, x: 0, y: 1 });
    openCategory(project().categories.findIndex((one) => one.key === plotted.chapter.key));
  }
  emit("layout");
}

const tools = make("div", { class: "stage-tools buttons", role: "radiogroup", "aria-label": "Tool" },
  ...(/** @type {[import("../core/icons.js").Icon, string][]} */ ([["lasso", "Lasso: draw around points (l)"], ["box", "Box: drag over points (b)"], ["pan", "Pan: drag the view (p); with any tool Space or the middle button pans"]])).map(([name, title]) =>
    make("button", { type: "button", class: "icon", value: name, role: "radio", title, "aria-label": title, "aria-checked": "false" }, icon(name))));

/** @param {string} tool */
export const chooseTool = (tool) => chooseLook({ tool });

export function startEmbedding() {
  const zoom = make("div", { class: "zoom-bar" },
    iconButton("plus", "Zoom in (+)", () => stage.zoomBy(1.5)),
    iconButton("minus", "Zoom out (−)", () => stage.zoomBy(1 / 1.5)),
    iconButton("selection", "Zoom to the selection (s)", () => stage.zoomTo(view().selection.mask)),
    iconButton("fit", "Show all points (f)", stage.fit),
    iconButton("beside", "Another embedding or category beside (v)", toggleBeside, { "data-beside": "", "aria-pressed": "false" }));
  mainPane.append(tools, zoom);
  onButtons(tools, chooseTool);
  sideBar.append(menus.category, menus.embedding, make("span", { class: "beside-count muted" }), make("span", { class: "stretch" }),
    iconButton("swap", "Make this the open one", swap), iconButton("fit", "Show all points of this one", () => beside.fit()), iconButton("close", "Close", () => setBeside("", "")));
  menus.category.addEventListener("change", () => setBeside(menus.category.value, state.beside.embedding));
  menus.embedding.addEventListener("change", () => setBeside(state.beside.category, menus.embedding.value));
  for (const name of /** @type {const} */ (["analysis", "clustering"])) onChoice(name, (value) => choosePlot({ [name]: value }));
  onChoice("embedding", (value) => choosePlot({ embedding: value, x: 0, y: 1 }));
  for (const name of /** @type {const} */ (["x", "y"])) onChoice(name, (value) => choosePlot({ [name]: Number(value) }));
  onChoice("colour", (colour) => chooseLook({ colour }));
  [stage, beside].forEach(cursor);
  hoverCard([stage, beside]);
  on("open plot", drawPlot);
  on("open plot layout", plotBeside);
  on("look theme", () => { press(tools, state.tool); host.dataset.tool = state.tool; showChoice("colour", state.colour); drawLegend(); });
  on("selection", tellBeside);
}
