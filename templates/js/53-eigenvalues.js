// The eigenvalues: how many groups the samples fall into. A click on the k-th chooses the clustering into k.

let eigenvalueChart = null; // a promise of the Vega view, once there is something to draw
const gapText = block("eigenvalues")?.parentElement.appendChild(make("p", { class: "muted small gap" }));

/** The spectral embedding in view, or the analysis's own beside another; undefined if it has none. */
function spectral() {
  const { analysis, embedding } = shown();
  return [embedding, ...(analysis?.embeddings ?? [])].find((one) => one?.eigenvalues);
}

const eigenvalueData = ({ eigenvalues, gap }) => ({
  values: eigenvalues.map((value, i) => ({ k: i + 1, from: i + 0.6, to: i + 1.4, value: value ?? 0, before: i < (gap ?? 0) })),
  gap: gap ? [{ at: gap + 0.5 }] : [],
});

async function plotEigenvalues() {
  if (!gapText) return;
  const found = spectral();
  find("#eigenvalues").classList.toggle("without", !found);
  gapText.textContent = found ? gapSentence(found) : state.chapter ? "This analysis has no spectral embedding." : "";
  if (!found) return;
  const data = eigenvalueData(found);
  if (!eigenvalueChart) return drawEigenvalues();
  const chart = await eigenvalueChart;
  for (const [name, rows] of Object.entries(data)) replaceData(chart, name, rows);
  chart.runAsync();
}

function gapSentence({ eigenvalues, gap: k }) {
  if (!k) return "Too few eigenvalues for a gap.";
  return `Largest gap, ${scientific(eigenvalues[k] - eigenvalues[k - 1])}, after k = ${k}: about ${k} ${k === 1 ? "group" : "groups"}.`;
}

/** Chooses the clustering with k clusters, by the method in use if it has one. */
function chooseCount(k) {
  const { analysis, clustering } = shown();
  const clusters = (one) => one.clusters.filter((cluster) => cluster.label >= 0).length;
  const fitting = analysis.clusterings.filter((one) => clusters(one) === k);
  const found = fitting.find((one) => one.method === clustering?.method) ?? fitting[0];
  if (found) choosePlot({ clustering: found.name });
  else gapText.textContent = `No clustering here has ${k} ${k === 1 ? "cluster" : "clusters"}.`;
}

async function drawEigenvalues() {
  const found = spectral();
  if (!gapText || !found) return;
  eigenvalueChart = drawChart("eigenvalues", eigenvalueData(found));
  const chart = await eigenvalueChart;
  chart.addEventListener("click", (_, item) => item?.datum?.k && chooseCount(item.datum.k));
}

on("open plot", plotEigenvalues);
on("theme", drawEigenvalues);
