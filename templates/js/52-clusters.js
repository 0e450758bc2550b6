// The clusters: legend, counts and suspicion. Hover stresses one in the embedding, click selects its samples.

function drawClusters() {
  const target = block("clusters"), { clustering } = shown();
  if (!clustering) return target.replaceChildren(make("p", { class: "empty" }, state.chapter ? "This category was not clustered." : ""));
  const largest = Math.max(...clustering.clusters.map((one) => one.size));
  const ranked = [...clustering.clusters].sort((a, b) => (a.label < 0) - (b.label < 0) || (b.suspicion ?? 0) - (a.suspicion ?? 0) || a.label - b.label);
  const scores = Object.entries(clustering.scores).map(([name, value]) => `${name} ${figure(value)}`).join(" · ");
  target.replaceChildren(
    make("div", { class: "list-head" }, make("span", {}, "most suspicious first"), make("span", {}, "samples"), make("span", {}, "suspicion")),
    ...ranked.map((cluster, at) => clusterRow(clustering, cluster, largest, at === 0 && cluster.suspicion > 0)),
    make("p", { class: "muted small" }, scores));
  markClusters();
}

function clusterRow(clustering, cluster, largest, first) {
  const purity = Object.entries(cluster.purity).filter(([, [, share]]) => share >= 0.5).sort((a, b) => b[1][1] - a[1][1]);
  const lines = purity.map(([column, [value, share]]) => `${column} = ${value}, ${percent(share, 1)}`);
  const row = make("button", {
    type: "button", class: "cluster", "data-label": String(cluster.label), "aria-pressed": "false",
    title: `separability ${figure(cluster.separability)}, ${percent(cluster.share, 1)} of the category`,
    onclick: (event) => selectCluster(clustering, cluster.label, event),
    onpointerenter: () => stress(cluster.label), onpointerleave: () => stress(null),
    onfocus: () => stress(cluster.label), onblur: () => stress(null),
  },
    dot(cluster.label),
    make("span", { class: "cluster-name" }, clusterName(cluster.label)),
    make("span", { class: "cluster-bar", "aria-hidden": "true" }, make("span", { style: { width: `${(100 * cluster.size) / largest}%`, background: clusterColour(cluster.label) } })),
    make("span", { class: "cluster-size" }, count(cluster.size)),
    make("span", { class: first ? "score first" : "score" }, cluster.label < 0 ? "–" : figure(cluster.suspicion)));
  if (lines.length) row.append(make("span", { class: "cluster-purity muted", dir: "auto", title: lines.join("\n") }, lines.join(" · ")));
  return row;
}

function selectCluster(clustering, label, event) {
  select(combine(view().selection, clusterMembers(clustering, label), event));
}

/** Marks the clusters that are selected as a whole, and says how much of the others is. */
function markClusters() {
  const { clustering } = shown();
  if (!clustering) return;
  const inside = new Map();
  for (const i of view().selection) inside.set(clustering.labels[i], (inside.get(clustering.labels[i]) ?? 0) + 1);
  for (const cluster of clustering.clusters) {
    const row = find(`[data-label="${cluster.label}"]`, block("clusters")), part = inside.get(cluster.label) ?? 0;
    row.setAttribute("aria-pressed", part === cluster.size ? "true" : part ? "mixed" : "false");
    find(".cluster-size", row).textContent = part && part < cluster.size ? `${count(part)}/${count(cluster.size)}` : count(cluster.size);
  }
}

/** Selects the cluster that follows, in the order of the list, the one that is selected now. */
function nextCluster(step) {
  const buttons = [...block("clusters").querySelectorAll(".cluster")];
  if (!buttons.length) return;
  const now = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true");
  const next = buttons[(now < 0 && step < 0 ? buttons.length - 1 : now + step + buttons.length) % buttons.length];
  next.scrollIntoView({ block: "nearest" });
  selectCluster(shown().clustering, Number(next.dataset.label), {});
}

on("open plot", drawClusters);
on("selection", markClusters);
