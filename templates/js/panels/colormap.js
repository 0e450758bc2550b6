// The colour map's bar, with the numbers that its colours stand for.

import { block, make, scientific } from "../core/dom.js";
import { onChoice, showChoice } from "../core/choices.js";
import { palette } from "../core/colour.js";
import { sharedScale } from "../core/pictures.js";
import { chooseLook, on, state } from "../core/state.js";

function draw() {
  const place = block("colorbar"), colours = palette(), sheets = state.chapter?.pictures.relevance;
  const canvas = make("canvas", { width: 255, height: 1, class: "bar-colours", "aria-hidden": "true" }), pen = canvas.getContext("2d");
  if (!pen) return;
  const pixels = pen.createImageData(255, 1);
  for (let i = 0; i < 255; i++) pixels.data.set([...colours.slice(3 * (i + 1), 3 * (i + 2)), 255], 4 * i);
  pen.putImageData(pixels, 0, 0);
  const shared = state.scale === "shared" && sheets ? sharedScale(sheets) : 0;
  const ticks = [-1, -0.5, 0, 0.5, 1].map((at) => (shared ? scientific(Math.abs(at) * shared) : String(Math.abs(at))).replace(/^/, at < 0 ? "−" : ""));
  const unit = shared ? "relevance" : "of the sample's largest |relevance|";
  place.replaceChildren(canvas, make("span", { class: "bar-ticks" }, ...ticks.map((text) => make("span", {}, text))));
  place.title = `${unit}: left speaks against the explained class, right for it`;
  place.setAttribute("aria-label", `Relevance by colour, from ${ticks[0]} to ${ticks[4]} ${unit}`);
}

export function startColormap() {
  onChoice("colormap", (value) => chooseLook({ colormap: value }));
  on("look open", draw);
  on("look", () => showChoice("colormap", state.colormap));
}
