// The keyboard on a stage: arrows step through the samples, cluster by cluster; Space selects, Enter enlarges.

import { announce } from "../core/dom.js";
import { combined } from "../core/selection.js";
import { hover, select, state, viewOf } from "../core/state.js";
import { visible } from "../core/filter.js";
import { panning } from "./gestures.js";
import { spoken } from "./stage.js";

/** Shown samples, cluster by cluster in the order of the legend, within a cluster in the order of the data. @param {import("./stage.js").Plot} plot */
function order({ chapter, clustering }) {
  const seen = visible(chapter), rank = new Map(clustering?.clusters.map((one, at) => [one.label, at]));
  const all = Array.from({ length: chapter.size }, (_, i) => i).filter((i) => !seen || seen[i]);
  return clustering ? all.sort((a, b) => (rank.get(clustering.labels[a]) ?? 0) - (rank.get(clustering.labels[b]) ?? 0) || chapter.rows[a] - chapter.rows[b]) : all;
}

/** @param {import("./stage.js").Stage} stage */
export function cursor(stage) {
  const from = `${stage.name} keys`;
  const here = () => (state.hover?.chapter === stage.plot?.chapter ? state.hover?.i ?? -1 : -1);

  /** @param {number} step @param {boolean} toCluster */
  function move(step, toCluster) {
    const { plot } = stage;
    if (!plot) return;
    const all = order(plot);
    if (!all.length) return;
    let at = all.indexOf(here());
    if (at < 0) at = step > 0 ? 0 : all.length - 1;
    else if (!toCluster || !plot.clustering) at = (at + step + all.length) % all.length;
    else {
      const { labels } = plot.clustering, label = labels[all[at]];
      const starts = all.map((_, i) => i).filter((i) => i === 0 || labels[all[i]] !== labels[all[i - 1]]);
      const now = starts.findLastIndex((i) => labels[all[i]] === label);
      at = starts[(now + step + starts.length) % starts.length];
    }
    hover(plot.chapter, all[at], from);
    announce(`${spoken(plot.chapter, all[at], plot.clustering)}, ${at + 1} of ${all.length}`);
  }

  function toggle() {
    const { plot } = stage, i = here();
    if (!plot || i < 0) return;
    const hit = new Uint8Array(plot.chapter.size);
    hit[i] = 1;
    select(combined(viewOf(plot.chapter).selection, hit, "toggle"), { chapter: plot.chapter });
    announce(spoken(plot.chapter, i, plot.clustering));
  }

  let pressed = false; // Space, and nothing dragged by it since
  stage.surface.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = /** @type {Record<string, [number, boolean]>} */ ({ ArrowRight: [1, false], ArrowLeft: [-1, false], ArrowDown: [1, true], ArrowUp: [-1, true] })[event.key];
    if (steps) move(...steps);
    else if (event.key === "Enter" && here() >= 0) stage.opened(here());
    else if (event.key === " ") { if (!event.repeat) pressed = true; panning.held = true; stage.surface.classList.add("panning"); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  stage.surface.addEventListener("pointerdown", () => { pressed = false; });
  stage.surface.addEventListener("keyup", (event) => { if (event.key === " " && pressed) { pressed = false; toggle(); } });
  stage.surface.addEventListener("blur", () => { if (state.hover?.from === from) hover(null, -1, from); });
}
