// A stage: one embedding to zoom, hover, click and draw over. What paints its points is a chart or, for many, a raster.

import { select as d3select } from "d3-selection";
import { zoom as d3zoom, zoomIdentity } from "d3-zoom";
import { framed, make, svg, token } from "../core/dom.js";
import { clusterName, fileName } from "../core/data.js";
import { colouring } from "../core/colouring.js";
import { nearest, places } from "../core/places.js";
import { emit, on, state, viewOf, WHOLE } from "../core/state.js";
import { visible } from "../core/filter.js";
import { verdict } from "../core/pictures.js";
import { chart, chartLimit } from "./chart.js";
import { gestures, panning } from "./gestures.js";
import { raster, rehearse } from "./raster.js";

/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {import("../types.js").Camera} Camera */
/** @typedef {{chapter: Chapter, embedding: import("../types.js").Embedding, clustering?: import("../types.js").Clustering, x: number, y: number}} Plot */

const MARGIN = 0.07; // of the points' range, around them
const PICK = 10; // pixels around a point that count as on it
const NAMED = 24; // clusters up to which their names are written beside their medoids
let rehearsed = false; // whether the raster has been run in

/** @typedef {ReturnType<typeof createStage>} Stage */

/**
 * @param {HTMLElement} host
 * @param {string} name
 * @param {{camera: (plot: Plot) => Camera, moved: (plot: Plot, camera: Camera) => void, clicked: (i: number) => void, opened: (i: number) => void}} how
 */
export function createStage(host, name, how) {
  const marks = svg("svg", { class: "overlay-marks", "aria-hidden": "true" });
  const names = svg("g", { class: "cluster-names" });
  marks.append(names);
  const ring = make("div", { class: "ring", hidden: true });
  const hint = make("p", { class: "empty stage-empty", hidden: true });
  const axes = make("div", { class: "axis-names", "aria-hidden": "true" });
  // What is drawn on the canvas is told by its name, the live summary, and the list of samples.
  const surface = make("div", { class: "surface", tabIndex: 0, role: "application", "aria-roledescription": "embedding", "aria-keyshortcuts": "ArrowRight ArrowLeft ArrowUp ArrowDown Enter Space", "data-stage": name });
  host.append(marks, ring, hint, axes, surface);
  const limit = chartLimit();

  /** @type {import("./raster.js").Painter | null} */
  let painter = null;
  let kind = "";
  /** @type {import("../core/colouring.js").Colouring | null} */
  let colours = null;

  const stage = {
    name, host, surface, marks,
    /** @type {Plot | null} */
    plot: null,
    width: 0, height: 0,
    /** Pixels of every point, from the upper left of the surface. */
    x: new Float32Array(), y: new Float32Array(),
    clicked: how.clicked, opened: how.opened,
    show, fit, zoomBy, zoomTo, nearest: pick, pixel, repaint: framed(paint), get kind() { return kind; },
  };

  /** Pixels of the whole at no zoom. @param {number} u @param {number} v @returns {[number, number]} */
  const base = (u, v) => [((u + MARGIN) / (1 + 2 * MARGIN)) * stage.width, (1 - (v + MARGIN) / (1 + 2 * MARGIN)) * stage.height];
  let transform = zoomIdentity;

  const zooming = /** @type {import("d3-zoom").ZoomBehavior<HTMLElement, unknown>} */ (d3zoom())
    .scaleExtent([0.5, 400])
    .clickDistance(4)
    .filter((event) => {
      if (event.type === "dblclick" || !stage.plot) return false;
      if (event.type === "wheel") return true;
      const pan = state.tool === "pan" || panning.held;
      if (event.type.startsWith("touch")) return event.touches.length > 1 || pan;
      return event.button === 1 || (event.button === 0 && pan);
    })
    .on("start", () => surface.classList.add("moving"))
    .on("end", () => surface.classList.remove("moving"))
    .on("zoom", (event) => {
      transform = event.transform;
      if (event.sourceEvent && stage.plot) {
        state.hover = null;
        emit("hover");
        how.moved(stage.plot, cameraNow());
        emit("camera");
      }
      stage.repaint();
    });
  const holder = d3select(/** @type {HTMLElement} */ (surface)).call(zooming);

  /** @returns {Camera} */
  function cameraNow() {
    const [a, b] = transform.invert([stage.width / 2, stage.height / 2]);
    const u = (a / (stage.width || 1)) * (1 + 2 * MARGIN) - MARGIN, v = (1 - b / (stage.height || 1)) * (1 + 2 * MARGIN) - MARGIN;
    const whole = Math.abs(transform.k - 1) < 1e-6 && Math.abs(u - 0.5) < 1e-4 && Math.abs(v - 0.5) < 1e-4;
    return whole ? WHOLE : { k: transform.k, u, v };
  }

  /** Points the camera there. @param {Camera} camera @param {boolean} [tell] whether that is the person's wish */
  function aim(camera, tell = false) {
    const [a, b] = base(camera.u, camera.v);
    const wanted = zoomIdentity.translate(stage.width / 2 - camera.k * a, stage.height / 2 - camera.k * b).scale(camera.k);
    holder.call(zooming.transform, wanted);
    if (!tell || !stage.plot) return;
    how.moved(stage.plot, camera);
    emit("camera");
  }

  /** Shows the whole. */
  function fit() { aim(WHOLE, true); }

  /** @param {number} factor */
  function zoomBy(factor) {
    if (!stage.plot) return;
    const { k, u, v } = how.camera(stage.plot);
    aim({ k: Math.max(0.5, Math.min(400, k * factor)), u, v }, true);
  }

  /** Shows these samples as large as they fit, at most 40 times enlarged. @param {Uint8Array} mask */
  function zoomTo(mask) {
    if (!stage.plot) return;
    const { u, v } = places(stage.plot.embedding, stage.plot.x, stage.plot.y);
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < mask.length; i++) if (mask[i]) { left = Math.min(left, u[i]); right = Math.max(right, u[i]); low = Math.min(low, v[i]); high = Math.max(high, v[i]); }
    if (left > right) return fit();
    const k = Math.min(40, 1 / Math.max(right - left, high - low, 1e-9));
    return aim({ k: Math.max(1, k * 0.92), u: (left + right) / 2, v: (low + high) / 2 }, true);
  }

  /** @param {Plot | null} plot @param {string} [why] */
  function show(plot, why = "") {
    stage.plot = plot;
    hint.hidden = Boolean(plot);
    hint.textContent = why;
    axes.replaceChildren();
    names.replaceChildren();
    colours = null;
    if (!plot) {
      painter?.end();
      painter = null;
      kind = "";
      ring.hidden = true;
      return;
    }
    const wanted = plot.chapter.size > limit ? "raster" : "chart";
    if (wanted !== kind) {
      painter?.end();
      painter = wanted === "raster" ? raster() : chart();
      kind = wanted;
      host.prepend(painter.element);
      host.dataset.painter = kind;
    }
    axes.append(make("span", { class: "axis-x" }, `${plot.embedding.axes[plot.x]} →`));
    if (plot.embedding.axes.length > 1) axes.append(make("span", { class: "axis-y" }, `↑ ${plot.embedding.axes[plot.y]}`));
    const clusters = plot.clustering && plot.clustering.clusters.length <= NAMED ? plot.clustering.clusters.filter((one) => one.label >= 0) : [];
    for (const cluster of clusters) names.append(svg("text", { "data-i": cluster.medoid, "data-label": cluster.label }, String(cluster.label)));
    describe();
    aim(how.camera(plot));
    stage.repaint();
  }

  function describe() {
    const { plot } = stage;
    if (!plot) return;
    const { selection } = viewOf(plot.chapter);
    surface.setAttribute("aria-label", `${plot.embedding.name} embedding of ${plot.chapter.name}: ${plot.chapter.size} samples, ${selection.size} selected${plot.clustering ? `, ${plot.clustering.clusters.length} clusters` : ""}. Arrow keys step through the samples, Space selects, Enter enlarges.`);
  }

  const few = (/** @type {number} */ n) => (n < 300 ? 4.5 : n < 2000 ? 3.5 : n < 10_000 ? 2.6 : n < 40_000 ? 2 : 1.5);

  function paint() {
    const { plot } = stage;
    if (!plot || !painter || !stage.width || !stage.height) return;
    const { chapter } = plot, { u, v } = places(plot.embedding, plot.x, plot.y);
    if (stage.x.length !== u.length) { stage.x = new Float32Array(u.length); stage.y = new Float32Array(u.length); }
    const { k, x, y } = transform, sx = (k * stage.width) / (1 + 2 * MARGIN), sy = (k * stage.height) / (1 + 2 * MARGIN);
    for (let i = 0; i < u.length; i++) {
      stage.x[i] = x + (u[i] + MARGIN) * sx;
      stage.y[i] = y + k * stage.height - (v[i] + MARGIN) * sy;
    }
    colours ??= colouring(chapter);
    const { selection } = viewOf(chapter), shown = visible(chapter), lit = litMask(plot);
    const scene = {
      width: stage.width, height: stage.height, x: stage.x, y: stage.y, radius: few(chapter.size) * Math.min(2, Math.max(1, Math.sqrt(k) * 0.9)),
      colouring: colours, shown, lit, selected: selection.mask, recede: lit !== null || selection.size > 0, surface: token("surface"), ink: token("ink"),
    };
    painter.paint(scene);
    if (kind === "raster" && !rehearsed) rehearse(scene);
    rehearsed ||= kind === "raster";
    for (const text of names.children) {
      const i = Number(/** @type {SVGElement} */ (text).dataset.i);
      text.setAttribute("x", stage.x[i].toFixed(1));
      text.setAttribute("y", (stage.y[i] - 10).toFixed(1));
      text.setAttribute("visibility", shown && !shown[i] ? "hidden" : "visible");
    }
    placeRing();
  }

  /** @param {Plot} plot */
  function litMask({ chapter, clustering }) {
    if (state.hot === null || !clustering) return null;
    const mask = new Uint8Array(chapter.size);
    for (let i = 0; i < mask.length; i++) if (clustering.labels[i] === state.hot) mask[i] = 1;
    return mask;
  }

  /** The nearest shown point, or -1. @param {number} left @param {number} top @param {number} [within] */
  function pick(left, top, within = PICK) {
    if (!stage.plot || !stage.width) return -1;
    const [a, b] = transform.invert([left, top]);
    const u = (a / stage.width) * (1 + 2 * MARGIN) - MARGIN, v = (1 - b / stage.height) * (1 + 2 * MARGIN) - MARGIN;
    const du = (within / transform.k / stage.width) * (1 + 2 * MARGIN), dv = (within / transform.k / stage.height) * (1 + 2 * MARGIN);
    return nearest(places(stage.plot.embedding, stage.plot.x, stage.plot.y), u, v, du, dv, visible(stage.plot.chapter));
  }

  /** Where a point is on the page. @param {number} i */
  function pixel(i) {
    const { left, top } = surface.getBoundingClientRect();
    return { left: left + stage.x[i], top: top + stage.y[i] };
  }

  /** Rings the sample under the pointer; in another category, the same sample if it is there. */
  function placeRing() {
    const at = state.hover, { plot } = stage;
    const i = at && plot ? (at.chapter === plot.chapter ? at.i : plot.chapter.ids.indexOf(at.chapter.ids[at.i])) : -1;
    ring.hidden = i < 0 || !(stage.x[i] >= 0 && stage.y[i] >= 0 && stage.x[i] <= stage.width && stage.y[i] <= stage.height);
    surface.classList.toggle("on-point", i >= 0 && at?.from === name);
    if (!ring.hidden) ring.style.transform = `translate(${stage.x[i]}px, ${stage.y[i]}px)`;
  }

  new ResizeObserver(() => {
    const { clientWidth, clientHeight } = surface;
    if (clientWidth === stage.width && clientHeight === stage.height) return;
    Object.assign(stage, { width: clientWidth, height: clientHeight });
    zooming.extent([[0, 0], [clientWidth, clientHeight]]).translateExtent([[-clientWidth, -clientHeight], [2 * clientWidth, 2 * clientHeight]]);
    if (stage.plot) aim(how.camera(stage.plot));
  }).observe(surface);

  let hot = state.hot;
  on("hover", () => {
    if (hot !== state.hot) { hot = state.hot; stage.repaint(); }
    placeRing();
  });
  on("selection", () => { if (state.live) return paint(); describe(); return stage.repaint(); }); // a drag is followed once a frame already
  on("filter", stage.repaint);
  on("look theme", () => { colours = null; stage.repaint(); });
  gestures(stage);
  return stage;
}

/** What is said of a sample. @param {Chapter} chapter @param {number} i @param {import("../types.js").Clustering} [clustering] */
export function spoken(chapter, i, clustering) {
  const { label, prediction, score } = verdict(chapter, i);
  const selected = viewOf(chapter).selection.mask[i] ? ", selected" : "";
  return `${fileName(chapter.ids[i])}, label ${label}, predicted ${prediction} ${score.toFixed(2)}${clustering ? `, ${clusterName(clustering.labels[i])}` : ""}${selected}`;
}
