// Findings: selections with a name and a note, kept in this browser until they are exported.

import { block, button, counted, make, toast } from "../core/dom.js";
import { manifest } from "../core/data.js";
import { finding } from "../core/exchange.js";
import { openFinding } from "../core/imports.js";
import { iconButton } from "../core/icons.js";
import { emit, on, state, view } from "../core/state.js";

/** @typedef {import("../core/exchange.js").Finding} Finding */

const KEY = `spray.findings.${manifest.project}`; // other local pages share the browser's storage
/** @type {Finding[]} */
let kept = [];
let stored = true;

function load() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    kept = Array.isArray(found) ? found.filter((one) => typeof one?.name === "string" && typeof one.address === "string" && Array.isArray(one.ids) && Array.isArray(one.indices)) : [];
  } catch { kept = []; }
}

function save() {
  try { localStorage.setItem(KEY, JSON.stringify(kept)); stored = true; } catch { stored = false; }
}

function store() {
  save();
  emit("findings");
}

export const all = () => kept;

/** Adds those that are not there yet. @param {Finding[]} more */
export function merge(more) {
  const known = new Set(kept.map((one) => `${one.created} ${one.name}`)), added = more.filter((one) => !known.has(`${one.created} ${one.name}`));
  kept = [...kept, ...added];
  if (added.length) store();
  return added.length;
}

export function keep() {
  if (!state.chapter || !view().selection.size) return toast("Select samples first: a finding is a selection with a name.");
  const one = finding(`finding ${kept.length + 1}`, "");
  kept = [...kept, one];
  store();
  const name = /** @type {HTMLInputElement | null} */ (block("findings").querySelector(".finding-item:last-of-type .finding-name"));
  name?.focus();
  return name?.select();
}

/** @param {Finding} one */
function item(one) {
  const name = make("input", { class: "finding-name", value: one.name, "aria-label": "Name of the finding", dir: "auto", onchange: () => { one.name = name.value.trim() || one.name; store(); } });
  const note = make("textarea", { class: "finding-note", value: one.note, rows: 2, placeholder: "note", "aria-label": `Note on ${one.name}`, dir: "auto", hidden: !one.note, oninput: () => { one.note = note.value; save(); }, onchange: store });
  return make("div", { class: "finding-item" },
    make("div", { class: "finding-line" }, name,
      button("note", () => { note.hidden = !note.hidden; if (!note.hidden) note.focus(); }, { class: "link", "aria-label": `Note on ${one.name}` }),
      iconButton("close", `Delete ${one.name}`, () => remove(one))),
    note,
    make("button", { type: "button", class: "finding-open link", dir: "auto", title: `${one.method}, ${one.embedding}, ${one.clustering}`, onclick: () => openFinding(one) }, `${counted(one.ids.length, "sample")} of ${one.category}`));
}

/** @param {Finding} one */
function remove(one) {
  const at = kept.indexOf(one);
  kept = kept.filter((each) => each !== one);
  store();
  // Nothing that was found is lost by a slip.
  const place = block("findings").appendChild(make("p", { class: "small removed" }, `“${one.name}” deleted. `, button("undo", () => { kept = [...kept.slice(0, at), one, ...kept.slice(at)]; store(); }, { class: "link" })));
  setTimeout(() => place.remove(), 15_000);
}

function draw() {
  const items = kept.map(item);
  block("findings").replaceChildren(
    make("div", { class: "finding-items" }, ...items),
    kept.length ? "" : make("p", { class: "muted small hint" }, "Select samples, keep them under a name, and export or share what you found."),
    stored ? "" : make("p", { class: "note" }, "This browser keeps nothing for local files: export your findings before you leave."));
}

export function startFindings() {
  load();
  document.querySelector("#findings > h2")?.append(button("keep selection", keep, { class: "link", title: "Keep the selection as a finding (Enter a name)" }));
  on("findings", draw);
  draw();
  addEventListener("storage", (event) => { if (event.key === KEY) { load(); draw(); } });
}
