// Hovering: a ring on the point at once, and after a moment a card beside it with what the sample shows.

import { figure, find, make } from "../core/dom.js";
import { on, state } from "../core/state.js";
import { clusterOf, modes, picture, pictureSize, verdict } from "../core/pictures.js";

const DWELL = 60; // milliseconds

/**
 * @param {import("./stage.js").Stage[]} stages
 */
export function hoverCard(stages) {
  const card = find("#card");
  let timer = 0;

  function show() {
    const at = state.hover, stage = stages.find((one) => one.name === at?.from || `${one.name} keys` === at?.from);
    if (!at || !stage || !stage.plot) return;
    const { chapter, i } = at, { label, prediction, score, wrong } = verdict(chapter, i);
    const size = pictureSize(chapter, 128);
    card.replaceChildren(
      make("div", { class: "pictures" }, ...modes().map((mode) => picture(chapter, i, mode, size))),
      make("div", { class: wrong ? "verdict wrong" : "verdict", dir: "auto" }, `${label} → ${prediction} ${figure(score)}`),
      make("div", { class: "muted" }, ...clusterOf(chapter, i)),
      make("div", { class: "muted id", dir: "auto" }, chapter.ids[i]));
    card.hidden = false;
    // Beside the point, within the window.
    const { left, top } = stage.pixel(i), gap = 16, { width, height } = card.getBoundingClientRect();
    const right = left + gap + width < innerWidth - 4;
    card.style.left = `${right ? left + gap : Math.max(4, left - gap - width)}px`;
    card.style.top = `${Math.max(4, Math.min(innerHeight - height - 4, top - height / 2))}px`;
  }

  on("hover", () => {
    clearTimeout(timer);
    if (!state.hover) { card.hidden = true; return; }
    // From one point to the next there is nothing to wait for.
    if (card.hidden) timer = setTimeout(show, DWELL);
    else show();
  });
  on("open plot selection", () => { if (state.live) card.hidden = true; });
  on("look", () => { if (!card.hidden) show(); });
}
