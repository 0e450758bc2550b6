// Pointer and fingers on the stage: lasso, box, click, hover; d3-zoom has the wheel, the pinch and the pan.

import { framed, svg } from "../core/dom.js";
import { combined, wayOf } from "../core/selection.js";
import { hover, select, state, viewOf } from "../core/state.js";
import { visible } from "../core/filter.js";
import { box, inside } from "./lasso.js";

/** @typedef {import("./stage.js").Stage} Stage */

const STILL = 4; // pixels within which a press is a click
export const panning = { held: false };

/** The points of a drag, and what it began with. @typedef {{id: number, path: [number, number][], way: import("../core/selection.js").Way, base: import("../types.js").Selection, moved: boolean, chapter: import("../types.js").Chapter, draws: boolean}} Drag */

/** @param {Stage} stage */
export function gestures(stage) {
  const { surface, marks } = stage;
  const outline = svg("polygon", { class: "lasso", points: "" });
  marks.append(outline);
  /** @type {Drag | null} */
  let drag = null;
  const fingers = new Set();

  /** @param {PointerEvent} event @returns {[number, number]} */
  const at = (event) => { const { left, top } = surface.getBoundingClientRect(); return [event.clientX - left, event.clientY - top]; };

  const follow = framed(() => {
    if (!drag?.moved || !drag.draws) return;
    outline.setAttribute("points", shape(drag).map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join(" "));
    select(combined(drag.base, hits(drag), drag.way), { live: true, chapter: drag.chapter });
  });

  /** @param {Drag} one */
  const shape = ({ path }) => (state.tool === "box" ? box(path[0], path[path.length - 1]) : path);
  /** @param {Drag} one */
  const hits = (one) => inside(shape(one), stage.x, stage.y, stage.width, stage.height, visible(one.chapter));

  function stop() {
    drag = null;
    outline.setAttribute("points", "");
    surface.classList.remove("drawing");
  }

  surface.addEventListener("pointerdown", (event) => {
    fingers.add(event.pointerId);
    if (!stage.plot || event.button !== 0) return;
    if (fingers.size > 1) { // a second finger pinches
      if (drag?.moved) select(drag.base, { chapter: drag.chapter });
      return stop();
    }
    surface.focus({ preventScroll: true });
    const { chapter } = stage.plot;
    const draws = state.tool !== "pan" && !panning.held;
    drag = { id: event.pointerId, path: [at(event)], way: wayOf(event), base: viewOf(chapter).selection, moved: false, chapter, draws };
    if (draws) surface.setPointerCapture(event.pointerId);
  });

  surface.addEventListener("pointermove", (event) => {
    if (!drag) return event.buttons || event.pointerType === "touch" ? undefined : hover(stage.plot?.chapter ?? null, stage.nearest(...at(event)), stage.name);
    if (event.pointerId !== drag.id) return undefined;
    const place = at(event), [a, b] = drag.path[0];
    if (!drag.moved && Math.hypot(place[0] - a, place[1] - b) < STILL) return undefined;
    if (!drag.moved) { drag.moved = true; hover(null, -1, stage.name); if (drag.draws) surface.classList.add("drawing"); }
    const [c, d] = drag.path[drag.path.length - 1];
    if (state.tool === "box" && drag.path.length > 1) drag.path[1] = place;
    else if (Math.hypot(place[0] - c, place[1] - d) >= 2) drag.path.push(place);
    return follow();
  });

  /** @param {PointerEvent} event */
  function up(event) {
    fingers.delete(event.pointerId);
    if (!drag || event.pointerId !== drag.id) return;
    const one = drag;
    stop();
    if (event.type === "pointercancel") return select(one.base, { chapter: one.chapter });
    if (!one.moved) return click(event, one);
    if (one.draws) select(combined(one.base, hits(one), one.way), { chapter: one.chapter });
    return undefined;
  }

  /** @param {PointerEvent} event @param {Drag} one */
  function click(event, one) {
    const i = stage.nearest(...at(event), event.pointerType === "touch" ? 20 : undefined);
    if (i < 0) return;
    const hit = new Uint8Array(one.chapter.size);
    hit[i] = 1;
    select(combined(one.base, hit, one.way === "replace" ? "toggle" : one.way), { chapter: one.chapter });
    stage.clicked(i);
    if (event.pointerType === "touch") hover(one.chapter, i, stage.name);
  }

  surface.addEventListener("pointerup", up);
  surface.addEventListener("pointercancel", up);
  surface.addEventListener("pointerleave", () => hover(null, -1, stage.name));
  surface.addEventListener("mousedown", (event) => { if (event.button === 1) event.preventDefault(); }); // the browser would scroll
  surface.addEventListener("dblclick", (event) => { const i = stage.nearest(...at(/** @type {PointerEvent} */ (event))); if (i >= 0) stage.opened(i); });
}
