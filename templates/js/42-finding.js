// What was found in the open category, in one sentence, and the notes that qualify it.

function drawFinding() {
  const place = block("finding");
  const entry = manifest.categories[state.open];
  if (!entry) return place.replaceChildren(make("p", { class: "empty" }, "Nothing to show."));
  const title = make("h3", { class: "category-title", dir: "auto" }, entry.name);
  const parts = [make("div", { class: "finding-head" }, title,
    make("span", { class: "muted" }, `${count(entry.size)} ${entry.size === 1 ? "sample" : "samples"} · rank ${state.open + 1} of ${count(rows.length)} · strangeness ${figure(entry.strangeness)}`))];
  if (state.error) {
    parts.push(make("div", { class: "note failed", role: "alert" }, make("span", {}, state.error),
      make("button", { type: "button", onclick: () => openCategory(state.open) }, "Try again")));
  } else if (!state.chapter) parts.push(make("p", { class: "loading" }, "Loading …"));
  else {
    if (state.chapter.summary) parts.push(make("p", { class: "summary", dir: "auto" }, state.chapter.summary));
    for (const note of [...state.chapter.notes, ...(shown().analysis?.notes ?? [])]) parts.push(make("p", { class: "note", dir: "auto" }, note));
  }
  if (state.missing.length) parts.push(make("p", { class: "note" }, `The link names what this page does not have: ${state.missing.join(", ")}.`));
  place.replaceChildren(...parts);
}

on("open plot", drawFinding);
