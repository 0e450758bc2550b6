// What was found in the open category, in one sentence, and the notes that qualify it.

import { block, button, count, counted, figure, make, worded } from "../core/dom.js";
import { on, entry, openCategory, project, shown, state } from "../core/state.js";

function draw() {
  const place = block("finding"), one = entry();
  if (!one) return place.replaceChildren(make("p", { class: "empty" }, "Nothing to show."));
  const about = [counted(one.size, "sample"), `rank ${state.open + 1} of ${count(project().categories.length)}`, `strangeness ${figure(one.strangeness)}`];
  for (const [name, value] of Object.entries(state.chapter?.scores ?? {})) if (name !== "strangeness") about.push(`${worded(name)} ${figure(value)}`);
  const parts = [make("div", { class: "finding-head" }, make("h3", { class: "category-title", dir: "auto" }, one.name), make("span", { class: "muted about-line", title: about.join(" · ") }, about.join(" · ")))];
  if (state.error) {
    parts.push(make("div", { class: "note failed", role: "alert" }, make("span", {}, state.error), button("Try again", () => openCategory(state.open))));
  } else if (!state.chapter) parts.push(make("p", { class: "loading" }, "Loading …"));
  else {
    if (state.chapter.summary) parts.push(make("p", { class: "summary", dir: "auto" }, state.chapter.summary));
    for (const note of [...state.chapter.notes, ...(shown().analysis?.notes ?? [])]) parts.push(make("p", { class: "note", dir: "auto" }, note));
  }
  if (state.missing.length) parts.push(make("p", { class: "note", role: "alert" }, `The link names what this page does not have: ${state.missing.join(", ")}.`));
  return place.replaceChildren(...parts);
}

export const startFinding = () => on("open plot", draw);
