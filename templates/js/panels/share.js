// To hand over: the link, the selection as a file or a table, and files of others.

import { announce, block, button, count, download, find, make, toast } from "../core/dom.js";
import { address } from "../core/address.js";
import { fileStem, selectionFile, selectionTable } from "../core/exchange.js";
import { findingsOf, read, restore } from "../core/imports.js";
import { state, view } from "../core/state.js";
import { all, merge } from "./findings.js";

const sheet = /** @type {HTMLDialogElement} */ (find("#share"));
const link = make("textarea", { readOnly: true, rows: 3, "aria-label": "Link to this view", class: "link-text" });
const note = make("textarea", { rows: 2, "aria-label": "Note in the file", placeholder: "note (goes into the JSON file)", dir: "auto" });
const told = make("p", { class: "muted small" });
const failed = make("p", { class: "note", role: "alert", hidden: true });
const input = make("input", { type: "file", accept: ".json,application/json", "aria-label": "File to import" });

async function copy() {
  link.select();
  try {
    await navigator.clipboard.writeText(link.value);
  } catch {
    if (!document.execCommand("copy")) { announce("The browser does not allow copying: press Ctrl C."); return; }
  }
  toast("Link copied.");
}

export function exportJson() {
  if (state.chapter) download(fileStem("json"), `${JSON.stringify(selectionFile(note.value, all()), null, 2)}\n`, "application/json");
}

export function exportCsv() {
  if (state.chapter) download(fileStem("csv"), selectionTable(), "text/csv");
}

/** @param {File} file */
async function take(file) {
  failed.hidden = true;
  try {
    const found = await read(file);
    const added = merge(findingsOf(found));
    await restore(found);
    sheet.close();
    toast(`Opened ${file.name}${added ? `, with ${count(added)} findings` : ""}.`);
  } catch (error) {
    failed.textContent = error instanceof Error ? error.message : String(error);
    failed.hidden = false;
  }
}

function draw() {
  link.value = `${location.href.split("#")[0]}${address()}`;
  told.textContent = state.chapter ? `${count(view().selection.size)} selected samples of ${state.chapter.name}; ${count(all().length)} findings` : "";
  failed.hidden = true;
  input.value = "";
}

export function startShare() {
  block("share").replaceChildren(
    make("h3", {}, "Link"), make("p", { class: "muted small" }, "It opens this view on any copy of this page: the same folder on a stick, in a mail, or on the web."), link, button("Copy link", copy, { class: "primary" }),
    make("h3", {}, "Files"), told, note,
    make("p", { class: "bar" }, button("Export JSON", exportJson), button("Export CSV", exportCsv), make("span", { class: "muted small" }, "spray selection FILE reads the JSON in Python")),
    make("h3", {}, "Import"), make("p", { class: "muted small" }, "A file exported here or by ViRelAy; it can also be dropped on the page."), input, failed);
  sheet.addEventListener("toggle", () => { if (sheet.open) draw(); });
  find('[data-open="share"]').addEventListener("click", draw);
  input.addEventListener("change", () => { if (input.files?.[0]) void take(input.files[0]); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    if (!sheet.open) { draw(); sheet.showModal(); }
    void take(file);
  });
}
