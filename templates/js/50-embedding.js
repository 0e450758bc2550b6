// The embedding: one point per sample, to zoom, hover, click and drag over.

const stage = block("points");
const PICK = 10; // pixels around a point that count as on it
let points = null; // the Vega view
let drag = null; // the gesture under way
const plane = { x: new Float32Array(), y: new Float32Array(), window: { x0: 0, x1: 1, y0: 0, y1: 1 }, all: null };

const ring = stage.appendChild(make("div", { class: "ring", hidden: true }));
const hint = stage.appendChild(make("p", { class: "empty stage-empty", hidden: true }));
const axisNames = stage.appendChild(make("div", { class: "axis-names", "aria-hidden": "true" }));
const zoomBar = stage.appendChild(make("div", { class: "zoom-bar" },
  make("button", { type: "button", title: "Show all points (f)", onclick: () => fit() }, "all"),
  make("button", { type: "button", title: "Zoom to the selection (s)", onclick: () => fit(view().selection) }, "selection"),
  make("button", { type: "button", title: "Zoom in", "aria-label": "Zoom in", onclick: () => zoom(0.7) }, "+"),
  make("button", { type: "button", title: "Zoom out", "aria-label": "Zoom out", onclick: () => zoom(1 / 0.7) }, "−")));

function plotPoints() {
  const { embedding, clustering } = shown();
  hideHover();
  hint.hidden = Boolean(embedding);
  zoomBar.hidden = !embedding;
  hint.textContent = state.chapter ? "This category has no embedding; its samples are below." : "";
  axisNames.replaceChildren();
  if (!points) return;
  plane.x = embedding ? embedding.column(view().x) : new Float32Array();
  plane.y = embedding ? embedding.column(view().y) : new Float32Array();
  const labels = clustering?.labels;
  plane.row = (i) => ({ u: plane.x[i], v: plane.y[i], c: labels ? labels[i] : 0 });
  replaceData(points, "points", Array.from(plane.x, (_, i) => plane.row(i)));
  const clusters = embedding && clustering && clustering.clusters.length <= 24 ? clustering.clusters : [];
  replaceData(points, "names", clusters.filter((one) => one.label >= 0).map((one) => ({ ...plane.row(one.medoid), text: String(one.label) })));
  points.signal("size", plane.x.length < 300 ? 64 : plane.x.length < 2000 ? 36 : 18);
  if (embedding) {
    axisNames.append(make("span", { class: "axis-x" }, `${embedding.axes[view().x]} →`));
    if (embedding.axes.length > 1) axisNames.append(make("span", { class: "axis-y" }, `↑ ${embedding.axes[view().y]}`));
  }
  fit();
  plotSelection();
}

function plotSelection() {
  if (!points || !state.chapter) return;
  const { selection } = view();
  replaceData(points, "selected", plane.x.length ? Array.from(selection, plane.row) : []);
  points.signal("dim", selection.size > 0).runAsync();
}

/** Stresses the points of one cluster, or none (null). */
function stress(label) {
  points?.signal("hot", label).runAsync();
}

/** Shows these positions, or all. */
function fit(positions = null) {
  if (!points) return;
  const some = positions?.size ? [...positions] : [...plane.x.keys()];
  const span = (values) => {
    let low = Infinity, high = -Infinity;
    for (const i of some) { low = Math.min(low, values[i]); high = Math.max(high, values[i]); }
    if (!some.length) return [0, 1];
    const margin = (high - low) * 0.07 || 1;
    return [low - margin, high + margin];
  };
  const [x0, x1] = span(plane.x), [y0, y1] = span(plane.y);
  setWindow({ x0, x1, y0, y1 });
}

let waiting = 0; // frame in which the window will be drawn

/** Moves the window; many moves within one frame are drawn once. */
function setWindow(window) {
  plane.window = window;
  hideHover();
  waiting ||= requestAnimationFrame(async () => {
    for (const [name, value] of Object.entries(plane.window)) points.signal(name, value);
    await points.runAsync();
    waiting = 0;
    if (Object.entries(plane.window).some(([name, value]) => points.signal(name) !== value)) setWindow(plane.window);
  });
}

/** Zooms by a factor, keeping the place at (u, v), fractions of the plot from its lower left, where it is. */
function zoom(factor, u = 0.5, v = 0.5) {
  const { x0, x1, y0, y1 } = plane.window;
  const x = x0 + u * (x1 - x0), y = y0 + v * (y1 - y0);
  setWindow({ x0: x + (x0 - x) * factor, x1: x + (x1 - x) * factor, y0: y + (y0 - y) * factor, y1: y + (y1 - y) * factor });
}

function pan(dx, dy) {
  const { x0, x1, y0, y1 } = plane.window;
  const x = (-dx / points.width()) * (x1 - x0), y = (dy / points.height()) * (y1 - y0);
  setWindow({ x0: x0 + x, x1: x1 + x, y0: y0 + y, y1: y1 + y });
}

/** Where the plot begins in its canvas. */
function corner() {
  const [x, y] = points.origin(), { left, top } = points.padding();
  return [x + left, y + top];
}

/** Where an event is in the plot, in pixels from its upper left. */
function place(event) {
  const box = find("canvas", stage).getBoundingClientRect(), [left, top] = corner();
  return { left: event.clientX - box.left - left, top: event.clientY - box.top - top };
}

const pixel = (i) => {
  const { x0, x1, y0, y1 } = plane.window;
  return { left: ((plane.x[i] - x0) / (x1 - x0)) * points.width(), top: (1 - (plane.y[i] - y0) / (y1 - y0)) * points.height() };
};

/** Position of the point nearest to an event within PICK pixels, or -1. */
function nearest(event) {
  const at = place(event);
  let best = -1, least = PICK * PICK;
  for (let i = 0; i < plane.x.length; i++) {
    const { left, top } = pixel(i), d = (left - at.left) ** 2 + (top - at.top) ** 2;
    if (d < least) { least = d; best = i; }
  }
  return best;
}

function inBox({ u, v }) {
  const [left, right] = [Math.min(...u), Math.max(...u)], [low, high] = [Math.min(...v), Math.max(...v)];
  const hits = new Set();
  for (let i = 0; i < plane.x.length; i++)
    if (plane.x[i] >= left && plane.x[i] <= right && plane.y[i] >= low && plane.y[i] <= high) hits.add(i);
  return hits;
}

const brushed = throttle(() => {
  if (drag?.box) select(combine(drag.base, inBox(drag.box), drag), { live: true });
}, 60);

function beginDrag(event) {
  if (!points || !state.chapter || event.target.closest(".zoom-bar")) return;
  const panning = event.button === 1 || (event.button === 0 && stage.classList.contains("panning"));
  if (event.button > 1 || (event.button === 1 && !panning)) return;
  // Vega, below, would draw a box.
  if (panning) { event.preventDefault(); event.stopPropagation(); }
  const { clientX, clientY, shiftKey, altKey } = event;
  drag = { panning, clientX, clientY, shiftKey, altKey, base: view().selection, box: null };
  hideHover();
}

function moveDrag(event) {
  if (!drag?.panning) return;
  pan(event.clientX - drag.clientX, event.clientY - drag.clientY);
  Object.assign(drag, { clientX: event.clientX, clientY: event.clientY });
}

function endDrag(event) {
  if (!drag) return;
  const { box, base, panning } = drag, held = drag;
  drag = null;
  if (panning) return;
  const moved = Math.hypot(event.clientX - held.clientX, event.clientY - held.clientY) > 3;
  if (moved && box) select(combine(base, inBox(box), held));
  else if (!moved) clickPoint(nearest(event), held);
  // The selected points themselves are what was chosen; the box has done its work.
  points.signal("brush_x", [0, 0]).signal("brush_y", [0, 0]).runAsync();
}

function clickPoint(i, event) {
  if (i < 0) return;
  const { selection } = view();
  if (event.shiftKey) return select(selection.has(i) ? [...selection].filter((one) => one !== i) : [...selection, i]);
  if (event.altKey) return select([...selection].filter((one) => one !== i));
  select([i]);
  showTile(i);
}

stage.addEventListener("pointerdown", beginDrag, { capture: true });
addEventListener("pointermove", moveDrag);
addEventListener("pointerup", endDrag);
stage.addEventListener("wheel", (event) => {
  if (!points || !plane.x.length) return;
  event.preventDefault();
  const { left, top } = place(event);
  zoom(Math.exp(event.deltaY * (event.deltaMode ? 0.04 : 0.0015)), left / points.width(), 1 - top / points.height());
}, { passive: false });

async function drawEmbedding() {
  points = await drawChart("points", { points: [], selected: [], names: [] });
  points.addSignalListener("brush", (_, box) => {
    if (!drag || drag.panning || !box?.u || !box?.v) return;
    drag.box = box;
    brushed();
  });
  if (state.chapter) plotPoints();
}

on("theme", drawEmbedding);
on("open plot", plotPoints);
on("selection", plotSelection);
