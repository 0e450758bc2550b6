// Which samples of a category are shown: by cluster, predicted class, right or wrong.

import { shown, viewOf } from "./state.js";

/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {import("../types.js").Filter} Filter */

/** @returns {Filter} */
export const reset = () => ({ hidden: new Set(), prediction: null, verdict: "all" });

/** @param {Filter} filter */
export const filters = ({ hidden, prediction, verdict }) => hidden.size > 0 || prediction !== null || verdict !== "all";

/** Labels of a sample: one, or none or several where the data set says so. @param {Chapter} chapter @param {number} i @returns {number[]} */
export function labelsOf(chapter, i) {
  if (chapter.labels) {
    const { starts, indices } = chapter.labels;
    return Array.from({ length: starts[i + 1] - starts[i] }, (_, at) => indices[starts[i] + at]);
  }
  return chapter.label[i] >= 0 ? [chapter.label[i]] : [];
}

/** Whether label and prediction of a sample are both known, and if so whether they agree. @param {Chapter} chapter @param {number} i @returns {"right" | "wrong" | "unknown"} */
export function verdictOf(chapter, i) {
  if (chapter.prediction[i] < 0) return "unknown";
  if (chapter.labels) {
    const labels = labelsOf(chapter, i);
    return labels.length ? (labels.includes(chapter.prediction[i]) ? "right" : "wrong") : "unknown";
  }
  if (chapter.label[i] < 0) return "unknown";
  return chapter.label[i] === chapter.prediction[i] ? "right" : "wrong";
}

/** @type {WeakMap<Filter, {labels: ArrayLike<number> | undefined, mask: Uint8Array}>} */
const made = new WeakMap();

/** 1 for every sample that is shown; null if all are. @param {Chapter} chapter */
export function visible(chapter) {
  const { filter } = viewOf(chapter), labels = shown(chapter).clustering?.labels;
  if (!filters(filter)) return null;
  const known = made.get(filter);
  if (known && known.labels === labels) return known.mask;
  const mask = new Uint8Array(chapter.size);
  for (let i = 0; i < mask.length; i++) {
    const hidden = labels !== undefined && filter.hidden.has(labels[i]);
    const other = filter.prediction !== null && chapter.prediction[i] !== filter.prediction;
    mask[i] = hidden || other || (filter.verdict !== "all" && verdictOf(chapter, i) !== filter.verdict) ? 0 : 1;
  }
  made.set(filter, { labels, mask });
  return mask;
}
