// A selection as a file: what spray.selection reads, a ViRelAy export with more keys after its own; and as a table.

import { address } from "./address.js";
import { verdict } from "./pictures.js";
import { positions } from "./selection.js";
import { labelsOf } from "./filter.js";
import { className, project, shown, state, view } from "./state.js";

/** @typedef {import("../types.js").Chapter} Chapter */

/**
 * Samples that a person has named, in the view in which they were found.
 * @typedef {object} Finding
 * @property {string} name
 * @property {string} note
 * @property {string} created
 * @property {string} address
 * @property {string} project
 * @property {string} method
 * @property {string} category
 * @property {string} embedding
 * @property {string} clustering
 * @property {number[]} indices
 * @property {string[]} ids
 */

export const VERSION = 1;

/** The selected samples in the order of the data. @param {Chapter} chapter */
const chosen = (chapter) => positions(view().selection).sort((a, b) => chapter.rows[a] - chapter.rows[b]);

/** What is selected now, to be named. @param {string} name @param {string} note @returns {Finding} */
export function finding(name, note) {
  const chapter = /** @type {Chapter} */ (state.chapter), { analysis, embedding, clustering } = shown(), all = chosen(chapter);
  return {
    name, note, created: new Date().toISOString(), address: address(), project: project().project, method: analysis?.name ?? "", category: chapter.name,
    embedding: embedding?.name ?? "", clustering: clustering?.name ?? "", indices: all.map((i) => chapter.rows[i]), ids: all.map((i) => chapter.ids[i]),
  };
}

/** The first value of the project's provenance that has one of these names. @param {string[]} names */
function known(names) {
  const all = Object.values(project().provenance ?? {}).flatMap((group) => Object.entries(group));
  return all.find(([name]) => names.includes(name.toLowerCase()))?.[1] ?? "";
}

/** The file of what is selected now. @param {string} note @param {Finding[]} findings */
export function selectionFile(note, findings) {
  const chapter = /** @type {Chapter} */ (state.chapter), { analysis, embedding, clustering } = shown(), all = chosen(chapter);
  const cluster = (/** @type {number} */ i) => clustering?.labels[i] ?? -1;
  const everything = Array.from({ length: chapter.size }, (_, i) => i).sort((a, b) => chapter.rows[a] - chapter.rows[b]);
  const name = (/** @type {number} */ index) => (index < 0 ? null : className(index));
  return {
    projectId: state.project,
    projectName: project().project,
    modelName: known(["factory", "model"]),
    datasetName: known(["dataset", "data set", "source"]) || project().project,
    selectedAnalysisMethod: analysis?.name ?? "",
    selectedAnalysisCategory: chapter.name,
    selectedCategoryHumanReadableName: chapter.name,
    selectedEmbeddingName: embedding?.name ?? "",
    selectedClustering: clustering?.name ?? "",
    numberOfClusters: clustering?.clusters.length ?? 0,
    selectedColorMap: state.colormap,
    selectedImageMode: state.mode,
    selectedEmbeddingVectorsIndices: all.map((i) => chapter.rows[i]),
    selectedEmbeddingVectorsClusters: all.map(cluster),
    allEmbeddingVectorsIndices: everything.map((i) => chapter.rows[i]),
    allEmbeddingVectorsClusters: everything.map(cluster),
    selectionVersion: VERSION,
    created: new Date().toISOString(),
    categoryKey: chapter.key,
    projectKey: project().key,
    embeddingAxes: [view().x, view().y],
    address: address(),
    provenance: project().provenance ?? {},
    selectedSamples: all.map((i) => ({ id: chapter.ids[i], label: labelsOf(chapter, i).map(className).join(", ") || null, prediction: name(chapter.prediction[i]), score: chapter.prediction[i] < 0 ? null : chapter.score[i] })),
    note,
    findings,
  };
}

/** The selected samples as a table, for a spreadsheet or a script. */
export function selectionTable() {
  const chapter = /** @type {Chapter} */ (state.chapter), { clustering } = shown(), columns = Object.entries(chapter.metadata);
  const quoted = (/** @type {string | number} */ value) => (/[",\r\n]/.test(String(value)) ? `"${String(value).replace(/"/g, '""')}"` : String(value));
  const rows = chosen(chapter).map((i) => {
    const { label, prediction, score } = verdict(chapter, i);
    return [chapter.rows[i], chapter.ids[i], label, prediction, score, clustering?.labels[i] ?? "", ...columns.map(([, values]) => values[i])];
  });
  return [["index", "id", "label", "prediction", "score", "cluster", ...columns.map(([name]) => name)], ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

/** Name of a file for the open category: time, project, category. @param {string} suffix */
export function fileStem(suffix) {
  const now = new Date(), two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const time = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}-${two(now.getHours())}-${two(now.getMinutes())}-${two(now.getSeconds())}`;
  return `${time} ${project().project} - ${state.chapter?.name ?? ""}.${suffix}`;
}
