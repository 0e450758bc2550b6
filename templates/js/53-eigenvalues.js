// The eigenvalues: how many groups the samples fall into. A click on the k-th chooses the clustering into k.

let eigenvalueChart = null;
const gapText = block("eigenvalues")?.parentElement.appendChild(make("p", { class: "muted small gap" }));

function plotEigenvalues() {
  const { analysis, embedding } = shown();
  const spectral = [embedding, ...(analysis?.embeddings ?? [])].find((one) => one?.eigenvalues);
  const panel = find("#eigenvalues");
  if (!panel) return;
  panel.classList.toggle("without", !spectral);
  if (!spectral) return void (gapText.textContent = state.chapter ? "This analysis has no spectral embedding." : "");
  const { eigenvalues: values, gap: k } = spectral;
  const step = k ? values[k] - values[k - 1] : 0;
  gapText.textContent = k ? `largest gap ${scientific(step)} after the ${ordinal(k)}: about ${k} ${k === 1 ? "group" : "groups"}` : "too few eigenvalues for a gap";
  if (!eigenvalueChart) return;
  replaceData(eigenvalueChart, "values", values.map((value, i) => ({ k: i + 1, from: i + 0.6, to: i + 1.4, value: value ?? 0, before: i < (k ?? 0) })));
  replaceData(eigenvalueChart, "gap", k ? [{ at: k + 0.5, text: `gap ${scientific(step)}` }] : []);
  eigenvalueChart.runAsync();
}

const ordinal = (k) => `${k}${k % 100 > 10 && k % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][k % 10] ?? "th"}`;

/** Chooses the clustering with k clusters, by the method in use if it has one. */
function chooseCount(k) {
  const { analysis, clustering } = shown();
  const clusters = (one) => one.clusters.filter((cluster) => cluster.label >= 0).length;
  const fitting = analysis.clusterings.filter((one) => clusters(one) === k);
  const found = fitting.find((one) => one.method === clustering?.method) ?? fitting[0];
  if (found) choosePlot({ clustering: found.name });
  else announce(`No clustering has ${k} clusters.`);
}

async function drawEigenvalues() {
  eigenvalueChart = await drawChart("eigenvalues");
  if (!eigenvalueChart) return;
  eigenvalueChart.addEventListener("click", (_, item) => item?.datum?.k && chooseCount(item.datum.k));
  plotEigenvalues();
}

on("open plot", plotEigenvalues);
