// Points of ordinary number, drawn by Vega from the specification that report/charts.py makes with Altair.

import { make, token } from "../core/dom.js";
import { embedded } from "../core/data.js";

/** @typedef {import("./raster.js").Painter} Painter */
/** @typedef {import("./raster.js").Scene} Scene */

/** What of Vega is used here. @typedef {{signal: (name: string, value: unknown) => VegaView, width: (n: number) => VegaView, height: (n: number) => VegaView, data: (name: string, rows: unknown[]) => VegaView, runAsync: () => Promise<unknown>, finalize: () => void, addEventListener: (type: string, action: (event: unknown, item: any) => void) => void}} VegaView */

export const fontStack = () => getComputedStyle(document.body).fontFamily;

const config = () => ({
  background: "transparent",
  font: fontStack(),
  view: { stroke: null },
  axis: {
    labelColor: token("muted"), titleColor: token("muted"), domainColor: token("line"), tickColor: token("line"),
    gridColor: token("line"), labelFontSize: 11, titleFontSize: 11, titleFontWeight: 400, tickSize: 4,
  },
});

/** The specification of this name, with the page's colours. @param {string} name */
function specification(name) {
  const spec = JSON.parse(embedded(`chart ${name}`) ?? "null");
  for (const param of spec?.params ?? []) if (param.name.startsWith("token_")) param.value = token(param.name.slice(6));
  return spec;
}

/**
 * Draws a chart into an element.
 * @param {HTMLElement} mount
 * @param {string} name
 * @param {Record<string, unknown[]>} datasets
 * @returns {Promise<VegaView>}
 */
export async function drawChart(mount, name, datasets) {
  const options = { actions: false, renderer: "canvas", ast: true, defaultStyle: false, config: config(), tooltip: { disableDefaultStyle: true } };
  const drawn = await /** @type {any} */ (window).vegaEmbed(mount, { ...specification(name), datasets }, options);
  return drawn.view;
}

/** Points up to which the specification says that Vega is fluent. */
export const chartLimit = () => Number(specification("points")?.usermeta?.limit ?? 0);

/** @returns {Painter} */
export function chart() {
  const mount = make("div", { class: "points-chart" });
  /** @type {VegaView | null} */
  let view = null;
  /** @type {Scene | null} */
  let wanted = null;
  let busy = false, ended = false;
  drawChart(mount, "points", { points: [] }).then((made) => {
    if (ended) return made.finalize();
    view = made;
    return draw();
  });

  async function draw() {
    if (!view || busy) return;
    busy = true;
    while (wanted && !ended) {
      const scene = wanted;
      wanted = null;
      const { width, height, radius } = scene;
      view.width(width).height(height);
      view.signal("right", width).signal("bottom", height).signal("size", (2 * radius) ** 2);
      await view.data("points", rows(scene)).runAsync();
    }
    busy = false;
  }

  return {
    element: mount,
    paint(scene) { wanted = scene; void draw(); },
    end() { ended = true; view?.finalize(); mount.remove(); },
  };
}

/** One row per point that is shown, in the order in which they lie on each other. @param {Scene} scene */
function rows({ x, y, width, height, radius, colouring: { index, colours, hollow }, shown, lit, selected, recede, ink, surface }) {
  /** @type {object[][]} */
  const layers = [[], [], []];
  for (let i = 0; i < x.length; i++) {
    if (shown && !shown[i]) continue;
    if (x[i] < -radius || y[i] < -radius || x[i] > width + radius || y[i] > height + radius) continue;
    const layer = selected[i] ? 2 : lit && lit[i] ? 1 : 0, colour = colours[index[i]];
    const fill = hollow[index[i]] ? (layer === 2 ? surface : "transparent") : colour;
    layers[layer].push({ x: x[i], y: y[i], fill, stroke: layer === 2 ? ink : colour, opacity: layer === 0 && recede ? 0.28 : 1, wide: layer === 2 ? 1.56 : 1 });
  }
  return layers.flat();
}
