// Which samples are shown at all: by predicted class, by right and wrong; and how many that leaves.

import { block, button, count, make, percent } from "../core/dom.js";
import { fill, onButtons, press } from "../core/choices.js";
import { filters as active, reset, verdictOf, visible } from "../core/filter.js";
import { chooseFilter, className, emit, on, state, view } from "../core/state.js";

const prediction = make("select", { "aria-label": "Predicted as" });
const verdict = make("div", { class: "buttons", role: "radiogroup", "aria-label": "Right or wrong" });
const told = make("p", { class: "muted small filter-told", role: "status" });

/** @typedef {"all" | "right" | "wrong"} Verdict */

function draw() {
  const { chapter } = state;
  if (!chapter) return;
  /** @type {Map<number, number>} */
  const sizes = new Map();
  const verdicts = { right: 0, wrong: 0, unknown: 0 };
  for (let i = 0; i < chapter.size; i++) {
    sizes.set(chapter.prediction[i], (sizes.get(chapter.prediction[i]) ?? 0) + 1);
    verdicts[verdictOf(chapter, i)]++;
  }
  const classes = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  fill(prediction, [["", "any class"], ...classes.map(([one, size]) => /** @type {[string, string]} */ ([String(one), `${className(one)} (${count(size)})`]))], "");
  verdict.replaceChildren(...(/** @type {[Verdict, string][]} */ ([["all", "all"], ["right", `right ${count(verdicts.right)}`], ["wrong", `wrong ${count(verdicts.wrong)}`]])).map(([value, text]) =>
    make("button", { type: "button", role: "radio", value }, text)));
  mark();
}

function mark() {
  const { chapter } = state;
  if (!chapter) return;
  const { filter } = view(), seen = visible(chapter);
  prediction.value = filter.prediction === null ? "" : String(filter.prediction);
  press(verdict, filter.verdict);
  const left = seen ? seen.reduce((sum, one) => sum + one, 0) : chapter.size;
  block("filters").classList.toggle("filtering", active(filter));
  told.replaceChildren(...(active(filter)
    ? [make("span", {}, `${count(left)} of ${count(chapter.size)} samples shown (${percent(left, chapter.size)})`), button("show all", clear, { class: "link" })]
    : []));
}

export function clear() {
  if (!state.chapter || !active(view().filter)) return;
  view().filter = reset();
  emit("filter");
}

export function startFilters() {
  block("filters").append(make("div", { class: "filter-row" }, make("span", { class: "muted" }, "predicted"), prediction), verdict, told);
  prediction.addEventListener("change", () => chooseFilter({ prediction: prediction.value === "" ? null : Number(prediction.value) }));
  onButtons(verdict, (value) => chooseFilter({ verdict: /** @type {Verdict} */ (value) }));
  on("open", draw);
  on("plot filter", mark);
}
