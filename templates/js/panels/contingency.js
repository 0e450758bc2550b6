// Two clusterings of the same samples: which cluster of one goes where in the other? A click on a number selects.

import { block, button, count, find, make, percent } from "../core/dom.js";
import { clusterName } from "../core/data.js";
import { fill } from "../core/choices.js";
import { selected } from "../core/selection.js";
import { dot } from "../core/pictures.js";
import { on, select, shown, state, view } from "../core/state.js";

/** @typedef {import("../types.js").Clustering} Clustering */

// Where no category has two clusterings, there is no such sheet.
const sheet = /** @type {HTMLDialogElement | null} */ (document.querySelector("#contingency")) ?? make("dialog");
const menus = [make("select", { "aria-label": "Rows" }), make("select", { "aria-label": "Columns" })];

/** @param {Clustering} clustering */
const labels = ({ clusters }) => [...clusters].sort((a, b) => Number(a.label < 0) - Number(b.label < 0) || a.label - b.label).map((one) => one.label);

function draw() {
  const { analysis } = shown(), { chapter } = state;
  if (!analysis || !chapter) return;
  const [one, other] = menus.map((menu) => analysis.clusterings.find((each) => each.name === menu.value) ?? analysis.clusterings[0]);
  const { mask, size } = view().selection;
  /** @type {Map<string, {all: number, part: number}>} */
  const cells = new Map();
  for (let i = 0; i < chapter.size; i++) {
    const place = `${one.labels[i]} ${other.labels[i]}`, cell = cells.get(place) ?? { all: 0, part: 0 };
    cell.all++;
    cell.part += mask[i];
    cells.set(place, cell);
  }
  const most = Math.max(...[...cells.values()].map((cell) => cell.all));
  const columns = labels(other);
  const head = make("tr", {}, make("td", {}), ...columns.map((label) => make("th", { scope: "col" }, dot(label), ` ${clusterName(label)}`)));
  const rows = labels(one).map((a) => make("tr", {}, make("th", { scope: "row" }, dot(a), ` ${clusterName(a)}`), ...columns.map((b) => {
    const { all, part } = cells.get(`${a} ${b}`) ?? { all: 0, part: 0 };
    if (!all) return make("td", { class: "none" }, "·");
    const name = `${clusterName(a)} of ${one.name} and ${clusterName(b)} of ${other.name}`;
    return make("td", { style: { "--share": String(Math.sqrt(all / most)) } }, make("button", { type: "button", title: `Select ${name}`, onclick: (/** @type {MouseEvent} */ event) => choose(one, other, a, b, event) },
      make("span", {}, count(all)), part ? make("span", { class: "part" }, `${count(part)} selected`) : ""));
  })));
  find("[data-table]", sheet).replaceChildren(make("table", { class: "contingency" }, make("thead", {}, head), make("tbody", {}, ...rows)));
  // Where the selection goes: into few clusters, or all over the place?
  const spread = columns.map((label) => ({ label, part: labels(one).reduce((sum, a) => sum + (cells.get(`${a} ${label}`)?.part ?? 0), 0) })).filter(({ part }) => part).sort((a, b) => b.part - a.part);
  find("[data-told]", sheet).textContent = size ? `Of the ${count(size)} selected, ${other.name} puts ${spread.map(({ label, part }) => `${percent(part, size)} into ${clusterName(label)}`).join(", ")}.` : "Select samples to see where each clustering puts them.";
}

/** @param {Clustering} one @param {Clustering} other @param {number} a @param {number} b @param {MouseEvent} event */
function choose(one, other, a, b, event) {
  const { mask } = view().selection;
  select(selected(mask.map((was, i) => {
    const hit = one.labels[i] === a && other.labels[i] === b ? 1 : 0;
    return event.altKey ? was & (hit ^ 1) : event.shiftKey || event.ctrlKey || event.metaKey ? was | hit : hit;
  })));
  draw();
}

export function showContingency() {
  const { analysis, clustering } = shown();
  if (!analysis || !clustering) return;
  const names = analysis.clusterings.map((one) => /** @type {[string, string]} */ ([one.name, one.name]));
  const at = analysis.clusterings.indexOf(clustering);
  fill(menus[0], names, clustering.name);
  fill(menus[1], names, names[(at + 1) % names.length][0]);
  draw();
  sheet.showModal();
}

export function startContingency() {
  if (!sheet.isConnected) return;
  block("contingency").replaceChildren(
    make("div", { class: "bar" }, make("label", { class: "choice" }, "rows ", menus[0]), make("label", { class: "choice" }, "columns ", menus[1])),
    make("p", { "data-told": "" }), make("div", { "data-table": "", class: "table-scroll" }), make("p", { class: "muted small" }, "A number counts the samples that both clusters share. Click it to select them; Shift adds, Alt takes away."));
  menus.forEach((menu) => menu.addEventListener("change", draw));
  const open = button("compare clusterings", showContingency, { class: "link" });
  find("#clusters > h2").append(open);
  on("open plot", () => { open.hidden = (shown().analysis?.clusterings.length ?? 0) < 2; });
}
