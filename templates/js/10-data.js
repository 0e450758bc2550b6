// The manifest, and the chapters: one category each, decoded when it is opened.

/** Text of a data block of the page, or null. */
const embedded = (name) => find(`script[type="application/json"][data-name="${name}"]`)?.textContent ?? null;

const manifest = JSON.parse(embedded("manifest"));
const clusterColour = (label) =>
  label < 0 ? manifest.palette.noise : manifest.palette.clusters[label % manifest.palette.clusters.length];
const clusterName = (label) => (label < 0 ? "noise" : `cluster ${label}`);
const className = (index) => manifest.classes[index] ?? (index < 0 ? "unknown" : `class ${index}`);

function bytes(base64) {
  const text = atob(base64), out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}
const floats = (base64) => new Float32Array(bytes(base64).buffer);
const integers = (base64) => new Int32Array(bytes(base64).buffer);

/** Chapters that are loaded or on their way, by key. */
const chapters = new Map();
/** Chapters that a data file has handed over and nobody has fetched yet. */
const arrived = new Map();
window.sprayChapter = (raw) => arrived.set(raw.key, raw);

/** The chapter of a category of the manifest; a failed one can be asked for again. */
function load(entry) {
  if (!chapters.has(entry.key)) {
    const raw = entry.address ? fromFile(entry) : fromPage(entry);
    chapters.set(entry.key, raw.then(decode));
    chapters.get(entry.key).catch(() => chapters.delete(entry.key));
  }
  return chapters.get(entry.key);
}

async function fromPage(entry) {
  const { chapter, files } = JSON.parse(embedded(`chapter ${entry.key}`));
  // As blobs: a data address would be copied into every tile that uses the sheet.
  const address = (path) => {
    const [head, body] = files[path].split(",");
    return URL.createObjectURL(new Blob([bytes(body)], { type: head.slice(5).split(";")[0] }));
  };
  for (const pictures of Object.values(chapter.pictures)) pictures.files = pictures.files.map(address);
  return chapter;
}

function fromFile(entry) {
  return new Promise((resolve, reject) => {
    const script = make("script", { src: entry.address });
    const path = entry.address.split("?")[0];
    script.onload = () =>
      arrived.has(entry.key) ? resolve(arrived.get(entry.key)) : reject(new Error(`${path} is damaged: it holds no “${entry.name}”.`));
    script.onerror = () => reject(new Error(`${path} is missing. The page needs the folders beside it: copy the whole site, or build it again.`));
    document.head.append(script);
  }).finally(() => arrived.delete(entry.key));
}

function decode(raw) {
  const size = raw.ids.length;
  const analyses = raw.analyses.map((analysis) => ({
    ...analysis,
    embeddings: analysis.embeddings.map((embedding) => {
      const points = floats(embedding.points);
      return { ...embedding, column: (d) => (d < embedding.axes.length ? points.subarray(d * size, (d + 1) * size) : new Float32Array(size)) };
    }),
    clusterings: analysis.clusterings.map((clustering) => ({ ...clustering, labels: integers(clustering.labels) })),
  }));
  const pictures = Object.fromEntries(
    Object.entries(raw.pictures).map(([kind, value]) => [kind, { ...value, scale: value.scale ? floats(value.scale) : null }]),
  );
  return { ...raw, size, analyses, pictures, label: integers(raw.label), prediction: integers(raw.prediction), score: floats(raw.score) };
}
