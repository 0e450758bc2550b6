// Several projects in one page: other data, or the same explained in another way. Samples are known by their ids.

import { find, make } from "../core/dom.js";
import { projects } from "../core/data.js";
import { fillMenu, onChoice } from "../core/choices.js";
import { on, openProject, project, state } from "../core/state.js";

let drawnFor = 0;

export function startProjects() {
  onChoice("project", (value) => openProject(Number(value)));
  on("open", () => {
    fillMenu("project", projects.map((one, at) => [String(at), one.project]), String(state.project));
    if (drawnFor === state.project) return;
    drawnFor = state.project;
    const { facts, title, project: name, provenance, counts, notes } = project();
    const tables = Object.entries({ Counts: counts, ...provenance }).map(([group, values]) => make("table", { class: "facts-table" }, make("caption", { dir: "auto" }, group),
      ...Object.entries(values).map(([fact, value]) => make("tr", {}, make("th", { scope: "row" }, fact), make("td", {}, value)))));
    document.querySelector("#provenance .sheet-body")?.replaceChildren(...tables);
    find(".banner").replaceChildren(...(notes.length ? [make("section", { class: "panel", "aria-label": "Notes" }, ...notes.map((note) => make("p", { class: "note", dir: "auto" }, note)))] : []));
    find("#title").textContent = title;
    find(".facts").replaceChildren(...(name !== title ? [make("span", { class: "fact", title: "project" }, name)] : []),
      ...facts.map(([fact, value]) => make("span", { class: "fact" }, make("span", { class: "fact-name" }, fact), " ", make("span", { title: value }, value))));
  });
}
