// All categories at once, as tiny embeddings: which are of one piece, which have a group that lies apart?

import { block, count, counted, find, make } from "../core/dom.js";
import { fill } from "../core/choices.js";
import { entry, on, openCategory, project } from "../core/state.js";
import { thumbnail } from "../core/thumbnail.js";
import { rankBy, ranked, score } from "./categories.js";

const sheet = /** @type {HTMLDialogElement} */ (find("#overview"));
const menu = make("select", { "aria-label": "Sort by" });
const words = make("input", { type: "search", placeholder: "find a category", "aria-label": "Find a category" });

function draw() {
  const { categories, rankings } = project(), { order, values, title, hint, name } = ranked();
  const most = Math.max(...categories.map((one) => one.strangeness ?? 0));
  fill(menu, rankings.map((one) => [one.name, one.title]), name);
  const asked = words.value.trim().toLowerCase();
  const cards = order.filter((at) => categories[at].name.toLowerCase().includes(asked)).map((at) => {
    const one = categories[at];
    const about = [counted(one.size, "sample"), one.suspects ? `${count(one.suspects)} apart` : "", one.wrong ? `${count(one.wrong)} wrong` : ""].filter(Boolean).join(" · ");
    return make("button", { type: "button", class: "small-multiple", "data-key": one.key, title: one.summary ?? "", "aria-current": one === entry() ? "true" : null, onclick: () => { sheet.close(); openCategory(at); } },
      make("span", { class: "small-head" }, make("span", { class: "category-name", dir: "auto" }, one.name), make("span", { class: "score", title: hint || title }, score(values[at]))),
      thumbnail(one, most, 232, 128),
      make("span", { class: "muted" }, about));
  });
  find(".cards", sheet).replaceChildren(...(cards.length ? cards : [make("p", { class: "empty" }, "No category is called so.")]));
}

export function showOverview() {
  if (sheet.open) return sheet.close();
  draw();
  sheet.showModal();
  return /** @type {HTMLElement | null} */ (sheet.querySelector(".small-multiple[aria-current]") ?? sheet.querySelector(".small-multiple"))?.focus();
}

export function startOverview() {
  menu.addEventListener("change", () => { rankBy(menu.value); draw(); });
  words.addEventListener("input", draw);
  block("overview").replaceChildren(
    make("div", { class: "bar" }, make("label", { class: "choice" }, "sorted by ", menu), words, make("span", { class: "muted small" }, "Every card is one category. Coloured points are its most suspicious cluster, the stronger the stranger.")),
    make("div", { class: "cards" }));
  on("theme", () => { if (sheet.open) draw(); });
  sheet.addEventListener("close", () => { words.value = ""; });
}
