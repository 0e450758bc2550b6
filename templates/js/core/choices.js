// Menus, rows of buttons and sliders: they show the state and change it.

import { find, make } from "./dom.js";

/** The control of this name, or null. @param {string} name @returns {HTMLElement | null} */
export const choice = (name) => document.querySelector(`[data-choice="${name}"]`);

/**
 * Fills a menu; one with fewer options than `least` says nothing and is hidden.
 * @param {string} name
 * @param {[string, string][]} options values and texts
 * @param {string | undefined} value
 * @param {number} [least]
 */
export function fillMenu(name, options, value, least = 2) {
  const menu = choice(name);
  if (!menu) return;
  menu.hidden = options.length < least;
  fill(/** @type {HTMLSelectElement} */ (find("select", menu)), options, value);
}

/** @param {HTMLSelectElement} select @param {[string, string][]} options @param {string | undefined} value */
export function fill(select, options, value) {
  select.replaceChildren(...options.map(([one, text]) => make("option", { value: one }, text)));
  if (value !== undefined) select.value = value;
}

/**
 * Calls `action` with what a person chooses by the control of this name.
 * @param {string} name
 * @param {(value: string) => void} action
 */
export function onChoice(name, action) {
  const control = choice(name);
  if (!control) return;
  const value = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;
  if (control.getAttribute("role") === "radiogroup") onButtons(control, action);
  else control.addEventListener(control.classList.contains("slider") ? "input" : "change", (event) => action(value(event)));
}

/** Buttons of which one is pressed; arrows move between them, as between radio buttons. @param {HTMLElement} group @param {(value: string) => void} action */
export function onButtons(group, action) {
  const buttons = () => [...group.querySelectorAll("button")];
  group.addEventListener("click", (event) => {
    const pressed = /** @type {HTMLElement} */ (event.target).closest("button");
    if (pressed) action(pressed.value);
  });
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key], all = buttons();
    const at = all.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (!step || at < 0) return;
    const next = all[(at + step + all.length) % all.length];
    next.focus();
    action(next.value);
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {HTMLElement | null} group @param {string} value */
export function press(group, value) {
  for (const one of group?.querySelectorAll("button") ?? []) {
    one.setAttribute("aria-checked", String(one.value === value));
    one.tabIndex = one.value === value ? 0 : -1;
  }
}

/** @param {string} name @param {string | number} value @param {string} [text] */
export function showChoice(name, value, text) {
  const control = choice(name);
  if (!control) return;
  if (control.getAttribute("role") === "radiogroup") return press(control, String(value));
  const input = /** @type {HTMLInputElement} */ (find("select, input", control));
  input.value = String(value);
  const output = control.querySelector("output");
  if (output && text !== undefined) output.textContent = text;
}
