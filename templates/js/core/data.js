// The manifest; the chapters, one category each; and the index of all samples. The latter two are loaded when needed.

import { make } from "./dom.js";
import { bytes, plane, real, texts, whole } from "./packing.js";

/** @typedef {import("../types.js").Chapter} Chapter */
/** @typedef {import("../types.js").Entry} Entry */
/** @typedef {import("../types.js").Manifest} Manifest */
/** @typedef {import("../types.js").Project} Project */

/** Text of a data block of the page, or null. @param {string} name */
export const embedded = (name) => document.querySelector(`script[type="application/json"][data-name=${JSON.stringify(name)}]`)?.textContent ?? null;

/** @type {Manifest} */
export const manifest = JSON.parse(embedded("manifest") ?? "{}");
/** @type {Project[]} */
export const projects = [manifest, ...(manifest.more ?? [])];

/** @param {number} label */
export const clusterColour = (label) => (label < 0 ? manifest.palette.noise : manifest.palette.clusters[label % manifest.palette.clusters.length]);
/** @param {number} label */
export const clusterName = (label) => (label < 0 ? "noise" : `cluster ${label}`);

/** Chapters that are loaded or on their way. @type {Map<string, Promise<Chapter>>} */
const chapters = new Map();
/** What data files have handed over and nobody has taken yet. @type {Map<string, any>} */
const arrived = new Map();

const handing = /** @type {any} */ (window);
handing.sprayChapter = (/** @type {any} */ raw) => arrived.set(raw.key, raw);
handing.sprayIndex = (/** @type {any} */ raw) => arrived.set("index", raw);

/**
 * The chapter of a category; a failed one can be asked for again.
 * @param {Project} project
 * @param {Entry} entry
 * @returns {Promise<Chapter>}
 */
export function load(project, entry) {
  let found = chapters.get(entry.key);
  if (!found) {
    const raw = entry.address ? fromFile(entry.address, entry.key, entry.name) : fromPage(entry);
    found = raw.then((one) => decode(one, project.key));
    chapters.set(entry.key, found);
    found.catch(() => chapters.delete(entry.key));
  }
  return found;
}

/** @param {Entry} entry */
async function fromPage(entry) {
  const text = embedded(`chapter ${entry.key}`);
  if (text === null) throw new Error(`The page holds nothing of “${entry.name}”. Build it again.`);
  const { chapter, files } = JSON.parse(text);
  // As blobs: a data address would be copied into every tile that uses the sheet.
  const address = (/** @type {string} */ path) => {
    const [head, body] = files[path].split(",");
    return URL.createObjectURL(new Blob([bytes(body)], { type: head.slice(5).split(";")[0] }));
  };
  for (const sheets of Object.values(chapter.pictures)) /** @type {any} */ (sheets).files = /** @type {any} */ (sheets).files.map(address);
  return chapter;
}

/**
 * @param {string} address
 * @param {string} place
 * @param {string} name
 * @returns {Promise<any>}
 */
function fromFile(address, place, name) {
  return new Promise((resolve, reject) => {
    const path = address.split("?")[0], script = make("script", { src: address });
    script.onload = () => (arrived.has(place) ? resolve(arrived.get(place)) : reject(new Error(`${path} is damaged: it holds no “${name}”.`)));
    script.onerror = () => reject(new Error(`${path} is missing. The page needs the folders beside it: copy the whole site, or build it again.`));
    document.head.append(script);
  }).finally(() => arrived.delete(place));
}

/** @param {any} raw @param {string} project @returns {Chapter} */
function decode(raw, project) {
  const ids = texts(raw.ids), size = ids.length;
  const analyses = raw.analyses.map((/** @type {any} */ analysis) => ({
    ...analysis,
    neighbours: analysis.neighbours ? { count: analysis.neighbours.count, positions: whole(analysis.neighbours.positions) } : null,
    embeddings: analysis.embeddings.map((/** @type {any} */ embedding) => {
      const points = plane(embedding.points, size);
      const column = (/** @type {number} */ d) => (d < embedding.axes.length ? points.subarray(d * size, (d + 1) * size) : new Float32Array(size));
      return { ...embedding, column };
    }),
    clusterings: analysis.clusterings.map((/** @type {any} */ clustering) => ({ ...clustering, labels: whole(clustering.labels) })),
  }));
  const decoded = (/** @type {Record<string, any>} */ parts, /** @type {(value: any) => any} */ how) => Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, how(value)]));
  return {
    ...raw, project, ids, size, analyses,
    rows: whole(raw.rows),
    label: whole(raw.label), prediction: whole(raw.prediction), score: real(raw.score),
    labels: raw.labels ? { starts: whole(raw.labels.starts), indices: whole(raw.labels.indices) } : null,
    metadata: decoded(raw.metadata, texts),
    pictures: decoded(raw.pictures, (sheets) => ({ ...sheets, scale: sheets.scale ? real(sheets.scale) : null })),
  };
}

/** @type {Promise<Map<string, string[]>> | null} */
let indexed = null;

/** Ids of all samples, by the key of their project, in the order of its categories; loaded once. */
export function sampleIndex() {
  if (!indexed) {
    const inPage = embedded("index");
    const raw = inPage !== null ? Promise.resolve(JSON.parse(inPage)) : manifest.index ? fromFile(manifest.index, "index", "index") : Promise.resolve({ projects: [] });
    indexed = raw.then(({ projects: parts }) => new Map(parts.map((/** @type {any} */ part) => [part.key, texts(part.ids)])));
    indexed.catch(() => { indexed = null; });
  }
  return indexed;
}

/** File name of a sample: what follows the last "/" of its id. @param {string} id */
export const fileName = (id) => id.slice(id.lastIndexOf("/") + 1);
