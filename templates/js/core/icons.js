// Small drawings for buttons, 16 by 16, in the colour of the text.

import { make, svg } from "./dom.js";

const PATHS = {
  lasso: "M8 2.5c3.3 0 6 1.8 6 4s-2.7 4-6 4c-.8 0-1.6-.1-2.3-.3M8 2.5c-3.3 0-6 1.8-6 4 0 1.3 1 2.5 2.5 3.2M4.5 9.5a1.2 1.2 0 1 0 1.2 1.6c.3 1.1-.3 2.2-1.5 2.7",
  box: "M2.5 5V2.5H5M7 2.5h2M11 2.5h2.5V5M13.5 7v2M13.5 11v2.5H11M9 13.5H7M5 13.5H2.5V11M2.5 9V7",
  pan: "M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  selection: "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  beside: "M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z",
  swap: "M3 6h9M9.5 3.5 12 6M13 10H4M6.5 7.5 4 10l2.5 2.5",
  close: "M4 4l8 8M12 4l-8 8",
  undo: "M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6",
  redo: "M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H10",
  eye: "M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  solo: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 6.8a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4",
  hidden: "M1.5 8C3 5 5.3 3.5 8 3.5S13 5 14.5 8C13 11 10.7 12.5 8 12.5S3 11 1.5 8zM3 14 13 2",
  left: "M10 3 5 8l5 5",
  right: "M6 3l5 5-5 5",
  grid: "M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z",
};

/** @typedef {keyof typeof PATHS} Icon */

/** @param {Icon} name */
export const icon = (name) => svg("svg", { class: "icon-drawing", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: PATHS[name], fill: "none", stroke: "currentColor", "stroke-width": 1.4, "stroke-linecap": "round", "stroke-linejoin": "round" }));

/**
 * A button with a drawing; `title` is its name.
 * @param {Icon} name
 * @param {string} title
 * @param {(event: MouseEvent) => void} action
 * @param {import("./dom.js").Properties} [properties]
 */
export const iconButton = (name, title, action, properties = {}) => make("button", { type: "button", class: "icon", title, "aria-label": title, onclick: action, ...properties }, icon(name));
