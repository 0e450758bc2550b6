// The state in the address, at every change: copying it is sharing. A stale link opens what still exists.

/** Labels of the clusters that make up exactly this selection, or null. */
function wholeClusters(clustering, selection) {
  if (!clustering) return null;
  const inside = new Map();
  for (const i of selection) inside.set(clustering.labels[i], (inside.get(clustering.labels[i]) ?? 0) + 1);
  const sizes = new Map(clustering.clusters.map((cluster) => [cluster.label, cluster.size]));
  const labels = [...inside.keys()].sort((a, b) => a - b);
  return labels.every((label) => inside.get(label) === sizes.get(label)) ? labels : null;
}

/** Shortest of: whole clusters (k0.2), a list of differences (l5.1.a), a bitset (b...). Empty for none. */
function packSelection(chapter, clustering, selection) {
  if (!selection.size) return "";
  const whole = wholeClusters(clustering, selection);
  if (whole) return `k${whole.join(".")}`;
  const sorted = [...selection].sort((a, b) => a - b);
  const list = `l${sorted.map((i, at) => (i - (at ? sorted[at - 1] : 0)).toString(36)).join(".")}`;
  const bits = new Uint8Array(Math.ceil(chapter.size / 8));
  for (const i of selection) bits[i >> 3] |= 1 << (i & 7);
  const set = `b${btoa(String.fromCharCode(...bits)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "")}`;
  return `${list.length <= set.length ? list : set}~${chapter.digest}`;
}

/** Positions of a packed selection; throws a text for the reader if they cannot be told. */
function unpackSelection(chapter, clustering, packed) {
  const [body, digest] = packed.slice(1).split("~");
  if (!packed) return new Set();
  if (packed[0] === "k") {
    const labels = new Set(body.split(".").map(Number));
    const found = new Set();
    clustering?.labels.forEach((label, i) => labels.has(label) && found.add(i));
    if (!found.size) throw new Error(`cluster ${body}`);
    return found;
  }
  if (digest !== chapter.digest) throw new Error("that selection: it was made on other samples");
  if (packed[0] === "l") {
    let at = 0;
    return new Set(body.split(".").map((step) => (at += parseInt(step, 36))).filter((i) => i < chapter.size));
  }
  const bits = atob(body.replace(/-/g, "+").replace(/_/g, "/"));
  const found = new Set();
  for (let i = 0; i < chapter.size; i++) if ((bits.charCodeAt(i >> 3) >> (i & 7)) & 1) found.add(i);
  return found;
}

function address() {
  const { analysis, embedding, clustering } = shown();
  const chosen = view();
  const parts = { c: state.chapter.key, a: analysis?.name, e: embedding?.name, k: clustering?.name };
  if (embedding?.axes.length > 2) Object.assign(parts, { x: chosen.x, y: chosen.y });
  Object.assign(parts, { m: state.mode, p: state.colormap, o: state.opacity, r: state.order });
  parts.s = packSelection(state.chapter, clustering, chosen.selection);
  return `#${new URLSearchParams(Object.entries(parts).filter(([, value]) => value !== undefined))}`;
}

const writeAddress = throttle(() => {
  if (!state.chapter || location.hash === address()) return;
  history.replaceState(null, "", address());
}, 150);

/** Opens what the address says. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const missing = [];
  const known = (name, values, what) => {
    const value = parts.get(name);
    if (value === null) return undefined;
    if (values.includes(value)) return value;
    missing.push(`${what} “${value}”`);
    return undefined;
  };
  const choices = (name) => [...document.querySelectorAll(`[data-choice="${name}"] :is(button, option)`)].map((one) => one.value);
  state.mode = known("m", choices("mode"), "mode") ?? state.mode;
  state.order = known("r", choices("order"), "order") ?? state.order;
  state.colormap = known("p", Object.keys(manifest.colormaps), "colour map") ?? state.colormap;
  const opacity = Number(parts.get("o") ?? state.opacity);
  if (opacity >= 0 && opacity <= 100) state.opacity = opacity;
  const keys = manifest.categories.map((entry) => entry.key);
  const key = known("c", keys, "category");
  state.missing = missing;
  emit("look");
  if (!keys.length) return emit("open");
  // What the link says of a category that is gone does not hold for another.
  const astray = parts.has("c") && key === undefined;
  openCategory(Math.max(0, keys.indexOf(key)), (chapter, chosen) => astray || restore(parts, chapter, chosen, known));
}

function restore(parts, chapter, chosen, known) {
  const names = (list) => list.map((one) => one.name);
  chosen.analysis = known("a", names(chapter.analyses), "analysis") ?? chosen.analysis;
  const analysis = chapter.analyses.find((one) => one.name === chosen.analysis);
  if (analysis) {
    chosen.embedding = known("e", names(analysis.embeddings), "embedding") ?? chosen.embedding;
    chosen.clustering = known("k", names(analysis.clusterings), "clustering") ?? chosen.clustering;
  }
  const axes = analysis?.embeddings.find((one) => one.name === chosen.embedding)?.axes.length ?? 0;
  for (const name of ["x", "y"]) if (parts.has(name)) chosen[name] = Math.max(0, Math.min(axes - 1, Number(parts.get(name)) || 0));
  if (!parts.has("s")) return;
  try {
    const clustering = analysis?.clusterings.find((one) => one.name === chosen.clustering);
    chosen.selection = unpackSelection(chapter, clustering, parts.get("s"));
  } catch (error) {
    state.missing.push(error.message);
  }
}

on("open plot selection look", writeAddress);
addEventListener("hashchange", () => state.chapter && location.hash !== address() && readAddress());
