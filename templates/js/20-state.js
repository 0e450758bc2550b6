// What the reader has chosen. Everything drawn follows from this; every change goes through here.

const listeners = new Map();
/** Calls `action` after each change of a topic: open, plot, selection, look, theme. */
const on = (topics, action) => topics.split(" ").forEach((t) => listeners.set(t, [...(listeners.get(t) ?? []), action]));
const emit = (topic) => (listeners.get(topic) ?? []).forEach((action) => action(topic));

const state = {
  /** Position in manifest.categories; -1 if there are none. */
  open: manifest.categories.length ? 0 : -1,
  /** The open category's chapter, null while it loads. */
  chapter: null,
  /** Why it did not load. */
  error: "",
  /** What a link asked for and this page has not. */
  missing: [],
  mode: find('[data-choice="mode"] [aria-checked="true"]')?.value ?? "input",
  colormap: manifest.colormap,
  opacity: 90,
  order: "data",
  /** By category key: analysis, embedding, clustering, x, y, selection, undo, redo. Kept while others are open. */
  views: new Map(),
};

const view = () => state.views.get(state.chapter.key);

/** The analysis, embedding and clustering that the open category shows; any may be undefined. */
function shown() {
  const { chapter } = state;
  if (!chapter) return {};
  const chosen = view();
  const named = (list, name) => list?.find((one) => one.name === name) ?? list?.[0];
  const analysis = named(chapter.analyses, chosen.analysis);
  const embedding = analysis?.embeddings.find((one) => one.name === chosen.embedding) ?? plainest(analysis);
  return { analysis, embedding, clustering: named(analysis?.clusterings, chosen.clustering) };
}

const plainest = (analysis) => analysis?.embeddings.find((one) => one.axes.length === 2) ?? analysis?.embeddings[0];

function firstView(chapter) {
  const { analysis, clustering, embedding, suspect } = chapter.first;
  const chosen = { analysis, clustering, embedding, x: 0, y: 1, selection: new Set(), undo: [], redo: [] };
  if (suspect !== null) {
    const labels = chapter.analyses.find((a) => a.name === analysis).clusterings.find((c) => c.name === clustering).labels;
    labels.forEach((label, i) => label === suspect && chosen.selection.add(i));
  }
  return chosen;
}

/** Opens a category; `prepare(chapter, view)` may change its view before it is drawn. */
async function openCategory(position, prepare = () => {}) {
  const entry = manifest.categories[position];
  Object.assign(state, { open: position, chapter: null, error: "" });
  emit("open");
  try {
    const chapter = await load(entry);
    if (state.open !== position) return;
    if (!state.views.has(chapter.key)) state.views.set(chapter.key, firstView(chapter));
    prepare(chapter, state.views.get(chapter.key));
    state.chapter = chapter;
  } catch (error) {
    if (state.open !== position) return;
    state.error = error.message;
  }
  emit("open");
}

/** Changes what is plotted; the selection stays, because the samples do. */
function choosePlot(changes) {
  if (!state.chapter) return;
  Object.assign(view(), changes);
  emit("plot");
}

function chooseLook(changes) {
  Object.assign(state, changes);
  emit("look");
}

/** Selects these positions; a `live` change, in the middle of a drag, is not one to undo. */
function select(positions, { live = false } = {}) {
  const chosen = view();
  if (!live) {
    chosen.undo.push(chosen.before ?? chosen.selection);
    chosen.redo = [];
    delete chosen.before;
  } else chosen.before ??= chosen.selection;
  chosen.selection = new Set(positions);
  emit("selection");
}

/** What a gesture makes of a selection: Shift adds, Alt takes away, neither replaces. */
function combine(base, hits, event) {
  if (event.shiftKey) return new Set([...base, ...hits]);
  if (event.altKey) return new Set([...base].filter((i) => !hits.has(i)));
  return hits;
}

function undo(from, to) {
  if (!state.chapter || !view()[from].length) return;
  view()[to].push(view().selection);
  view().selection = view()[from].pop();
  emit("selection");
}

const clusterMembers = (clustering, label) => {
  const members = new Set();
  clustering.labels.forEach((one, i) => one === label && members.add(i));
  return members;
};
