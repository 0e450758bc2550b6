// The selected samples, all of them: rows of tiles are made as they scroll into view.

const tray = block("samples");
const canvasOfTiles = tray.appendChild(make("div", { class: "tiles" }));
const nothing = tray.appendChild(make("p", { class: "empty" }));
const TILES = [192, 160, 128, 96], CAPTION = 36, GAP = 8;
let order = []; // the selected positions as they are shown
let shownRows = ""; // which tiles exist now

const sorters = {
  data: () => (a, b) => a - b,
  score: ({ score }) => (a, b) => score[a] - score[b] || a - b,
  cluster: () => {
    const labels = shown().clustering?.labels ?? [];
    return (a, b) => (labels[a] ?? 0) - (labels[b] ?? 0) || a - b;
  },
};

/** The largest tiles with which all samples fit into the tray; the smallest if none does. */
function tileShape() {
  const shapes = TILES.map((target) => {
    const size = pictureSize(state.chapter, target), across = modes().length;
    const width = Math.max(size.width * across + 3 * (across - 1), 84), pitch = width + GAP, height = size.height + CAPTION + GAP;
    return { size, width, pitch, height, columns: Math.max(1, Math.floor((tray.clientWidth - 3 * GAP + GAP) / pitch)) };
  });
  return shapes.find(({ columns, height }) => Math.ceil(order.length / columns) * height <= tray.clientHeight - GAP) ?? shapes.at(-1);
}

function fillTray() {
  const { chapter } = state;
  order = chapter ? [...view().selection].sort(sorters[state.order](chapter)) : [];
  shownRows = "";
  nothing.hidden = order.length > 0 || !chapter;
  nothing.textContent = !chapter ? "" : chapter.size ? "Nothing is selected. Drag a box over the points, or click a cluster, to see its samples." : "This category has no samples.";
  drawSummary();
  layTiles();
}

function layTiles() {
  if (!state.chapter || !order.length) return canvasOfTiles.replaceChildren(), void (canvasOfTiles.style.height = "0");
  const shape = tileShape(), rowCount = Math.ceil(order.length / shape.columns);
  canvasOfTiles.style.height = `${rowCount * shape.height}px`;
  const first = Math.max(0, Math.floor(tray.scrollTop / shape.height) - 1);
  const last = Math.min(rowCount, Math.ceil((tray.scrollTop + tray.clientHeight) / shape.height) + 1);
  const wanted = `${first} ${last} ${shape.columns}`;
  if (wanted === shownRows) return;
  shownRows = wanted;
  const tiles = [];
  for (let at = first * shape.columns; at < Math.min(order.length, last * shape.columns); at++) tiles.push(tile(at, shape));
  canvasOfTiles.replaceChildren(...tiles);
}

function tile(at, { size, width, pitch, height, columns }) {
  const i = order[at], { chapter } = state, { label, prediction, score, wrong } = verdict(chapter, i);
  const style = { transform: `translate(${(at % columns) * pitch}px, ${Math.floor(at / columns) * height}px)`, width: `${width}px` };
  const { clustering } = shown();
  return make("button", {
    type: "button", class: "tile", style, "data-position": String(i),
    title: `${chapter.ids[i]}\nlabel ${label}, predicted ${prediction} (${figure(score)})`,
    onclick: () => openLightbox(at), onpointerenter: () => ringPoint(i), onpointerleave: () => ringPoint(-1),
  },
    make("span", { class: "pictures" }, ...modes().map((mode) => picture(chapter, i, mode, size))),
    make("span", { class: "tile-label", dir: "auto" }, clustering ? dot(clustering.labels[i]) : "", ` ${label}`),
    make("span", { class: wrong ? "tile-verdict wrong" : "tile-verdict" },
      make("span", { class: "tile-prediction", dir: "auto" }, `→ ${prediction}`), make("span", { class: "tile-score" }, figure(score))));
}

/** Scrolls to the tile of sample `i`, if it is selected. */
function showTile(i) {
  const at = order.indexOf(i);
  if (at < 0) return;
  const { columns, height } = tileShape();
  tray.scrollTop = Math.floor(at / columns) * height;
}

function commonest(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [null, 0]);
}

function drawSummary() {
  const target = block("selection"), { chapter } = state;
  if (!chapter) return target.replaceChildren();
  const n = order.length, parts = [`${count(n)} of ${count(chapter.size)} selected`];
  const more = [];
  if (n) {
    const { clustering } = shown();
    if (clustering) {
      const [label, size] = commonest(order.map((i) => clustering.labels[i]));
      more.push(`${percent(size, n)} ${clusterName(label)}`);
    }
    const [prediction, size] = commonest(order.map((i) => chapter.prediction[i]));
    more.push(`${percent(size, n)} predicted ${className(prediction)}`);
    const wrong = order.filter((i) => isWrong(chapter, i)).length;
    if (wrong) more.push(`${count(wrong)} wrong`);
    for (const [column, values] of Object.entries(chapter.metadata)) {
      const [value, same] = commonest(order.map((i) => values[i]));
      if (n > 1 && same / n >= 0.5) more.push(`${column} = ${value}, ${percent(same, n)}`);
    }
  }
  target.replaceChildren(make("strong", { class: "selected-count" }, parts[0]), make("span", { class: "muted", dir: "auto" }, more.join(" · ")));
  announce([...parts, ...more].join(", "));
}

tray.addEventListener("scroll", layTiles, { passive: true });
new ResizeObserver(() => { shownRows = ""; layTiles(); }).observe(tray);
on("open plot selection look", fillTray);
on("open selection", () => { tray.scrollTop = 0; });
