// An exported selection, ours or ViRelAy's, opened again: as much of it as this page has; the rest is named.

import { manifest, projects } from "./data.js";
import { open } from "./address.js";
import { selected } from "./selection.js";
import { emit, openCategory, select, shown, state, view, viewOf } from "./state.js";
import { VERSION } from "./exchange.js";

/** @typedef {import("./exchange.js").Finding} Finding */
/** @typedef {import("../types.js").Chapter} Chapter */

const LARGEST = 256_000_000;

/** @param {unknown} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";
/** @param {unknown} value @returns {value is number[]} */
const areNumbers = (value) => Array.isArray(value) && value.every((one) => Number.isInteger(one));

/** ViRelAy writes "_" for "-" and "/". @param {string} name */
const plain = (name) => name.replace(/[-/\s]/g, "_").toLowerCase();
/** @template {{name: string}} T @param {T[]} list @param {unknown} name @returns {T | undefined} */
const named = (list, name) => list.find((one) => one.name === name) ?? (isText(name) ? list.find((one) => plain(one.name) === plain(name)) : undefined);

/** Reads a file; throws a text for the reader. @param {File} file @returns {Promise<Record<string, any>>} */
export async function read(file) {
  if (file.size > LARGEST) throw new Error(`${file.name} is larger than ${LARGEST / 1e6} MB: it is no exported selection.`);
  let found;
  try {
    found = JSON.parse(await file.text());
  } catch {
    throw new Error(`${file.name} is not JSON, or was cut off. Choose a file that this page or ViRelAy has exported.`);
  }
  if (!isObject(found) || !isText(found.selectedAnalysisMethod) || !areNumbers(found.selectedEmbeddingVectorsIndices)) throw new Error(`${file.name} is no exported selection: it has no “selectedEmbeddingVectorsIndices”. Choose a file that this page or ViRelAy has exported.`);
  if (found.selectionVersion > VERSION) throw new Error(`${file.name} is of version ${found.selectionVersion}; this page reads up to ${VERSION}. Build the site with a newer spray.`);
  return found;
}

/** The findings of a file that have all that they need. @param {Record<string, any>} file @returns {Finding[]} */
export function findingsOf(file) {
  const texts = ["name", "note", "created", "address", "project", "method", "category", "embedding", "clustering"];
  return (Array.isArray(file.findings) ? file.findings : []).filter((one) => isObject(one) && texts.every((name) => isText(one[name])) && areNumbers(one.indices) && Array.isArray(one.ids) && one.ids.every(isText));
}

/** Opens what the file says. @param {Record<string, any>} file */
export async function restore(file) {
  if (file.selectionVersion && isText(file.address) && file.address.startsWith("#")) await open(file.address);
  else await openByNames(file);
  const { chapter } = state;
  if (!chapter) return;
  const ids = Array.isArray(file.selectedSamples) ? new Set(file.selectedSamples.map((one) => one?.id)) : null;
  selectAgain(chapter, ids, new Set(file.selectedEmbeddingVectorsIndices));
}

/** Opens a finding of this browser, or of a file. @param {Finding} finding */
export async function openFinding(finding) {
  await open(finding.address);
  if (state.chapter) selectAgain(state.chapter, new Set(finding.ids), new Set(finding.indices));
}

/** Selects by id, else by row; what is not here is named. @param {Chapter} chapter @param {Set<string> | null} ids @param {Set<number>} rows */
function selectAgain(chapter, ids, rows) {
  const found = selected(Uint8Array.from({ length: chapter.size }, (_, i) => ((ids ? ids.has(chapter.ids[i]) : rows.has(chapter.rows[i])) ? 1 : 0)));
  const gone = (ids ?? rows).size - found.size;
  if (gone) state.missing.push(`${gone} of the ${(ids ?? rows).size} selected samples`);
  else state.missing = state.missing.filter((text) => !text.startsWith("that selection"));
  if (gone || state.missing.length === 0) emit("plot");
  if (found.size || !view().selection.size) select(found);
}

/** @param {Record<string, any>} file */
async function openByNames(file) {
  /** @type {string[]} */
  const missing = [];
  const byName = projects.findIndex((one) => one.project === file.projectName), at = byName >= 0 ? byName : Number.isInteger(file.projectId) && projects[file.projectId] ? file.projectId : 0;
  if (byName < 0 && isText(file.projectName)) missing.push(`project “${file.projectName}”`);
  const { categories } = projects[at], raw = file.selectedAnalysisCategory;
  const fits = [file.selectedCategoryHumanReadableName, raw].map((name) => categories.findIndex((one) => one.name === name || one.key === name));
  fits.push(/^\d+$/.test(String(raw)) ? categories.findIndex((one) => one.index === Number(raw)) : -1);
  const category = fits.find((one) => one >= 0) ?? -1;
  if (category < 0) throw new Error(`The file is about the category “${file.selectedCategoryHumanReadableName || raw}”, which this page does not have.`);
  state.missing = missing;
  if (isText(file.selectedColorMap) && Object.hasOwn(manifest.colormaps, file.selectedColorMap)) state.colormap = file.selectedColorMap;
  else if (isText(file.selectedColorMap)) missing.push(`colour map “${file.selectedColorMap}”`);
  if (["input", "overlay", "attribution"].includes(file.selectedImageMode)) state.mode = file.selectedImageMode;
  emit("look");
  await openCategory(category, {
    project: at,
    prepare(chapter) {
      const chosen = viewOf(chapter), analysis = named(chapter.analyses, file.selectedAnalysisMethod);
      if (!analysis) missing.push(`analysis “${file.selectedAnalysisMethod}”`);
      else chosen.analysis = analysis.name;
      const parts = shown(chapter).analysis, embedding = named(parts?.embeddings ?? [], file.selectedEmbeddingName), clustering = named(parts?.clusterings ?? [], file.selectedClustering);
      if (embedding) chosen.embedding = embedding.name;
      else missing.push(`embedding “${file.selectedEmbeddingName}”`);
      if (clustering) chosen.clustering = clustering.name;
      else missing.push(`clustering “${file.selectedClustering}”`);
    },
  });
}
