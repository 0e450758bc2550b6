// Theme, sheets, the divider above the samples, and the keys.

import { find } from "../core/dom.js";
import { redo, undo } from "../core/address.js";
import { none } from "../core/selection.js";
import { chooseLook, emit, invert, select, selectAll, state, view } from "../core/state.js";
import { panning } from "../stage/gestures.js";
import { step } from "./categories.js";
import { nextCluster } from "./clusters.js";
import { chooseTool, stage, toggleBeside } from "./embedding.js";
import { clear } from "./filters.js";
import { keep } from "./findings.js";
import { showOverview } from "./overview.js";
import { focusSearch } from "./search.js";

const root = document.documentElement;
const stored = () => { try { return localStorage.getItem("spray.theme"); } catch { return null; } };

/** @param {string} theme */
function setTheme(theme) {
  root.dataset.theme = theme;
  emit("theme");
}

function toggleTheme() {
  const theme = root.dataset.theme === "dark" ? "light" : "dark";
  try { localStorage.setItem("spray.theme", theme); } catch { /* kept for this page only */ }
  setTheme(theme);
}

/** @param {string} name */
const sheet = (name) => /** @type {HTMLDialogElement} */ (find(`#${name}`));

function sheets() {
  for (const opener of document.querySelectorAll("[data-open]")) opener.addEventListener("click", () => sheet(/** @type {HTMLElement} */ (opener).dataset.open ?? "").showModal());
  for (const one of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll("dialog.sheet"))) {
    one.addEventListener("click", (event) => { if (event.target === one || /** @type {Element} */ (event.target).closest("[data-close]")) one.close(); });
  }
}

function divide() {
  const divider = find("#divider"), tray = /** @type {HTMLElement} */ (divider.parentElement);
  const height = () => tray.getBoundingClientRect().height;
  const tell = () => divider.setAttribute("aria-valuenow", String(Math.round((100 * height()) / innerHeight)));
  const set = (/** @type {number} */ pixels) => {
    root.style.setProperty("--tray", `${Math.round(Math.max(120, Math.min(innerHeight - 260, pixels)))}px`);
    tell();
  };
  tell();
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    const from = event.clientY, was = height();
    divider.onpointermove = (move) => set(was + from - move.clientY);
  });
  divider.addEventListener("pointerup", () => { divider.onpointermove = null; });
  divider.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 40, ArrowDown: -40 }[event.key];
    if (by) { event.preventDefault(); set(height() + by); }
  });
}

const MODES = ["input", "attribution", "overlay", "pair"];
/** @type {Record<string, () => void>} */
const keys = {
  j: () => step(1), k: () => step(-1), c: () => nextCluster(1), C: () => nextCluster(-1),
  ...Object.fromEntries(MODES.map((mode, at) => [String(at + 1), () => chooseLook({ mode })])),
  a: selectAll, i: invert, n: keep, x: clear,
  f: () => stage.fit(), s: () => stage.zoomTo(view().selection.mask), "+": () => stage.zoomBy(1.5), "=": () => stage.zoomBy(1.5), "-": () => stage.zoomBy(1 / 1.5),
  l: () => chooseTool("lasso"), b: () => chooseTool("box"), p: () => chooseTool("pan"), v: toggleBeside, o: showOverview,
  t: toggleTheme, "/": focusSearch, "?": () => sheet("help").showModal(),
  Escape: () => { if (state.chapter && view().selection.size) select(none(state.chapter.size)); },
};
/** Keys that need no open category. */
const ALWAYS = new Set(["j", "k", "o", "t", "/", "?"]);

/** @param {KeyboardEvent} event */
function pressed(event) {
  const target = /** @type {Element} */ (event.target);
  if (document.querySelector("dialog[open]") || target.closest?.("input, select, textarea") || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && ["z", "y"].includes(event.key.toLowerCase())) {
    event.preventDefault();
    return event.shiftKey || event.key.toLowerCase() === "y" ? redo() : undo();
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === " " && !target.closest?.("button, a, [role=separator]")) {
    event.preventDefault();
    panning.held = true;
    stage.surface.classList.add("panning");
    return undefined;
  }
  const action = keys[event.key];
  if (!action || !(state.chapter || ALWAYS.has(event.key))) return undefined;
  event.preventDefault();
  return action();
}

/** After a choice by pointer the keys belong to the page again, not to the menu that was chosen from. */
function freeKeys() {
  let pointed = false;
  addEventListener("pointerdown", () => { pointed = true; }, true);
  addEventListener("keydown", () => { pointed = false; }, true);
  addEventListener("change", ({ target }) => {
    if (pointed && (target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === "range"))) target.blur();
  });
}

export function startPage() {
  freeKeys();
  find("#theme").addEventListener("click", toggleTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => { if (!stored()) setTheme(event.matches ? "dark" : "light"); });
  sheets();
  divide();
  addEventListener("keydown", pressed);
  const release = () => { panning.held = false; for (const one of document.querySelectorAll(".surface")) one.classList.remove("panning"); };
  addEventListener("keyup", (event) => { if (event.key === " ") release(); });
  addEventListener("blur", release);
}
